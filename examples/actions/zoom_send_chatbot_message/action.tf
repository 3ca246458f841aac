variable "release" {
  type    = string
  default = "1.4.2"
}

# A placeholder for what is deployed.
resource "terraform_data" "deployment" {
  input = var.release

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.zoom_send_chatbot_message.deployed]
    }
  }
}

# Each deployment posts a message of its own. To post it once more by hand:
#
#   terraform apply -invoke=action.zoom_send_chatbot_message.deployed
action "zoom_send_chatbot_message" "deployed" {
  config {
    to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"

    content = jsonencode({
      head = { text = "Release ${var.release} is deployed" }
      body = [{ type = "message", text = "Dashboards may show a dip for some minutes." }]
    })
  }
}
