data "zoom_channel" "announcements" {
  name = "Announcements"
}

resource "zoom_chatbot_message" "release" {
  to_jid = data.zoom_channel.announcements.jid

  content = jsonencode({ head = { text = "Release 1.4 is out" } })
}
