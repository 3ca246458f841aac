# required_providers must name the source zoom-chatbot/zoom, as on the
# provider's first page.

variable "channel_ids" {
  description = "IDs of channels, as the Zoom API has them."
  type        = set(string)
  default     = ["0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"]
}

# To 0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us and to another.
resource "zoom_chatbot_message" "maintenance" {
  for_each = var.channel_ids

  to_jid  = provider::zoom::channel_jid(each.value)
  content = jsonencode({ head = { text = "Maintenance on Saturday, 22:00 UTC" } })
}
