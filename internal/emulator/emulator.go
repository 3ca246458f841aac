package emulator

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Emulator is an in-memory Zoom. It is an http.Handler and is safe for
// concurrent use.
type Emulator struct {
	options Options
	// pages serves the page and the JSON API.
	pages func() http.Handler

	// mu guards everything below.
	mu       sync.Mutex
	requests []*Request
	messages []*Message // that exist, in order of posting
	posted   map[string]int
	ids      int
	tokens   map[string]token
	limits   limits
	faults   []*queuedFault
	chaos    *chaos
	inFlight int
	stats    Stats
	seq      int
	history  history
}

// New sets up an emulated Zoom without messages.
func New(o Options) *Emulator {
	e := &Emulator{
		options: o.withDefaults(),
		posted:  map[string]int{},
		tokens:  map[string]token{},
		stats:   Stats{Faults: map[string]int{}},
	}
	e.pages = sync.OnceValue(e.newPages)
	e.SetChaos(o.Chaos)
	return e
}

// The kinds of request, which are also what Fault.Match names.
const (
	kindPost   = http.MethodPost
	kindPut    = http.MethodPut
	kindDelete = http.MethodDelete
	kindToken  = "TOKEN"
)

const (
	tokenPath    = "/oauth/token"
	messagesPath = "/v2/im/chat/messages"
	maxBody      = 4 << 20
)

// exchange is one request on its way through the emulator.
type exchange struct {
	e *Emulator
	w http.ResponseWriter
	r *http.Request
	// kind is empty for an unknown path.
	kind string
	// id is the message ID in the path, unescaped.
	id string
	// lookup is what a GET asks for.
	lookup lookup
	rec    *Request // guarded by e.mu
}

// ServeHTTP answers as Zoom does, or as a fault demands.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if isPage(r) {
		e.pages().ServeHTTP(w, r)
		return
	}
	x := &exchange{e: e, w: w, r: r}
	x.kind, x.id = route(r)
	if l, ok := routeLookup(r.URL.EscapedPath()); ok && r.Method == http.MethodGet {
		x.kind, x.lookup = kindGet, l
	}
	arrived := time.Now()
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	tooLong := errors.As(err, new(*http.MaxBytesError))
	x.begin(body)
	defer x.end()
	if err != nil && !tooLong {
		x.abort(Fault{})
	}
	x.serve(arrived)
}

// route returns which of the calls a request is, and for which message. The path
// is taken as it came and unescaped exactly once, after it was split.
func route(r *http.Request) (kind, id string) {
	path := r.URL.EscapedPath()
	switch {
	case path == tokenPath && r.Method == http.MethodPost:
		return kindToken, ""
	case path == messagesPath && r.Method == http.MethodPost:
		return kindPost, ""
	case r.Method != http.MethodPut && r.Method != http.MethodDelete:
		return "", ""
	}
	escaped, ok := strings.CutPrefix(path, messagesPath+"/")
	if !ok || escaped == "" || strings.Contains(escaped, "/") || !cleanPath(r.RequestURI) {
		return "", ""
	}
	id, err := url.PathUnescape(escaped)
	if err != nil {
		return "", ""
	}
	return r.Method, id
}

// begin records the request.
func (x *exchange) begin(body []byte) {
	e, r := x.e, x.r
	e.mu.Lock()
	defer e.mu.Unlock()
	e.seq++
	x.rec = &Request{
		Seq: e.seq, Time: e.options.Now(), Method: r.Method, Proto: r.Proto,
		Path: r.URL.Path, EscapedPath: r.URL.EscapedPath(), RawQuery: r.URL.RawQuery, Query: r.URL.Query(),
		Header: r.Header.Clone(), Body: body,
		Token: x.kind == kindToken, Unknown: x.kind == "",
		TrackingID: fmt.Sprintf("v=2.0;clid=emulator;rid=WEB_%08x", e.seq),
	}
	e.requests = append(e.requests, x.rec)
	if keep := e.options.KeepRequests; keep > 0 && len(e.requests) > keep {
		e.requests = slices.Delete(e.requests, 0, len(e.requests)-keep)
	}
	switch x.kind {
	case kindToken:
		e.stats.TokenRequests++
	case "":
		e.stats.Unknown++
	default:
		e.stats.Calls++
		e.inFlight++
		e.stats.MaxConcurrent = max(e.stats.MaxConcurrent, e.inFlight)
	}
}

