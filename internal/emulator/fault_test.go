package emulator_test

import (
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
		"status":                      {emulator.Fault{Status: 502}, none, 502, false, true},
		"status after processing":     {emulator.Fault{Status: 502, Process: true}, none, 502, true, true},
		"body":                        {emulator.Fault{Body: "<html>"}, none, 200, false, true},
		"body after processing":       {emulator.Fault{Body: "{}", Process: true}, none, 201, true, true},
		"header only":                 {emulator.Fault{Header: http.Header{"x-more": {"1"}}}, none, 201, true, true},
		"drop":                        {emulator.Fault{Drop: true}, ended, 0, false, false},
		"drop after processing":       {emulator.Fault{Drop: true, Process: true}, ended, 0, true, false},
		"reset":                       {emulator.Fault{Drop: true, Reset: true}, reset, 0, false, false},
		"reset after processing":      {emulator.Fault{Drop: true, Reset: true, Process: true}, reset, 0, true, false},
		"cut":                         {emulator.Fault{Cut: true}, cut, 201, true, false},
		"cut of an error":             {emulator.Fault{Cut: true, Status: 502, Body: "<html></html>"}, cut, 502, false, false},
		"cut of an empty body":        {emulator.Fault{Cut: true, Status: 502}, cut, 502, false, false},
		"hold":                        {emulator.Fault{Hold: 30 * time.Millisecond}, none, 201, true, true},
		"hold and status":             {emulator.Fault{Hold: 30 * time.Millisecond, Status: 504}, none, 504, false, true},
		"hold, process and drop":      {emulator.Fault{Hold: 30 * time.Millisecond, Drop: true, Process: true}, ended, 0, true, false},
		"expired token":               {emulator.Fault{ExpireToken: true}, none, 401, false, true},
		"flood":                       {emulator.Fault{Flood: 100_000, Status: 200}, none, 200, false, true},
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
			if strings.Contains(name, "flood") && len(g.body) != 100_000 {
				t.Errorf("got %d bytes, want 100000", len(g.body))
			}
			if g, err := c.post(nil); err != nil || (g.status != 201 && !test.fault.ExpireToken) {
				t.Errorf("the next call: got %d and %v, want 201", g.status, err)
			}
		})
	}
}
