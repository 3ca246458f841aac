package emulator_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// last gives the last request when the emulator has finished with it.
func last(t *testing.T, c *client) emulator.Request {
	t.Helper()
	var r emulator.Request
	eventually(t, "the end of the request", func() bool {
		all := c.s.Requests()
		r = all[len(all)-1]
		return r.Done
	})
	return r
}

func TestFault_onPost(t *testing.T) {
	t.Parallel()
	reset := func(err error) bool { return errors.Is(err, syscall.ECONNRESET) }
	ended := func(err error) bool { return errors.Is(err, io.EOF) || reset(err) }
	cut := func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }
	none := func(err error) bool { return err == nil }
	tests := map[string]struct {
		fault     emulator.Fault
		failed    func(error) bool
		status    int
		processed bool
		answered  bool
	}{
		"status":                  {emulator.Fault{Status: 502}, none, 502, false, true},
		"status after processing": {emulator.Fault{Status: 502, Process: true}, none, 502, true, true},
		"body":                    {emulator.Fault{Body: "<html>"}, none, 200, false, true},
		"body after processing":   {emulator.Fault{Body: "{}", Process: true}, none, 201, true, true},
		"header only":             {emulator.Fault{Header: http.Header{"x-more": {"1"}}}, none, 201, true, true},
		"drop":                    {emulator.Fault{Drop: true}, ended, 0, false, false},
		"drop after processing":   {emulator.Fault{Drop: true, Process: true}, ended, 0, true, false},
		"reset":                   {emulator.Fault{Drop: true, Reset: true}, reset, 0, false, false},
		"reset after processing":  {emulator.Fault{Drop: true, Reset: true, Process: true}, reset, 0, true, false},
		"cut":                     {emulator.Fault{Cut: true}, cut, 201, true, false},
		"cut of an error": {
			emulator.Fault{Cut: true, Status: 502, Body: "<html></html>"},
			cut,
			502,
			false,
			false,
		},
		"cut of an empty body": {emulator.Fault{Cut: true, Status: 502}, cut, 502, false, false},
		"hold":                 {emulator.Fault{Hold: 30 * time.Millisecond}, none, 201, true, true},
		"hold and status":      {emulator.Fault{Hold: 30 * time.Millisecond, Status: 504}, none, 504, false, true},
		"hold, process and drop": {
			emulator.Fault{Hold: 30 * time.Millisecond, Drop: true, Process: true},
			ended,
			0,
			true,
			false,
		},
		"expired token":               {emulator.Fault{ExpireToken: true}, none, 401, false, true},
		"ordinary answer, processing": {emulator.Fault{Process: true}, none, 201, true, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, emulator.Options{}).login()
			test.fault.Match = "POST"
			c.s.Fail(test.fault)
			begun := time.Now()
			g, err := c.post(nil)
			if !test.failed(err) {
				t.Errorf("got error %v", err)
			}
			if took := time.Since(begun); took < test.fault.Hold {
				t.Errorf("took %s, want at least %s", took, test.fault.Hold)
			}
			r := last(t, c)
			if r.Status != test.status || (err == nil && g.status != test.status) {
				t.Errorf("got status %d, in the books %d, want %d", g.status, r.Status, test.status)
			}
			if r.Processed != test.processed || r.Answered != test.answered {
				t.Errorf("got processed %t, answered %t, want %t, %t", r.Processed, r.Answered, test.processed, test.answered)
			}
			standing := c.s.Messages("")
			if (len(standing) == 1) != test.processed || (test.processed && standing[0].ID != r.MessageID) {
				t.Errorf("got %d messages and id %q in the books, want one only if processed", len(standing), r.MessageID)
			}
			if kind := test.fault.Kind(); r.Fault != kind || c.s.Stats().Faults[kind] != 1 {
				t.Errorf("got fault %q in the books, figures %v, want one %q", r.Fault, c.s.Stats().Faults, kind)
			}
			if want := test.processed && !test.answered; (c.s.Stats().Unanswered == 1) != want {
				t.Errorf("got %d unanswered calls, want one: %t", c.s.Stats().Unanswered, want)
			}
			if strings.Contains(name, "header") && g.header.Get("X-More") != "1" {
				t.Error("the header of the fault is missing")
			}
			if g, err := c.post(nil); err != nil || (g.status != 201 && !test.fault.ExpireToken) {
				t.Errorf("the next call: got %d and %v, want 201", g.status, err)
			}
		})
	}
}

func TestFail_takesTheFirstThatMatches(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	c.s.Fail(
		emulator.Fault{Match: "PUT", Status: 500},
		emulator.Fault{
			Match:  "POST",
			Status: 501,
			When:   func(r emulator.Request) bool { return strings.Contains(string(r.Body), "B") },
		},
		emulator.Fault{Match: "POST", Status: 502, Times: 2},
		emulator.Fault{Match: "POST", Status: 503},
		emulator.Fault{Match: "DELETE", Status: 504, Times: -1},
	)
	c.login()
	c.s.Fail(emulator.Fault{Match: "TOKEN", Status: 599})
	if g := c.must(c.tokenRequest("")); g.status != 599 {
		t.Errorf("got %d for a token, want 599", g.status)
	}
	for i, want := range []struct {
		text   string
		status int
	}{{"A", 502}, {"B", 501}, {"B", 502}, {"A", 503}, {"A", 201}, {"B", 201}} {
		if g := c.must(c.post(text(want.text))); g.status != want.status {
			t.Errorf("POST %d: got %d, want %d", i+1, g.status, want.status)
		}
	}
	for range 3 {
		if g := c.must(c.delete("none")); g.status != 504 {
			t.Errorf("got %d, want 504 for ever", g.status)
		}
	}
	c.s.ClearFaults()
	if g := c.must(c.delete("none")); g.status != 404 {
		t.Errorf("got %d when the faults are gone, want 404", g.status)
	}
	c.s.Fail(emulator.Fault{Status: 418})
	if g := c.must(c.put("none", nil)); g.status != 418 {
		t.Errorf("got %d, want the fault for any request", g.status)
	}
}

