package zoom

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync"
	"time"
)

// maxBody is how much of an answer is read, in bytes.
const maxBody = 1 << 20

// call is one operation: what is asked, how the answer is read, and what may
// be done when it fails.
type call struct {
	method string
	url    string // absolute, escaped
	path   string // what errors and logs call it
	body   any    // sent as JSON unless nil

	// authorize returns the Authorization header, and the bearer token in it
	// if there is one that can be renewed.
	authorize func(context.Context) (header, bearer string, err error)

	// read takes the body of a 2xx answer. An error means that the answer
	// cannot have come from Zoom as documented.
	read func(body []byte) error

	// once says that the call is not idempotent: it is repeated only if the
	// attempt before it certainly did nothing.
	once bool

	// stateless says that the call changes nothing at Zoom, so that its
	// outcome cannot be unknown.
	stateless bool
}

// do performs a call: it waits for its turn, sends, decides by the answer, and
// repeats what may be repeated until ctx ends. Every request of the client
// goes through here.
func (c *Client) do(ctx context.Context, cl call) error {
	body, err := encode(cl.body)
	if err != nil {
		return err
	}
	state := callState{call: cl}
	for attempt := 0; ; attempt++ {
		if err := c.gate.wait(ctx); err != nil {
			return state.stopped(err)
		}
		bearer, err := c.attempt(ctx, cl, body)
		if err == nil {
			return nil
		}
		wait, again := c.next(&state, attempt, bearer, err)
		if !again {
			return state.failed(err)
		}
		if ctx.Err() == nil || !errors.Is(err, ctx.Err()) {
			state.last = err
		}
		if err := sleep(ctx, wait); err != nil {
			return state.stopped(err)
		}
	}
}

// callState is what a call remembers from one attempt to the next.
type callState struct {
	call     call
	last     error     // what the attempt before met
	renewed  bool      // the token was renewed for this call already
	unsureAt time.Time // when an attempt began that may have been carried out, although no answer says so
}

// failed is the error of a call that is not repeated after err.
func (s *callState) failed(err error) error {
	if s.unsureAt.IsZero() {
		return err
	}
	return &UnknownOutcomeError{Err: err, SentAt: s.unsureAt}
}

// stopped is the error of a call that would have been repeated, had the wait
// for its turn not ended with err.
func (s *callState) stopped(err error) error {
	var limited *RateLimitError
	if !errors.As(err, &limited) {
		err = &StoppedError{Cause: err, Last: s.last}
	}
	return s.failed(err)
}

// next decides whether a call whose attempt failed with err is repeated, and
// after which wait.
func (c *Client) next(s *callState, attempt int, bearer string, err error) (wait time.Duration, again bool) {
	var api *APIError
	var transport *transportError
	var answer *answerError
	var token *TokenError
	switch {
	case errors.As(err, &token):
		return 0, false // nothing was sent, and the token was asked for often enough
	case errors.As(err, &api) && api.StatusCode == http.StatusTooManyRequests:
		// Refused before it was carried out. The gate does the waiting.
		c.gate.limited(api)
		return 0, true
	case errors.As(err, &api) && api.isTokenRefused() && bearer != "" && !s.renewed:
		s.renewed = true
		c.tokens.drop(bearer)
		return 0, true
	case errors.As(err, &api) && api.isServerFault():
		s.unsure(api.SentAt)
		return max(c.backoff(attempt), time.Until(api.RetryAfter)), !s.call.once
	case errors.As(err, &api) && api.broken && !s.call.once:
		return c.backoff(attempt), true // the lost part may have said that the message is gone
	case errors.As(err, &transport) && !transport.sent:
		return c.backoff(attempt), !transport.permanent()
	case errors.As(err, &transport):
		s.unsure(transport.sentAt)
		return c.backoff(attempt), !s.call.once
	case errors.As(err, &answer):
		s.unsure(answer.sentAt)
		return c.backoff(attempt), !s.call.once && answer.broken
	default:
		return 0, false
	}
}

func (s *callState) unsure(at time.Time) {
	if !s.call.stateless && s.unsureAt.IsZero() {
		s.unsureAt = at
	}
}

