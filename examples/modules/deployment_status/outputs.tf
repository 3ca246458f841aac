output "message_ids" {
  description = "IDs of the messages, by the names of the services."
  value       = { for name, message in zoom_chatbot_message.this : name => message.message_id }
}
