package emulator

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Request is one request as it came, and what was done with it.
type Request struct {
	// Seq counts all requests of this emulator from 1, in order of arrival.
	Seq    int
	Time   time.Time
	Method string
	// Path is un-escaped, EscapedPath is as it came.
	Path, EscapedPath, RawQuery string
	Query                       url.Values
	Header                      http.Header
	Body                        []byte
	// Token says that this is a request for a token, not an API call.
	Token bool
	// Unknown says that Zoom has no such path, or not with this method.
	Unknown bool

	// Status is what was answered; 0 if nothing was, or not yet. When an
	// answer is cut off, its status has been sent.
	Status int
	// Fault is the kind of the fault that this request met, see Fault.Kind.
	// Empty if there was none.
	Fault string
	// Processed says that the work was done: a message was posted, edited or
	// deleted, or a token was given, whatever was answered after that.
	Processed bool
	// MessageID is the message that was posted, edited or deleted.
	MessageID string
	// Answered says that an answer was sent to its end. A client that vanishes
	// just then may still not have it: only the client can know.
	Answered bool
	// Done says that the emulator has finished with this request.
	Done bool
	// TrackingID is the x-zm-trackingid of the answer.
	TrackingID string
}

func (r Request) copy() Request {
	r.Query = cloneValues(r.Query)
	r.Header = r.Header.Clone()
	r.Body = slices.Clone(r.Body)
	return r
}

func cloneValues(v url.Values) url.Values {
	return url.Values(http.Header(v).Clone())
}

// Requests gives everything that was asked, in order of arrival, token
// requests and unknown paths too.
func (e *Emulator) Requests() []Request {
	return e.selectRequests(func(*Request) bool { return true })
}

// Calls gives the API calls with that method, in order of arrival, and those
// of every method if it is empty. Token requests are none of them, nor are
// requests for unknown paths.
func (e *Emulator) Calls(method string) []Request {
	return e.selectRequests(func(r *Request) bool {
		return !r.Token && !r.Unknown && (method == "" || r.Method == method)
	})
}

// TokenRequests gives the requests for a token, in order of arrival.
func (e *Emulator) TokenRequests() []Request {
	return e.selectRequests(func(r *Request) bool { return r.Token })
}

// ResetRequests forgets the requests so far. Messages, tokens, limits and the
// figures of Stats stay.
func (e *Emulator) ResetRequests() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.requests = nil
}

func (e *Emulator) selectRequests(wanted func(*Request) bool) []Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []Request
	for _, r := range e.requests {
		if wanted(r) {
			out = append(out, r.copy())
		}
	}
	return out
}
