package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

// announcement is one message of the configuration. Its key is in its content,
// in every edition, so that the books tell to which one a call belongs.
type announcement struct {
	key, address, channel string
}

func newAnnouncements(o Options) []announcement {
	var out []announcement
	for n := range o.Messages {
		key := fmt.Sprintf("a%04d", n+1)
		out = append(out, announcement{
			key:     key,
			address: fmt.Sprintf("zoom_chatbot_message.soak[%q]", key),
			channel: fmt.Sprintf("%032x@conference.xmpp.zoom.us", n%o.Channels+1),
		})
	}
	return out
}

func channelsOf(all []announcement) []string {
	var out []string
	for _, a := range all {
		if !slices.Contains(out, a.channel) {
			out = append(out, a.channel)
		}
	}
	return out
}

// configuration reads what changes from a variables file of its own.
const configuration = `
terraform {
  required_providers {
    zoom = {
      source = "` + workbench.Source + `"
    }
  }
}

provider "zoom" {}

variable "edition" {
  type = number
}

variable "channels" {
  type = map(string)
}

resource "zoom_chatbot_message" "soak" {
  for_each = var.channels

  to_jid = each.value
  content = jsonencode({
    head = { text = each.key }
    body = [{ type = "message", text = "Edition ${var.edition}" }]
  })

  timeouts = {
    create = "` + operationTimeout + `"
    update = "` + operationTimeout + `"
    delete = "` + operationTimeout + `"
  }
}
`

// variablesFile is the name of what writeVariables writes.
const variablesFile = "soak.auto.tfvars.json"

func variables(all []announcement, edition int) (string, error) {
	channels := map[string]string{}
	for _, a := range all {
		channels[a.key] = a.channel
	}
	text, err := json.Marshal(map[string]any{"edition": edition, "channels": channels})
	return string(text), err
}

func editionText(edition int) string { return fmt.Sprintf("Edition %d", edition) }

// readContent tells from a content to which announcement it belongs, and what
// its edition says. Both are empty if it is none of ours.
func readContent(text json.RawMessage) (key, edition string) {
	var content struct {
		Head struct{ Text string }
		Body []struct{ Text string }
	}
	if json.Unmarshal(text, &content) != nil || len(content.Body) != 1 {
		return "", ""
	}
	return content.Head.Text, content.Body[0].Text
}

// keyOfPost tells from the body of a POST to which announcement it belongs.
func keyOfPost(r emulator.Request) string {
	var body struct{ Content json.RawMessage }
	if json.Unmarshal(r.Body, &body) != nil {
		return ""
	}
	key, _ := readContent(body.Content)
	return key
}
