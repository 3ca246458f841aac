terraform {
  required_version = ">= 1.10" # OpenTofu 1.11

  required_providers {
    vault = {
      source  = "hashicorp/vault"
      version = "~> 5.0"
    }
    zoom = {
      source  = "zoom-chatbot/zoom"
      version = "~> 0.1"
    }
  }
}

# Where Vault is and how to log in comes from the environment.
provider "vault" {}

# Read in each plan and in each apply, and stored in neither plan nor state.
ephemeral "vault_kv_secret_v2" "zoom" {
  mount = "secret"
  name  = "zoom/announcements"
}

provider "zoom" {
  client_id     = ephemeral.vault_kv_secret_v2.zoom.data.client_id
  client_secret = ephemeral.vault_kv_secret_v2.zoom.data.client_secret

  # Part of every message, and no secret.
  account_id = "AbCdEfGhIjKlMnOpQrStUv"
  robot_jid  = "v1abcdefghijklmn@xmpp.zoom.us"
}

variable "channel_jid" {
  description = "JID of the channel that gets the announcement."
  type        = string
}

resource "zoom_chatbot_message" "freeze" {
  to_jid  = var.channel_jid
  content = jsonencode({ head = { text = "No deployments from December 20 to January 2" } })
}
