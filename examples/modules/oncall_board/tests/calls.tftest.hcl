# The calls to Zoom: one POST, and a PUT for each change of shifts. The settings
# come from the environment.

provider "zoom" {}

variables {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"

  teams = {
    database = [
      { from = "2026-12-07T09:00:00Z", name = "Ann", jid = "kdykjnimt4kpd8kkdqt9fq@xmpp.zoom.us" },
      { from = "2026-12-14T09:00:00Z", name = "Cem" },
      { from = "2026-12-21T09:00:00Z", name = "Ann", jid = "kdykjnimt4kpd8kkdqt9fq@xmpp.zoom.us" },
    ]
  }
}

run "first_week" {
  variables {
    now = "2026-12-08T00:00:00Z"
  }
}

run "first_week_again" {
  variables {
    now = "2026-12-13T00:00:00Z"
  }
}

run "second_week" {
  variables {
    now = "2026-12-15T00:00:00Z"
  }

  assert {
    condition     = output.on_call["database"] == "Cem"
    error_message = "the board shows the next shift"
  }
}

run "third_week" {
  variables {
    now = "2026-12-22T00:00:00Z"
  }

  assert {
    condition     = output.message_id != null && output.on_call["database"] == "Ann"
    error_message = "the board shows the next shift"
  }
}
