# The account and the bot are those of the provider block.
terraform import zoom_chatbot_message.example '5AF2A82E-9220-4600-AFB2-A028852E377C'

# The account, the bot and the message.
terraform import zoom_chatbot_message.example 'AbCdEfGhIjKlMnOpQrStUv,v1abcdefghijklmn@xmpp.zoom.us,5AF2A82E-9220-4600-AFB2-A028852E377C'
