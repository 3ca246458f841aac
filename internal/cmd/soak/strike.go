package main

import (
	"context"
	"fmt"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

const (
	// heldCalls is how many calls are held, done but not answered, when a
	// strike comes; heldFor is for how long. That is less than the provider
	// gives a POST to finish after Ctrl-C.
	heldCalls = 3
	heldFor   = 2 * time.Second

	// strikeDelay is how long the strike waits for all of them to come.
	strikeDelay = 500 * time.Millisecond
)

// strikeKind is what a command is struck with.
type strikeKind string

const (
	ctrlC strikeKind = "Ctrl-C"
	kill9 strikeKind = "kill -9"
)

// strike is something that befalls a command half-way: when so many calls with
// a method have come, the next ones are held, and while they are, it comes.
type strike struct {
	kind   strikeKind
	method string
	after  int

	first, last chan struct{} // closed when the first and the last call are held
	done        bool          // it came
	err         error         // it could not be done
}

func newStrike(kind strikeKind, method string, after int) *strike {
	return &strike{kind: kind, method: method, after: after, first: make(chan struct{}), last: make(chan struct{})}
}

func (s *strike) String() string { return fmt.Sprintf("%s after %d × %s", s.kind, s.after, s.method) }

// lay makes the emulator hold the calls. The held ones do their work first: it
// is the answer that the strike may cost.
func (s *strike) lay(zoom *emulator.Emulator) {
	seen := 0
	zoom.Fail(emulator.Fault{
		Match: s.method, Times: heldCalls, Process: true, Hold: heldFor,
		When: func(emulator.Request) bool {
			seen++
			switch seen {
			case s.after + 1:
				close(s.first)
			case s.after + heldCalls:
				close(s.last)
			}
			return seen > s.after
		},
	})
}

// run strikes a Terraform process when it is due, unless the context ends
// before.
func (s *strike) run(ctx context.Context, terraform int) {
	select {
	case <-s.first:
	case <-ctx.Done():
		return
	}
	select {
	case <-s.last:
	case <-time.After(strikeDelay):
	case <-ctx.Done():
		return
	}
	if s.kind == ctrlC {
		s.err = interruptGroup(terraform)
	} else {
		_, s.err = killProviders(terraform)
	}
	s.done = s.err == nil
}
