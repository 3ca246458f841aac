locals {
  # "<!kdykjnimt4kpd8kkdqt9fq@xmpp.zoom.us|Ann>"
  ann = provider::zoom::mention(provider::zoom::user_jid("KdYKjnimT4KPd8KKdQt9FQ"), "Ann")
}

resource "zoom_chatbot_message" "on_call" {
  to_jid              = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
  is_markdown_support = true # without it, the markup is shown as it is

  content = jsonencode({
    body = [{ type = "message", text = "On call this week: ${local.ann}" }]
  })
}
