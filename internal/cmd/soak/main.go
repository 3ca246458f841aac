// Command soak puts the provider under load and judges by what an emulated Zoom
// has recorded whether it keeps its promise: it never posts a message twice on its
// own account, and no message exists in a channel that neither a state knows nor
// an error has announced.
//
// It runs the built provider under real Terraform against an emulator that fails
// at random: answers that are lost, cut off or never come, storms of 429, expired
// tokens, 101 Switching Protocols, connections that are closed while a request may
// be on its way, HTTP/2 on offer. It posts, edits and destroys hundreds of
// messages, repeats each `terraform apply` until it succeeds, sends SIGINT and
// SIGTERM to the process group and SIGKILL to the provider half-way, and does in
// between what a person does who reads the errors.
//
// The seed decides which calls fail and how, and when the signals come, but not in
// which order parallel calls arrive. Two runs with one seed are alike, not equal.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	report, err := run(ctx, parseOptions(), os.Stdout)
	if err == nil && len(report.Findings) > 0 {
		err = errors.New(report.summary())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

// Options is what a soak does; the flags describe each.
type Options struct {
	Seed                            uint64
	Messages, Channels, Parallelism int
	Time                            time.Duration
	ProviderDir                     string
}

func parseOptions() (o Options) {
	flag.Uint64Var(&o.Seed, "seed", 1, "decides which calls fail, and when the signals come")
	flag.IntVar(&o.Messages, "messages", 300, "how many messages to post, edit and destroy")
	flag.IntVar(&o.Channels, "channels", 7, "how many channels to post them to")
	flag.IntVar(&o.Parallelism, "parallelism", 10, "terraform's -parallelism")
	flag.DurationVar(&o.Time, "time", 10*time.Minute, "how long all of it may take")
	flag.StringVar(&o.ProviderDir, "provider-dir", "", "root `folder` of the provider (default this module's)")
	flag.Parse()
	return o
}

func (o Options) check() error {
	if o.Channels < 1 || o.Parallelism < 1 || o.Messages < 10*o.Parallelism || o.Time <= 0 {
		return errors.New("there must be channels, time, and ten times as many messages as operations at a time: " +
			"or else the last signal finds nothing to interrupt")
	}
	return nil
}
