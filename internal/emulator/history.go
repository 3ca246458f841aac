package emulator

import "time"

// Event is one thing that happened to a message.
type Event struct {
	// Seq counts the events of this emulator from 1.
	Seq  int
	Time time.Time
	Kind EventKind
	// Message is the message after the event, or before it was deleted.
	Message Message
	// Request is the Request.Seq of what did it. 0 means that it was done by
	// hand (DeleteByHand, Post).
	Request int
}

// EventKind is what happened to a message.
type EventKind string

// The kinds of event.
const (
	Posted  EventKind = "posted"
	Edited  EventKind = "edited"
	Deleted EventKind = "deleted"
)

// What History keeps is bounded: the last events, and of those as many as have so
// many bytes of content.
const (
	maxEvents       = 1000
	maxHistoryBytes = 32 << 20
)

// history is what happened, and who waits for more. It is guarded by Emulator.mu.
type history struct {
	events []Event
	bytes  int
	seq    int
	// changed is closed when something happens, and then replaced.
	changed chan struct{}
	// changes counts what happened, requests included.
	changes int
}

// note adds an event. The lock is held.
func (e *Emulator) note(kind EventKind, m *Message, request int) {
	h := &e.history
	h.seq++
	// The content is never changed in place, so that the events can share it.
	h.events = append(h.events, Event{Seq: h.seq, Time: e.options.Now(), Kind: kind, Message: *m, Request: request})
	h.bytes += len(m.Content)
	for len(h.events) > maxEvents || h.bytes > maxHistoryBytes && len(h.events) > 1 {
		h.bytes -= len(h.events[0].Message.Content)
		h.events[0] = Event{}
		h.events = h.events[1:]
	}
	e.announce()
}

// announce wakes those who wait for a change. The lock is held.
func (e *Emulator) announce() {
	e.history.changes++
	if e.history.changed != nil {
		close(e.history.changed)
		e.history.changed = nil
	}
}

// History returns the last events, oldest first, of one message or of all if id is
// empty.
func (e *Emulator) History(id string) []Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []Event
	for _, event := range e.history.events {
		if id == "" || event.Message.ID == id {
			event.Message = event.Message.copy()
			out = append(out, event)
		}
	}
	return out
}

// Changes returns how many events and requests there were, and a channel that is
// closed with the next one.
func (e *Emulator) Changes() (n int, next <-chan struct{}) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.history.changed == nil {
		e.history.changed = make(chan struct{})
	}
	return e.history.changes, e.history.changed
}

// Reset removes all messages, their history and the requests. Tokens, limits,
// faults and the figures of Stats stay.
func (e *Emulator) Reset() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.messages, e.requests = nil, nil
	e.posted = map[string]int{}
	e.history.events, e.history.bytes = nil, 0
	e.announce()
}

// PendingFault is a fault that is still to come.
type PendingFault struct {
	Fault
	// Left is how many requests it is for; less than 0 means all.
	Left int
}

// PendingFaults returns the queued faults.
func (e *Emulator) PendingFaults() []PendingFault {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []PendingFault
	for _, f := range e.faults {
		out = append(out, PendingFault{f.Fault, f.left})
	}
	return out
}
