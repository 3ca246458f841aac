package emulator_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

const api = "/_emulator/api/v1"

// get asks for a page, without the token of the client.
func (c *client) get(path string) got {
	c.t.Helper()
	return c.ask(http.MethodGet, path)
}

func (c *client) ask(method, path string, header ...string) got {
	c.t.Helper()
	r := c.request(method, path, nil)
	r.Header.Del("Authorization")
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	return c.must(c.do(r))
}

func (g got) expect(status int, parts ...string) {
	g.t.Helper()
	if g.status != status {
		g.t.Errorf("got %d, want %d: %.300s", g.status, status, g.body)
	}
	for _, p := range parts {
		if !strings.Contains(g.body, p) {
			g.t.Errorf("%q is missing in\n%.4000s", p, g.body)
		}
	}
}

func (g got) expectNot(parts ...string) {
	g.t.Helper()
	for _, p := range parts {
		if strings.Contains(g.body, p) {
			g.t.Errorf("%q is in\n%.4000s", p, g.body)
		}
	}
}

func TestPage_showsWhatIsPosted(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	c.get("/").expect(200, "No channel has a message yet.", "not Zoom&#39;s client", "None is set.")

	id := c.must(c.post(text("Maintenance on Friday"))).field("message_id")
	c.must(c.post(with{"reply_to": id, "content": map[string]any{
		"body": []any{map[string]any{"type": "message", "text": "A reply"}},
	}}))
	reply := c.must(c.post(with{"reply_to": id, "content": map[string]any{}})).field("message_id")
	c.must(c.post(with{"reply_to": reply, "content": map[string]any{}}))
	c.must(c.post(with{"to_jid": "other@conference.xmpp.zoom.us"}))
	c.must(c.put(id, text("Maintenance on Saturday")))
	c.s.Fail(emulator.Fault{Match: "PUT", Status: 503, Times: -1}, emulator.Fault{Drop: true, Times: 3})

	page := c.get("/?channel=" + url.QueryEscape(channel))
	page.expect(
		200,
		"Maintenance on Saturday",
		"A reply",
		"3 replies",
		"edited, last at ",
		"other",
		"6 calls: 5 posted, 1 edited, 0 deleted; 1 token request",
		"edited "+strings.ReplaceAll(id, "+", "&#43;"),
		"PUT, always: 503",
		"any request, 3 times: drop",
		"token issued",
	)
	page.expectNot("Maintenance on Friday", emulator.DefaultClientSecret, c.token)
	if strings.Index(page.body, "Maintenance on Saturday") > strings.Index(page.body, "A reply") {
		t.Error("the reply is before what it replies to")
	}
	c.get("/").expect(200, `aria-current="page"><span class="name" dir="auto">other</span>`)
}

func TestPage_showsTheHistoryOfAMessage(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{NastyIDs: true}).login()
	id := c.must(c.post(text("Maintenance on Friday"))).field("message_id")
	c.must(c.put(id, text("Maintenance on Saturday")))
	c.must(c.delete(id))
	hand := c.s.Post(emulator.Message{})
	c.s.DeleteByHand(hand.ID)

	page := c.get("/?message=" + url.QueryEscape(id))
	page.expect(
		200,
		"It is deleted.",
		"Maintenance on <ins>Saturday</ins>",
		"Maintenance on Friday",
		"<b>posted</b>",
		"<b>edited</b>",
		"<b>deleted</b>",
	)
	page.expectNot("by hand")
	c.get("/?message="+url.QueryEscape(hand.ID)).expect(200, "deleted by hand")
	c.get("/?message=none").expect(404, "There is no message with this ID")
	if events := c.s.History(
		id,
	); len(events) != 3 || events[2].Kind != emulator.Deleted || events[2].Request == 0 ||
		events[0].Message.Edits != 0 {
		t.Errorf("got the history %+v", events)
	}
}

