# required_providers must name the source zoom-chatbot/zoom, as on the
# provider's first page.

variable "user_id" {
  description = "ID of a user, as the Zoom API has it."
  type        = string
  default     = "KdYKjnimT4KPd8KKdQt9FQ"
}

# A direct message: to kdykjnimt4kpd8kkdqt9fq@xmpp.zoom.us
resource "zoom_chatbot_message" "welcome" {
  to_jid  = provider::zoom::user_jid(var.user_id)
  content = jsonencode({ head = { text = "Welcome to the on-call rota" } })
}
