locals {
  resolved = var.resolution != null
  status   = local.resolved ? "Resolved" : var.status

  # The thread reads as this list.
  texts   = concat(var.updates, var.resolution[*])
  replies = [for text in local.texts : jsonencode({ body = [{ type = "message", text = text }] })]
}

# How the incident is going. Each change edits this message in place.
resource "zoom_chatbot_message" "incident" {
  to_jid              = var.to_jid
  is_markdown_support = var.is_markdown_support
  skip_destroy        = var.skip_destroy

  content = jsonencode({
    head = { text = var.title, sub_head = { text = local.status } }
    body = [
      {
        type          = "section"
        sidebar_color = local.resolved ? var.colors.resolved : var.colors.open
        sections = [
          {
            type = "fields"
            items = concat(
              [{ key = "Status", value = local.status, short = true }],
              [for label, value in var.details : { key = label, value = value, short = true }],
            )
          },
        ]
      },
    ]
  })
}
