resource "zoom_chatbot_message" "maintenance" {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"

  content = jsonencode({
    head = {
      text     = "Maintenance on Saturday, 22:00 UTC"
      style    = { bold = true }
      sub_head = { text = "About two hours, production only" }
    }
    body = [
      {
        type          = "section"
        sidebar_color = "#F56416"
        sections = [
          { type = "message", text = "The database moves to larger machines. The shop answers, but takes no orders." },
          {
            type = "fields"
            items = [
              { key = "From", value = "22:00 UTC", short = true },
              { key = "To", value = "24:00 UTC", short = true },
              { key = "Who to ask", value = "The platform team" },
            ]
          },
        ]
        footer = "Managed by Terraform"
      },
      { type = "message", text = "How to follow it", link = "https://status.example.com" },
    ]
  })
}
