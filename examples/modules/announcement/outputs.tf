output "message_id" {
  description = "ID of the message, for replies. It stays the same through all phases, and is null while there is no announcement."
  value       = one(zoom_chatbot_message.this[*].message_id)
}

output "phase" {
  description = "Name of the phase that has begun last. Null before the first one."
  value       = local.phase
}

output "next_change" {
  description = "Time at which the next phase begins, and by which somebody has to apply again. Null if there is none."
  value       = local.next_change
}
