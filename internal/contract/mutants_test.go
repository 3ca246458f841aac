package contract

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// mutant is an emulator that is changed in one behavior, and what has to come
// of that: the claims that are refuted and those that cannot be told any more.
// All others are confirmed.
type mutant struct {
	options func(*emulator.Options)
	request func(*call)
	answer  func(*call, *response)
	look    func(*Message)
	refutes []string
	unclear []string
}

// call is a request on its way to the emulator.
type call struct {
	*http.Request
	e      *emulator.Emulator
	query  url.Values
	fields map[string]any // of a JSON body
	body   []byte
}

func (c *call) is(method string) bool {
	return c.Method == method && strings.Contains(c.URL.Path, messagesPath)
}

func (c *call) isToken() bool { return c.URL.Path == "/oauth/token" }

func (c *call) has(field string) bool {
	_, ok := c.fields[field]
	return ok
}

func (c *call) text(field string) string {
	text, _ := c.fields[field].(string)
	return text
}

// message is the message in the path.
func (c *call) message() *emulator.Message {
	return c.find(c.id())
}

func (c *call) id() string {
	_, id, _ := strings.Cut(c.URL.Path, messagesPath+"/")
	return id
}

func (c *call) find(id string) *emulator.Message {
	for _, m := range c.e.Messages("") {
		if m.ID == id {
			return &m
		}
	}
	return nil
}

// elements returns the body of the content.
func (c *call) elements() any {
	content, _ := c.fields["content"].(map[string]any)
	return content["body"]
}

// element reports whether an element of the content's body is so.
func (c *call) element(is func(map[string]any) bool) bool {
	list, _ := c.elements().([]any)
	return slices.ContainsFunc(list, func(e any) bool {
		element, _ := e.(map[string]any)
		return is(element)
	})
}

// response is an answer on its way from the emulator.
type response struct {
	status int
	header http.Header
	fields map[string]any
}

func (r *response) refuse(status, code int) {
	r.status = status
	r.fields = map[string]any{"code": code, "message": "No.", "result": false}
}

// answering changes the answers to the calls that are so.
func answering(when func(*call) bool, change func(*response)) func(*call, *response) {
	return func(c *call, r *response) {
		if when(c) {
			change(r)
		}
	}
}

// refusing refuses the calls that are so, before they do anything.
func refusing(when func(*call) bool, status, code int) mutant {
	refused := map[*http.Request]bool{}
	return mutant{
		request: func(c *call) {
			if when(c) {
				refused[c.Request] = true
				c.URL.Path, c.URL.RawPath, c.RequestURI = "/refused", "", "/refused"
			}
		},
		answer: func(c *call, r *response) {
			if refused[c.Request] {
				r.refuse(status, code)
				r.header.Set("X-Ratelimit-Category", "Medium")
			}
		},
	}
}

func (m mutant) handler(e *emulator.Emulator) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		c := &call{Request: r, e: e, query: r.URL.Query(), body: body}
		// What is not a JSON object has no fields.
		_ = json.Unmarshal(body, &c.fields)
		if m.request != nil {
			before, _ := json.Marshal(c.fields)
			query := c.query.Encode()
			m.request(c)
			if after, _ := json.Marshal(c.fields); c.fields != nil && !bytes.Equal(before, after) {
				c.body = after
			}
			if c.query.Encode() != query {
				r.URL.RawQuery = c.query.Encode()
			}
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(c.body)), int64(len(c.body))
		rec := httptest.NewRecorder()
		e.ServeHTTP(rec, r)
		a := &response{status: rec.Code, header: http.Header{}}
		for name, values := range rec.Header() {
			a.header[http.CanonicalHeaderKey(name)] = values
		}
		a.header.Del("Content-Length")
		_ = json.Unmarshal(rec.Body.Bytes(), &a.fields)
		if m.answer != nil {
			m.answer(c, a)
		}
		maps.Copy(w.Header(), a.header)
		w.WriteHeader(a.status)
		_ = json.NewEncoder(w).Encode(a.fields)
	})
}

// start serves the mutant and returns it as a target.
func (m mutant) start(t *testing.T) (Target, *emulator.Emulator) {
	t.Helper()
	var urls []string
	var first *emulator.Emulator
	for i := range 3 {
		options := emulatedOptions()
		if m.options != nil {
			m.options(&options)
		}
		switch i {
		case 1:
			options.RequestsPerSecond = 1
		case 2:
			options.RequestsPerDay = 1
		}
		e := emulator.New(options)
		if first == nil {
			first = e
		}
		server := httptest.NewServer(m.handler(e))
		t.Cleanup(server.Close)
		urls = append(urls, server.URL)
	}
	target := emulatedTarget(first, urls[0], urls[1], urls[2])
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	target.HTTPClient = &http.Client{Transport: transport}
	if look := target.Look; m.look != nil {
		target.Look = func(id string) (Message, bool) {
			seen, ok := look(id)
			m.look(&seen)
			return seen, ok
		}
	}
	return target, first
}

// TestClaims_areRefutable runs the suite against emulators that are changed in
// one behavior each. It would find a probe that is satisfied by anything, and
// one that is thrown off by what it is not about.
func TestClaims_areRefutable(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, c := range Claims() {
		known[c.Name] = false
	}
	for name, m := range mutants() {
		for _, claim := range m.refutes {
			if _, ok := known[claim]; !ok {
				t.Errorf("%s: there is no claim %q", name, claim)
			}
			known[claim] = true
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			target, e := m.start(t)
			report := Run(t.Context(), target, Options{Optional: true})
			for _, r := range report.Results {
				want := IsConfirmed
				if slices.Contains(m.refutes, r.Claim.Name) {
					want = IsRefuted
				} else if slices.Contains(m.unclear, r.Claim.Name) {
					want = IsUnclear
				}
				if r.Verdict != want {
					t.Errorf("%s: got %s (%s), want %s", r.Claim.Name, r.Verdict, r.Seen, want)
				}
			}
			if left := e.Messages(""); len(left) > 0 || len(report.Left) > 0 {
				t.Errorf("%d messages are left, and %d are reported", len(left), len(report.Left))
			}
		})
	}
	for claim, refuted := range known {
		if !refuted {
			t.Errorf("no mutant refutes %s", claim)
		}
	}
}
