resource "zoom_chatbot_message" "example" {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"

  content = jsonencode({
    head = { text = "Maintenance on Saturday, 22:00 UTC" }
    body = [
      { type = "message", text = "Deployments stop half an hour before." }
    ]
  })
}
