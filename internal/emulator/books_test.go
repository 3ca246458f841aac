package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func TestStats_countDuplicates(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	post := func(content string, toJID string) string {
		t.Helper()
		return c.must(c.post(with{"to_jid": toJID, "content": json.RawMessage(content)})).field("message_id")
	}
	first := post(`{"head":{"text":"A"},"body":[]}`, channel)
	post(`{"head":{"text":"A"},"body":[]}`, foreignChannel)
	post(`{"head":{"text":"B"},"body":[]}`, channel)
	if s := c.s.Stats(); s.Duplicates != 0 || s.DuplicateMessages != 0 || s.Posts != 3 || s.Messages != 3 {
		t.Errorf("got %+v, want no duplicates", s)
	}
	second := post(`{"body": [], "head": {"text": "\u0041"}}`, channel)
	if s := c.s.Stats(); s.Duplicates != 1 || s.DuplicateMessages != 1 {
		t.Errorf("got %+v, want one duplicate that stands: the JSON means the same", s)
	}
	c.must(c.put(second, with{"content": json.RawMessage(`{"head":{"text":"C"}}`)}))
	if s := c.s.Stats(); s.Duplicates != 1 || s.DuplicateMessages != 0 {
		t.Errorf("got %+v, want none to stand after the edit", s)
	}
	c.must(c.delete(first))
	post(`{"head":{"text":"A"},"body":[]}`, channel)
	if s := c.s.Stats(); s.Duplicates != 2 || s.DuplicateMessages != 0 || s.Deletes != 1 || s.Edits != 1 {
		t.Errorf("got %+v, want a second duplicate: it was posted before, although it stood no more", s)
	}
}

func TestStats_areACopy(t *testing.T) {
	t.Parallel()
	e := emulator.New(emulator.Options{})
	e.Stats().Faults["x"]++
	e.Post(emulator.Message{}).Content[0] = 'x'
	e.Messages("")[0].Content[0] = 'x'
	if got := e.Messages("")[0]; e.Stats().Faults["x"] != 0 || got.Content[0] != '{' {
		t.Errorf("got %s and %v, want neither to be changed from outside", got.Content, e.Stats().Faults)
	}
}

func TestRequests_areReset(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	c.must(c.post(nil))
	c.s.ResetRequests()
	if got := c.s.Requests(); len(got) != 0 {
		t.Errorf("got %d requests, want none", len(got))
	}
	c.must(c.put("none", nil))
	if got := c.s.Requests(); len(got) != 1 || got[0].Seq != 3 {
		t.Errorf("got %+v, want the third request of all", got)
	}
	if s := c.s.Stats(); s.Calls != 2 || s.Messages != 1 {
		t.Errorf("got %+v, want the figures to go on", s)
	}
}

func TestPostAndDeleteByHand(t *testing.T) {
	t.Parallel()
	c := start(
		t,
		emulator.Options{AccountID: "A1", RobotJIDs: []string{"v1b@x.y"}, ChannelJIDs: []string{"c@x.y"}},
	).login()
	m := c.s.Post(emulator.Message{})
	if m.ID == "" || m.AccountID != "A1" || m.RobotJID != "v1b@x.y" || m.ToJID != "c@x.y" || m.SentTime == "" ||
		m.UserJID == "" {
		t.Errorf("got %+v, want all of it filled in", m)
	}
	own := emulator.Message{
		ID:        "{1}",
		AccountID: "A1",
		RobotJID:  "v1b@x.y",
		ToJID:     "d@x.y",
		UserJID:   "u@x.y",
		SentTime:  "2019-10-17 01:40:24",
	}
	if got := c.s.Post(
		own,
	); got.ID != own.ID || got.ToJID != own.ToJID || got.UserJID != own.UserJID ||
		got.SentTime != own.SentTime {
		t.Errorf("got %+v, want %+v", got, own)
	}
	g := c.must(c.put("{1}", with{"account_id": "A1", "robot_jid": "v1b@x.y"}))
	if g.status != 200 || g.field("to_jid") != "d@x.y" || g.field("sent_time") != "2019-10-17 01:40:24 +0000" {
		t.Errorf("got %d %s, want 200 with the message as it stood", g.status, g.body)
	}
	if got := c.s.Channels(); !slices.Equal(got, []string{"c@x.y", "d@x.y"}) {
		t.Errorf("got channels %v", got)
	}
	if !c.s.DeleteByHand("{1}") || c.s.DeleteByHand("{1}") {
		t.Error("want to delete it by hand once")
	}
	if s := c.s.Stats(); s.Posts != 0 || s.Deletes != 0 || s.Messages != 1 {
		t.Errorf("got %+v, want nothing to count as a call", s)
	}
}

