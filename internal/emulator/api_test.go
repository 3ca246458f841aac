package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"net/http/httptest"

	"github.com/google/go-cmp/cmp"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func (g got) json() map[string]any {
	g.t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(g.body), &v); err != nil {
		g.t.Fatalf("%v: %s", err, g.body)
	}
	return v
}

func TestAPI_messages(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	c := start(
		t,
		emulator.Options{
			Now:   func() time.Time { return now },
			NewID: func(n int) string { return "id" + string(rune('0'+n)) },
		},
	).login()
	c.get(api+"/messages/latest").expect(404, `{"error":"No message matches."}`)
	c.get(api+"/messages").expect(200, `{"messages":[]}`)
	c.must(
		c.post(with{"is_markdown_support": true, "content": map[string]any{"head": map[string]any{"text": "*Release* 1.4"}}}),
	)
	c.must(
		c.put(
			"id1",
			with{"is_markdown_support": true, "content": map[string]any{"head": map[string]any{"text": "*Release* 1.5"}}},
		),
	)
	c.must(
		c.post(
			with{
				"to_jid":          "other@conference.xmpp.zoom.us",
				"reply_to":        "id1",
				"visible_to_user": "U1",
				"content":         map[string]any{"head": map[string]any{"text": "a < b"}},
			},
		),
	)

	want := map[string]any{
		"message_id":          "id1",
		"to_jid":              channel,
		"robot_jid":           emulator.DefaultRobotJID,
		"account_id":          emulator.DefaultAccountID,
		"user_jid":            emulator.DefaultUserJID,
		"is_markdown_support": true,
		"content":             map[string]any{"head": map[string]any{"text": "*Release* 1.5"}},
		"sent_time":           "2026-03-01 12:00:00",
		"edits":               1.0,
		"title":               "Release 1.5",
		"text":                "Release 1.5\n‾‾‾‾‾‾‾‾‾‾‾",
	}
	g := c.get(api + "/messages/latest?to_jid=" + url.QueryEscape(channel))
	if diff := cmp.Diff(want, g.json()); diff != "" {
		t.Errorf("the message differs (-want +got):\n%s", diff)
	}
	c.get(
		api+"/messages/latest",
	).expect(
		200,
		`"message_id":"id2"`,
		`"reply_to":"id1"`,
		`"visible_to_user":"U1"`,
		`"title":"a < b"`,
	)
	if got, _ := c.get(api + "/messages?contains=Release").json()["messages"].([]any); len(got) != 1 {
		t.Errorf("got %d messages with Release, want 1", len(got))
	}
	c.get(api+"/messages?contains=none").expect(200, `{"messages":[]}`)
	g = c.get(api + "/events?message_id=id1")
	g.expect(
		200,
		`"seq":1,"time":"2026-03-01T12:00:00Z","kind":"posted"`,
		`"seq":2,"time":"2026-03-01T12:00:00Z","kind":"edited"`,
	)
	g.expectNot("id2")
	g = c.get(api + "/requests")
	g.expect(
		200,
		`"method":"POST","path":"/v2/im/chat/messages","status":201,"token":false,`+
			`"processed":true,"answered":true,"message_id":"id1"`,
		`"token":true`,
	)
	g.expectNot(c.token, "Authorization", emulator.DefaultClientSecret, "grant_type")

	c.must(c.post(nil)).expect(201)
	if g := c.ask(http.MethodPost, api+"/reset"); g.status != 204 {
		t.Errorf("got %d, want 204", g.status)
	}
	for _, path := range []string{"/messages", "/events", "/requests"} {
		c.get(api+path).expect(200, "[]")
	}
	// The token is still good, and what was posted before is no duplicate.
	c.must(c.post(nil)).expect(201)
	if got := c.s.Stats(); got.Duplicates != 0 || got.TokenRequests != 1 {
		t.Errorf("got %+v after a reset", got)
	}
}

func TestAPI_wait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		e := emulator.New(emulator.Options{})
		wait := func(query string) got {
			w := httptest.NewRecorder()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1"+api+"/messages/wait?"+query, nil)
			e.ServeHTTP(w, r)
			return got{t, w.Code, w.Header(), w.Body.String()}
		}
		begin := time.Now()
		wait("").expect(404, "No message that matches came within 10s.")
		wait("timeout=90s").expect(404, "within 1m30s")
		if took := time.Since(begin); took != 100*time.Second {
			t.Errorf("waited for %s, want 100s", took)
		}
		go func() {
			time.Sleep(3 * time.Second)
			e.Post(emulator.Message{ID: "a", ToJID: "x@y"})
			time.Sleep(time.Second)
			e.Post(emulator.Message{ID: "b", Content: json.RawMessage(`{"head":{"text":"Release"}}`)})
			time.Sleep(time.Second)
			e.DeleteByHand("a")
		}()
		begin = time.Now()
		wait(
			"contains=Release&to_jid="+url.QueryEscape(channel),
		).expect(
			200,
			`"seq":2`,
			`"kind":"posted"`,
			`"message_id":"b"`,
		)
		wait("kind=deleted").expect(200, `"seq":3`, `"message_id":"a"`)
		if took := time.Since(begin); took != 5*time.Second {
			t.Errorf("waited for %s, want 5s", took)
		}
		// What is remembered counts, from the one after.
		wait("").expect(200, `"seq":1`)
		wait("after=2").expect(200, `"seq":3`)
		wait("after=3&timeout=0s").expect(404, "within 0s")
	})
}

func TestAPI_waitRefusesBadArguments(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	for query, want := range map[string]string{
		"timeout=10": "timeout must be", "timeout=-1s": "timeout must be", "timeout=1h": "timeout must be",
		"after=x": "after must be", "kind=made": "kind must be",
	} {
		g := c.get(api + "/messages/wait?" + query)
		g.expect(400, want)
		if !strings.HasPrefix(g.header.Get("Content-Type"), "application/json") {
			t.Errorf("%s: got the type %q", query, g.header.Get("Content-Type"))
		}
	}
}
