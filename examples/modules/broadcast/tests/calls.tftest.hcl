# The calls to Zoom: three POST, one DELETE for the channel that goes, and two
# PUT for the edit. The settings come from the environment.

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
    condition     = keys(output.message_ids) == ["all", "engineering", "support"]
    error_message = "the new channel gets a message, the others keep theirs"
  }
}

run "edit" {
  variables {
    content = "{\"head\":{\"text\":\"for all, corrected\"}}"
  }

  assert {
    condition     = length(output.message_ids) == 2
    error_message = "the messages are edited"
  }
}
