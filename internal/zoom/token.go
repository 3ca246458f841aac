package zoom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// tokenMargin is how long before its end a token is renewed, as Zoom's own
	// SDK does it.
	tokenMargin = 60 * time.Second

	// defaultTokenLifetime is the documented one, for an answer without
	// expires_in.
	defaultTokenLifetime = time.Hour

	// failureHold is for how long the calls that need a token share the failure
	// of a request for one, unless Zoom refused the credentials: that holds for
	// good. Something that is not Zoom, such as the page of a hotel's network,
	// is not asked for each message; and what passes is tried again.
	failureHold = 30 * time.Second
)

// Token is an access token of the app.
type Token struct {
	AccessToken string
	ExpiresAt   time.Time
}

// Token returns the token that the client itself uses. If it has none, or one
// that ends before life is over, it requests another, which replaces the first
// for the client, too. What Zoom gives for less than twice that long is used
// for half its time. The error is a [*CallError].
func (c *Client) Token(ctx context.Context, life time.Duration) (Token, error) {
	token, failure := c.tokens.get(ctx, max(life, tokenMargin))
	if failure != nil {
		return Token{}, failure
	}
	return token, nil
}

// tokenSource has one token for all calls of a client: several live tokens of
// one app may revoke each other (Zoom's OAuth error 4741 is explained so; for
// client credentials nothing is documented).
type tokenSource struct {
	caller *caller
	url    *url.URL // with the grant in its query
	id     string
	secret string

	fetching chan struct{} // holds one element while a token is being requested

	mu       sync.Mutex
	token    Token
	lifetime time.Duration // of the token when it was new
	failed   *CallError    // why there is no token
	failedAt time.Time
}

func newTokenSource(c *caller, tokenURL *url.URL, id, secret string, grant url.Values) *tokenSource {
	withGrant := *tokenURL
	withGrant.RawQuery = grant.Encode()
	return &tokenSource{caller: c, url: &withGrant, id: id, secret: secret, fetching: make(chan struct{}, 1)}
}

// get returns a token that is good for life. Of many callers one requests it
// and the others wait; a caller whose context ends stops waiting.
func (s *tokenSource) get(ctx context.Context, life time.Duration) (Token, *CallError) {
	if token, failure := s.current(life); failure != nil || token.AccessToken != "" {
		return token, failure
	}
	select {
	case s.fetching <- struct{}{}:
		defer func() { <-s.fetching }()
	case <-ctx.Done():
		failure := ended(ctx.Err())
		failure.Token = true
		return Token{}, failure
	}
	if token, failure := s.current(life); failure != nil || token.AccessToken != "" {
		return token, failure
	}
	return s.fetch(ctx)
}

// current returns the token at hand; none if it ends before life is over. The
// error is that of an earlier request, if asking again is of no use yet.
func (s *tokenSource) current(life time.Duration) (Token, *CallError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case time.Until(s.token.ExpiresAt) > min(life, s.lifetime/2):
		return s.token, nil
	case s.failed != nil && (s.failed.isFinal() || time.Since(s.failedAt) < failureHold):
		failure := *s.failed
		return Token{}, &failure
	}
	return Token{}, nil
}

func (s *tokenSource) fetch(ctx context.Context) (Token, *CallError) {
	token, failure := s.request(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if failure != nil {
		failure.Token, failure.Outcome = true, NotSent // whatever became of it: the call was not sent
		switch failure.Reason {
		case TimedOut, Interrupted, RateLimited: // of this call only, or remembered by the gate
		default:
			remembered := *failure
			s.failed, s.failedAt = &remembered, time.Now()
		}
		return Token{}, failure
	}
	s.caller.clean.add(token.AccessToken)
	s.token, s.lifetime, s.failed = token, time.Until(token.ExpiresAt), nil
	return token, nil
}

// drop forgets a token that Zoom refused, unless it was replaced already.
func (s *tokenSource) drop(accessToken string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token.AccessToken == accessToken {
		s.token = Token{}
	}
}

// request asks for a token in the documented form: the grant type in the
// query, the credentials as HTTP Basic, no body. It goes through perform like
// every other call, and not through golang.org/x/oauth2, because the limits,
// the reading of errors and the pauses of the client must hold for it as well.
func (s *tokenSource) request(ctx context.Context) (token Token, failure *CallError) {
	basic := http.Request{Header: http.Header{}}
	basic.SetBasicAuth(s.id, s.secret)
	failure = s.caller.perform(ctx, &attempts{call: call{
		method: http.MethodPost,
		url:    s.url.String(),
		path:   s.url.Path,
		read: func(body []byte) (err error) {
			token, err = decodeToken(body)
			return err
		},
		stateless: true,
		token:     true,
	}}, nil, basic.Header.Get("Authorization"))
	return token, failure
}

// decodeToken parses the answer of the token endpoint. No error quotes it.
func decodeToken(body []byte) (Token, error) {
	var answer struct {
		AccessToken text `json:"access_token"`
		ExpiresIn   text `json:"expires_in"` // seconds; also seen in quotes
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff"))
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&answer); err != nil {
		return Token{}, errors.New("it is not the JSON of a token")
	}
	switch token := string(answer.AccessToken); {
	case token == "":
		return Token{}, errors.New("it has no access_token")
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return Token{}, errors.New("its access_token cannot be used in a header")
	}
	seconds, _ := strconv.ParseFloat(string(answer.ExpiresIn), 64)
	lifetime := time.Duration(min(seconds, 24*3600) * float64(time.Second))
	if lifetime <= 0 {
		lifetime = defaultTokenLifetime
	}
	return Token{AccessToken: string(answer.AccessToken), ExpiresAt: time.Now().Add(lifetime)}, nil
}

// knownTokenError returns what a refusal of the token endpoint says, as far as
// it is a known text: nothing else of such an answer is shown, because it may
// have a token in it.
func knownTokenError(oauthError, reason string) (knownError, knownReason string) {
	if slices.Contains(oauthErrors, oauthError) {
		knownError = oauthError
	}
	reason = strings.ToLower(reason)
	for _, known := range tokenReasons {
		if strings.Contains(reason, known.part) {
			return knownError, known.text
		}
	}
	return knownError, ""
}

// oauthErrors are the errors of RFC 6749, section 5.2.
var oauthErrors = []string{
	"invalid_request", OAuthInvalidClient, "invalid_grant",
	"unauthorized_client", OAuthUnsupportedGrantType, "invalid_scope",
}

// tokenReasons are the reasons that were seen in answers of Zoom.
var tokenReasons = []struct{ part, text string }{
	{"invalid client_id or client_secret", "Invalid client_id or client_secret"},
	{"unsupported grant type", "unsupported grant type"},
	{"invalid token", "Invalid Token!"},
	{"disabled", "The app has been disabled."},
}
