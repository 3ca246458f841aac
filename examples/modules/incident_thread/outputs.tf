output "message_id" {
  description = "ID of the first message, for further replies."
  value       = zoom_chatbot_message.incident.message_id
}

output "reply_ids" {
  description = "IDs of the replies, in the order of the thread."
  value = flatten([
    zoom_chatbot_message.reply_01[*].message_id,
    zoom_chatbot_message.reply_02[*].message_id,
    zoom_chatbot_message.reply_03[*].message_id,
    zoom_chatbot_message.reply_04[*].message_id,
    zoom_chatbot_message.reply_05[*].message_id,
    zoom_chatbot_message.reply_06[*].message_id,
    zoom_chatbot_message.reply_07[*].message_id,
    zoom_chatbot_message.reply_08[*].message_id,
    zoom_chatbot_message.reply_09[*].message_id,
    zoom_chatbot_message.reply_10[*].message_id,
    zoom_chatbot_message.reply_11[*].message_id,
    zoom_chatbot_message.reply_12[*].message_id,
    zoom_chatbot_message.reply_13[*].message_id,
    zoom_chatbot_message.reply_14[*].message_id,
    zoom_chatbot_message.reply_15[*].message_id,
    zoom_chatbot_message.reply_16[*].message_id,
    zoom_chatbot_message.reply_17[*].message_id,
    zoom_chatbot_message.reply_18[*].message_id,
    zoom_chatbot_message.reply_19[*].message_id,
    zoom_chatbot_message.reply_20[*].message_id,
  ])
}
