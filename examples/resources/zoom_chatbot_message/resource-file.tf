# A card as a file.
resource "zoom_chatbot_message" "card" {
  to_jid  = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
  content = file("${path.module}/card.json")
}

# A template: jsonencode in it quotes what needs quotes.
resource "zoom_chatbot_message" "from_template" {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
  content = templatefile("${path.module}/card.json.tftpl", {
    service = "shop \"blue\""
    version = "1.4.0"
    changes = ["Faster search", "Orders can be split"]
  })
}
