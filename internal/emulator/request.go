package emulator

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Request is one request as it was sent, and what was done about it. It holds
// credentials and tokens; Redacted is what may be shown.
type Request struct {
	// Seq counts all requests of this emulator from 1, in order of arrival.
	Seq    int
	Time   time.Time
	Method string
	// Proto is the version of HTTP, such as "HTTP/1.1".
	Proto string
	// Path is unescaped, EscapedPath is as it was sent.
	Path, EscapedPath, RawQuery string
	Query                       url.Values
	Header                      http.Header
	Body                        []byte
	// Token is whether this is a request for a token, not an API call.
	Token bool
	// Unknown is whether Zoom has no such path, or not with this method.
	Unknown bool

	// Status is what was answered; 0 if nothing was, or not yet. When an
	// answer is cut off, its status has been sent.
	Status int
	// Fault is the kind of the fault of this request, see Fault.Kind. It is
	// empty if there was none.
	Fault string
	// Processed is whether the request took effect: a message was posted, edited
	// or deleted, or a token was issued, whatever was answered after that.
	Processed bool
	// MessageID is the message that was posted, edited or deleted.
	MessageID string
	// Answered is whether an answer was sent in full. A client that goes away
	// just then may still not have it: only the client can know.
	Answered bool
	// Done is whether the emulator has finished with this request.
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

// shownHeaders and shownParameters are all that Redacted leaves of them.
var (
	shownHeaders    = []string{"Accept", "Content-Length", "Content-Type", "User-Agent"}
	shownParameters = []string{"account_id", "robot_jid", "user_jid"}
)

// Redacted returns the request without what could be a secret. It has no body,
// and of headers and query only those that are known to hold none.
func (r Request) Redacted() Request {
	r.Header = pick(r.Header, shownHeaders)
	r.Query = pick(r.Query, shownParameters)
	if r.Token || r.Unknown {
		r.Query = nil
	}
	r.RawQuery, r.Body = r.Query.Encode(), nil
	return r
}

func pick[M ~map[string][]string](from M, names []string) M {
	out := M{}
	for _, name := range names {
		if v, ok := from[name]; ok {
			out[name] = slices.Clone(v)
		}
	}
	return out
}

func cloneValues(v url.Values) url.Values {
	return url.Values(http.Header(v).Clone())
}

// Requests returns all requests in order of arrival, also those for a token and
// for unknown paths.
func (e *Emulator) Requests() []Request {
	return e.selectRequests(func(*Request) bool { return true })
}

// Calls returns the API calls with that method, in order of arrival, and those
// with any method if it is empty. Requests for a token and for unknown paths are
// not API calls.
func (e *Emulator) Calls(method string) []Request {
	return e.selectRequests(func(r *Request) bool {
		return !r.Token && !r.Unknown && (method == "" || r.Method == method)
	})
}

// TokenRequests returns the requests for a token, in order of arrival.
func (e *Emulator) TokenRequests() []Request {
	return e.selectRequests(func(r *Request) bool { return r.Token })
}

// ResetRequests removes the requests so far. Messages, tokens, limits and Stats
// stay.
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
