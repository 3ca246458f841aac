resource "zoom_chatbot_message" "this" {
  for_each = var.channels

  to_jid              = each.value
  content             = lookup(var.contents, each.key, var.content)
  is_markdown_support = var.is_markdown_support

  lifecycle {
    precondition {
      condition     = alltrue([for name in keys(var.contents) : contains(keys(var.channels), name)])
      error_message = "A name in \"contents\" is not in \"channels\"."
    }
  }
}
