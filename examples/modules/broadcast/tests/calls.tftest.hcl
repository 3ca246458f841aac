# The calls to Zoom: three POST, two PUT for the edit, one DELETE for the
# channel that goes, and two for the rest. The settings come from the
# environment.

provider "zoom" {}

variables {
  content = "{\"head\":{\"text\":\"for all\"}}"

  channels = {
    engineering = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
    support     = "fedcba9876543210fedcba9876543210@conference.xmpp.zoom.us"
  }
}

run "two_channels" {
  assert {
    condition     = length(output.message_ids) == 2
    error_message = "each channel gets a message"
  }
}

run "one_channel_more" {
  variables {
    channels = {
      all         = "00112233445566778899aabbccddeeff@conference.xmpp.zoom.us"
      engineering = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
      support     = "fedcba9876543210fedcba9876543210@conference.xmpp.zoom.us"
    }
  }

  assert {
    condition     = alltrue([for name, id in run.two_channels.message_ids : output.message_ids[name] == id])
    error_message = "the other messages stay"
  }
}

run "edit" {
  variables {
    content = "{\"head\":{\"text\":\"for all, corrected\"}}"
  }

  assert {
    condition     = output.message_ids == run.two_channels.message_ids
    error_message = "the messages are edited, not posted again"
  }
}
