package zoom

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// What may be repeated, row by row: for each operation and each fault, how
// often Zoom is called and what comes of it.
func TestWhatIsRepeated(t *testing.T) {
	t.Parallel()
	const (
		done    = "done"
		unknown = "unknown outcome"
		refused = "refused"
	)
	type want struct {
		calls  int
		result string
	}
	rateLimit := http.Header{"Retry-After": {"1"}}
	tests := map[string]struct {
		fault             emulator.Fault
		post, put, delete want
	}{
		"429": {
			emulator.Fault{Status: 429, Header: rateLimit, Times: 2}, want{3, done}, want{3, done}, want{3, done},
		},
		"500 before the work": {
			emulator.Fault{Status: 500}, want{1, unknown}, want{2, done}, want{2, done},
		},
		"502 before the work": {
			emulator.Fault{Status: 502, Body: "<html>"}, want{1, unknown}, want{2, done}, want{2, done},
		},
		"503 three times": {
			emulator.Fault{Status: 503, Times: 3}, want{1, unknown}, want{4, done}, want{4, done},
		},
		"504 after the work": {
			emulator.Fault{Status: 504, Process: true}, want{1, unknown}, want{2, done}, want{2, refused},
		},
		"408": {
			emulator.Fault{Status: 408}, want{1, unknown}, want{2, done}, want{2, done},
		},
		"499": {
			emulator.Fault{Status: 499, Body: "<html>"}, want{1, unknown}, want{2, done}, want{2, done},
		},
		"500 with the code of a token": {
			emulator.Fault{Status: 500, Body: `{"code":124,"message":"Invalid access token."}`},
			want{1, unknown}, want{2, done}, want{2, done},
		},
		"502 with the code of a token": {
			emulator.Fault{Status: 502, Body: `{"code":7010}`}, want{1, unknown}, want{2, done}, want{2, done},
		},
		"503 with the code of a token": {
			emulator.Fault{Status: 503, Body: `{"code":"7010"}`}, want{1, unknown}, want{2, done}, want{2, done},
		},
		"504 with the code of a token": {
			emulator.Fault{Status: 504, Body: `{"code":124}`}, want{1, unknown}, want{2, done}, want{2, done},
		},
		"408 with the code of a token": {
			emulator.Fault{Status: 408, Body: `{"code":7010}`}, want{1, unknown}, want{2, done}, want{2, done},
		},
		"302 with the code of a token": {
			emulator.Fault{Status: 302, Body: `{"code":7010}`}, want{1, unknown}, want{1, unknown}, want{1, unknown},
		},
		"400 with the code of a token": {
			emulator.Fault{Status: 400, Body: `{"code":124}`}, want{2, done}, want{2, done}, want{2, done},
		},
		"200 with the code of a token": {
			emulator.Fault{Status: 200, Body: `{"code":7010}`}, want{1, refused}, want{1, refused}, want{1, refused},
		},
		"301": {
			emulator.Fault{Status: 301}, want{1, refused}, want{1, refused}, want{1, refused},
		},
		"a status that nobody knows": {
			emulator.Fault{Status: 777}, want{1, unknown}, want{2, done}, want{2, done},
		},
		"no answer, before the work": {
			emulator.Fault{Drop: true}, want{1, unknown}, want{2, done}, want{2, done},
		},
		"no answer, after the work": {
			emulator.Fault{Drop: true, Process: true}, want{1, unknown}, want{2, done}, want{2, refused},
		},
		"a reset connection": {
			emulator.Fault{Drop: true, Reset: true}, want{1, unknown}, want{2, done}, want{2, done},
		},
		"half an answer": {
			emulator.Fault{Cut: true, Process: true}, want{1, unknown}, want{2, done}, want{2, refused},
		},
		"an answer that comes too late": {
			emulator.Fault{Hold: time.Minute, Process: true}, want{1, unknown}, want{2, done}, want{2, refused},
		},
		"401 once": {
			emulator.Fault{
				Status: 401,
				Body:   `{"code":7010,"message":"Invalid Authorization token.","result":false}`,
			}, want{2, done}, want{2, done}, want{2, done},
		},
		"401 with the code of the gateway": {
			emulator.Fault{
				Status: 401,
				Body:   `{"code":124,"message":"Invalid access token."}`,
			}, want{2, done}, want{2, done}, want{2, done},
		},
		"401 for ever": {
			emulator.Fault{Status: 401, Body: `{"code":7010}`, Times: -1}, want{2, refused}, want{2, refused}, want{2, refused},
		},
		"an expired token": {
			emulator.Fault{ExpireToken: true}, want{2, done}, want{2, done}, want{2, done},
		},
		"400": {
			emulator.Fault{Status: 400, Body: `{"code":7001}`}, want{1, refused}, want{1, refused}, want{1, refused},
		},
		"403": {
			emulator.Fault{Status: 403, Body: `{"code":7004}`}, want{1, refused}, want{1, refused}, want{1, refused},
		},
		"a 404 that is not Zoom's": {
			emulator.Fault{Status: 404, Body: "not found"}, want{1, refused}, want{1, refused}, want{1, refused},
		},
		"half of a 404": {
			emulator.Fault{Status: 404, Body: `{"code":8001,"message":"Invalid message_id."}`, Cut: true},
			want{1, refused}, want{2, done}, want{2, done},
		},
		"an empty 204": {
			emulator.Fault{Status: 204, Process: true}, want{1, unknown}, want{1, done}, want{1, done},
		},
		"a 202 with an empty body": {
			emulator.Fault{Status: 202, Process: true}, want{1, unknown}, want{1, done}, want{1, done},
		},
		"200 to a send, as in the old documents": {
			emulator.Fault{Status: 200, Process: true, Body: `{"message_id":"a","code":0}`},
			want{1, done}, want{1, done}, want{1, done},
		},
	}
	for name, test := range tests {
		for method, want := range map[string]want{"POST": test.post, "PUT": test.put, "DELETE": test.delete} {
			t.Run(method+" "+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					client, server := emulatedVirtually(t, emulator.Options{})
					message := standing(server.Emulator)
					fault := test.fault
					fault.Match = method
					server.Fail(fault)

					err := perform(t.Context(), client, method, message.ID)
					result := done
					switch {
					case IsUnknownOutcome(err) && !IsNotFound(err):
						result = unknown
					case err != nil:
						result = refused
					}
					if result != want.result {
						t.Errorf("got %s, want %s: %v", result, want.result, err)
					}
					if got := len(server.Calls(method)); got != want.calls {
						t.Errorf("%d calls, want %d", got, want.calls)
					}
				})
			})
		}
	}
}