func TestPage_refusesOtherSites(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	here := strings.TrimPrefix(c.s.URL(), "http://")
	_, port, _ := strings.Cut(here, ":")
	tests := map[string]struct {
		method, path string
		header       []string
		want         int
	}{
		"here":                        {"GET", "/", nil, 200},
		"localhost":                   {"GET", "/", []string{"Host", "localhost:" + port}, 200},
		"IPv6":                        {"GET", "/", []string{"Host", "[::1]:" + port}, 200},
		"a name that was rebound":     {"GET", "/", []string{"Host", "evil.test:" + port}, 403},
		"a name that begins like one": {"GET", "/", []string{"Host", "127.0.0.1.evil.test"}, 403},
		"another address":             {"GET", api + "/messages", []string{"Host", "192.168.0.1:" + port}, 403},
		"no address":                  {"GET", "/", []string{"Host", "0.0.0.0:" + port}, 403},
		"the API from another site":   {"GET", api + "/messages", []string{"Origin", "https://evil.test"}, 403},
		"a sandboxed frame":           {"GET", api + "/messages", []string{"Origin", "null"}, 403},
		"another port":                {"GET", api + "/messages", []string{"Origin", "http://127.0.0.1:1"}, 403},
		"its own origin":              {"GET", api + "/messages", []string{"Origin", "http://" + here}, 200},
		"its own origin with TLS":     {"GET", api + "/messages", []string{"Origin", "https://" + here}, 403},
		"an image on another site": {
			"GET",
			"/_emulator/page.css",
			[]string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"},
			403,
		},
		"a link on another site": {
			"GET",
			"/",
			[]string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"},
			200,
		},
		"a form on another site": {
			"POST",
			api + "/reset",
			[]string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"},
			403,
		},
		"a form of an old browser":          {"POST", api + "/reset", []string{"Origin", "https://evil.test"}, 403},
		"a reset":                           {"POST", api + "/reset", nil, 204},
		"a reset by GET":                    {"GET", api + "/reset", nil, 405},
		"a post to the page":                {"POST", "/_emulator/page.css", nil, 405},
		"a delete":                          {"DELETE", api + "/messages", nil, 405},
		"what is not there":                 {"GET", "/_emulator/none", nil, 404},
		"a preflight":                       {"OPTIONS", api + "/messages", []string{"Origin", "https://evil.test"}, 403},
		"the head of the page":              {"HEAD", "/", nil, 200},
		"an address with a user in the way": {"GET", "/", []string{"Host", "localhost@evil.test"}, 403},
	}
	for name, test := range tests {
		g := c.ask(test.method, test.path, test.header...)
		if g.status != test.want {
			t.Errorf("%s: got %d, want %d: %.100s", name, g.status, test.want, g.body)
		}
		for header, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
				"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
			"X-Frame-Options": "DENY", "Access-Control-Allow-Origin": "",
		} {
			if got := g.header.Get(header); got != want {
				t.Errorf("%s: got %s %q, want %q", name, header, got, want)
			}
		}
	}
	if got := c.s.Requests(); len(got) > 0 {
		t.Errorf("got %d requests in the books, want none: the page is not Zoom", len(got))
	}
}

// Nothing of the page is inline, which its policy would refuse.
func TestPage_hasNothingInline(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	files, _ := filepath.Glob("../card/testdata/hostile/*.json")
	if len(files) == 0 {
		t.Fatal("there are no hostile contents")
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		evil := `"><script>alert(1)</script>` + filepath.Base(f)
		m := c.s.Post(emulator.Message{
			ID: evil, ToJID: evil, RobotJID: evil, VisibleToUser: evil, ReplyTo: evil, SentTime: evil,
			Content: text, IsMarkdownSupport: strings.Contains(f, "markdown"),
		})
		for _, path := range []string{"/?channel=" + url.QueryEscape(m.ToJID), "/?message=" + url.QueryEscape(m.ID)} {
			page := c.get(path)
			page.expect(200, `<script src="/_emulator/page.js" defer></script>`)
			if n := strings.Count(page.body, "<script"); n != 1 {
				t.Errorf("%s: got %d scripts, want the one of the page", f, n)
			}
			page.expectNot(" style=", "<style", "<img", "<iframe", "<svg", "\u202e", "\x1b")
			if len(page.body) > 3<<20 {
				t.Errorf("%s: got %d bytes", f, len(page.body))
			}
		}
	}
}

