# required_providers must name the source zoom-chatbot/zoom, as on the
# provider's first page.

# An announcement that is reviewed, and shown by GitHub, as a Markdown file.
resource "zoom_chatbot_message" "maintenance" {
  to_jid  = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
  content = provider::zoom::content_from_markdown(file("${path.module}/announcement.md"))
}

# The result is JSON, to which other elements can be added.
locals {
  announcement = jsondecode(provider::zoom::content_from_markdown("# Release 1.4\n\nIt is *out*."))
}

resource "zoom_chatbot_message" "release" {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"

  content = jsonencode({
    head = local.announcement.head
    body = concat(local.announcement.body, [
      { type = "actions", items = [{ text = "Acknowledge", value = "acknowledged", style = "Primary" }] },
    ])
  })
}
