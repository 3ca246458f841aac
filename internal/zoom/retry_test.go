package zoom

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatortest"
)

func emulated(t *testing.T, options emulator.Options) (*Client, *emulator.Server) {
	t.Helper()
	server := emulatortest.Start(t, options)
	client, err := NewClient(Config{
		ClientID: emulator.DefaultClientID, ClientSecret: emulator.DefaultClientSecret,
		BaseURL: server.BaseURL(), TokenURL: server.TokenURL(), UserAgent: "test",
	})
	if err != nil {
		t.Fatal(err)
	}
	client.backoff = func(int) time.Duration { return time.Millisecond }
	t.Cleanup(client.http.CloseIdleConnections)
	return client, server
}

var announcement = SendMessageRequest{
	RobotJID: emulator.DefaultRobotJID, ToJID: emulator.DefaultChannelJID, AccountID: emulator.DefaultAccountID,
	UserJID: emulator.DefaultUserJID, Content: []byte(`{"head":{"text":"x"}}`),
}

// standing posts the message that an edit or a delete then meets.
func standing(s *emulator.Emulator) emulator.Message {
	return s.Post(emulator.Message{
		RobotJID: announcement.RobotJID, ToJID: announcement.ToJID, AccountID: announcement.AccountID,
		UserJID: announcement.UserJID, Content: announcement.Content,
	})
}

// perform does one operation by the name of its method.
func perform(ctx context.Context, c *Client, method, id string) error {
	switch method {
	case http.MethodPost:
		_, err := c.SendMessage(ctx, announcement)
		return err
	case http.MethodPut:
		_, err := c.EditMessage(ctx, id, EditMessageRequest{
			RobotJID: announcement.RobotJID, AccountID: announcement.AccountID, Content: []byte(`{"head":{"text":"y"}}`),
		})
		return err
	default:
		return c.DeleteMessage(ctx, id, DeleteMessageRequest{RobotJID: announcement.RobotJID, AccountID: announcement.AccountID})
	}
}

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
		"429":                                    {emulator.Fault{Status: 429, Header: rateLimit, Times: 2}, want{3, done}, want{3, done}, want{3, done}},
		"500 before the work":                    {emulator.Fault{Status: 500}, want{1, unknown}, want{2, done}, want{2, done}},
		"502 before the work":                    {emulator.Fault{Status: 502, Body: "<html>"}, want{1, unknown}, want{2, done}, want{2, done}},
		"503 three times":                        {emulator.Fault{Status: 503, Times: 3}, want{1, unknown}, want{4, done}, want{4, done}},
		"504 after the work":                     {emulator.Fault{Status: 504, Process: true}, want{1, unknown}, want{2, done}, want{2, refused}},
		"408":                                    {emulator.Fault{Status: 408}, want{1, unknown}, want{2, done}, want{2, done}},
		"499":                                    {emulator.Fault{Status: 499, Body: "<html>"}, want{1, unknown}, want{2, done}, want{2, done}},
		"500 with the code of a token":           {emulator.Fault{Status: 500, Body: `{"code":124,"message":"Invalid access token."}`}, want{1, unknown}, want{2, done}, want{2, done}},
		"502 with the code of a token":           {emulator.Fault{Status: 502, Body: `{"code":7010}`}, want{1, unknown}, want{2, done}, want{2, done}},
		"503 with the code of a token":           {emulator.Fault{Status: 503, Body: `{"code":"7010"}`}, want{1, unknown}, want{2, done}, want{2, done}},
		"504 with the code of a token":           {emulator.Fault{Status: 504, Body: `{"code":124}`}, want{1, unknown}, want{2, done}, want{2, done}},
		"408 with the code of a token":           {emulator.Fault{Status: 408, Body: `{"code":7010}`}, want{1, unknown}, want{2, done}, want{2, done}},
		"302 with the code of a token":           {emulator.Fault{Status: 302, Body: `{"code":7010}`}, want{1, unknown}, want{1, unknown}, want{1, unknown}},
		"400 with the code of a token":           {emulator.Fault{Status: 400, Body: `{"code":124}`}, want{2, done}, want{2, done}, want{2, done}},
		"200 with the code of a token":           {emulator.Fault{Status: 200, Body: `{"code":7010}`}, want{1, refused}, want{1, refused}, want{1, refused}},
		"301":                                    {emulator.Fault{Status: 301}, want{1, refused}, want{1, refused}, want{1, refused}},
		"a status that nobody knows":             {emulator.Fault{Status: 777}, want{1, unknown}, want{2, done}, want{2, done}},
		"no answer, before the work":             {emulator.Fault{Drop: true}, want{1, unknown}, want{2, done}, want{2, done}},
		"no answer, after the work":              {emulator.Fault{Drop: true, Process: true}, want{1, unknown}, want{2, done}, want{2, refused}},
		"a reset connection":                     {emulator.Fault{Drop: true, Reset: true}, want{1, unknown}, want{2, done}, want{2, done}},
		"half an answer":                         {emulator.Fault{Cut: true, Process: true}, want{1, unknown}, want{2, done}, want{2, refused}},
		"an answer that comes too late":          {emulator.Fault{Hold: time.Minute, Process: true}, want{1, unknown}, want{2, done}, want{2, refused}},
		"401 once":                               {emulator.Fault{Status: 401, Body: `{"code":7010,"message":"Invalid Authorization token.","result":false}`}, want{2, done}, want{2, done}, want{2, done}},
		"401 with the code of the gateway":       {emulator.Fault{Status: 401, Body: `{"code":124,"message":"Invalid access token."}`}, want{2, done}, want{2, done}, want{2, done}},
		"401 for ever":                           {emulator.Fault{Status: 401, Body: `{"code":7010}`, Times: -1}, want{2, refused}, want{2, refused}, want{2, refused}},
		"an expired token":                       {emulator.Fault{ExpireToken: true}, want{2, done}, want{2, done}, want{2, done}},
		"400":                                    {emulator.Fault{Status: 400, Body: `{"code":7001}`}, want{1, refused}, want{1, refused}, want{1, refused}},
		"403":                                    {emulator.Fault{Status: 403, Body: `{"code":7004}`}, want{1, refused}, want{1, refused}, want{1, refused}},
		"a 404 that is not Zoom's":               {emulator.Fault{Status: 404, Body: "not found"}, want{1, refused}, want{1, refused}, want{1, refused}},
		"half of a 404":                          {emulator.Fault{Status: 404, Body: `{"code":8001,"message":"Invalid message_id."}`, Cut: true}, want{1, refused}, want{2, done}, want{2, done}},
		"an empty 204":                           {emulator.Fault{Status: 204, Process: true}, want{1, unknown}, want{1, done}, want{1, done}},
		"a 202 with an empty body":               {emulator.Fault{Status: 202, Process: true}, want{1, unknown}, want{1, done}, want{1, done}},
		"200 to a send, as in the old documents": {emulator.Fault{Status: 200, Process: true, Body: `{"message_id":"a","code":0}`}, want{1, done}, want{1, done}, want{1, done}},
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

