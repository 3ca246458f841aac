package zoom

import (
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func TestDailyLimit_stopsEveryCallAtOnce(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{RequestsPerDay: 3})
	for range 3 {
		if err := perform(t.Context(), client, "POST", ""); err != nil {
			t.Fatal(err)
		}
	}
	for range 5 {
		err := perform(t.Context(), client, "POST", "")
		var limited *CallError
		if !asCallError(err, &limited) || limited.Reason != RateLimited || !limited.Daily || limited.Until.IsZero() {
			t.Fatalf("got %v, want a daily rate limit with its end", err)
		}
	}
	if got := len(server.Calls("POST")); got != 4 {
		t.Errorf("%d posts, want 4: the limit is remembered", got)
	}
}

// As Zoom documents it, the limit is known by a header.
func TestDailyLimit_isKnownByItsHeader(t *testing.T) {
	t.Parallel()
	c := &caller{clean: newCleaner(testSecret)}
	for kind, daily := range map[string]bool{"Daily-limit": true, "daily-LIMIT": true, "QPS": false, "": false} {
		e := c.errorAnswer(call{}, &http.Response{StatusCode: http.StatusTooManyRequests,
			Header: http.Header{"X-Ratelimit-Type": {kind}}}, nil)
		if e.Daily != daily {
			t.Errorf("%q: daily %v, want %v", kind, e.Daily, daily)
		}
	}
}

// The limit as users met it: no header but the category, and the end in the
// text. The documented text names no end.
func TestDailyLimit_isKnownByItsText(t *testing.T) {
	t.Parallel()
	for body, until := range map[string]string{
		`{"code":429,"message":"You have exceeded the daily rate limit (2000) of API requests permitted for this account. ` +
			`You may resume these requests at GMT 00:00:00."}`: "2000-01-02T00:00:00Z",
		`{"code":429,"message":"You have reached the maximum daily rate limit for this API. ` +
			`Refer to the response header for details on when you can make another request."}`: "",
	} {
		synctest.Test(t, func(t *testing.T) {
			var requests atomic.Int64
			client := testClient(t, Config{})
			client.http.Transport = inProcess{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/oauth/token" {
					_, _ = io.WriteString(w, `{"access_token":"token"}`)
					return
				}
				w.WriteHeader(http.StatusTooManyRequests)
				_, _ = io.WriteString(w, body)
			}), time.Millisecond, &requests}
			for range 5 {
				var e *CallError
				if err := send(t.Context(), client); !asCallError(err, &e) || e.Reason != RateLimited || !e.Daily {
					t.Fatalf("got %v, want a daily limit", err)
				}
				if got := e.Until.Format(time.RFC3339); got != until && (until != "" || !e.Until.IsZero()) {
					t.Errorf("until %s, want %s", got, until)
				}
			}
			if requests.Load() != 1 {
				t.Errorf("%d requests, want 1", requests.Load())
			}
		})
	}
}

// One refusal slows all down, and nothing is lost; see also TestStorm.
func TestPerSecondLimit_isWaitedOutByAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		zoom := emulator.New(emulator.Options{RequestsPerSecond: 4})
		var requests atomic.Int64
		client := testClient(t, Config{})
		client.tokens.id, client.tokens.secret = emulator.DefaultClientID, emulator.DefaultClientSecret
		client.http.Transport = inProcess{zoom, 50 * time.Millisecond, &requests}
		start := time.Now()
		parallel(t, 12, func() error { return perform(t.Context(), client, "POST", "") })
		if posted := len(zoom.Messages("")); posted != 12 {
			t.Errorf("%d messages, want 12", posted)
		}
		if requests.Load() != 12+8 { // those that left together, less the four that were accepted
			t.Errorf("%d requests, want 20: one refusal slows down all", requests.Load())
		}
		// A pause, a probe, and seven more at 3.8 a second.
		checkWait(t, start, 2800*time.Millisecond, 3600*time.Millisecond)
	})
}

// A call has its token before it takes its turn: however long the token took,
// the calls that waited for it leave one after the other.
func TestCap_holdsAfterAWaitForTheToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := emulatedVirtually(t, emulator.Options{})
		client.gate = newGate(4 / slack)
		server.Fail(emulator.Fault{Match: "TOKEN", Hold: 10 * time.Second, Process: true})
		parallel(t, 8, func() error { return perform(t.Context(), client, "POST", "") })
		posts := server.Calls("POST")
		for i := 1; i < len(posts); i++ {
			if between := posts[i].Time.Sub(posts[i-1].Time); between < 250*time.Millisecond {
				t.Errorf("%v between two requests, want a quarter of a second", between)
			}
		}
	})
}

// A pause that begins while a call waits for its token holds for the call.
func TestPause_holdsAfterAWaitForTheToken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, server := emulatedVirtually(t, emulator.Options{})
		server.Fail(emulator.Fault{Match: "TOKEN", Hold: 10 * time.Second, Process: true})
		start := time.Now()
		time.AfterFunc(5*time.Second, func() {
			refusal := tooMany(time.Now())
			refusal.Until = start.Add(time.Minute)
			client.gate.limited(refusal)
		})
		if err := perform(t.Context(), client, "POST", ""); err != nil {
			t.Fatal(err)
		}
		checkWait(t, start, time.Minute, time.Minute)
	})
}

// The token endpoint has no part in the limits of the API: what it accepts
// does not raise the rate at which a client goes on after a refusal.
func TestPerSecondLimit_ignoresTokens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, _ := emulatedVirtually(t, emulator.Options{})
		for range 5 {
			if _, err := client.Token(t.Context(), 0); err != nil {
				t.Fatal(err)
			}
			client.tokens.token = Token{}
		}
		if got := len(client.gate.accepted); got != 0 {
			t.Errorf("%d requests for tokens count for the rate, want none", got)
		}
		if err := perform(t.Context(), client, "POST", ""); err != nil {
			t.Fatal(err)
		}
		if got := len(client.gate.accepted); got != 1 {
			t.Errorf("%d requests count for the rate, want the one to the API", got)
		}
	})
}
