# required_providers must name the source zoom-chatbot/zoom, as on the
# provider's first page.

locals {
  # "<https://example.com/notes/1.4|the notes>"
  notes = provider::zoom::link("https://example.com/notes/1.4", "the notes")
}

resource "zoom_chatbot_message" "release" {
  to_jid              = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
  is_markdown_support = true # without it, the markup is shown as it is

  content = jsonencode({
    head = { text = "Release 1.4" }
    body = [{ type = "message", text = "*Release 1.4* is out, see ${local.notes}." }]
  })
}
