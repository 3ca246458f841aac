variable "channels" {
  description = "JIDs of the channels, by a name of your choice. The name identifies the message: if it changes, the message is posted again."
  type        = map(string)
}

variable "content" {
  description = "The announcement, as the JSON of a message's content."
  type        = string
}

variable "contents" {
  description = "Other content for some of the channels, by their names."
  type        = map(string)
  default     = {}
}

variable "is_markdown_support" {
  description = "Whether Zoom applies its Markdown parser to the announcement."
  type        = bool
  default     = false
}
