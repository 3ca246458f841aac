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
// for half its time. The error is a [*TokenError].
func (c *Client) Token(ctx context.Context, life time.Duration) (Token, error) {
	return c.tokens.get(ctx, max(life, tokenMargin))
}

// tokenSource has one token for all calls of a client: several live tokens of
// one app may revoke each other (Zoom's OAuth error 4741 is explained so; for
// client credentials nothing is documented).
type tokenSource struct {
	client *Client
	url    *url.URL
	id     string
	secret string

	fetching chan struct{} // holds one element while a token is being requested

	mu       sync.Mutex
	token    Token
	lifetime time.Duration // of the token when it was new
	refused  error         // the credentials were refused: asking again is of no use
}

func newTokenSource(c *Client, tokenURL *url.URL, id, secret string) *tokenSource {
	withGrant := *tokenURL
	withGrant.RawQuery = "grant_type=client_credentials"
	return &tokenSource{client: c, url: &withGrant, id: id, secret: secret, fetching: make(chan struct{}, 1)}
}

// get returns a token that is good for life. Of many callers one requests it
// and the others wait; a caller whose context ends stops waiting.
func (s *tokenSource) get(ctx context.Context, life time.Duration) (Token, error) {
	if token, err := s.current(life); err != nil || token.AccessToken != "" {
		return token, err
	}
	select {
	case s.fetching <- struct{}{}:
		defer func() { <-s.fetching }()
	case <-ctx.Done():
		return Token{}, &TokenError{Err: &StoppedError{Cause: ctx.Err()}}
	}
	if token, err := s.current(life); err != nil || token.AccessToken != "" {
		return token, err
	}
	return s.fetch(ctx)
}

// current is the token at hand; none if it ends before life is over. The error
// is that of credentials which were refused before.
func (s *tokenSource) current(life time.Duration) (Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refused != nil || time.Until(s.token.ExpiresAt) > min(life, s.lifetime/2) {
		return s.token, s.refused
	}
	return Token{}, nil
}

func (s *tokenSource) fetch(ctx context.Context) (Token, error) {
	token, err := s.request(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		err = &TokenError{Err: err}
		var api *APIError
		if errors.As(err, &api) && api.isRefusal() {
			s.refused = err
		}
		return Token{}, err
	}
	s.client.redact.add(token.AccessToken)
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
// query, the credentials as HTTP Basic, no body. It goes through do like every
// other call, and not through golang.org/x/oauth2, because the limits, the
// reading of errors and the pauses of the client must hold for it as well.
func (s *tokenSource) request(ctx context.Context) (Token, error) {
	basic := http.Request{Header: http.Header{}}
	basic.SetBasicAuth(s.id, s.secret)
	var token Token
	err := s.client.do(ctx, call{
		method: http.MethodPost,
		url:    s.url.String(),
		path:   s.url.Path,
		authorize: func(context.Context) (header, bearer string, err error) {
			return basic.Header.Get("Authorization"), "", nil
		},
		read: func(body []byte) (err error) {
			token, err = decodeToken(body)
			return err
		},
		stateless: true,
	})
	return token, err
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

// bearer authorizes a call with the client's token.
func (s *tokenSource) bearer(ctx context.Context) (header, bearer string, err error) {
	token, err := s.get(ctx, tokenMargin)
	if err != nil {
		return "", "", err
	}
	return "Bearer " + token.AccessToken, token.AccessToken, nil
}
