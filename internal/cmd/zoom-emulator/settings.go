package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// settings is what the flags say.
type settings struct {
	addr    string
	options emulator.Options
	faults  []emulator.Fault
}

const usage = `Usage: zoom-emulator [flags]

Serves an in-memory Zoom on this machine: the token endpoint and the three calls
for chatbot messages, with the answers and errors that Zoom documents. It prints
what to export to point the provider at it, and one line for each request.
GET /_emulator/messages lists the messages that stand, by channel; so does an
interrupt, which ends it.

By default it knows one pair of credentials, every account, every bot and every
channel.

`

// parse reads the flags. Help goes to out.
func parse(args []string, out io.Writer) (*settings, error) {
	var s settings
	var chaos emulator.Chaos
	flags := flag.NewFlagSet("zoom-emulator", flag.ContinueOnError)
	// A wrong flag is an error of one line, not followed by the whole help.
	flags.SetOutput(io.Discard)
	s.define(flags)
	defineChaos(flags, &chaos)
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		flags.SetOutput(out)
		if _, err := io.WriteString(out, usage+"Flags:\n"); err != nil {
			return nil, err
		}
		flags.PrintDefaults()
		return nil, err
	} else if err != nil {
		return nil, fmt.Errorf("%w (-h explains the flags)", err)
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("%q is not a flag, and there are no other arguments", flags.Arg(0))
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	if err := checkChaos(chaos); err != nil {
		return nil, err
	}
	s.options.Chaos = &chaos
	// A state of an earlier run must not match other messages by chance.
	s.options.IDSeed = uint64(time.Now().UnixNano())
	return &s, nil
}

func (s *settings) define(flags *flag.FlagSet) {
	o := &s.options
	flags.StringVar(&s.addr, "addr", "127.0.0.1:8080", "loopback `address` to serve on; port 0 takes a free one")
	flags.StringVar(&o.ClientID, "client-id", emulator.DefaultClientID, "the only client `id` known")
	flags.StringVar(&o.ClientSecret, "client-secret", emulator.DefaultClientSecret, "its `secret`; printed at the start, so not a real one")
	flags.StringVar(&o.AccountID, "account-id", "", "the only account `id` known (default any)")
	flags.Var((*list)(&o.RobotJIDs), "robot", "`JID` of a bot known; may be repeated (default any)")
	flags.Var((*list)(&o.ChannelJIDs), "channel", "`JID` of a channel or user known; may be repeated (default any)")
	flags.DurationVar(&o.TokenLifetime, "token-lifetime", time.Hour, "how long a token is good")
	flags.BoolVar(&o.SingleToken, "single-token", false, "a new token ends the earlier ones")
	flags.IntVar(&o.RequestsPerSecond, "rps", 0, "API `calls` allowed per second (default no limit)")
	flags.IntVar(&o.RequestsPerDay, "rpd", 0, "API `calls` allowed per day (default no limit)")
	flags.DurationVar(&o.Latency, "latency", 0, "how long each answer takes")
	flags.BoolVar(&o.NastyIDs, "nasty-ids", false, "message ids full of characters that a path must escape")
	flags.Func("fault", "a `fault`; may be repeated, and each request takes the first that is for it:\n"+emulator.FaultSyntax,
		func(v string) error {
			f, err := emulator.ParseFault(v)
			s.faults = append(s.faults, f)
			return err
		})
}

func defineChaos(flags *flag.FlagSet, c *emulator.Chaos) {
	flags.Uint64Var(&c.Seed, "chaos-seed", 1, "what the random faults depend on")
	rate := func(to *float64, name, what string) {
		flags.Float64Var(to, "chaos-"+name, 0, "`rate`, 0 to 1, of calls that "+what)
	}
	rate(&c.ServerError, "server-error", "get a 5xx, half of them after the work was done")
	rate(&c.DropBefore, "drop", "lose their connection before the work is done")
	rate(&c.DropAfter, "drop-after", "lose their connection after the work was done")
	rate(&c.CutAnswer, "cut", "get half an answer, half of them after the work was done")
	rate(&c.RateLimit, "rate-limit", "get a 429")
	flags.IntVar(&c.Storm, "chaos-storm", 1, "how many `calls` in a row get a 429")
	rate(&c.ExpireToken, "expire-token", "find their token expired")
	rate(&c.Hold, "hold", "are answered late")
	flags.DurationVar(&c.HoldFor, "chaos-hold-for", 100*time.Millisecond, "how late")
	flags.Float64Var(&c.TokenError, "chaos-token-error", 0, "`rate`, 0 to 1, of token requests that fail")
}

func (s *settings) check() error {
	o := s.options
	switch {
	case o.RequestsPerSecond < 0 || o.RequestsPerDay < 0:
		return fmt.Errorf("-rps and -rpd must not be negative")
	case o.TokenLifetime <= 0:
		return fmt.Errorf("-token-lifetime must be positive")
	case o.Latency < 0:
		return fmt.Errorf("-latency must not be negative")
	case o.ClientID == "" || o.ClientSecret == "":
		return fmt.Errorf("-client-id and -client-secret must not be empty")
	}
	return nil
}

func checkChaos(c emulator.Chaos) error {
	sum := 0.0
	for _, rate := range []float64{c.ServerError, c.DropBefore, c.DropAfter, c.CutAnswer, c.RateLimit, c.ExpireToken, c.Hold} {
		if !(rate >= 0) {
			return fmt.Errorf("a rate of faults must be from 0 to 1, not %v", rate)
		}
		sum += rate
	}
	if sum > 1+1e-9 || !(c.TokenError >= 0 && c.TokenError <= 1) {
		return fmt.Errorf("the rates of faults must not be above 1, nor their sum; the sum is %v", sum)
	}
	return nil
}

// list is a flag that may be repeated.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(v string) error {
	if v == "" {
		return fmt.Errorf("must not be empty")
	}
	*l = append(*l, v)
	return nil
}
