package zoom

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"
)

// maxBody is how much of an answer is read, in bytes.
const maxBody = 1 << 20

// attempt sends a request once and reads its answer. It returns nil if the
// call succeeded.
func (c *caller) attempt(ctx context.Context, cl call, body []byte, authorization string) *CallError {
	attempt := newAttemptContext(ctx, c.attemptTimeout, cl.nonIdempotent)
	defer attempt.close()

	req, err := http.NewRequestWithContext(attempt.ctx, cl.method, cl.url, http.NoBody)
	if err != nil {
		return cl.invalid(c.clean.err(err))
	}
	if body != nil {
		// Not given to NewRequest, which would set GetBody: net/http uses that
		// to send a request again.
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent)
	req.Header.Set("Authorization", authorization)
	sentAt := time.Now()
	failure := c.exchange(req, cl, attempt)
	if failure != nil {
		failure.Method, failure.Path, failure.Token, failure.SentAt = cl.method, cl.path, cl.token, sentAt
	}
	return failure
}

func (c *caller) exchange(req *http.Request, cl call, attempt *attemptContext) *CallError {
	resp, err := c.http.Do(req)
	if err != nil {
		return c.noAnswer(cl, err, attempt)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusSwitchingProtocols {
		// Its body is the connection, and reading from that heeds no context.
		return c.readAnswer(cl, resp, nil, nil)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	return c.readAnswer(cl, resp, body, err)
}

// attemptContext is the context of one request, and how far the request got.
//
// A request that must not be cut off half-way is detached from the caller's
// context as soon as it has a connection, because from then on bytes may have
// reached Zoom and only the answer names the message. Until then it can be
// cancelled like any other.
type attemptContext struct {
	ctx    context.Context
	cancel context.CancelFunc
	stop   func() bool

	mu        sync.Mutex
	connected bool
}

func newAttemptContext(caller context.Context, timeout time.Duration, detach bool) *attemptContext {
	a := &attemptContext{stop: func() bool { return true }}
	parent := caller
	if detach {
		parent = context.WithoutCancel(caller)
	}
	ctx, cancel := context.WithTimeout(parent, timeout)
	a.cancel = cancel
	if detach {
		a.stop = context.AfterFunc(caller, a.cancelUnlessConnected)
	}
	a.ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) {
			a.mu.Lock()
			defer a.mu.Unlock()
			a.connected = true
		},
	})
	return a
}

func (a *attemptContext) cancelUnlessConnected() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.connected {
		a.cancel()
	}
}

// mayHaveReachedServer reports whether a server may have acted on the request:
// it had a connection, over which net/http writes it at once.
func (a *attemptContext) mayHaveReachedServer() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.connected
}

func (a *attemptContext) close() {
	a.stop()
	a.cancel()
}
