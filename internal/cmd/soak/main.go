// Command soak puts the provider under load and proves by the books of an
// emulated Zoom what it promises: no message is posted twice on the provider's
// own account, and none stands in a channel that neither a state knows nor an
// error told of.
//
// It runs the provider's binary under real Terraform, as separate processes,
// against an emulator in its own process that fails at random. It posts
// hundreds of messages, edits all of them and destroys all of them, repeats
// each `terraform apply` until it is green, presses Ctrl-C and kills the
// provider half-way, and does between two commands what a person does who
// reads the errors. Everything stays on the loopback interface.
//
// The seed decides which calls fail and how, when Ctrl-C and kill come, and
// what the person does. It cannot decide in which order the calls of parallel
// operations arrive, nor how long the provider waits before it repeats a call:
// the n-th POST always meets the same fault, but it may be that of another
// message. Two runs with one seed are alike, and not equal.
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
	o, err := parseOptions(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(2)
	}
	report, err := run(ctx, o, os.Stdout)
	if err == nil && len(report.Findings) > 0 {
		err = errors.New(report.result())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func parseOptions(args []string) (Options, error) {
	var o Options
	flags := flag.NewFlagSet("soak", flag.ContinueOnError)
	flags.Uint64Var(&o.Seed, "seed", 1, "decides which calls fail, and what else happens")
	flags.IntVar(&o.Messages, "messages", 300, "how many messages to post, edit and destroy")
	flags.IntVar(&o.Channels, "channels", 7, "over how many channels")
	flags.IntVar(&o.Parallelism, "parallelism", 10, "terraform's -parallelism")
	flags.DurationVar(&o.Time, "time", 8*time.Minute, "how long all of it may take")
	flags.StringVar(&o.ProviderDir, "provider-dir", "", "root of the module of the provider to test (default the one around the current folder)")
	flags.BoolVar(&o.Verbose, "v", false, "print the errors that Terraform prints")
	if err := flags.Parse(args); err != nil {
		return Options{}, err
	}
	if flags.NArg() > 0 {
		return Options{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return o, o.check()
}
