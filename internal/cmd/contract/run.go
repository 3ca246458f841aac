package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"strings"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/contract"
)

const usage = `Usage: contract [-zoom [-confirm]] [flags]

Asks the emulator, or with -zoom a real account, about each claim of
internal/contract, and prints a Markdown table. With -zoom alone, nothing is
sent: the command prints what a run would do. The variables ZOOM_CLIENT_ID,
ZOOM_CLIENT_SECRET, ZOOM_ACCOUNT_ID, ZOOM_ROBOT_JID and ZOOM_USER_JID name the
app, ZOOM_TEST_TO_JID names a channel made for tests. Optional:
ZOOM_TEST_USER_ID, the ID of the user of ZOOM_USER_JID;
ZOOM_TEST_OTHER_CLIENT_ID, ZOOM_TEST_OTHER_CLIENT_SECRET and
ZOOM_TEST_OTHER_ROBOT_JID, a second chatbot app of the same account; the
ZOOM_DIRECTORY variables of the provider, an app that looks up;
ZOOM_BASE_URL and ZOOM_TOKEN_URL, for another cluster.

`

// settings are the flags.
type settings struct {
	zoom, confirm, optional bool
	write                   bool
	interval, look          time.Duration
}

func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	set, err := parse(args, stdout)
	if err != nil {
		return err
	}
	if set.write {
		_, err := contract.UpdateFiles(".")
		return err
	}
	target, stop, err := set.target(getenv)
	if err != nil {
		return err
	}
	defer stop()
	said := log.New(stderr, "", 0)
	if set.zoom {
		plan, err := estimate(ctx, target, set)
		if err != nil {
			return err
		}
		said.Print(plan)
		if !set.confirm {
			return errors.New("nothing was sent; add -confirm to run it")
		}
	}
	options := contract.Options{Optional: set.optional, Look: set.look}
	if set.zoom {
		options.Progress = func(line string) { said.Print(line) }
	}
	report := contract.Run(ctx, target, options)
	if _, err := io.WriteString(stdout, report.Markdown()); err != nil {
		return err
	}
	return outcome(report, set.zoom)
}

func parse(args []string, help io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("contract", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.BoolVar(&s.zoom, "zoom", false, "ask the Zoom account that the environment names, not the emulator")
	flags.BoolVar(
		&s.confirm,
		"confirm",
		false,
		"with -zoom: post, edit and delete messages in the channel ZOOM_TEST_TO_JID",
	)
	flags.BoolVar(&s.optional, "long-text", false, "also find the longest text that is accepted, by up to 11 more edits")
	flags.BoolVar(&s.write, "write", false, "write the claims into the documentation below this folder, and ask nobody")
	flags.DurationVar(&s.interval, "interval", 2*time.Second, "with -zoom: least time between two calls, at least 500ms")
	flags.DurationVar(&s.look, "look", 0, "with -zoom: how `long` the messages stay in the end, to look at them")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		flags.SetOutput(help)
		if _, err := io.WriteString(help, usage+"Flags:\n"); err != nil {
			return s, err
		}
		flags.PrintDefaults()
		return s, err
	case err != nil:
		return s, fmt.Errorf("%w (-h explains the flags)", err)
	case flags.NArg() > 0:
		return s, fmt.Errorf("%q is not a flag, and there are no other arguments", flags.Arg(0))
	case s.confirm && !s.zoom:
		return s, errors.New("-confirm goes with -zoom")
	case s.interval < 500*time.Millisecond:
		return s, errors.New("-interval must be at least 500ms")
	}
	return s, nil
}

// estimate returns what a run will do, as counted with the emulator.
func estimate(ctx context.Context, target contract.Target, set settings) (string, error) {
	rehearsal, stop, err := contract.Emulated()
	if err != nil {
		return "", err
	}
	defer stop()
	rehearsal.PerSecond, rehearsal.PerDay, rehearsal.Look = nil, nil, nil
	if target.Other == nil {
		rehearsal.Other = nil
	}
	if target.Directory == nil {
		rehearsal.Directory = nil
	}
	if target.UserID == "" {
		rehearsal.UserID = ""
	}
	report := contract.Run(ctx, rehearsal, contract.Options{Optional: set.optional})
	refused := 0
	for _, r := range report.Results {
		if strings.HasPrefix(r.Seen, "4") {
			refused++
		}
	}
	took := (time.Duration(report.Calls) * max(set.interval, time.Second)).Round(time.Minute)
	return fmt.Sprintf(
		"A run makes about %d calls in about %s. It posts about %d messages to the channel ZOOM_TEST_TO_JID, edits\n"+
			"some of them and removes them all; about %d calls are meant to be refused. Members of the channel may be\n"+
			"notified. On a Free plan, the calls count against its daily limit.\n",
		report.Calls,
		strings.TrimSuffix(took.String(), "0s"),
		report.Posted,
		refused,
	), nil
}

// outcome is the error of a run: what is left in the channel, and for the
// emulator each claim that it does not agree with.
func outcome(report contract.Report, zoom bool) error {
	var errs []error
	if len(report.Left) > 0 {
		errs = append(
			errs,
			fmt.Errorf("%d messages could not be removed: %s", len(report.Left), strings.Join(report.Left, " ")),
		)
	}
	if report.Unknown > 0 {
		errs = append(errs, fmt.Errorf("%d messages may be left, as their POST was not answered: look for %q in the channel",
			report.Unknown, report.Mark))
	}
	if report.Interrupted {
		errs = append(errs, errors.New("interrupted"))
	}
	if disagree := len(report.Results) - report.Count(contract.IsConfirmed); !zoom && disagree > 0 {
		errs = append(errs, fmt.Errorf("the emulator does not agree with %d claims", disagree))
	}
	return errors.Join(errs...)
}