func TestSend_isRepeatedWhenNoConnectionCouldBeOpened(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := emulatedVirtually(t, emulator.Options{})
		if _, err := client.Token(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		client.backoff = func(int) time.Duration { return 100 * time.Millisecond }
		server.refuses.Store(true)
		time.AfterFunc(350*time.Millisecond, func() { server.refuses.Store(false) })
		if err := perform(t.Context(), client, "POST", ""); err != nil {
			t.Fatal(err)
		}
		if got := server.Stats().Posts; got != 1 {
			t.Errorf("%d posts, want 1", got)
		}
	})
}

// A call that changes nothing has no unknown outcome.
func TestStatelessCall_hasNoUnknownOutcome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _, _ := tokenServer(t, reply(200, `{"access_token":"token"}`))
		client.backoff = func(int) time.Duration { return time.Hour }
		inner := client.http.Transport
		client.http.Transport = roundTrip(func(req *http.Request) (*http.Response, error) {
			if req.Method == http.MethodGet {
				return &http.Response{StatusCode: http.StatusServiceUnavailable, Header: http.Header{}, Body: http.NoBody}, nil
			}
			return inner.RoundTrip(req)
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := client.do(
			ctx,
			call{method: http.MethodGet, url: virtualURL, stateless: true, read: func([]byte) error { return nil }},
		)
		var e *CallError
		if !asCallError(err, &e) || e.Outcome != Refused || e.Status != 503 {
			t.Errorf("got %v, want a refusal", err)
		}
	})
}

// A server that is down may say for how long.
func TestRetryAfter_ofAServerFault(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := emulatedVirtually(t, emulator.Options{})
		message := standing(server.Emulator)
		server.Fail(emulator.Fault{Match: "DELETE", Status: 503, Header: http.Header{"Retry-After": {"45"}}})
		start := time.Now()
		if err := perform(t.Context(), client, "DELETE", message.ID); err != nil {
			t.Fatal(err)
		}
		checkWait(t, start, 45*time.Second, 45*time.Second)
	})
}

// A wait that cannot end in time is not begun.
func TestRetryAfter_beyondTheDeadlineOfACall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := emulatedVirtually(t, emulator.Options{})
		message := standing(server.Emulator)
		server.Fail(emulator.Fault{Match: "DELETE", Status: 503, Header: http.Header{"Retry-After": {"45"}}})
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		start := time.Now()
		if err := perform(ctx, client, "DELETE", message.ID); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the deadline", err)
		}
		checkWait(t, start, 0, 0)
	})
}

// Edits and deletions find a connection open; it is given up after a while.
func TestConnections_areKeptForAWhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var dials atomic.Int32
		client := virtualClient(t, func() (net.Conn, error) {
			dials.Add(1)
			ours, theirs := net.Pipe()
			go apiConn(theirs, func(int, *http.Request) bool {
				answerOK(theirs)
				return true
			})
			return ours, nil
		})
		for _, step := range []struct {
			wait time.Duration
			do   func(context.Context, *Client) error
			want int32 // connections opened so far
		}{
			{0, edit, 2}, // and one for the token
			{14 * time.Second, remove, 2},
			{14 * time.Second, edit, 2},
			{16 * time.Second, edit, 3},
			{0, send, 4},
			{0, send, 5},
			{0, edit, 5},
		} {
			time.Sleep(step.wait)
			if err := step.do(t.Context(), client); err != nil || dials.Load() != step.want {
				t.Errorf("%+v: %v with %d connections", step, err, dials.Load())
			}
		}
	})
}
