locals {
  colors = {
    "deploying"   = "#1A73E8"
    "deployed"    = "#188038"
    "failed"      = "#D93025"
    "rolled back" = "#F29900"
  }
}

# One message for each service. A deployment edits it in place.
resource "zoom_chatbot_message" "this" {
  for_each = var.services

  to_jid = var.to_jid

  content = jsonencode({
    head = { text = each.key, sub_head = { text = var.environment } }
    body = [
      {
        type          = "section"
        sidebar_color = local.colors[each.value.status]
        sections = concat(
          [
            {
              type = "fields"
              items = concat(
                [
                  { key = "Version", value = each.value.version, short = true },
                  { key = "Status", value = each.value.status, short = true },
                ],
                [for label, value in each.value.details : { key = label, value = value, short = true }],
              )
            },
          ],
          [for url in each.value.url[*] : { type = "message", text = "Details", link = url }],
        )
      },
    ]
  })
}