func TestToken_isRequestedOnceForAllCalls(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{Latency: 20 * time.Millisecond})
	parallel(t, 10, func() error { return perform(t.Context(), client, "POST", "") })
	requests := server.TokenRequests()
	if len(requests) != 1 || len(server.Calls("POST")) != 10 {
		t.Fatalf("%d token requests and %d posts, want 1 and 10", len(requests), len(server.Calls("POST")))
	}
	if r := requests[0]; r.RawQuery != "grant_type=client_credentials" || len(r.Body) != 0 || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "" {
		t.Errorf("the token request was %s ?%s, type %q, with %d bytes of body; want the documented one", r.Method, r.RawQuery, r.Header.Get("Content-Type"), len(r.Body))
	}
}

func TestToken_isRenewedBeforeItEnds(t *testing.T) {
	t.Parallel()
	for lifetime, want := range map[time.Duration]int{ // token requests in 140 minutes
		time.Hour:        3,   // after 59 minutes each
		90 * time.Second: 187, // after half of so short a life
	} {
		synctest.Test(t, func(t *testing.T) {
			client, server := emulatedVirtually(t, emulator.Options{TokenLifetime: lifetime})
			for start := time.Now(); time.Since(start) < 140*time.Minute; time.Sleep(15 * time.Second) {
				if err := perform(t.Context(), client, "DELETE", "gone"); !IsNotFound(err) {
					t.Fatal(err)
				}
			}
			if got := server.Stats().BadToken; got != 0 {
				t.Errorf("%d calls with a token that had ended", got)
			}
			if got := len(server.TokenRequests()); got != want {
				t.Errorf("%d token requests, want %d", got, want)
			}
		})
	}
}

