variable "to_jid" {
  description = "JID of the channel that shows the board."
  type        = string
}

variable "title" {
  description = "Headline of the board."
  type        = string
  default     = "Who to ask"
}

variable "teams" {
  description = "The shifts of each team, by its name. A shift ends when the next one begins. With the `jid` of a user, the name is a mention."
  type = map(list(object({
    from = string
    name = string
    jid  = optional(string)
  })))

  validation {
    condition     = alltrue([for shift in flatten(values(var.teams)) : can(timecmp(shift.from, shift.from))])
    error_message = "Each \"from\" must be a time in RFC 3339 format, such as \"2026-12-07T09:00:00Z\"."
  }

  validation {
    condition = alltrue(flatten([for shifts in var.teams : [for i, shift in shifts :
      [for other in slice(shifts, i + 1, length(shifts)) : try(timecmp(shift.from, other.from), 1) != 0]
    ]]))
    error_message = "Two shifts of a team begin at the same time."
  }
}

variable "nobody" {
  description = "What the board shows for a team before its first shift."
  type        = string
  default     = "nobody"
}

variable "keep_on_destroy" {
  description = "Whether the board stays in the channel, with its pin, when it is removed from the configuration."
  type        = bool
  default     = false
}

variable "now" {
  description = "The time to decide by, in RFC 3339 format. Defaults to the time of the plan. Set it to see what a later plan will do."
  type        = string
  default     = null

  validation {
    condition     = var.now == null || can(timecmp(var.now, var.now))
    error_message = "It must be a time in RFC 3339 format, such as \"2026-12-07T09:00:00Z\"."
  }
}
