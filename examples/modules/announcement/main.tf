locals {
  now = coalesce(var.now, plantimestamp())

  begun  = { for name, phase in var.phases : name => phase if timecmp(phase.from, local.now) <= 0 }
  coming = [for phase in var.phases : phase.from if timecmp(phase.from, local.now) > 0]

  # The phase that began last, and the time at which the next one begins.
  phase = one([for name, phase in local.begun :
    name if alltrue([for other in local.begun : timecmp(other.from, phase.from) <= 0])
  ])
  next_change = one([for time in local.coming :
    time if alltrue([for other in local.coming : timecmp(time, other) <= 0])
  ])

  content = local.phase == null ? null : var.phases[local.phase].content
}

# One message for all phases: it is posted once, edited in place, and deleted.
resource "zoom_chatbot_message" "this" {
  count = local.content == null ? 0 : 1

  to_jid              = var.to_jid
  content             = local.content
  is_markdown_support = var.is_markdown_support
}
