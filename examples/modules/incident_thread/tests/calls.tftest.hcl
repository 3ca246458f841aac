# The calls to Zoom: five POST, and two PUT for the first message. The settings
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
    condition     = length(distinct(output.reply_ids)) == 3
    error_message = "there is one reply for each entry"
  }
}

run "resolved" {
  variables {
    updates    = ["one", "two", "three"]
    resolution = "four"
  }

  assert {
    condition     = length(distinct(output.reply_ids)) == 4
    error_message = "there is one reply for each entry"
  }
}
