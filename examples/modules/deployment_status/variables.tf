variable "to_jid" {
  description = "JID of the channel that shows the deployments."
  type        = string
}

variable "services" {
  description = "What is deployed, by the name of the service. `status` is `deploying`, `deployed`, `failed` or `rolled back`; `url` leads to the run or the release; `details` are further labels and values."
  type = map(object({
    version = string
    status  = optional(string, "deployed")
    url     = optional(string)
    details = optional(map(string), {})
  }))

  validation {
    condition = alltrue([for service in var.services :
      contains(["deploying", "deployed", "failed", "rolled back"], service.status)
    ])
    error_message = "The status of a service must be \"deploying\", \"deployed\", \"failed\" or \"rolled back\"."
  }
}

variable "environment" {
  description = "Where the services are deployed, such as `production`."
  type        = string
  default     = "production"
}
