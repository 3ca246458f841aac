package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

// maybePosted is the summary of the error that announces an unknown outcome.
const maybePosted = "Chatbot Message May Have Been Posted"

// secret matches the client secret and the tokens.
var secret = regexp.MustCompile(regexp.QuoteMeta(emulator.DefaultClientSecret) + "|emulator-token-")

// command is one command of Terraform that was run, with everything that is known
// about it. A command that applies has one provider process that calls Zoom.
type command struct {
	phase, name  string
	interruption *interruption // nil unless it was interrupted
	exit         int
	out          []byte // what it printed
	errors       []diagnostic
	requests     []emulator.Request
	closedIdle   int // connections that the emulator closed meanwhile
	// After an apply: what the state has, by address, and what exists.
	inState  map[string]string
	messages []emulator.Message
}

// diagnostic is an error as `terraform apply -json` prints it.
type diagnostic struct {
	Severity, Summary, Detail, Address string
}

func (c *command) killed() bool {
	return c.interruption != nil && c.interruption.signal == syscall.SIGKILL
}

// announced returns the errors that announce an unknown outcome, by address.
func (c *command) announced() map[string]diagnostic {
	out := map[string]diagnostic{}
	for _, d := range c.errors {
		if d.Summary == maybePosted {
			out[d.Address] = d
		}
	}
	return out
}

// tail returns the end of what the command printed.
func (c *command) tail() string {
	text := strings.TrimSpace(string(c.out))
	return text[max(0, len(text)-4000):]
}

// terraform runs a command to its end and has it judged. An error means that it
// could not be run; a command that fails is no error.
func (s *soak) terraform(ctx context.Context, phase, name string, i *interruption, args ...string) (*command, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	c := &command{phase: phase, name: name}
	begun, closedIdle := time.Now(), s.zoom.ClosedIdle()
	err := s.exec(ctx, c, i, args)
	took := time.Since(begun)
	// Requests whose client was killed take a moment to end.
	for err == nil && slices.ContainsFunc(s.zoom.Requests(), func(r emulator.Request) bool { return !r.Done }) {
		time.Sleep(10 * time.Millisecond)
		err = ctx.Err()
	}
	if err == nil && slices.Contains(args, "-auto-approve") {
		s.inState, err = s.bench.MessageIDs(ctx)
		c.inState, c.messages = s.inState, s.zoom.Messages("")
	}
	if err != nil {
		return c, fmt.Errorf("%s, %s: %w\n%s", phase, name, err, c.tail())
	}
	c.requests, c.closedIdle, c.errors = s.zoom.Requests(), s.zoom.ClosedIdle()-closedIdle, parseErrors(c.out)
	s.zoom.ResetRequests()
	if secret.Match(c.out) {
		s.log.find("%s printed a secret:\n%s", name, c.tail())
	}
	s.log.add(c)
	s.report.add(args[0], c)
	return c, s.say(c, took)
}

// exec runs Terraform, and interrupts it if it is to be interrupted.
func (s *soak) exec(ctx context.Context, c *command, i *interruption, args []string) error {
	var stdout, stderr bytes.Buffer
	cmd := s.bench.Command(ctx, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	workbench.OwnGroup(cmd)
	if i != nil {
		i.prepare(s.zoom.Emulator)
		defer s.zoom.ClearFaults()
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	running, ended := context.WithCancel(ctx)
	var interrupting sync.WaitGroup
	if i != nil {
		interrupting.Go(func() { i.run(running, cmd.Process.Pid) })
	}
	err := cmd.Wait()
	ended()
	interrupting.Wait()
	// With -json, everything is on stdout; without, errors are on stderr.
	c.out, c.exit = append(stdout.Bytes(), stderr.Bytes()...), cmd.ProcessState.ExitCode()
	switch {
	case ctx.Err() != nil:
		_ = workbench.SignalGroup(cmd.Process.Pid, syscall.SIGKILL)
		return ctx.Err()
	case i != nil && i.err != nil:
		return fmt.Errorf("%s: %w", i, i.err)
	case i != nil && i.sent:
		c.interruption = i
	}
	if errors.As(err, new(*exec.ExitError)) {
		return nil
	}
	return err
}

// parseErrors parses the errors in the output of a command with -json. Lines that
// are not JSON are those of a command without it.
func parseErrors(out []byte) []diagnostic {
	var all []diagnostic
	for line := range bytes.Lines(out) {
		var entry struct{ Diagnostic diagnostic }
		if json.Unmarshal(line, &entry) == nil && entry.Diagnostic.Severity == "error" {
			all = append(all, entry.Diagnostic)
		}
	}
	return all
}

// say describes a command on one line, as soon as it has ended.
func (s *soak) say(c *command, took time.Duration) error {
	by := counts{}
	for _, d := range c.errors {
		by[d.Summary]++
	}
	_, err := fmt.Fprintf(s.stdout, "%-10s %6.1fs  exit %d, %d requests, errors %s %s\n",
		c.name, took.Seconds(), c.exit, len(c.requests), by, c.interruption)
	return err
}
