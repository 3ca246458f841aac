// Package emulatorcmd is the emulator as a command: the subcommand "emulator"
// of the provider's binary, and the program zoom-emulator.
package emulatorcmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// Run serves until an interrupt or SIGTERM. The error is flag.ErrHelp if it has
// printed its usage.
func Run(args []string, stdout io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, args, stdout)
}

// run serves until the context ends.
func run(ctx context.Context, args []string, stdout io.Writer) error {
	s, err := parse(args, stdout)
	if err != nil {
		return err
	}
	// Requests are logged from many goroutines; the logger keeps lines whole.
	out := log.New(stdout, "", 0)
	s.options.Log = func(r emulator.Request) { out.Print(line(r)) }
	// It may run for days.
	s.options.KeepRequests = 1000
	e := emulator.New(s.options)
	e.Fail(s.faults...)
	server, err := emulator.Listen(s.addr, e)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("the port of %s is in use: choose another one, as in -addr 127.0.0.1:8081, "+
			"or a free one with -addr 127.0.0.1:0", s.addr)
	}
	if err != nil {
		return err
	}
	out.Print(welcome(server, s.options))

	<-ctx.Done()
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err = server.Close(closing)
	out.Printf("\n%s", figures(e.Stats()))
	return errors.Join(err, e.WriteMessages(stdout))
}

// welcome returns what a person needs to point the provider at the server. The
// lines to paste have no comments among them, which zsh would take for commands.
func welcome(s *emulator.Server, o emulator.Options) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Zoom emulator, listening on %s\n", s.URL())
	fmt.Fprintf(&b, "Messages: %s/\n\n", s.URL())
	b.WriteString("To point Terraform at it, paste these lines into another shell:\n\n")
	variables := s.Environment()
	variables["TF_VAR_channel_jid"] = emulator.DefaultChannelJID
	if len(o.ChannelJIDs) > 0 {
		variables["TF_VAR_channel_jid"] = o.ChannelJIDs[0]
	}
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		fmt.Fprintf(&b, "export %s=%s\n", name, quote(variables[name]))
	}
	return b.String()
}

// quote quotes a word for a POSIX shell.
func quote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// line returns what is logged of a request: no query, no header and no body.
func line(r emulator.Request) string {
	status := "no answer"
	if r.Status != 0 {
		status = fmt.Sprint(r.Status)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s %s", r.Time.Format("15:04:05.000"), r.Method, r.EscapedPath, status)
	if r.Method == http.MethodPost && r.MessageID != "" {
		fmt.Fprintf(&b, " message=%s", r.MessageID)
	}
	if r.Fault != "" {
		fmt.Fprintf(&b, " fault=%s", r.Fault)
	}
	if r.Processed && !r.Answered {
		b.WriteString(" (done, but not answered)")
	}
	return b.String()
}

// figures returns the numbers of a run on one line.
func figures(s emulator.Stats) string {
	var b strings.Builder
	fmt.Fprintf(&b, "calls %d, posts %d, edits %d, deletes %d, posted again %d, done but not answered %d, ",
		s.Calls, s.Posts, s.Edits, s.Deletes, s.Duplicates, s.Unanswered)
	fmt.Fprintf(&b, "token requests %d, bad tokens %d", s.TokenRequests, s.BadToken)
	for _, kind := range slices.Sorted(maps.Keys(s.Faults)) {
		fmt.Fprintf(&b, ", %s %d", kind, s.Faults[kind])
	}
	return b.String()
}
