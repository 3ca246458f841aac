variable "to_jid" {
  description = "JID of the channel or user that gets the announcement."
  type        = string
}

variable "phases" {
  description = "What the announcement says, and from when. A phase ends when the next one begins. A phase without content takes the announcement down."
  type = map(object({
    from    = string
    content = optional(string)
  }))

  validation {
    condition     = alltrue([for phase in var.phases : can(timecmp(phase.from, phase.from))])
    error_message = "Each \"from\" must be a time in RFC 3339 format, such as \"2026-12-05T22:00:00Z\"."
  }

  validation {
    condition = alltrue([for name, phase in var.phases :
      alltrue([for other, later in var.phases : other == name || try(timecmp(phase.from, later.from), 1) != 0])
    ])
    error_message = "Two phases begin at the same time."
  }

  validation {
    condition     = alltrue([for phase in var.phases : phase.content == null || can(keys(jsondecode(phase.content)))])
    error_message = "Each \"content\" must be a JSON object, as jsonencode writes it."
  }
}

variable "is_markdown_support" {
  description = "Whether Zoom applies its Markdown parser to the announcement."
  type        = bool
  default     = false
}

variable "now" {
  description = "The time to decide by, in RFC 3339 format. Defaults to the time of the plan. Set it to see what a later plan will do."
  type        = string
  default     = null

  validation {
    condition     = var.now == null || can(timecmp(var.now, var.now))
    error_message = "It must be a time in RFC 3339 format, such as \"2026-12-05T22:00:00Z\"."
  }
}
