terraform {
  required_providers {
    zoom = {
      source  = "zoom-chatbot/zoom"
      version = "~> 0.1"
    }
  }
}

# Who posts comes from the environment: ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET,
# ZOOM_ACCOUNT_ID, ZOOM_ROBOT_JID and ZOOM_USER_JID.
provider "zoom" {}

variable "channel_jid" {
  description = "The channel that gets the announcements."
  type        = string
}

variable "window" {
  description = "When the maintenance is."
  type        = string
  default     = "Saturday, 22:00 to 24:00 UTC"
}

resource "zoom_chatbot_message" "welcome" {
  to_jid = var.channel_jid

  content = jsonencode({
    head = { text = "Welcome to #platform" }
    body = [
      { type = "message", text = "Questions are welcome. Outages go to #on-call." },
    ]
  })
}

resource "zoom_chatbot_message" "maintenance" {
  to_jid = var.channel_jid

  content = jsonencode({
    head = {
      text     = "Database maintenance"
      sub_head = { text = var.window }
    }
    body = [
      {
        type          = "section"
        sidebar_color = "#F56416"
        sections = [
          { type = "message", text = "The shop answers, but takes no orders." },
          {
            type = "fields"
            items = [
              { key = "Affected", value = "Orders", short = true },
              { key = "Owner", value = "Platform team", short = true },
            ]
          },
        ]
        footer = "Managed by Terraform"
      },
    ]
  })
}

resource "zoom_chatbot_message" "maintenance_details" {
  to_jid   = zoom_chatbot_message.maintenance.to_jid
  reply_to = zoom_chatbot_message.maintenance.message_id

  content = jsonencode({
    body = [
      { type = "message", text = "What is done, step by step", link = "https://example.com/maintenance" },
    ]
  })
}
