import {
  to = zoom_chatbot_message.example
  identity = {
    message_id = "5AF2A82E-9220-4600-AFB2-A028852E377C"

    # Only if they are not those of the provider block.
    account_id = "AbCdEfGhIjKlMnOpQrStUv"
    robot_jid  = "v1abcdefghijklmn@xmpp.zoom.us"
  }
}
