# required_providers must name the source zoom-chatbot/zoom, as on the
# provider's first page.

ephemeral "zoom_chatbot_token" "bot" {}

# A script that calls Zoom's chatbot API. The token is in no state and no plan,
# and Terraform does not show what the script prints.
resource "terraform_data" "script" {
  triggers_replace = ["1"]

  provisioner "local-exec" {
    command = "echo \"a token that ends at $ZOOM_TOKEN_EXPIRES_AT\""

    environment = {
      ZOOM_TOKEN            = ephemeral.zoom_chatbot_token.bot.access_token
      ZOOM_TOKEN_EXPIRES_AT = ephemeral.zoom_chatbot_token.bot.expires_at
    }
  }
}
