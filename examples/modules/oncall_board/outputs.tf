output "message_id" {
  description = "ID of the board. It stays the same for all shifts."
  value       = zoom_chatbot_message.this.message_id
}

output "on_call" {
  description = "Who is on call now, by the names of the teams."
  value       = local.on_call
}

output "next_change" {
  description = "Time at which the next shift begins, and by which somebody has to apply again. Null if there is none."
  value       = local.next_change
}
