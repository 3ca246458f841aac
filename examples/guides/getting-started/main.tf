terraform {
  required_providers {
    zoom = {
      source  = "zoom-chatbot/zoom"
      version = "~> 0.1"
    }
  }
}

# The app, the account and the bot come from the environment: ZOOM_CLIENT_ID,
# ZOOM_CLIENT_SECRET, ZOOM_ACCOUNT_ID and ZOOM_ROBOT_JID.
provider "zoom" {}

variable "channel_jid" {
  description = "JID of the channel that gets the announcement."
  type        = string
}

resource "zoom_chatbot_message" "maintenance" {
  to_jid = var.channel_jid

  content = jsonencode({
    head = { text = "Maintenance on Saturday, 22:00 UTC" }
    body = [
      { type = "message", text = "Deployments stop half an hour before." },
    ]
  })
}

output "message_id" {
  value = zoom_chatbot_message.maintenance.message_id
}
