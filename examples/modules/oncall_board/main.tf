locals {
  now = coalesce(var.now, plantimestamp())

  begun = { for team, shifts in var.teams :
    team => [for shift in shifts : shift if timecmp(shift.from, local.now) <= 0]
  }
  coming = [for shift in flatten(values(var.teams)) : shift.from if timecmp(shift.from, local.now) > 0]

  # The shift that began last is the current one.
  current = { for team, shifts in local.begun :
    team => one([for shift in shifts :
      shift if alltrue([for other in shifts : timecmp(other.from, shift.from) <= 0])
    ])
  }
  next_change = try([for time in local.coming :
    time if alltrue([for other in local.coming : timecmp(time, other) <= 0])
  ][0], null)

  on_call = { for team, shift in local.current : team => shift == null ? var.nobody : shift.name }
  shown = { for team, shift in local.current :
    team => try(shift.jid, null) == null ? local.on_call[team] : provider::zoom::mention(shift.jid, shift.name)
  }
}

# The board. Somebody pins it once. It is assumed that an edit in place keeps the pin.
resource "zoom_chatbot_message" "this" {
  to_jid              = var.to_jid
  is_markdown_support = true # for mentions
  skip_destroy        = var.keep_on_destroy

  content = jsonencode({
    head = { text = var.title }
    body = [for team, name in local.shown : { type = "message", text = "${team}: ${name}" }]
  })
}
