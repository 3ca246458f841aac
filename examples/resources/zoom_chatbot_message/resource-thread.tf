resource "zoom_chatbot_message" "release" {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"

  content = jsonencode({
    head = { text = "Release 1.4 goes out on Tuesday" }
  })
}

# A reply in the thread of the message. It stays there when the message is
# edited, because an edit keeps the message's ID.
resource "zoom_chatbot_message" "release_notes" {
  to_jid   = zoom_chatbot_message.release.to_jid
  reply_to = zoom_chatbot_message.release.message_id

  is_markdown_support = true
  content = jsonencode({
    body = [
      { type = "message", text = "What is new: <https://example.com/releases/1.4|the notes>. Nothing *must* be changed by you." }
    ]
  })
}
