package emulator_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func TestIDs_takeAllKnownShapes(t *testing.T) {
	t.Parallel()
	ids := func(o emulator.Options) (ids []string) {
		e := emulator.New(o)
		for range 40 {
			ids = append(ids, e.Post(emulator.Message{}).ID)
		}
		return ids
	}
	first := ids(emulator.Options{})
	shapes := []string{
		`^\d{17}_[A-Za-z0-9]{7}_aw1$`, `^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$`,
		`^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$`, `^201910[A-Za-z0-9]{11}_main$`,
	}
	for i, id := range first {
		if !regexp.MustCompile(shapes[i%4]).MatchString(id) {
			t.Errorf("got id %q, want it like %s", id, shapes[i%4])
		}
		if slices.Contains(first[:i], id) {
			t.Errorf("got id %q twice", id)
		}
	}
	if !slices.Equal(first, ids(emulator.Options{})) {
		t.Error("got other ids the second time, want the same")
	}
	if other := ids(emulator.Options{IDSeed: 1}); slices.Contains(other, first[0]) {
		t.Error("got the same ids with another seed")
	}
	own := ids(emulator.Options{NewID: func(int) string { return "same" }})
	if own[0] != "same" || own[1] != "same_2" {
		t.Errorf("got ids %q, want a repeated one to be made another", own[:2])
	}
}

func TestIDs_nastyOnesSurviveOneEscape(t *testing.T) {
	t.Parallel()
	var unknown int
	c := start(t, emulator.Options{NastyIDs: true, UnknownPath: func(emulator.Request) { unknown++ }}).login()
	id := c.must(c.post(nil)).field("message_id")
	for _, part := range []string{"{", "}", "+", "/", "=", " ", "%2F", "?", "#", "&", ";"} {
		if !strings.Contains(id, part) {
			t.Errorf("got id %q, want %q in it", id, part)
		}
	}
	if g := c.must(c.put(id, nil)); g.status != 200 || g.field("message_id") != id {
		t.Errorf("escaped once: got %d %s, want 200", g.status, g.body)
	}
	if g := c.must(c.put(url.PathEscape(id), nil)); g.status != 404 || g.field("code") != "8001" {
		t.Errorf("escaped twice: got %d %s, want 404 and 8001", g.status, g.body)
	}
	plus := strings.ReplaceAll(url.PathEscape(id), "%20", "+")
	if g := c.must(c.do(c.request(http.MethodPut, "/v2/im/chat/messages/"+plus, body(nil)))); g.field("code") != "8001" {
		t.Errorf("a plus for a blank: got %d %s, want 8001", g.status, g.body)
	}
	slash := strings.ReplaceAll(url.PathEscape(id), "%2F", "/")
	if g := c.must(
		c.do(c.request(http.MethodPut, "/v2/im/chat/messages/"+slash, body(nil))),
	); g.field("code") != "2300" ||
		unknown != 1 {
		t.Errorf("a slash as it is: got %d %s, want an unknown path", g.status, g.body)
	}
	if g := c.must(c.delete(id)); g.status != 200 {
		t.Errorf("delete: got %d %s, want 200", g.status, g.body)
	}
	if r := c.s.Calls("DELETE")[0]; r.Path != "/v2/im/chat/messages/"+id || r.EscapedPath == r.Path || r.MessageID != id {
		t.Errorf("got %+v in the books, want the id un-escaped in Path only", r)
	}
}

func TestIDs_bracesMustBeEscaped(t *testing.T) {
	t.Parallel()
	var unknown int
	c := start(t, emulator.Options{UnknownPath: func(emulator.Request) { unknown++ }}).login()
	c.s.Post(emulator.Message{ID: "{A}"})
	r := c.request(http.MethodPut, "/v2/im/chat/messages/x", body(nil))
	r.URL.Opaque = "/v2/im/chat/messages/{A}"
	if g := c.must(c.do(r)); g.status != 404 || g.field("code") != "2300" || unknown != 1 {
		t.Errorf("got %d %s, want 404 and 2300", g.status, g.body)
	}
}
