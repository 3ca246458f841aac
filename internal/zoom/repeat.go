package zoom

import (
	"math/rand/v2"
	"net/http"
	"time"
)

// next is what follows an attempt that failed.
type next int

const (
	giveUp             next = iota
	repeatAfterPause        // the gate pauses every call
	repeatAfterBackoff      // this call alone waits
	repeatAFewTimes         // likewise, but for seconds only
	renewToken              // and repeat, once
)

// repeats is what follows which failure. The first row that fits holds; where
// none does, another attempt would fail in the same way. A call that is not
// idempotent is repeated only after an attempt that certainly did nothing.
var repeats = []struct {
	failed        func(*CallError) bool
	nonIdempotent next
	idempotent    next
}{
	{(*CallError).isTooManyRequests, repeatAfterPause, repeatAfterPause}, // nothing was done
	{(*CallError).isTokenRefused, renewToken, renewToken},
	{(*CallError).isForeignTokenAnswer, repeatAFewTimes, repeatAFewTimes},
	{(*CallError).isServerFault, giveUp, repeatAfterBackoff},
	{(*CallError).isTruncatedError, giveUp, repeatAfterBackoff}, // the lost part may have said that the message is gone
	{(*CallError).isPassingConnectionFault, repeatAFewTimes, repeatAFewTimes},
	{(*CallError).isWithoutAnswer, giveUp, repeatAfterBackoff},
	{(*CallError).isTruncatedSuccess, giveUp, repeatAfterBackoff},
}

// whatFollows returns what is done about a call that failed with e.
func whatFollows(e *CallError, nonIdempotent bool) next {
	for _, row := range repeats {
		switch {
		case !row.failed(e):
		case nonIdempotent:
			return row.nonIdempotent
		default:
			return row.idempotent
		}
	}
	return giveUp
}

func (e *CallError) isTooManyRequests() bool { return e.Status == http.StatusTooManyRequests }

// isTokenRefused reports whether the call was refused for its token. A code
// does not outrank a status that leaves the outcome open.
func (e *CallError) isTokenRefused() bool {
	return e.Reason == ErrorAnswer && !e.Token && e.Status/100 == 4 && !e.isServerFault() &&
		(e.Status == http.StatusUnauthorized || e.Code == CodeInvalidAuthToken || e.Code == CodeInvalidAccessToken)
}

// statusClientClosedRequest is what proxies of the nginx kind answer, or only
// write down, when the client seemed to have gone while the server was at work.
const statusClientClosedRequest = 499

// isServerFault reports whether a fault that may pass leaves open what the
// server did.
func (e *CallError) isServerFault() bool {
	return e.Reason == ErrorAnswer &&
		(e.Status >= 500 || e.Status == http.StatusRequestTimeout || e.Status == statusClientClosedRequest)
}

// outcome returns what is certain after an answer with a status that is not a
// success. A refusal is certain: 4xx, and the redirects that ask for the same
// request elsewhere. Other redirects are also how a server that has done the
// work points to its result; 101 goes on in another protocol.
func (e *CallError) outcome() Outcome {
	switch {
	case e.isServerFault():
		return Unknown
	case e.Status/100 == 2, e.Status/100 == 4: // 2xx: with a body that says so
		return Refused
	}
	switch e.Status {
	case http.StatusMovedPermanently, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return Refused
	}
	return Unknown
}

// isFinal reports whether the token endpoint refused, in Zoom's own words, what
// it would refuse again.
func (e *CallError) isFinal() bool {
	return e.Token && e.Reason == ErrorAnswer && e.Status/100 == 4 && !e.isTooManyRequests() && !e.isServerFault() &&
		!e.truncated && (e.OAuthError != "" || e.Code != 0)
}

// isForeignTokenAnswer reports whether the answer to a request for a token is
// not one of Zoom's: that of something in between, or a part of one.
func (e *CallError) isForeignTokenAnswer() bool {
	return e.Token && (e.Reason == ErrorAnswer || e.Reason == UnusableAnswer) && !e.isServerFault() && !e.isFinal()
}

func (e *CallError) isTruncatedError() bool { return e.Reason == ErrorAnswer && e.truncated }

func (e *CallError) isTruncatedSuccess() bool { return e.Reason == UnusableAnswer && e.truncated }

func (e *CallError) isWithoutAnswer() bool { return e.Reason == NoAnswer }

func (e *CallError) isPassingConnectionFault() bool {
	return e.Reason == NoConnection && !e.permanent
}

// A few times are five attempts, which are over in a few seconds if the server
// refuses the connection, and in half a minute if it does not answer.
const (
	fewAttempts = 5
	fewTime     = 20 * time.Second
)

// fullJitter is exponential back-off with full jitter: a random time of up to
// half a second, doubled with each attempt, to 30 seconds at the most.
func fullJitter(attempt int) time.Duration {
	limit := min(500*time.Millisecond<<min(attempt, 10), 30*time.Second)
	return rand.N(limit)
}
