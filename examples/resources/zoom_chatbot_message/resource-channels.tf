variable "channels" {
  description = "Channels that get the announcement: a name of your choice, and the JID."
  type        = map(string)
  default = {
    platform = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
    shop     = "123456789abcdef0123456789abcdef0@conference.xmpp.zoom.us"
    support  = "23456789abcdef0123456789abcdef01@conference.xmpp.zoom.us"
  }
}

# One announcement, kept the same in many channels. A channel that leaves the
# map loses the message.
resource "zoom_chatbot_message" "freeze" {
  for_each = var.channels

  to_jid = each.value
  content = jsonencode({
    head = { text = "No deployments from December 20 to January 2" }
  })
}
