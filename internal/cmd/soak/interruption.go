package main

import (
	"context"
	"fmt"
	"syscall"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

// interruption interrupts a command half-way: after so many calls with a method,
// the next ones are held, and while they are, the signal is sent.
type interruption struct {
	signal syscall.Signal
	method string
	after  int

	held chan struct{} // closed when the first call is held
	sent bool          // the signal was sent
	err  error         // it could not be sent
}

func newInterruption(signal syscall.Signal, method string, after int) *interruption {
	return &interruption{signal: signal, method: method, after: after, held: make(chan struct{})}
}

func (i *interruption) String() string {
	if i == nil {
		return ""
	}
	return fmt.Sprintf("%s after %d × %s", i.signal, i.after, i.method)
}

// prepare makes the emulator hold the calls, after it has processed them: it is
// the answer that the interruption may cost.
func (i *interruption) prepare(zoom *emulator.Emulator) {
	seen := 0
	zoom.Fail(emulator.Fault{
		Match: i.method, Times: 3, Process: true,
		Hold: 2 * time.Second, // less than the provider waits for an answer after Ctrl-C
		When: func(emulator.Request) bool {
			seen++
			if seen == i.after+1 {
				close(i.held)
			}
			return seen > i.after
		},
	})
}

// run sends the signal to the group of a Terraform process, or SIGKILL to its
// provider, when it is due, unless the context ends before.
func (i *interruption) run(ctx context.Context, terraform int) {
	select {
	case <-i.held:
		time.Sleep(500 * time.Millisecond) // the other calls are held, too
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return
	}
	if i.signal == syscall.SIGKILL {
		i.err = workbench.KillProvider(terraform)
	} else {
		i.err = workbench.SignalGroup(terraform, i.signal)
	}
	i.sent = i.err == nil
}