func TestFault_answersWithHeadersAndBody(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	c.s.Fail(
		emulator.Fault{
			Status: 429,
			Body:   "slow down",
			Header: http.Header{"Retry-After": {"7"}, "content-type": {"text/plain"}},
		},
	)
	g := c.must(c.post(nil))
	if g.status != 429 || g.body != "slow down" || g.header.Get("Retry-After") != "7" ||
		g.header.Get("Content-Type") != "text/plain" {
		t.Errorf("got %d %q %v, want what the fault says", g.status, g.body, g.header)
	}
	if g.header.Get("x-zm-trackingid") == "" {
		t.Error("the tracking id is missing")
	}
	c.s.Fail(
		emulator.Fault{Drop: true, Header: http.Header{"Retry-After": {"7"}}},
		emulator.Fault{Status: 204},
		emulator.Fault{Status: 304},
	)
	if _, err := c.post(nil); err == nil {
		t.Error("got an answer, want the connection to end")
	}
	for _, want := range []int{204, 304} {
		if g := c.must(c.post(nil)); g.status != want || g.body != "" {
			t.Errorf("got %d %q, want %d without a body", g.status, g.body, want)
		}
	}
}

func TestFault_cutsInTheMiddle(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	c.s.Fail(emulator.Fault{Cut: true})
	g, err := c.post(nil)
	if !errors.Is(err, io.ErrUnexpectedEOF) || g.status != 201 || !strings.HasPrefix(g.body, `{"message_id":"`) ||
		strings.HasSuffix(g.body, "}") {
		t.Errorf("got %d %q and error %v, want the first half of the answer", g.status, g.body, err)
	}
}

func TestFault_switchesProtocolsUntilTheClientGoes(t *testing.T) {
	t.Parallel()
	for _, process := range []bool{false, true} {
		c := start(t, emulator.Options{}).login()
		c.s.Fail(emulator.Fault{Status: 101, Process: process})
		resp, err := c.http.Do(c.request(http.MethodPost, "/v2/im/chat/messages", body(nil)))
		if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
			t.Fatalf("got %+v and error %v, want 101", resp, err)
		}
		if r := c.s.Calls("POST")[0]; r.Done || r.Status != 101 {
			t.Errorf("got %+v recorded, want the connection to be kept", r)
		}
		_ = resp.Body.Close()
		if r := last(t, c); r.Processed != process || r.Answered {
			t.Errorf("got %+v recorded, want processed %t and not answered", r, process)
		}
	}
}

func TestFault_switchesProtocolsUntilTheServerEnds(t *testing.T) {
	t.Parallel()
	s, err := emulator.Listen("", emulator.New(emulator.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, s).login()
	s.Fail(emulator.Fault{Status: 101})
	resp, err := c.http.Do(c.request(http.MethodPost, "/v2/im/chat/messages", body(nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if err := s.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if n, err := resp.Body.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("got %d bytes and error %v, want the end of the connection", n, err)
	}
}

func TestFault_holdEndsWithTheClient(t *testing.T) {
	t.Parallel()
	for _, process := range []bool{false, true} {
		c := start(t, emulator.Options{}).login()
		c.s.Fail(emulator.Fault{Hold: time.Hour, Process: process})
		ctx, cancel := context.WithCancel(t.Context())
		asked := make(chan error, 1)
		go func() {
			_, err := c.do(c.request(http.MethodPost, "/v2/im/chat/messages", body(nil)).WithContext(ctx))
			asked <- err
		}()
		eventually(t, "the request to be held", func() bool { return len(c.s.Calls("POST")) == 1 })
		if process {
			eventually(t, "the work to be done", func() bool { return c.s.Calls("POST")[0].Processed })
		}
		cancel()
		if err := <-asked; !errors.Is(err, context.Canceled) {
			t.Errorf("got error %v, want it cancelled", err)
		}
		if r := last(t, c); r.Processed != process || r.Answered || r.Status != 0 {
			t.Errorf("got %+v in the books, want processed %t and not answered", r, process)
		}
		if got := len(c.s.Messages("")); (got == 1) != process {
			t.Errorf("got %d messages, want one only if it was processed first", got)
		}
	}
}

func TestFault_expiredTokenIsNoGoodAnyMore(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	c.s.Fail(emulator.Fault{ExpireToken: true})
	for range 2 {
		wantError(t, c.must(c.post(nil)), 401, "7010", "Invalid Authorization token.")
	}
	if g := c.must(c.login().post(nil)); g.status != 201 {
		t.Errorf("got %d with a new token, want 201", g.status)
	}
}
