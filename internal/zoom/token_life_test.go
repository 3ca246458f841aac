package zoom

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func TestToken_isRequestedOnceForAllCalls(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{Latency: 20 * time.Millisecond})
	parallel(t, 10, func() error { return perform(t.Context(), client, "POST", "") })
	requests := server.TokenRequests()
	if len(requests) != 1 || len(server.Calls("POST")) != 10 {
		t.Fatalf("%d token requests and %d posts, want 1 and 10", len(requests), len(server.Calls("POST")))
	}
	if r := requests[0]; r.RawQuery != "grant_type=client_credentials" || len(r.Body) != 0 ||
		r.Method != http.MethodPost ||
		r.Header.Get("Content-Type") != "" {
		t.Errorf("the token request was %s ?%s, type %q, with %d bytes of body; want the documented one",
			r.Method, r.RawQuery, r.Header.Get("Content-Type"), len(r.Body))
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

// A status that is not that of a refusal renews no token, whatever the code is.
func TestRefusedToken_saysWhetherItWasRenewed(t *testing.T) {
	t.Parallel()
	for status, renewed := range map[int]bool{200: false, 401: true} {
		client, server := emulated(t, emulator.Options{})
		server.Fail(emulator.Fault{Match: "POST", Status: status, Body: `{"code":124,"message":"No."}`, Times: 2})
		var e *CallError
		if err := send(t.Context(), client); !asCallError(err, &e) || e.Renewed != renewed {
			t.Errorf("%d: got %+v, want that the token was renewed: %t", status, err, renewed)
		}
		want := 1
		if renewed {
			want = 2
		}
		if tokens := len(server.TokenRequests()); tokens != want {
			t.Errorf("%d: %d token requests, want %d", status, tokens, want)
		}
	}
}

func TestToken_endpointThatIsDownIsAskedAgain(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{})
	server.Fail(
		emulator.Fault{Match: "TOKEN", Status: 503, Times: 2},
		emulator.Fault{Match: "TOKEN", Drop: true},
		emulator.Fault{Match: "TOKEN", Cut: true},
	)
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
		if !asCallError(err, &failure) || !failure.Token || failure.Outcome != NotSent ||
			failure.OAuthError != "invalid_client" {
			t.Fatalf("got %v, want the error of a token request with invalid_client", err)
		}
	}
	if got := len(server.TokenRequests()); got != 1 {
		t.Errorf("%d token requests, want 1", got)
	}
}

// The lost part of a refusal may have been anything, even if what came before
// it is whole in itself.
func TestToken_truncatedRefusalIsRepeatedAFewTimes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var requests atomic.Int32
		client := virtual(t, func(conn net.Conn) {
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err != nil {
				return
			}
			requests.Add(1)
			_, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n"+
				`{"error":"invalid_client"}`)
		})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		if err := send(ctx, client); err == nil {
			t.Error("no error")
		}
		if requests.Load() != fewAttempts {
			t.Errorf("%d requests, want %d", requests.Load(), fewAttempts)
		}
	})
}