// Who hands the token on needs one that is good for a while; the client's own
// calls go on with that one.
func TestToken_isAsGoodForAsLongAsAsked(t *testing.T) {
	t.Parallel()
	const life = 30 * time.Minute
	for name, test := range map[string]struct {
		lifetime time.Duration // of the tokens that Zoom gives
		age      time.Duration // of the client's token when it is asked for
		want     int           // token requests in all
	}{
		"a new one is shared":            {time.Hour, 0, 1},
		"one with enough time is shared": {time.Hour, 29 * time.Minute, 1},
		"one with less is replaced":      {time.Hour, 31 * time.Minute, 2},
		"a short one is shared at first": {10 * time.Minute, 4 * time.Minute, 1},
		"and replaced in its half":       {10 * time.Minute, 6 * time.Minute, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, server := emulated(t, emulator.Options{TokenLifetime: test.lifetime})
			if err := perform(t.Context(), client, "POST", ""); err != nil {
				t.Fatal(err)
			}
			client.tokens.token.ExpiresAt = client.tokens.token.ExpiresAt.Add(-test.age)
			token, err := client.Token(t.Context(), life)
			if err != nil {
				t.Fatal(err)
			}
			if err := perform(t.Context(), client, "POST", ""); err != nil {
				t.Fatal(err)
			}
			if got := len(server.TokenRequests()); got != test.want {
				t.Errorf("%d token requests, want %d", got, test.want)
			}
			calls := server.Calls("POST")
			if got := calls[len(calls)-1].Header.Get("Authorization"); got != "Bearer "+token.AccessToken {
				t.Error("the client went on with another token than it gave")
			}
		})
	}
}

func TestToken_isRenewedOnceForAllCallsThatWereRefused(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{Latency: 50 * time.Millisecond})
	if _, err := client.Token(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	server.RevokeTokens()
	server.ResetRequests()
	parallel(t, 10, func() error { return perform(t.Context(), client, "POST", "") })
	if tokens, posts := len(server.TokenRequests()), len(server.Calls("POST")); tokens != 1 || posts != 20 {
		t.Errorf("%d token requests and %d posts, want 1 and 20: each repeated once", tokens, posts)
	}
	if got := server.Stats().Posts; got != 10 {
		t.Errorf("%d messages were posted, want 10", got)
	}
}

func TestToken_endpointThatIsDownIsAskedAgain(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{})
	server.Fail(emulator.Fault{Match: "TOKEN", Status: 503, Times: 2}, emulator.Fault{Match: "TOKEN", Drop: true}, emulator.Fault{Match: "TOKEN", Cut: true})
	if err := perform(t.Context(), client, "POST", ""); err != nil {
		t.Fatal(err)
	}
	if tokens, posts := len(server.TokenRequests()), server.Stats().Posts; tokens != 5 || posts != 1 {
		t.Errorf("%d token requests and %d messages, want 5 and 1", tokens, posts)
	}
}

func TestToken_wrongCredentialsAreTriedOnce(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{ClientSecret: "another"})
	for range 10 {
		err := perform(t.Context(), client, "POST", "")
		var failure *CallError
		if !asCallError(err, &failure) || !failure.Token || failure.Outcome != NotSent || failure.OAuthError != "invalid_client" {
			t.Fatalf("got %v, want the error of a token request with invalid_client", err)
		}
	}
	if got := len(server.TokenRequests()); got != 1 {
		t.Errorf("%d token requests, want 1", got)
	}
}

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
		e := c.errorAnswer(call{}, &http.Response{StatusCode: 429, Header: http.Header{"X-Ratelimit-Type": {kind}}}, nil)
		if e.Daily != daily {
			t.Errorf("%q: daily %v, want %v", kind, e.Daily, daily)
		}
	}
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
				return &http.Response{StatusCode: 503, Header: http.Header{}, Body: http.NoBody}, nil
			}
			return inner.RoundTrip(req)
		})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := client.do(ctx, call{method: http.MethodGet, url: virtualURL, stateless: true, read: func([]byte) error { return nil }})
		var e *CallError
		if !asCallError(err, &e) || e.Outcome != Refused || e.Status != 503 {
			t.Errorf("got %v, want a refusal", err)
		}
	})
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
		client := virtualClient(t, Config{}, func() (net.Conn, error) {
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
			if !asCallError(err, &e) || e.Reason != TimedOut || e.Outcome != Unknown || e.Answer() != "" || !errors.Is(err, context.DeadlineExceeded) {
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
		if !asCallError(err, &stopped) || stopped.Reason != TimedOut || !errors.Is(err, context.DeadlineExceeded) || stopped.Status != http.StatusServiceUnavailable {
			t.Errorf("got %v, want a stopped call that names the last answer", err)
		}
		checkWait(t, start, 4*time.Minute, 5*time.Minute)
		if got := len(server.Calls("PUT")); got < 10 || got > 60 {
			t.Errorf("%d calls, want some, with waits between them", got)
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

// Edits and deletions find a connection open; it is given up after a while.
func TestConnections_areKeptForAWhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dials := 0
		client := virtualClient(t, Config{}, func() (net.Conn, error) {
			dials++
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
			want int // connections opened so far
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
			if err := step.do(t.Context(), client); err != nil || dials != step.want {
				t.Errorf("%+v: %v with %d connections", step, err, dials)
			}
		}
	})
}

func parallel(t *testing.T, n int, do func() error) {
	t.Helper()
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			if err := do(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
