# What the module decides, without a provider.

mock_provider "zoom" {}

variables {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"

  teams = {
    database = [
      { from = "2026-12-14T09:00:00Z", name = "Cem" },
      { from = "2026-12-07T09:00:00Z", name = "Ann", jid = "kdykjnimt4kpd8kkdqt9fq@xmpp.zoom.us" },
    ]
    network = [
      { from = "2026-12-10T10:00:00+01:00", name = "Ben" },
    ]
  }
}

run "first_shift" {
  variables {
    now = "2026-12-07T09:00:00Z"
  }

  assert {
    condition = jsondecode(zoom_chatbot_message.this.content).body[*].text == [
      "database: <!kdykjnimt4kpd8kkdqt9fq@xmpp.zoom.us|Ann>",
      "network: nobody",
    ]
    error_message = "the board mentions who is on call"
  }

  assert {
    condition     = output.on_call == { database = "Ann", network = "nobody" }
    error_message = "one team has a shift"
  }

  assert {
    condition     = output.next_change == "2026-12-10T10:00:00+01:00"
    error_message = "the next shift of any team counts"
  }
}

run "second_shift" {
  variables {
    now = "2026-12-14T09:00:00Z"
  }

  assert {
    condition     = output.on_call == { database = "Cem", network = "Ben" } && output.next_change == null
    error_message = "the shift that began last is the current one"
  }
}

run "same_time" {
  command = plan

  variables {
    teams = {
      database = [
        { from = "2026-12-07T09:00:00Z", name = "Ann" },
        { from = "2026-12-07T10:00:00+01:00", name = "Cem" },
      ]
    }
  }

  expect_failures = [var.teams]
}

run "bad_time" {
  command = plan

  variables {
    teams = { database = [{ from = "Monday", name = "Ann" }] }
  }

  expect_failures = [var.teams]
}
