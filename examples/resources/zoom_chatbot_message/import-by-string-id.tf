import {
  to = zoom_chatbot_message.example
  id = "AbCdEfGhIjKlMnOpQrStUv,v1abcdefghijklmn@xmpp.zoom.us,5AF2A82E-9220-4600-AFB2-A028852E377C"
}
