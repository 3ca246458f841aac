// Package zoom is a client for the chatbot message calls of the Zoom API
// (https://developers.zoom.us/docs/api/chatbot/): send, edit and delete.
//
// The API cannot read a message back, and sending is neither idempotent nor
// has it an idempotency key. The client is therefore careful about two things:
// it repeats a call only when that cannot post a second message, and it says
// so (see [IsUnknownOutcome]) when it cannot know whether one was posted.
package zoom

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// DefaultBaseURL is the global API host. It works for every account;
	// regional and vanity hosts exist (Zoom, "Using Zoom APIs").
	DefaultBaseURL = "https://api.zoom.us/v2"

	// DefaultTokenURL is the token endpoint that the chatbot reference names.
	DefaultTokenURL = "https://api.zoom.us/oauth/token"

	// DefaultAttemptTimeout bounds one HTTP request with its answer.
	DefaultAttemptTimeout = 30 * time.Second
)

// Config says whom a [Client] speaks for and how. Zero values of the optional
// fields are the documented defaults.
type Config struct {
	// ClientID and ClientSecret are the app's credentials. Required.
	ClientID, ClientSecret string

	// BaseURL and TokenURL default to [DefaultBaseURL] and [DefaultTokenURL];
	// to one of them alone, [Endpoints] must know the other.
	BaseURL, TokenURL string

	// UserAgent is sent with every request.
	UserAgent string

	// Transport has the proxy, TLS and dial settings for the client's own
	// transports. Whatever it says, they speak HTTP/1 only and decide by
	// themselves which connections are used again. Defaults to the settings of
	// [http.DefaultTransport].
	Transport *http.Transport

	// WrapTransport, if set, returns what carries each request, around the
	// client's transport; for logging. It must send each request once.
	WrapTransport func(http.RoundTripper) http.RoundTripper

	// MaxRequestsPerSecond spaces the requests of this client evenly.
	// 0 means no cap: then only Zoom's own answers slow the client down.
	MaxRequestsPerSecond float64

	// AttemptTimeout bounds one request with its answer, as opposed to the
	// whole operation, which the caller's context bounds.
	// Defaults to [DefaultAttemptTimeout].
	AttemptTimeout time.Duration
}

// Client calls the Zoom API. It is safe for concurrent use, and meant to be
// shared: its calls use one token and slow down together.
type Client struct {
	*caller
	sent sentMessages
}

// NewClient returns a client, or an error that says which part of the
// configuration cannot be used. It makes no request.
func NewClient(config Config) (*Client, error) {
	c, err := newCaller(config, url.Values{"grant_type": {"client_credentials"}})
	if err != nil {
		return nil, err
	}
	return &Client{caller: c}, nil
}

// newCaller returns a caller for an app that gets its tokens by a grant.
func newCaller(config Config, grant url.Values) (*caller, error) {
	if config.ClientID == "" || config.ClientSecret == "" {
		return nil, errors.New("client ID and client secret are required")
	}
	base, token, ok := Endpoints(config.BaseURL, config.TokenURL)
	if !ok {
		return nil, errors.New("base URL and token URL must both be set, unless they are within zoom.us")
	}
	baseURL, err := parseEndpoint(base)
	if err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	tokenURL, err := parseEndpoint(token)
	if err != nil {
		return nil, fmt.Errorf("token URL: %w", err)
	}
	if config.AttemptTimeout <= 0 {
		config.AttemptTimeout = DefaultAttemptTimeout
	}
	clean := newCleaner(append(proxyPasswords(config.Transport, baseURL, tokenURL), config.ClientSecret)...)
	c := &caller{
		baseURL:        strings.TrimRight(baseURL.String(), "/"),
		http:           newHTTPClient(config.Transport, config.WrapTransport, clean),
		userAgent:      config.UserAgent,
		attemptTimeout: config.AttemptTimeout,
		gate:           newGate(config.MaxRequestsPerSecond),
		clean:          clean,
		backoff:        fullJitter,
	}
	c.tokens = newTokenSource(c, tokenURL, config.ClientID, config.ClientSecret, grant)
	return c, nil
}

// CheckURL reports why text cannot be an endpoint: it must be an absolute
// https URL without credentials, query and fragment; plain http is for
// loopback addresses only, because the client sends a secret.
func CheckURL(text string) error {
	_, err := parseEndpoint(text)
	return err
}

func parseEndpoint(text string) (*url.URL, error) {
	parsed, err := url.Parse(text)
	var parseErr *url.Error
	if errors.As(err, &parseErr) {
		return nil, parseErr.Err // without the text, which may hold a password
	}
	switch {
	case err != nil:
		return nil, err
	case parsed.User != nil:
		return nil, errors.New("must not contain a user name or password")
	case parsed.Hostname() == "":
		return nil, errors.New("must be an absolute URL such as " + DefaultBaseURL)
	case parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "":
		return nil, errors.New("must not contain a query or a fragment")
	case parsed.Scheme == "https", parsed.Scheme == "http" && isLoopback(parsed.Hostname()):
		return parsed, nil
	case parsed.Scheme == "http":
		return nil, errors.New("must use https; plain http is accepted for loopback addresses only")
	default:
		return nil, fmt.Errorf("must use https, not %q", parsed.Scheme)
	}
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
