# What the module decides, without a provider.

mock_provider "zoom" {}

variables {
  content = "{\"head\":{\"text\":\"for all\"}}"

  channels = {
    engineering = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
    support     = "fedcba9876543210fedcba9876543210@conference.xmpp.zoom.us"
  }
}

run "everywhere" {
  assert {
    condition     = zoom_chatbot_message.this["engineering"].to_jid == var.channels["engineering"]
    error_message = "each channel gets a message"
  }

  assert {
    condition     = alltrue([for message in zoom_chatbot_message.this : message.content == var.content])
    error_message = "all messages say the same"
  }

  assert {
    condition     = keys(output.message_ids) == ["engineering", "support"]
    error_message = "the IDs have the names of the channels"
  }
}

run "other_content" {
  command = plan

  variables {
    contents = { support = "{\"head\":{\"text\":\"for support\"}}" }
  }

  assert {
    condition = (
      zoom_chatbot_message.this["support"].content == "{\"head\":{\"text\":\"for support\"}}" &&
      zoom_chatbot_message.this["engineering"].content == var.content
    )
    error_message = "one channel gets content of its own"
  }
}

run "misspelled_channel" {
  command = plan

  variables {
    contents = { suport = "{\"head\":{\"text\":\"for support\"}}" }
  }

  expect_failures = [zoom_chatbot_message.this]
}
