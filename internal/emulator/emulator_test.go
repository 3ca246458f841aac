package emulator_test

import (
	"regexp"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func TestMessage_isPostedEditedAndDeleted(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()

	posted := c.must(c.post(nil))
	if posted.status != 201 {
		t.Fatalf("got %d %s, want 201", posted.status, posted.body)
	}
	id := posted.field("message_id")
	if ok := regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`).MatchString(posted.field("sent_time")); !ok {
		t.Errorf("got sent_time %q, want a time without a zone", posted.field("sent_time"))
	}

	edited := c.must(c.put(id, text("Maintenance on Saturday")))
	if edited.status != 200 || edited.field("message_id") != id {
		t.Errorf("got %d %s, want 200 and the same id", edited.status, edited.body)
	}
	if got, want := edited.field("sent_time"), posted.field("sent_time")+" +0000"; got != want {
		t.Errorf("got sent_time %q, want %q", got, want)
	}
	standing := c.s.Messages(channel)
	if len(standing) != 1 || standing[0].Edits != 1 ||
		string(standing[0].Content) != `{"head":{"text":"Maintenance on Saturday"}}` {
		t.Errorf("got %+v, want the message, edited once", standing)
	}

	deleted := c.must(c.delete(id))
	if deleted.status != 200 || deleted.field("to_jid") != channel ||
		deleted.field("user_jid") != emulator.DefaultUserJID {
		t.Errorf("got %d %s, want 200 with channel and user", deleted.status, deleted.body)
	}
	if got := c.s.Messages(""); len(got) != 0 {
		t.Errorf("got %+v, want nothing to stand", got)
	}
	wantError(t, c.must(c.delete(id)), 404, "8001", "Invalid message_id value.")
	wantError(t, c.must(c.put(id, nil)), 404, "8001", "Invalid message_id value.")

	for method, want := range map[string]int{"POST": 1, "PUT": 2, "DELETE": 2, "": 5} {
		if got := len(c.s.Calls(method)); got != want {
			t.Errorf("Calls(%q): got %d, want %d", method, got, want)
		}
	}
	if got := len(c.s.TokenRequests()); got != 1 {
		t.Errorf("got %d token requests, want 1", got)
	}
}