func TestPage_isBounded(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{UnknownPath: func(emulator.Request) {}})
	element := `{"type":"message","text":"` + strings.Repeat("x", 20_000) + `"}`
	big := json.RawMessage(`{"body":[` + strings.Repeat(element+",", 4) + element + `]}`)
	for i := range 1200 {
		m := emulator.Message{ID: fmt.Sprint("id-", i), ToJID: fmt.Sprint(i%300, "@conference.xmpp.zoom.us")}
		if i >= 700 {
			m.ToJID, m.Content = channel, big
		}
		c.s.Post(m)
		c.ask(http.MethodGet, "/oauth/other")
	}
	page := c.get("/")
	page.expect(200, "300 older messages not shown.", "This page is full.")
	if n := strings.Count(page.body, "<li><a href=\"/?channel="); n > 201 {
		t.Errorf("got %d channels", n)
	}
	if n := strings.Count(page.body, `<span class="call">`); n != 50 {
		t.Errorf("got %d requests, want 50", n)
	}
	if len(page.body) > 3<<20 {
		t.Errorf("the page has %d bytes", len(page.body))
	}
	bytes := 0
	events := c.s.History("")
	for _, e := range events {
		bytes += len(e.Message.Content)
	}
	if len(events) < 300 || len(events) > 1000 || bytes > 32<<20 || events[len(events)-1].Message.ID != "id-1199" {
		t.Errorf("got %d events with %d bytes, want at most 1000 with 32 MiB, and the last one", len(events), bytes)
	}
	// A reset frees what was used; then there are too many events, not too many bytes.
	c.s.Reset()
	for range 1200 {
		c.s.Post(emulator.Message{})
	}
	if got := len(c.s.History("")); got != 1000 {
		t.Errorf("got %d events, want 1000", got)
	}
	css := c.get("/_emulator/colors.css?c=" + strings.Repeat("ff0000,", 500))
	if got := strings.Count(css.body, ".c-ff0000"); got != 200 {
		t.Errorf("got the rules of %d colors, want 200", got)
	}
}

func TestPage_tellsOfChanges(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	open := func() (status int, kind string, body io.Reader) {
		r := c.request(http.MethodGet, "/_emulator/events", nil)
		answer, err := c.http.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = answer.Body.Close() })
		return answer.StatusCode, answer.Header.Get("Content-Type"), answer.Body
	}
	status, kind, body := open()
	if status != http.StatusOK || kind != "text/event-stream" {
		t.Errorf("got %d with the type %q", status, kind)
	}
	lines := bufio.NewScanner(body)
	event := func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return ""
	}
	first := event()
	c.must(c.post(nil))
	if next := event(); next == first {
		t.Errorf("got %s twice, want another number after a post", first)
	}
	// Pages that nobody looks at any more must not use up the machine.
	for range 40 {
		if status, _, _ = open(); status != http.StatusOK {
			break
		}
	}
	if status != http.StatusServiceUnavailable {
		t.Errorf("got %d for one page too many, want 503", status)
	}
}

func TestRequests_areDroppedWhenTooMany(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{KeepRequests: 3}).login()
	for range 4 {
		c.must(c.post(nil))
	}
	// A request is done only after its answer.
	c.http.CloseIdleConnections()
	if err := c.s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := c.s.Requests(); len(got) != 3 || got[0].Seq != 3 || got[2].Seq != 5 || !got[2].Done {
		t.Errorf("got the requests %+v, want the last three of five", got)
	}
}
