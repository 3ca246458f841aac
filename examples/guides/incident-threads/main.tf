terraform {
  required_providers {
    zoom = {
      source  = "zoom-chatbot/zoom"
      version = "~> 0.1"
    }
  }
}

provider "zoom" {}

variable "channel_jid" {
  description = "JID of the channel where incidents are announced."
  type        = string
}

locals {
  incident = {
    title  = "Checkout fails for some customers"
    status = "Investigating"
    lead   = "Ann"
    color  = "#D93025"
  }
}

# How the incident is going. Each change edits this message in place.
resource "zoom_chatbot_message" "incident" {
  to_jid = var.channel_jid

  content = jsonencode({
    head = {
      text     = local.incident.title
      style    = { bold = true }
      sub_head = { text = local.incident.status }
    }
    body = [
      {
        type          = "section"
        sidebar_color = local.incident.color
        sections = [
          {
            type = "fields"
            items = [
              { key = "Status", value = local.incident.status, short = true },
              { key = "Lead", value = local.incident.lead, short = true },
            ]
          },
        ]
      },
    ]
  })
}

# What has happened, as replies in its thread. Terraform posts messages that do
# not depend on each other at the same time, so each reply waits for the one
# before.
resource "zoom_chatbot_message" "update_1" {
  to_jid   = zoom_chatbot_message.incident.to_jid
  reply_to = zoom_chatbot_message.incident.message_id

  content = jsonencode({
    body = [{ type = "message", text = "About one payment in ten fails. We are looking into it." }]
  })
}

resource "zoom_chatbot_message" "update_2" {
  depends_on = [zoom_chatbot_message.update_1]

  to_jid   = zoom_chatbot_message.incident.to_jid
  reply_to = zoom_chatbot_message.incident.message_id

  content = jsonencode({
    body = [{ type = "message", text = "The new version of the payment service is the cause. We are rolling it back." }]
  })
}
