terraform {
  required_providers {
    zoom = {
      source  = "zoom-chatbot/zoom"
      version = "~> 0.1"
    }
  }
}

# The second app comes from the environment as well: ZOOM_DIRECTORY_CLIENT_ID,
# ZOOM_DIRECTORY_CLIENT_SECRET and ZOOM_DIRECTORY_ACCOUNT_ID.
provider "zoom" {}

data "zoom_user" "ann" {
  email = "ann@example.com"
}

data "zoom_channel" "operations" {
  name   = "Operations"
  member = data.zoom_user.ann.id
}

resource "zoom_chatbot_message" "on_call" {
  to_jid              = data.zoom_channel.operations.jid
  account_id          = data.zoom_user.ann.account_id
  is_markdown_support = true

  content = jsonencode({
    head = { text = "On call this week" }
    body = [
      {
        type = "message"
        text = provider::zoom::mention(data.zoom_user.ann.jid, data.zoom_user.ann.display_name)
      },
    ]
  })
}
