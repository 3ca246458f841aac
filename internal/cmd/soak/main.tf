terraform {
  required_providers {
    zoom = {
      source = "zoom-chatbot/zoom"
    }
  }
}

provider "zoom" {}

variable "edition" {
  type = number
}

variable "channels" {
  type = map(string)
}

resource "zoom_chatbot_message" "soak" {
  for_each = var.channels

  to_jid = each.value
  content = jsonencode({
    head = { text = each.key }
    body = [{ type = "message", text = "Edition ${var.edition}" }]
  })

  # Longer than the storms of 429 and the repetitions of an edit take.
  timeouts = {
    create = "45s"
    update = "45s"
    delete = "45s"
  }
}
