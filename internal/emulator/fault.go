package emulator

import (
	"net/http"
	"strconv"
	"time"
)

// Fault is a way to misbehave. What it leaves open is as usual: a fault without
// Status, Body and Drop sends the ordinary answer, for which the request is
// processed in any case, after the Hold unless Process is set.
type Fault struct {
	// Match is the kind of request that it is for: "POST", "PUT", "DELETE", "GET"
	// (API calls with that method), "TOKEN", or "" for any of these.
	Match string
	// When narrows that down. Nil means all. It must not call the emulator.
	When func(Request) bool
	// Times is how many requests it is for: 0 means one, less than 0 all.
	Times int
	// Process processes the request first and misbehaves then.
	Process bool
	// ExpireToken ends the token of this request before anything else.
	ExpireToken bool
	// Hold is how long to wait before answering. It ends early when the client
	// goes away or the server is closed; a request that was not processed by
	// then never is.
	Hold time.Duration
	// Status, Header and Body are what to answer. Status 0 is the ordinary
	// status with Process, else 200. An empty Body with a Status is an empty
	// body. Headers are added to the ordinary ones.
	Status int
	Header http.Header
	Body   string
	// Drop closes the connection without an answer.
	Drop bool
	// Cut sends the head and half of the body, then closes the connection.
	Cut bool
	// Reset makes Drop a TCP reset instead of an orderly end.
	Reset bool
}

// Kind is the name of the fault in Request.Fault and Stats.Faults: "502",
// "drop", "cut", "hold" or "expire-token", else "answer". It ends in "-after" if
// the request is processed first.
func (f Fault) Kind() string {
	kind := "answer"
	switch {
	case f.Drop:
		kind = "drop"
	case f.Cut:
		kind = "cut"
	case f.ExpireToken:
		kind = "expire-token"
	case f.Status != 0:
		kind = strconv.Itoa(f.Status)
	case f.Hold > 0:
		kind = "hold"
	}
	if f.Process {
		kind += "-after"
	}
	return kind
}

// usesAnswer reports whether the ordinary answer is sent, in whole or in part.
func (f Fault) usesAnswer() bool {
	return !f.Drop && f.Status == 0 && f.Body == ""
}

// shape returns what to answer instead of the ordinary answer, which is empty if
// the request was not processed.
func (f Fault) shape(a answer) answer {
	if f.Status != 0 || f.Body != "" {
		if a.status == 0 {
			a.status = http.StatusOK
		}
		if f.Status != 0 {
			a.status = f.Status
		}
		a.body = []byte(f.Body)
		a.header = http.Header{"Content-Type": {jsonType}}
	}
	if len(f.Header) > 0 {
		a.header = a.header.Clone()
		for name, values := range f.Header {
			a.header[http.CanonicalHeaderKey(name)] = values
		}
	}
	return a
}

// queuedFault is a fault and how many requests it is still for; less than 0 is all.
type queuedFault struct {
	Fault
	left int
}

// Fail queues faults. Each request takes the first one that matches.
func (e *Emulator) Fail(faults ...Fault) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, f := range faults {
		left := f.Times
		if left == 0 {
			left = 1
		}
		e.faults = append(e.faults, &queuedFault{f, left})
	}
}

// ClearFaults removes the queued faults. Chaos continues.
func (e *Emulator) ClearFaults() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.faults = nil
}

// takeFault returns the fault of this request: the first in the queue that
// matches it, else a random one. It is the zero fault if there is none.
func (x *exchange) takeFault() Fault {
	e := x.e
	e.mu.Lock()
	defer e.mu.Unlock()
	if x.kind == "" {
		return Fault{}
	}
	f, ok := e.queued(x)
	kind := f.Kind()
	if !ok {
		f, kind, ok = e.chaos.next(x.kind, e.options.Now())
	}
	if !ok {
		return Fault{}
	}
	x.rec.Fault = kind
	e.stats.Faults[kind]++
	if f.ExpireToken {
		delete(e.tokens, bearer(x.r.Header))
	}
	return f
}

// queued takes the first fault in the queue that matches. The lock is held.
func (e *Emulator) queued(x *exchange) (Fault, bool) {
	for i, q := range e.faults {
		if (q.Match != "" && q.Match != x.kind) || (q.When != nil && !q.When(x.rec.copy())) {
			continue
		}
		if q.left--; q.left == 0 {
			e.faults = append(e.faults[:i:i], e.faults[i+1:]...)
		}
		return q.Fault, true
	}
	return Fault{}, false
}
