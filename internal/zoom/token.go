package zoom

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
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
	refused  *CallError    // the credentials were refused: asking again is of no use
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
// error is that of credentials which were refused before.
func (s *tokenSource) current(life time.Duration) (Token, *CallError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refused != nil || time.Until(s.token.ExpiresAt) > min(life, s.lifetime/2) {
		return s.token, s.refused
	}
	return Token{}, nil
}

func (s *tokenSource) fetch(ctx context.Context) (Token, *CallError) {
	token, failure := s.request(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if failure != nil {
		failure.Token, failure.Outcome = true, NotSent // whatever became of it: the call was not sent
		if failure.isRefusal() {
			s.refused = failure
		}
		return Token{}, failure
	}
	s.caller.clean.add(token.AccessToken)
	s.token, s.lifetime = token, time.Until(token.ExpiresAt)
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

func decodeToken(body []byte) (Token, error) {
	var answer struct {
		AccessToken string  `json:"access_token"`
		ExpiresIn   float64 `json:"expires_in"` // seconds
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return Token{}, errors.New("it is not the JSON of a token")
	}
	if answer.AccessToken == "" {
		return Token{}, errors.New("it has no access_token")
	}
	lifetime := time.Duration(min(answer.ExpiresIn, 24*3600) * float64(time.Second))
	if lifetime <= 0 {
		lifetime = defaultTokenLifetime
	}
	return Token{AccessToken: answer.AccessToken, ExpiresAt: time.Now().Add(lifetime)}, nil
}
