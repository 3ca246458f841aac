# required_providers must name the source zoom-chatbot/zoom, as on the
# provider's first page.

# A public channel.
data "zoom_channel" "announcements" {
  name = "Announcements"
}

# A channel that is not public is found among the channels of one of its members.
data "zoom_channel" "operations" {
  name   = "Operations"
  member = "ann@example.com"
}

resource "zoom_chatbot_message" "maintenance" {
  for_each = {
    everybody  = data.zoom_channel.announcements.jid
    operations = data.zoom_channel.operations.jid
  }

  to_jid  = each.value
  content = jsonencode({ head = { text = "Maintenance on Saturday, 22:00 UTC" } })
}
