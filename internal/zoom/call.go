package zoom

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// caller performs the calls of one app: with one token, through one gate, by
// one rule of what is repeated. A client for another part of Zoom's API needs
// a caller of its own and its endpoints, nothing else (see [Directory]).
type caller struct {
	baseURL        string // without a slash at the end
	http           *http.Client
	userAgent      string
	attemptTimeout time.Duration
	gate           *gate
	clean          *cleaner
	tokens         *tokenSource
	backoff        func(attempt int) time.Duration
}

// call is one operation: what is asked, how the answer is read, and what may
// be done when it fails.
type call struct {
	method string
	url    string // absolute, escaped
	path   string // what errors and logs call it
	body   any    // sent as JSON unless nil

	// read takes the body of a 2xx answer. An error means that the answer
	// cannot have come from Zoom as documented.
	read func(body []byte) error

	// nonIdempotent means that the call is repeated only if the attempt before
	// it certainly did nothing.
	nonIdempotent bool

	// stateless means that the call changes nothing at Zoom, so that its
	// outcome cannot be unknown.
	stateless bool

	// token means that the call asks for an access token: nothing of its answer
	// is shown, and it does not count for the limits of the API.
	token bool
}

func (cl call) invalid(err error) *CallError {
	return &CallError{Outcome: NotSent, Reason: InvalidRequest, Method: cl.method, Path: cl.path, Cause: err}
}

// do performs a call with the app's token. The token is had first, so that
// nothing is between the call's turn at the gate and its request. One that
// Zoom refuses is renewed once.
func (c *caller) do(ctx context.Context, cl call) error {
	body, err := encode(cl.body)
	if err != nil {
		return cl.invalid(err)
	}
	attempts := &attempts{call: cl}
	for renewed := false; ; renewed = true {
		token, failure := c.tokens.get(ctx, tokenMargin)
		if failure != nil {
			return attempts.result(failure)
		}
		failure = c.perform(ctx, attempts, body, "Bearer "+token.AccessToken)
		switch {
		case failure == nil:
			return nil
		case renewed || whatFollows(failure, cl.nonIdempotent) != renewToken:
			failure.Renewed = renewed
			return failure
		}
		c.tokens.drop(token.AccessToken)
	}
}

// perform waits for the call's turn, sends it, decides by the answer, and
// repeats what may be repeated until ctx ends. Every request goes through
// here, that for the token as well.
func (c *caller) perform(ctx context.Context, a *attempts, body []byte, authorization string) *CallError {
	for ; ; a.count++ {
		turn, failure := c.gate.wait(ctx)
		if failure != nil {
			return a.stopped(failure)
		}
		failure = c.attempt(ctx, a.call, body, authorization)
		turn.done(failure, !a.call.token)
		if failure == nil {
			return nil
		}
		a.note(ctx, failure)
		wait := time.Duration(0)
		switch whatFollows(failure, a.call.nonIdempotent) {
		case repeatAfterPause: // the gate does the waiting
		case repeatAFewTimes:
			if !a.mayRepeatAgain(failure) {
				return a.result(failure)
			}
			wait = c.backoff(a.few - 1)
		case repeatAfterBackoff:
			wait = max(c.backoff(a.count), time.Until(failure.Until))
		default:
			return a.result(failure)
		}
		if err := sleep(ctx, wait); err != nil {
			return a.stopped(ended(err))
		}
	}
}

// attempts is what a call remembers of its attempts.
type attempts struct {
	call     call
	count    int
	last     *CallError // what the last one met, unless it was cut off by the context
	unsureAt time.Time  // when the first one was sent that may have been carried out
	few      int        // how many were repeated that are repeated a few times only
	fewSince time.Time
}

// mayRepeatAgain reports whether a failure that is repeated a few times may
// be, and counts it.
func (a *attempts) mayRepeatAgain(failure *CallError) bool {
	if a.few == 0 {
		a.fewSince = failure.SentAt
	}
	a.few++
	return a.few < fewAttempts && time.Since(a.fewSince) < fewTime
}

func (a *attempts) note(ctx context.Context, failure *CallError) {
	if failure.Outcome == Unknown && !a.call.stateless && a.unsureAt.IsZero() {
		a.unsureAt = failure.SentAt
	}
	if ctx.Err() == nil || !errors.Is(failure, ctx.Err()) {
		a.last = failure
	}
}

// result returns the error of a call that is not repeated after failure.
func (a *attempts) result(failure *CallError) *CallError {
	e := *failure
	switch {
	case !a.unsureAt.IsZero():
		e.Outcome, e.SentAt = Unknown, a.unsureAt
	case e.Outcome == Unknown: // of a call that changes nothing
		e.Outcome = Refused
	}
	return &e
}

// stopped returns the error of a call that would have been repeated, had the
// wait for its turn not failed.
func (a *attempts) stopped(failure *CallError) *CallError {
	e := *failure
	if a.last == nil {
		e.Outcome = NotSent
	} else if e.Reason != RateLimited {
		e = *a.last
		e.Reason = failure.Reason
	}
	e.Method, e.Path = a.call.method, a.call.path
	return a.result(&e)
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

// sleep waits for d, or until ctx ends. A wait that would outlast the deadline
// of ctx ends at once: nothing could follow it.
func sleep(ctx context.Context, d time.Duration) error {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
		return context.DeadlineExceeded
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
