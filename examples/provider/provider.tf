terraform {
  required_providers {
    zoom = {
      source  = "zoom-chatbot/zoom"
      version = "~> 0.1"
    }
  }
}

variable "zoom_client_id" {
  description = "Client ID of the Zoom app."
  type        = string
}

variable "zoom_client_secret" {
  description = "Client secret of the Zoom app."
  type        = string
  sensitive   = true
}

provider "zoom" {
  client_id     = var.zoom_client_id
  client_secret = var.zoom_client_secret

  # For every message that does not say otherwise.
  account_id = "AbCdEfGhIjKlMnOpQrStUv"
  robot_jid  = "v1abcdefghijklmn@xmpp.zoom.us"
  user_jid   = "abcdefghijklmnopqrstuv@xmpp.zoom.us"
}
