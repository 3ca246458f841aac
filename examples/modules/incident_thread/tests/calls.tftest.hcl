# The calls to Zoom: four POST, and two PUT for the first message. The settings
# come from the environment.

provider "zoom" {}

variables {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
  title  = "Checkout fails for some customers"
}

run "declared" {
  variables {
    updates = ["one"]
  }
}

run "two_updates_at_once" {
  variables {
    updates = ["one", "two", "three"]
    status  = "Rolling back"
  }

  assert {
    condition     = output.message_id == run.declared.message_id && output.reply_ids[0] == run.declared.reply_ids[0]
    error_message = "what was posted stays"
  }
}

run "resolved" {
  variables {
    updates    = ["one", "two", "three"]
    resolution = "four"
  }

  assert {
    condition     = output.message_id == run.declared.message_id && slice(output.reply_ids, 0, 3) == run.two_updates_at_once.reply_ids
    error_message = "what was posted stays"
  }
}