// end completes the record of the request, also when its connection is dropped.
func (x *exchange) end() {
	e := x.e
	e.mu.Lock()
	x.rec.Done = true
	if x.kind != kindToken && x.kind != "" {
		e.inFlight--
	}
	if x.rec.Processed && !x.rec.Answered && !x.rec.Token {
		e.stats.Unanswered++
	}
	e.announce()
	done := x.rec.copy()
	e.mu.Unlock()
	if e.options.Log != nil {
		e.options.Log(done)
	}
}

// serve processes the request and misbehaves as its fault demands: it processes
// or waits first, and then answers, or not.
func (x *exchange) serve(arrived time.Time) {
	f := x.takeFault()
	var a answer
	worked := false
	if f.Process || (f.usesAnswer() && f.Hold == 0) {
		a, worked = x.work(), true
	}
	if !x.wait(arrived, x.e.options.Latency+f.Hold) {
		x.abort(f)
	}
	if f.usesAnswer() && !worked {
		a = x.work()
	}
	if f.Drop {
		x.abort(f)
	}
	x.send(f, f.shape(a))
}

// wait waits until d has passed since the request arrived, and reports whether
// the client is still waiting for the answer.
func (x *exchange) wait(arrived time.Time, d time.Duration) bool {
	if d > 0 {
		t := time.NewTimer(time.Until(arrived.Add(d)))
		defer t.Stop()
		select {
		case <-t.C:
		case <-x.r.Context().Done():
		}
	}
	return x.r.Context().Err() == nil
}

// work processes the request.
func (x *exchange) work() answer {
	switch x.kind {
	case "":
		if x.e.options.UnknownPath != nil {
			x.e.options.UnknownPath(x.record())
		}
		return gatewayRefusal(http.StatusNotFound, 2300, messageUnknownPath)
	case kindToken:
		return x.token()
	}
	admit := x.admit
	if x.kind == kindGet {
		admit = func() (answer, bool) { return x.admitLookup(x.lookup) }
	}
	a, refused := admit()
	if refused {
		return a
	}
	var done answer
	switch x.kind {
	case kindGet:
		done = x.lookUp(x.lookup)
	case kindDelete:
		done = x.deleteMessage()
	default:
		done = x.writeMessage()
	}
	maps.Copy(done.header, a.header)
	return done
}

// admit checks the token and then the limits, as the gateway in front of Zoom's
// API does. If it lets the call pass, the answer holds no more than headers.
func (x *exchange) admit() (a answer, refused bool) {
	e := x.e
	e.mu.Lock()
	defer e.mu.Unlock()
	if message := e.checkToken(x.r.Header); message != "" {
		e.stats.BadToken++
		return refusal(http.StatusUnauthorized, 7010, message), true
	}
	a, refused = e.limits.take(e.options.Now(), e.options.RequestsPerSecond, e.options.RequestsPerDay)
	if refused {
		e.stats.RateLimited++
	}
	return a, refused
}

// record returns what is recorded of the request.
func (x *exchange) record() Request {
	x.e.mu.Lock()
	defer x.e.mu.Unlock()
	return x.rec.copy()
}

// processed records what was done. The lock is held.
func (x *exchange) processed(messageID string) {
	x.rec.Processed = true
	x.rec.MessageID = messageID
}

// answered records the answer before it is sent, so that a client that has the
// answer finds it recorded.
func (x *exchange) answered(status int, whole bool) {
	x.e.mu.Lock()
	defer x.e.mu.Unlock()
	x.rec.Status, x.rec.Answered = status, whole
}
