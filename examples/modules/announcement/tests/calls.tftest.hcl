# The calls to Zoom: one POST, two PUT and one DELETE, so that there is one
# message_id. Against the emulator, its page shows the requests to count. The
# settings come from the environment.

provider "zoom" {}

variables {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"

  phases = {
    soon = { from = "2026-12-01T09:00:00Z", content = "{\"head\":{\"text\":\"soon\"}}" }
    now  = { from = "2026-12-05T22:00:00Z", content = "{\"head\":{\"text\":\"now\"}}" }
    over = { from = "2026-12-06T06:00:00Z", content = "{\"head\":{\"text\":\"over\"}}" }
    gone = { from = "2026-12-08T09:00:00Z" }
  }
}

run "before" {
  variables {
    now = "2026-11-30T00:00:00Z"
  }

  assert {
    condition     = output.message_id == null
    error_message = "nothing is posted before the first phase"
  }
}

run "soon" {
  variables {
    now = "2026-12-01T09:00:00Z"
  }

  assert {
    condition     = output.message_id != null
    error_message = "the announcement is posted"
  }
}

run "soon_again" {
  variables {
    now = "2026-12-03T00:00:00Z"
  }

  assert {
    condition     = output.message_id != null
    error_message = "the announcement stays"
  }
}

run "now" {
  variables {
    now = "2026-12-05T22:30:00Z"
  }

  assert {
    condition     = output.message_id != null
    error_message = "the announcement stays, edited"
  }
}

run "over" {
  variables {
    now = "2026-12-07T00:00:00Z"
  }

  assert {
    condition     = output.message_id != null
    error_message = "the announcement stays, edited"
  }
}

run "gone" {
  variables {
    now = "2026-12-09T00:00:00Z"
  }

  assert {
    condition     = output.message_id == null
    error_message = "it is taken down"
  }
}