func TestWriteMessages(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Now: newClock().now}).login()
	var empty bytes.Buffer
	if err := c.s.WriteMessages(&empty); err != nil || empty.String() != "0 messages in 0 channels.\n" {
		t.Errorf("got %q and error %v", empty.String(), err)
	}
	c.s.Post(
		emulator.Message{ID: "m1", ToJID: "a@x.y", Content: json.RawMessage(`{"head":{"text":"One\n line"}}`), Edits: 2},
	)
	c.s.Post(emulator.Message{ID: "m2", ToJID: "b@x.y", Content: json.RawMessage(`{"head":["?"]}`)})
	c.s.Post(
		emulator.Message{
			ID:            "m3",
			ToJID:         "a@x.y",
			Content:       json.RawMessage(`{"body":[]}`),
			ReplyTo:       "m1",
			VisibleToUser: "u",
		},
	)
	const want = `3 messages in 2 channels.

a@x.y
  m1, sent 2026-03-01 23:59:50, 2 edits
    One line
    {"head":{"text":"One\n line"}}
  m3, sent 2026-03-01 23:59:50, in reply to m1, visible to u
    {"body":[]}

b@x.y
  m2, sent 2026-03-01 23:59:50
    {"head":["?"]}
`
	g := c.must(c.do(c.request(http.MethodGet, "/_emulator/messages", nil)))
	if g.status != 200 || g.body != want || !strings.HasPrefix(g.header.Get("Content-Type"), "text/plain") {
		t.Errorf("got %d %s\nwant 200 %s", g.status, g.body, want)
	}
	if got := len(c.s.Requests()); got != 1 {
		t.Errorf("got %d requests in the books, want the view not to be one", got)
	}
}

func TestLog_tellsOfEachRequestOnce(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var lines []string
	c := start(t, emulator.Options{Log: func(r emulator.Request) {
		mu.Lock()
		defer mu.Unlock()
		lines = append(lines, fmt.Sprint(r.Seq, " ", r.Method, " ", r.Status, " ", r.Fault, " ", r.Done))
	}}).login()
	c.s.Fail(emulator.Fault{Match: "PUT", Drop: true})
	c.must(c.post(nil))
	_, _ = c.put("none", nil)
	want := []string{"1 POST 200  true", "2 POST 201  true", "3 PUT 0 drop true"}
	eventually(t, "three lines", func() bool {
		mu.Lock()
		defer mu.Unlock()
		slices.Sort(lines)
		return slices.Equal(lines, want)
	})
}

// TestConcurrency makes many calls at once, with faults, and checks the books
// against what the clients saw.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	const clients, each = 8, 25
	c := start(t, emulator.Options{})
	c.s.SetChaos(
		&emulator.Chaos{
			Seed:        1,
			ServerError: .1,
			DropBefore:  .05,
			DropAfter:   .1,
			CutAnswer:   .1,
			RateLimit:   .05,
			Hold:        .1,
			HoldFor:     time.Millisecond,
		},
	)
	var wg sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]bool{}
	c.login()
	for i := range clients {
		wg.Go(func() {
			for j := range each {
				g, err := c.post(text(fmt.Sprint(i, " ", j)))
				if err == nil && g.status == 201 {
					mu.Lock()
					seen[g.field("message_id")] = true
					mu.Unlock()
				}
				_ = c.s.Requests()
				_ = c.s.Messages("")
			}
		})
	}
	wg.Wait()
	eventually(t, "the end of all requests", func() bool {
		return !slices.ContainsFunc(c.s.Requests(), func(r emulator.Request) bool { return !r.Done })
	})
	s := c.s.Stats()
	if s.Calls != clients*each || s.Messages != s.Posts || s.Duplicates != 0 || s.MaxConcurrent < 2 ||
		s.MaxConcurrent > clients {
		t.Errorf("got %+v, want %d calls, as many posts as messages, and some at once", s, clients*each)
	}
	whole, unanswered := 0, 0
	for _, r := range c.s.Calls("POST") {
		switch {
		case !r.Processed:
		case r.Answered && r.Status == 201:
			whole++
			if !seen[r.MessageID] {
				t.Errorf("request %d was answered by the books, but no client has message %s", r.Seq, r.MessageID)
			}
		case !r.Answered:
			unanswered++
		}
	}
	if whole != len(seen) || unanswered != s.Unanswered || unanswered == 0 {
		t.Errorf("got %d answered and %d unanswered, want %d and %d", whole, unanswered, len(seen), s.Unanswered)
	}
}

func TestAnswers_keepTheConnection(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	c.s.Fail(emulator.Fault{Status: 503, Body: "x"})
	for range 3 {
		c.must(c.post(nil))
	}
	r := c.request(http.MethodPost, "/v2/im/chat/messages", body(nil))
	r.Body = io.NopCloser(bytes.NewReader(body(nil)))
	r.ContentLength = -1
	if g := c.must(c.do(r)); g.status != 201 {
		t.Errorf("got %d for a chunked body, want 201", g.status)
	}
	if got := c.s.Connections(); got != 1 {
		t.Errorf("got %d connections, want 1", got)
	}
}
