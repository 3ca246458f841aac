package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// run serves until the context ends.
func run(ctx context.Context, args []string, stdout io.Writer) error {
	s, err := parse(args, stdout)
	if err != nil {
		return err
	}
	// Requests are logged from many goroutines; the logger keeps lines whole.
	out := log.New(stdout, "", 0)
	s.options.Log = func(r emulator.Request) { out.Print(line(r)) }
	e := emulator.New(s.options)
	e.Fail(s.faults...)
	server, err := emulator.Listen(s.addr, e)
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

// welcome says what to export to point the provider at the server.
func welcome(s *emulator.Server, o emulator.Options) string {
	first := func(known []string, otherwise string) string {
		if len(known) > 0 {
			return known[0]
		}
		return otherwise
	}
	account := o.AccountID
	if account == "" {
		account = emulator.DefaultAccountID
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Zoom, emulated, at %s. What stands: %s/_emulator/messages\n", s.URL(), s.URL())
	for _, v := range [][2]string{
		{"ZOOM_BASE_URL", s.BaseURL()},
		{"ZOOM_TOKEN_URL", s.TokenURL()},
		{"ZOOM_CLIENT_ID", o.ClientID},
		{"ZOOM_CLIENT_SECRET", o.ClientSecret},
		{"ZOOM_ACCOUNT_ID", account},
		{"ZOOM_ROBOT_JID", first(o.RobotJIDs, emulator.DefaultRobotJID)},
		{"ZOOM_USER_JID", emulator.DefaultUserJID},
	} {
		fmt.Fprintf(&b, "export %s=%s\n", v[0], quote(v[1]))
	}
	fmt.Fprintf(&b, "# A channel to post to: %s\n", first(o.ChannelJIDs, emulator.DefaultChannelJID))
	return b.String()
}

// quote writes a word for a POSIX shell.
func quote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// line is what is logged of a request: no query, no header and no body.
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

// figures sums up the run on one line.
func figures(s emulator.Stats) string {
	var b strings.Builder
	fmt.Fprintf(&b, "calls %d, posts %d, edits %d, deletes %d, posted again %d, done but not answered %d, token requests %d, bad tokens %d",
		s.Calls, s.Posts, s.Edits, s.Deletes, s.Duplicates, s.Unanswered, s.TokenRequests, s.BadToken)
	for _, kind := range slices.Sorted(maps.Keys(s.Faults)) {
		fmt.Fprintf(&b, ", %s %d", kind, s.Faults[kind])
	}
	return b.String()
}
