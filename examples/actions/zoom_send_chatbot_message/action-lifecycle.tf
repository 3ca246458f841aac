variable "release" {
  type    = string
  default = "1.4.2"
}

# A placeholder for what is deployed.
resource "terraform_data" "service" {
  input = var.release

  lifecycle {
    # If the message cannot be sent, the apply continues with a warning.
    action_trigger {
      events     = [after_create, after_update]
      actions    = [action.zoom_send_chatbot_message.deployed]
      on_failure = continue
    }

    action_trigger {
      events     = [after_destroy]
      actions    = [action.zoom_send_chatbot_message.removed]
      on_failure = continue
    }
  }
}

# "caller" is the resource that triggers the action.
action "zoom_send_chatbot_message" "deployed" {
  config {
    to_jid  = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
    content = jsonencode({ head = { text = "Release ${caller.output} is deployed" } })
  }
}

action "zoom_send_chatbot_message" "removed" {
  config {
    to_jid  = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
    content = jsonencode({ head = { text = "Release ${caller.output} is removed" } })
  }
}
