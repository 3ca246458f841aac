package main

import (
	"errors"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

const (
	// maxApplies bounds how often a phase is applied. With the faults below,
	// each apply leaves about a seventh of what the one before left.
	maxApplies = 12

	// commandTime bounds one command of Terraform.
	commandTime = 3 * time.Minute

	// operationTimeout is the time-out of each create, update and delete. It
	// is longer than the storms of 429 and the repetitions of a PUT take.
	operationTimeout = "45s"

	// latency of every call, so that calls overlap and interrupts hit some.
	latency = 20 * time.Millisecond
)

// Options is what a soak does.
type Options struct {
	Seed        uint64
	Messages    int
	Channels    int
	Parallelism int
	// Time bounds the whole run.
	Time time.Duration
	// ProviderDir is the root of the provider's module. Empty means that of the
	// module around the current folder.
	ProviderDir string
	// Verbose prints the errors that Terraform prints.
	Verbose bool
}

func (o Options) check() error {
	switch {
	case o.Channels < 1, o.Parallelism < 1:
		return errors.New("there must be at least one channel and one operation at a time")
	case o.Messages < 6*o.Parallelism:
		return errors.New("there must be at least six times as many messages as operations at a time, or Ctrl-C and kill find nothing to interrupt")
	case o.Time <= 0:
		return errors.New("there is no time to run")
	}
	return nil
}

// chaos is what goes wrong at random: one POST in seven has an
// unknown outcome, and of those, about half post a message.
func (o Options) chaos() *emulator.Chaos {
	return &emulator.Chaos{
		Seed:        o.Seed,
		RateLimit:   0.008,
		Storm:       3,
		ServerError: 0.05,
		DropBefore:  0.02,
		DropAfter:   0.05,
		CutAnswer:   0.03,
		ExpireToken: 0.015,
		Hold:        0.03,
		HoldFor:     time.Second,
		TokenError:  0.2,
	}
}
