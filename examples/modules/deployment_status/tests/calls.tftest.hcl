# The calls to Zoom: two POST, and a PUT for each deployment. The settings come
# from the environment.

provider "zoom" {}

variables {
  to_jid = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"
}

run "two_services" {
  variables {
    services = {
      search = { version = "0.9.0" }
      shop   = { version = "1.4.1" }
    }
  }
}

run "deploying" {
  variables {
    services = {
      search = { version = "0.9.0" }
      shop   = { version = "1.4.2", status = "deploying" }
    }
  }

  assert {
    condition     = keys(output.message_ids) == ["search", "shop"]
    error_message = "each service has a message"
  }
}

run "deployed" {
  variables {
    services = {
      search = { version = "0.9.0" }
      shop   = { version = "1.4.2", url = "https://ci.example.com/runs/42" }
    }
  }

  assert {
    condition     = keys(output.message_ids) == ["search", "shop"]
    error_message = "each service has a message"
  }
}
