# What the module decides, without a provider.

mock_provider "zoom" {}

variables {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"

  # Not in the order of time, and in two zones.
  phases = {
    over = { from = "2026-12-06T00:00:00+01:00", content = "{\"head\":{\"text\":\"over\"}}" }
    soon = { from = "2026-12-01T09:00:00Z", content = "{\"head\":{\"text\":\"soon\"}}" }
    now  = { from = "2026-12-05T22:00:00Z", content = "{\"head\":{\"text\":\"now\"}}" }
    gone = { from = "2026-12-08T09:00:00Z" }
  }
}

run "before" {
  command = plan

  variables {
    now = "2026-12-01T08:59:59Z"
  }

  assert {
    condition     = length(zoom_chatbot_message.this) == 0 && output.phase == null
    error_message = "nothing may be announced before the first phase"
  }

  assert {
    condition     = output.next_change == "2026-12-01T09:00:00Z"
    error_message = "the first phase is next"
  }
}

run "soon" {
  command = plan

  variables {
    now = "2026-12-01T09:00:00Z"
  }

  assert {
    condition     = zoom_chatbot_message.this[0].content == "{\"head\":{\"text\":\"soon\"}}" && output.phase == "soon"
    error_message = "a phase begins at its time, to the second"
  }

  assert {
    condition     = output.next_change == "2026-12-05T22:00:00Z"
    error_message = "the second phase is next"
  }
}

run "now" {
  command = plan

  variables {
    now = "2026-12-05T23:59:59+01:00" # 22:59:59 UTC
  }

  assert {
    condition     = output.phase == "now" && output.next_change == "2026-12-06T00:00:00+01:00"
    error_message = "times are compared, not their texts"
  }
}

run "over" {
  command = plan

  variables {
    now = "2026-12-05T23:00:00Z"
  }

  assert {
    condition     = output.phase == "over" && zoom_chatbot_message.this[0].content == "{\"head\":{\"text\":\"over\"}}"
    error_message = "the third phase has begun"
  }
}

run "gone" {
  command = plan

  variables {
    now = "2027-01-01T00:00:00Z"
  }

  assert {
    condition     = length(zoom_chatbot_message.this) == 0 && output.phase == "gone" && output.next_change == null
    error_message = "a phase without content takes the announcement down, for good"
  }
}

run "by_the_clock" {
  command = plan

  variables {
    phases = {
      past   = { from = "2001-01-01T00:00:00Z", content = "{\"head\":{\"text\":\"past\"}}" }
      future = { from = "2999-01-01T00:00:00Z" }
    }
  }

  assert {
    condition     = output.phase == "past" && output.next_change == "2999-01-01T00:00:00Z"
    error_message = "without \"now\", the time of the plan decides"
  }
}

run "no_phases" {
  command = plan

  variables {
    phases = {}
  }

  assert {
    condition     = length(zoom_chatbot_message.this) == 0 && output.phase == null && output.next_change == null
    error_message = "without phases there is nothing to announce"
  }
}

run "bad_time" {
  command = plan

  variables {
    phases = { a = { from = "2026-12-05", content = "{}" } }
  }

  expect_failures = [var.phases]
}

run "bad_content" {
  command = plan

  variables {
    phases = { a = { from = "2026-12-05T22:00:00Z", content = "soon" } }
  }

  expect_failures = [var.phases]
}

run "same_time" {
  command = plan

  variables {
    phases = {
      a = { from = "2026-12-05T22:00:00Z" }
      b = { from = "2026-12-05T23:00:00+01:00" }
    }
  }

  expect_failures = [var.phases]
}

run "bad_now" {
  command = plan

  variables {
    now = "today"
  }

  expect_failures = [var.now]
}
