package emulator_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// clock is a clock that only a test moves.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func newClock() *clock { return &clock{t: time.Date(2026, 3, 1, 23, 59, 50, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

func TestToken_isGiven(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{})
	g := c.must(c.tokenRequest("?grant_type=client_credentials"))
	if g.status != 200 || g.field("token_type") != "bearer" || g.field("expires_in") != "3600" ||
		g.field("scope") != "imchat:bot" || g.field("api_url") != c.s.URL() || g.field("access_token") == "" {
		t.Errorf("got %d %s, want a token for an hour", g.status, g.body)
	}
	if r := c.s.TokenRequests(); len(r) != 1 || !r[0].Token || !r[0].Processed || r[0].Status != 200 {
		t.Errorf("got %+v in the books, want one request that was processed", r)
	}
}

func TestToken_isRefused(t *testing.T) {
	t.Parallel()
	const invalidClient = `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`
	const unsupported = `{"reason":"unsupported grant type","error":"unsupported_grant_type"}`
	tests := map[string]struct {
		query, form, id, secret string
		want                    string
	}{
		"wrong id":       {"?grant_type=client_credentials", "", "x", emulator.DefaultClientSecret, invalidClient},
		"wrong secret":   {"?grant_type=client_credentials", "", emulator.DefaultClientID, "x", invalidClient},
		"no credentials": {"?grant_type=client_credentials", "", "", "", invalidClient},
		"credentials in form": {
			"?grant_type=client_credentials",
			"client_id=emulator-client-id&client_secret=emulator-client-secret",
			"",
			"",
			invalidClient,
		},
		"no grant type": {"", "", emulator.DefaultClientID, emulator.DefaultClientSecret, unsupported},
		"wrong grant type": {
			"?grant_type=account_credentials",
			"",
			emulator.DefaultClientID,
			emulator.DefaultClientSecret,
			unsupported,
		},
		"grant type twice": {
			"?grant_type=client_credentials&grant_type=client_credentials",
			"",
			emulator.DefaultClientID,
			emulator.DefaultClientSecret,
			unsupported,
		},
		"another in the body": {
			"",
			"grant_type=account_credentials",
			emulator.DefaultClientID,
			emulator.DefaultClientSecret,
			unsupported,
		},
		"twice in the body": {
			"",
			"grant_type=client_credentials&grant_type=client_credentials",
			emulator.DefaultClientID,
			emulator.DefaultClientSecret,
			unsupported,
		},
		"in the body as well": {
			"?grant_type=client_credentials",
			"grant_type=client_credentials",
			emulator.DefaultClientID,
			emulator.DefaultClientSecret,
			unsupported,
		},
		"empty one in the body": {
			"?grant_type=client_credentials",
			"grant_type=",
			emulator.DefaultClientID,
			emulator.DefaultClientSecret,
			unsupported,
		},
	}
	c := start(t, emulator.Options{})
	for name, test := range tests {
		r := c.request(http.MethodPost, "/oauth/token"+test.query, []byte(test.form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if test.id != "" {
			r.SetBasicAuth(test.id, test.secret)
		}
		if g := c.must(c.do(r)); g.status != 400 || g.body != test.want {
			t.Errorf("%s: got %d %s, want 400 %s", name, g.status, g.body, test.want)
		}
	}
	if s := c.s.Stats(); s.Tokens != 0 || s.TokenRequests != len(tests) {
		t.Errorf("got %+v, want %d requests and no token", s, len(tests))
	}
}

func TestToken_grantInTheBody(t *testing.T) {
	t.Parallel()
	for queryOnly, want := range map[bool]int{false: 200, true: 400} {
		c := start(t, emulator.Options{GrantInQueryOnly: queryOnly})
		ask := func(query, contentType, body string) int {
			t.Helper()
			r := c.request(http.MethodPost, "/oauth/token"+query, []byte(body))
			r.SetBasicAuth(emulator.DefaultClientID, emulator.DefaultClientSecret)
			r.Header.Set("Content-Type", contentType)
			return c.must(c.do(r)).status
		}
		if got := ask("", "application/x-www-form-urlencoded;charset=utf-8", "grant_type=client_credentials"); got != want {
			t.Errorf("query only %t: got %d for a grant in the body, want %d", queryOnly, got, want)
		}
		if got := ask("", "application/json", `{"grant_type":"client_credentials"}`); got != 400 {
			t.Errorf("query only %t: got %d for a grant in JSON, want 400", queryOnly, got)
		}
		if got := ask("?grant_type=client_credentials", "", ""); got != 200 {
			t.Errorf("query only %t: got %d for a grant in the query, want 200", queryOnly, got)
		}
	}
}

func TestToken_ownCredentials(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{ClientID: "own", ClientSecret: "a:b+c %"})
	r := c.request(http.MethodPost, "/oauth/token?grant_type=client_credentials", nil)
	r.SetBasicAuth("own", "a:b+c %")
	if g := c.must(c.do(r)); g.status != 200 {
		t.Errorf("got %d %s, want 200", g.status, g.body)
	}
	if g := c.must(c.tokenRequest("?grant_type=client_credentials")); g.status != 400 {
		t.Errorf("got %d for the default credentials, want 400", g.status)
	}
}

func TestToken_expires(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, emulator.Options{Now: clock.now, TokenLifetime: 1500 * time.Millisecond})
	g := c.must(c.tokenRequest("?grant_type=client_credentials"))
	if got := g.field("expires_in"); got != "1" {
		t.Errorf("got expires_in %s, want 1", got)
	}
	c.token = g.field("access_token")
	clock.advance(1499 * time.Millisecond)
	if g := c.must(c.post(nil)); g.status != 201 {
		t.Errorf("got %d before the end of the token, want 201", g.status)
	}
	clock.advance(time.Millisecond)
	wantError(t, c.must(c.post(nil)), 401, "7010", "Invalid Authorization token.")
	if g := c.must(c.login().post(nil)); g.status != 201 {
		t.Errorf("got %d with a new token, want 201", g.status)
	}
}

func TestToken_isRevoked(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	other := newClient(t, c.s).login()
	for _, c := range []*client{c, other} {
		if g := c.must(c.post(nil)); g.status != 201 {
			t.Errorf("got %d, want 201: both tokens are good", g.status)
		}
	}
	c.s.RevokeTokens()
	for _, c := range []*client{c, other} {
		wantError(t, c.must(c.post(nil)), 401, "7010", "Invalid Authorization token.")
	}
}

func TestToken_singleEndsTheEarlierOnes(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{SingleToken: true}).login()
	other := newClient(t, c.s).login()
	wantError(t, c.must(c.post(nil)), 401, "7010", "Invalid Authorization token.")
	if g := other.must(other.post(nil)); g.status != 201 {
		t.Errorf("got %d with the last token, want 201", g.status)
	}
}
