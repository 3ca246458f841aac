# What the module decides, without a provider.

mock_provider "zoom" {}

variables {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"

  services = {
    shop = {
      version = "1.4.2"
      status  = "deploying"
      url     = "https://ci.example.com/runs/42"
      details = { By = "Ann" }
    }
    search = { version = "0.9.0" }
  }
}

run "two_services" {
  assert {
    condition     = jsondecode(zoom_chatbot_message.this["shop"].content).head == { text = "shop", sub_head = { text = "production" } }
    error_message = "each service has a message"
  }

  assert {
    condition = jsondecode(zoom_chatbot_message.this["shop"].content).body[0].sections[0].items[*].value == [
      "1.4.2", "deploying", "Ann"
    ]
    error_message = "the message shows the version, the status and the details"
  }

  assert {
    condition     = jsondecode(zoom_chatbot_message.this["shop"].content).body[0].sections[1].link == "https://ci.example.com/runs/42"
    error_message = "the message leads to the run"
  }

  assert {
    condition     = length(jsondecode(zoom_chatbot_message.this["search"].content).body[0].sections) == 1
    error_message = "without a URL there is no link"
  }

  assert {
    condition = (
      jsondecode(zoom_chatbot_message.this["search"].content).body[0].sidebar_color !=
      jsondecode(zoom_chatbot_message.this["shop"].content).body[0].sidebar_color
    )
    error_message = "the color shows the status"
  }
}

run "bad_status" {
  command = plan

  variables {
    services = { shop = { version = "1.4.2", status = "done" } }
  }

  expect_failures = [var.services]
}
