# required_providers must name the source zoom-chatbot/zoom, as on the
# provider's first page.

data "zoom_user" "ann" {
  email = "ann@example.com"
}

locals {
  # "<!kdykjnimt4kpd8kkdqt9fq@xmpp.zoom.us|Ann>", looked up by e-mail address
  ann = provider::zoom::mention(data.zoom_user.ann.jid, data.zoom_user.ann.display_name)

  # the same from the ID of the user, without a look-up
  bob = provider::zoom::mention(provider::zoom::user_jid("KdYKjnimT4KPd8KKdQt9FQ"), "Bob")
}

resource "zoom_chatbot_message" "on_call" {
  to_jid              = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
  is_markdown_support = true # without it, the markup is shown as it is

  content = jsonencode({
    body = [{ type = "message", text = "On call this week: ${local.ann}, then ${local.bob}" }]
  })
}
