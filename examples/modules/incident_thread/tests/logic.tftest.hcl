# What the module decides, without a provider.

mock_provider "zoom" {}

variables {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
  title  = "Checkout fails for some customers"
}

run "declared" {
  command = plan

  assert {
    condition     = jsondecode(zoom_chatbot_message.incident.content).head.sub_head.text == "Investigating"
    error_message = "the first message shows the status"
  }

  assert {
    condition     = length(zoom_chatbot_message.reply_01) == 0
    error_message = "there are no replies yet"
  }
}

run "updated" {
  variables {
    details = { Lead = "Ann" }
    updates = ["one", "two"]
  }

  assert {
    condition     = jsondecode(zoom_chatbot_message.incident.content).body[0].sections[0].items[1] == { key = "Lead", value = "Ann", short = true }
    error_message = "the first message shows the details"
  }

  assert {
    condition = (
      jsondecode(zoom_chatbot_message.reply_01[0].content).body[0].text == "one" &&
      jsondecode(zoom_chatbot_message.reply_02[0].content).body[0].text == "two" &&
      length(zoom_chatbot_message.reply_03) == 0
    )
    error_message = "there is one reply for each update"
  }

  assert {
    condition     = zoom_chatbot_message.reply_02[0].reply_to == zoom_chatbot_message.incident.message_id
    error_message = "the replies are in the thread of the first message"
  }

  assert {
    condition     = length(output.reply_ids) == 2 && output.reply_ids[1] == zoom_chatbot_message.reply_02[0].message_id
    error_message = "the IDs are in the order of the thread"
  }
}

run "resolved" {
  command = plan

  variables {
    updates    = ["one", "two"]
    resolution = "done"
  }

  assert {
    condition     = jsondecode(zoom_chatbot_message.reply_03[0].content).body[0].text == "done"
    error_message = "the resolution is the last reply"
  }

  assert {
    condition = (
      jsondecode(zoom_chatbot_message.incident.content).head.sub_head.text == "Resolved" &&
      jsondecode(zoom_chatbot_message.incident.content).body[0].sidebar_color == var.colors.resolved
    )
    error_message = "the first message shows the resolution"
  }
}

run "full" {
  command = plan

  variables {
    updates    = [for i in range(19) : "update ${i + 1}"]
    resolution = "done"
  }

  assert {
    condition     = jsondecode(zoom_chatbot_message.reply_20[0].content).body[0].text == "done"
    error_message = "nineteen updates and the resolution fit"
  }

  assert {
    condition     = jsondecode(zoom_chatbot_message.reply_19[0].content).body[0].text == "update 19"
    error_message = "nineteen updates and the resolution fit"
  }
}

run "too_many" {
  command = plan

  variables {
    updates = [for i in range(20) : "update ${i + 1}"]
  }

  expect_failures = [var.updates]
}