// attempt sends a call once. Its error is an *APIError for an answer that is
// not 2xx, a *transportError if there was none, an *answerError for a 2xx that
// cannot be read; anything else was met before something was sent.
func (c *Client) attempt(ctx context.Context, cl call, body []byte) (bearer string, err error) {
	authorization, bearer, err := cl.authorize(ctx)
	if err != nil {
		return "", err
	}
	flight := newFlight(ctx, c.attemptTimeout, cl.once)
	defer flight.land()

	req, err := http.NewRequestWithContext(flight.ctx, cl.method, cl.url, bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("building the request: %w", err)
	}
	if body == nil {
		req.Body, req.GetBody = http.NoBody, nil
	} else {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent)
	req.Header.Set("Authorization", authorization)
	sentAt := time.Now()
	resp, err := c.http.Do(req)
	if err != nil {
		return bearer, &transportError{method: cl.method, path: cl.path, sent: flight.wrote(), sentAt: sentAt, err: c.redact.err(err)}
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusTooManyRequests {
		c.gate.accepted()
	}
	answer, readErr := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		refusal := newAPIError(cl, resp, answer, sentAt, c.redact)
		refusal.broken = readErr != nil
		return bearer, refusal
	}
	fault := &answerError{method: cl.method, path: cl.path, status: resp.StatusCode, sentAt: sentAt, trackingID: trackingID(resp)}
	switch {
	case readErr != nil:
		fault.broken, fault.err = true, c.redact.err(readErr)
	case len(answer) > maxBody:
		fault.err = fmt.Errorf("it is longer than %d bytes", maxBody)
	default:
		fault.err = cl.read(answer)
	}
	if fault.err != nil {
		fault.excerpt = c.redact.excerpt(answer)
		return bearer, fault
	}
	return bearer, nil
}

// encode writes v as JSON without the escapes that encoding/json adds for
// HTML, so that a json.RawMessage inside keeps its bytes, white space apart.
func encode(v any) ([]byte, error) {
	if v == nil {
		return nil, nil
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, fmt.Errorf("encoding the request: %w", err)
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}

// flight is one request under way: how long it may take, and how far it got.
//
// A call that must not be cut off half-way (once) is detached from the
// caller's context as soon as it has a connection, because from then on bytes
// may have reached Zoom and only the answer tells the message's id. Until then
// it can be cancelled like any other.
type flight struct {
	ctx    context.Context
	cancel context.CancelFunc
	stop   func() bool

	mu        sync.Mutex
	connected bool
	headers   bool
}

func newFlight(caller context.Context, timeout time.Duration, detach bool) *flight {
	f := &flight{stop: func() bool { return true }}
	parent := caller
	if detach {
		parent = context.WithoutCancel(caller)
	}
	ctx, cancel := context.WithTimeout(parent, timeout)
	f.cancel = cancel
	if detach {
		f.stop = context.AfterFunc(caller, f.cancelUnlessConnected)
	}
	f.ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { f.mark(&f.connected) },
		WroteHeaders: func() { f.mark(&f.headers) },
	})
	return f
}

func (f *flight) mark(flag *bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*flag = true
}

func (f *flight) cancelUnlessConnected() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.connected {
		f.cancel()
	}
}

// wrote reports whether the request may have reached the server: without its
// complete headers no server can act on it.
func (f *flight) wrote() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.headers
}

func (f *flight) land() {
	f.stop()
	f.cancel()
}

// transportError is a request without an answer.
type transportError struct {
	method, path string
	sent         bool // the request may have reached the server
	sentAt       time.Time
	err          error
}

func (e *transportError) Error() string {
	if !e.sent {
		return fmt.Sprintf("%s %s: no connection: %v", e.method, e.path, e.err)
	}
	if errors.Is(e.err, context.DeadlineExceeded) {
		return fmt.Sprintf("%s %s: no answer in time: %v", e.method, e.path, e.err)
	}
	return fmt.Sprintf("%s %s: no answer: %v", e.method, e.path, e.err)
}

func (e *transportError) Unwrap() error { return e.err }

// permanent reports whether opening the connection will fail in the same way
// again: a certificate that is not trusted, a host name that does not exist, a
// proxy that refuses. Network errors pass.
func (e *transportError) permanent() bool {
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var dns *net.DNSError
	var operation *net.OpError
	var address *url.Error
	var network net.Error
	switch {
	case errors.As(e.err, &address): // of a proxy, in the environment
		return true
	case errors.As(e.err, &verification), errors.As(e.err, &authority), errors.As(e.err, &record):
		return true
	case errors.As(e.err, &dns):
		return dns.IsNotFound
	case errors.As(e.err, &operation):
		return operation.Op == "remote error" // a TLS alert: the server refuses to speak
	default:
		return !errors.As(e.err, &network) && !errors.Is(e.err, context.Canceled) &&
			!errors.Is(e.err, io.EOF) && !errors.Is(e.err, io.ErrUnexpectedEOF)
	}
}
