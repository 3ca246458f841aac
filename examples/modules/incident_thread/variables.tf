variable "to_jid" {
  description = "JID of the channel in which incidents are announced."
  type        = string
}

variable "title" {
  description = "What is wrong, in one line."
  type        = string
}

variable "status" {
  description = "How the incident is going, such as `Investigating`. Not shown once there is a resolution."
  type        = string
  default     = "Investigating"
}

variable "details" {
  description = "What else the first message shows, such as `Lead` or `Impact`, sorted by label."
  type        = map(string)
  default     = {}
}

variable "updates" {
  description = "What has happened, the oldest first: one reply for each. Only add at the end."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.updates) <= 19
    error_message = "A thread of this module holds 19 updates and the resolution. Combine some of them."
  }
}

variable "resolution" {
  description = "How the incident ended. It becomes the last reply, and the first message shows `Resolved`."
  type        = string
  default     = null
}

variable "colors" {
  description = "Colors of the first message while the incident is open, and once it is resolved."
  type = object({
    open     = optional(string, "#D93025")
    resolved = optional(string, "#188038")
  })
  default = {}
}

variable "is_markdown_support" {
  description = "Whether Zoom applies its Markdown parser to the messages."
  type        = bool
  default     = false
}

variable "skip_destroy" {
  description = "Whether the thread stays in the channel when it is removed from the configuration."
  type        = bool
  default     = false
}
