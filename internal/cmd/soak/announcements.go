package main

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// configuration reads what changes from variables.
//
//go:embed main.tf
var configuration string

// variablesFile is the name of the file with the variables.
const variablesFile = "soak.auto.tfvars.json"

// announcement is one message of the configuration. Its key is in its content, in
// every edition, and identifies the calls that belong to it.
type announcement struct {
	key, address, channel string
}

func newAnnouncements(o Options) (all []announcement) {
	for n := range o.Messages {
		key := fmt.Sprintf("a%04d", n+1)
		all = append(all, announcement{
			key:     key,
			address: fmt.Sprintf("zoom_chatbot_message.soak[%q]", key),
			channel: fmt.Sprintf("%032x@conference.xmpp.zoom.us", n%o.Channels+1),
		})
	}
	return all
}

func variables(all []announcement, edition int) string {
	byKey := map[string]string{}
	for _, a := range all {
		byKey[a.key] = a.channel
	}
	text, err := json.Marshal(map[string]any{"edition": edition, "channels": byKey})
	if err != nil {
		panic(err) // there is nothing but strings and a number
	}
	return string(text)
}

// parseContent returns the key of the announcement that a content belongs to, and
// the number of its edition. They are empty if it belongs to none.
func parseContent(text json.RawMessage) (key string, edition int) {
	var content struct {
		Head struct{ Text string }
		Body []struct{ Text string }
	}
	if json.Unmarshal(text, &content) == nil && len(content.Body) == 1 {
		if _, err := fmt.Sscanf(content.Body[0].Text, "Edition %d", &edition); err == nil {
			return content.Head.Text, edition
		}
	}
	return "", 0
}

// keyOfPost returns the key of the announcement that a POST belongs to.
func keyOfPost(r emulator.Request) (key string) {
	var body struct{ Content json.RawMessage }
	if json.Unmarshal(r.Body, &body) == nil {
		key, _ = parseContent(body.Content)
	}
	return key
}
