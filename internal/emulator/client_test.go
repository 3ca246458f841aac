package emulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatortest"
)

const channel = emulator.DefaultChannelJID

// client is the least that talks to Zoom. It has connections of its own.
type client struct {
	t     *testing.T
	s     *emulator.Server
	http  *http.Client
	token string
}

func start(t *testing.T, o emulator.Options) *client {
	t.Helper()
	return newClient(t, emulatortest.Start(t, o))
}

func newClient(t *testing.T, s *emulator.Server) *client {
	t.Helper()
	tr := &http.Transport{}
	t.Cleanup(tr.CloseIdleConnections)
	c := &client{t: t, s: s, http: &http.Client{Transport: tr, Timeout: 2 * time.Minute}}
	return c
}

// login gets a token, which all further calls carry.
func (c *client) login() *client {
	c.t.Helper()
	a := c.must(c.tokenRequest("?grant_type=client_credentials"))
	if a.status != http.StatusOK {
		c.t.Fatalf("token request: got %d %s, want 200", a.status, a.body)
	}
	c.token = a.field("access_token")
	return c
}

// got is an answer.
type got struct {
	t      *testing.T
	status int
	header http.Header
	body   string
}

// field gives a field of the answer as text, JSON without quotes.
func (g got) field(name string) string {
	g.t.Helper()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(g.body), &fields); err != nil {
		g.t.Fatalf("the answer is not a JSON object: %v: %q", err, g.body)
	}
	var s string
	if json.Unmarshal(fields[name], &s) == nil {
		return s
	}
	return string(fields[name])
}

func (c *client) must(g got, err error) got {
	c.t.Helper()
	if err != nil {
		c.t.Fatalf("got error %v, want an answer", err)
	}
	return g
}

func (c *client) do(r *http.Request) (got, error) {
	resp, err := c.http.Do(r)
	if err != nil {
		return got{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	return got{c.t, resp.StatusCode, resp.Header, string(body)}, err
}

func (c *client) request(method, path string, body []byte) *http.Request {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.s.URL()+path, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if len(body) > 0 {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	return r
}

func (c *client) tokenRequest(query string) (got, error) {
	c.t.Helper()
	r := c.request(http.MethodPost, "/oauth/token"+query, nil)
	r.SetBasicAuth(emulator.DefaultClientID, emulator.DefaultClientSecret)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return c.do(r)
}

// with changes a message body: a value of nil takes the field away.
type with map[string]any

func body(changes with) []byte {
	fields := map[string]any{
		"robot_jid": emulator.DefaultRobotJID, "to_jid": channel, "account_id": emulator.DefaultAccountID,
		"user_jid": emulator.DefaultUserJID, "is_markdown_support": false,
		"content": map[string]any{"head": map[string]any{"text": "Maintenance on Friday"}},
	}
	maps.Copy(fields, changes)
	maps.DeleteFunc(fields, func(_ string, v any) bool { return v == nil })
	b, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return b
}

func text(s string) with {
	return with{"content": map[string]any{"head": map[string]any{"text": s}}}
}

func (c *client) post(changes with) (got, error) {
	c.t.Helper()
	return c.do(c.request(http.MethodPost, "/v2/im/chat/messages", body(changes)))
}

func (c *client) put(id string, changes with) (got, error) {
	c.t.Helper()
	return c.do(c.request(http.MethodPut, "/v2/im/chat/messages/"+url.PathEscape(id), body(changes)))
}

func (c *client) delete(id string) (got, error) {
	c.t.Helper()
	q := url.Values{"account_id": {emulator.DefaultAccountID}, "robot_jid": {emulator.DefaultRobotJID}}
	return c.do(c.request(http.MethodDelete, "/v2/im/chat/messages/"+url.PathEscape(id)+"?"+q.Encode(), nil))
}

// wantError checks an answer of the chatbot calls.
func wantError(t *testing.T, g got, status int, code, message string) {
	t.Helper()
	want := `{"code":` + code + `,"message":"` + message + `","result":false}`
	if g.status != status || g.body != want {
		t.Errorf("got %d %s, want %d %s", g.status, g.body, status, want)
	}
	if !strings.HasPrefix(g.header.Get("Content-Type"), "application/json") {
		t.Errorf("got Content-Type %q, want JSON", g.header.Get("Content-Type"))
	}
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 400 {
		if ok() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("waited in vain for: %s", what)
}
