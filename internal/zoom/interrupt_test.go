package zoom

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// An interrupt ends every wait at once, and a send that has not begun.
func TestInterrupt_endsWaits(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*Client, *virtualZoom){
		"for the rate limit": func(_ *Client, z *virtualZoom) {
			z.Fail(emulator.Fault{Status: 429, Header: http.Header{"Retry-After": {"60"}}, Times: -1})
		},
		"for the token": func(_ *Client, z *virtualZoom) {
			z.Fail(emulator.Fault{Match: "TOKEN", Hold: 20 * time.Second})
		},
		"for the next attempt": func(c *Client, z *virtualZoom) {
			z.Fail(emulator.Fault{Match: "TOKEN", Status: 500, Times: -1})
			c.backoff = func(int) time.Duration { return time.Minute }
		},
		"for another try to connect": func(c *Client, z *virtualZoom) {
			z.refuses.Store(true)
			c.backoff = func(int) time.Duration { return time.Minute }
		},
	}
	for name, prepare := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, zoom := emulatedVirtually(t, emulator.Options{})
				prepare(client, zoom)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				start := time.Now()
				err := perform(ctx, client, "POST", "")
				if !errors.Is(err, context.Canceled) || IsUnknownOutcome(err) {
					t.Errorf("got %v, want an interrupted call", err)
				}
				checkWait(t, start, time.Second, time.Second)
				if got := zoom.Stats().Posts; got != 0 {
					t.Errorf("%d messages, want none", got)
				}
			})
		})
	}
}

// Before there is a connection, nothing can have been posted.
func TestInterrupt_endsASendThatHasNoConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var dials atomic.Int32
		client := virtualClient(t, func() (net.Conn, error) {
			ours, theirs := net.Pipe()
			if dials.Add(1) > 1 {
				time.Sleep(10 * time.Second)
				return nil, &net.OpError{Op: "dial", Net: "pipe", Err: syscall.ETIMEDOUT}
			}
			go apiConn(theirs, nil)
			return ours, nil
		})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		if err := send(ctx, client); !errors.Is(err, context.Canceled) || IsUnknownOutcome(err) || dials.Load() != 2 {
			t.Errorf("got %v after %d dials, want an interrupted call after two", err, dials.Load())
		}
		checkWait(t, start, time.Second, time.Second)
	})
}

func TestInterrupt_letsASendFinish(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := emulatedVirtually(t, emulator.Options{})
		server.Fail(emulator.Fault{Match: "POST", Hold: 20 * time.Second, Process: true})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		sent, err := client.SendMessage(ctx, announcement)
		if err != nil || len(server.Messages("")) != 1 || server.Messages("")[0].ID != sent.MessageID {
			t.Errorf("got %v, %v; want the id of the one message", sent, err)
		}
	})
}

func TestInterrupt_cutsAnEditOff(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"PUT", "DELETE"} {
		synctest.Test(t, func(t *testing.T) {
			client, server := emulatedVirtually(t, emulator.Options{})
			message := standing(server.Emulator)
			server.Fail(emulator.Fault{Match: method, Hold: 20 * time.Second, Process: true})
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			start := time.Now()
			var e *CallError
			err := perform(ctx, client, method, message.ID)
			if !asCallError(err, &e) || e.Reason != TimedOut || e.Outcome != Unknown || e.Answer() != "" ||
				!errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v; want an unknown outcome that says nothing of an earlier attempt", method, err)
			}
			checkWait(t, start, time.Second, time.Second)
		})
	}
}

// What an earlier attempt met is not lost to the end of the context.
func TestInterrupt_keepsWhatTheLastWholeAttemptMet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := emulatedVirtually(t, emulator.Options{})
		message := standing(server.Emulator)
		server.Fail(emulator.Fault{Match: "PUT", Status: 503}, emulator.Fault{Match: "PUT", Hold: 20 * time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		start := time.Now()
		var e *CallError
		if err := perform(ctx, client, "PUT", message.ID); !asCallError(err, &e) || e.Reason != TimedOut || e.Status != 503 {
			t.Fatalf("got %v, want a time-out that names the answer before it", err)
		}
		if !e.SentAt.Equal(start) {
			t.Errorf("sent at %v, want the first attempt of unknown outcome, at %v", e.SentAt, start)
		}
	})
}

// The operation's time-out bounds the repeating.
func TestTimeOut_boundsRepeating(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := emulatedVirtually(t, emulator.Options{})
		message := standing(server.Emulator)
		server.Fail(emulator.Fault{Match: "PUT", Status: 503, Times: -1})
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		start := time.Now()
		err := perform(ctx, client, "PUT", message.ID)
		var stopped *CallError
		if !asCallError(err, &stopped) || stopped.Reason != TimedOut || !errors.Is(err, context.DeadlineExceeded) ||
			stopped.Status != http.StatusServiceUnavailable {
			t.Errorf("got %v, want a stopped call that names the last answer", err)
		}
		checkWait(t, start, 4*time.Minute, 5*time.Minute)
		if got := len(server.Calls("PUT")); got < 10 || got > 60 {
			t.Errorf("%d calls, want some, with waits between them", got)
		}
	})
}
