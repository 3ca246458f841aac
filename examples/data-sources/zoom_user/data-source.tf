# required_providers must name the source zoom-chatbot/zoom, as on the
# provider's first page.

data "zoom_user" "on_call" {
  email = "ann@example.com"
}

resource "zoom_chatbot_message" "hand_over" {
  to_jid = data.zoom_user.on_call.jid

  is_markdown_support = true

  content = jsonencode({
    head = { text = "You are on call this week" }
    body = [
      {
        type = "message"
        text = "Questions go to ${provider::zoom::mention(data.zoom_user.on_call.jid, data.zoom_user.on_call.display_name)}."
      }
    ]
  })
}
