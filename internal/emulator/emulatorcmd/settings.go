package emulatorcmd

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// settings are the values of the flags.
type settings struct {
	addr    string
	options emulator.Options
	faults  []emulator.Fault
}

const usage = `Usage: terraform-provider-zoom emulator [flags]

Serves an in-memory Zoom on this machine: the token endpoint, the three calls for
chatbot messages and the three that look up users and channels, with the answers
and errors that Zoom documents. It prints the environment variables that point
the provider at it, then one line for each request. An interrupt lists the
messages by channel and ends the program.

Its page, at /, draws the messages. GET /_emulator/messages lists them as text,
and /_emulator/api/v1/ has a JSON API for tests.

By default it knows one pair of credentials, every account, every bot and every
channel. Where the sources on Zoom contradict each other, it is strict.

`

// parse parses the flags. Help is written to out.
func parse(args []string, out io.Writer) (*settings, error) {
	var s settings
	flags := flag.NewFlagSet("emulator", flag.ContinueOnError)
	// A wrong flag is an error of one line, not followed by the whole help.
	flags.SetOutput(io.Discard)
	s.define(flags)
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
	// A message of an earlier run must not be found under the same ID.
	s.options.IDSeed = uint64(time.Now().UnixNano())
	return &s, nil
}

func (s *settings) define(flags *flag.FlagSet) {
	o := &s.options
	flags.StringVar(&s.addr, "addr", "127.0.0.1:8080", "loopback `address` to listen on; port 0 takes a free one")
	flags.StringVar(&o.ClientID, "client-id", emulator.DefaultClientID, "the only client `ID` that gets a token")
	flags.StringVar(&o.ClientSecret, "client-secret", emulator.DefaultClientSecret,
		"its `secret`, which is printed: do not use a real one")
	flags.StringVar(&o.AccountID, "account-id", "", "the only `ID` of an account (default any)")
	flags.Var((*list)(&o.RobotJIDs), "robot", "`JID` of a bot; may be repeated (default any)")
	flags.Var((*list)(&o.ChannelJIDs), "channel", "`JID` of a channel or user; may be repeated (default any)")
	flags.Func(
		"directory",
		"JSON `file` with the users and channels that can be looked up (default two users and two channels)",
		func(path string) error {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			o.Directory, err = emulator.ParseDirectory(text)
			return err
		},
	)
	flags.BoolVar(&o.UserJIDOptional, "user-jid-optional", false,
		"accept a POST without user_jid, as Zoom's guide does and the API reference does not")
	flags.BoolVar(&o.GrantInQueryOnly, "grant-in-query-only", false,
		"refuse a grant_type in the body of a token request, as Zoom's SDK sends it")
	flags.DurationVar(&o.TokenLifetime, "token-lifetime", time.Hour, "how long a token is valid")
	flags.BoolVar(&o.SingleToken, "single-token", false, "end all earlier tokens with each new one")
	flags.IntVar(&o.RequestsPerSecond, "rps", 0, "API `calls` per second (default no limit)")
	flags.IntVar(&o.RequestsPerDay, "rpd", 0, "API `calls` per day (default no limit)")
	flags.DurationVar(&o.Latency, "latency", 0, "how long each answer takes")
	flags.BoolVar(&o.NastyIDs, "nasty-ids", false, "use message IDs full of characters that a path must escape")
	flags.Func(
		"fault",
		"a `fault`; may be repeated, and each request takes the first that matches it:\n"+emulator.FaultSyntax,
		func(v string) error {
			f, err := emulator.ParseFault(v)
			s.faults = append(s.faults, f)
			return err
		},
	)
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
