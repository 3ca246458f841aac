package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"time"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// maybePosted is the summary of the error that announces an unknown outcome.
const maybePosted = "Chatbot Message May Have Been Posted"

// tokenPrefix is how the emulator's tokens begin.
const tokenPrefix = "emulator-token-"

// command is one command of Terraform that was run, with everything that the
// books have about it. A command that applies has one provider process that
// calls Zoom.
type command struct {
	phase, name string
	strike      *strike // nil unless it was struck
	exit        int
	took        time.Duration
	errors      []diagnostic
	requests    []emulator.Request
	// After an apply: what the state knows, by address, and what stands.
	inState  map[string]string
	standing []emulator.Message
}

// diagnostic is an error as `terraform apply -json` prints it.
type diagnostic struct {
	Severity, Summary, Detail, Address string
}

func (c *command) struckBy(kind strikeKind) bool { return c.strike != nil && c.strike.kind == kind }

// announced gives the errors that told of an unknown outcome, by address.
func (c *command) announced() map[string]diagnostic {
	out := map[string]diagnostic{}
	for _, d := range c.errors {
		if d.Summary == maybePosted {
			out[d.Address] = d
		}
	}
	return out
}

// terraform runs a command to its end and takes the books about it. An error
// means that it could not be run; a command that fails is no error.
func (s *soak) terraform(ctx context.Context, phase, name string, st *strike, args ...string) (*command, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	c := &command{phase: phase, name: name}
	begun := time.Now()
	out, exit, err := s.exec(ctx, st, args)
	c.exit, c.took = exit, time.Since(begun)
	if err == nil {
		err = s.takeRequests(ctx, c)
	}
	if err != nil {
		return c, out, fmt.Errorf("%s, %s: %w", phase, name, err)
	}
	c.errors = readErrors(out)
	if bytes.Contains(out, []byte(emulator.DefaultClientSecret)) || bytes.Contains(out, []byte(tokenPrefix)) {
		s.find("%s printed a secret:\n%s", name, tail(string(out)))
	}
	if st != nil && st.done {
		c.strike = st
	}
	s.commands = append(s.commands, c)
	return c, out, nil
}

// exec runs Terraform, and strikes it if it is to be struck.
func (s *soak) exec(ctx context.Context, st *strike, args []string) (out []byte, exit int, err error) {
	var stdout, stderr bytes.Buffer
	cmd := s.bench.Command(ctx, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	inOwnGroup(cmd)
	if st != nil {
		st.lay(s.zoom.Emulator)
		defer s.zoom.ClearFaults()
	}
	if err := cmd.Start(); err != nil {
		return nil, 0, err
	}
	running, ended := context.WithCancel(ctx)
	var striking sync.WaitGroup
	if st != nil {
		striking.Go(func() { st.run(running, cmd.Process.Pid) })
	}
	err = cmd.Wait()
	ended()
	striking.Wait()
	if ctx.Err() != nil {
		killGroup(cmd.Process.Pid)
		return nil, 0, fmt.Errorf("%w\n%s", ctx.Err(), tail(stderr.String()))
	}
	if st != nil && st.err != nil {
		return nil, 0, fmt.Errorf("%s: %w", st, st.err)
	}
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		return nil, 0, err
	}
	// With -json, everything is on stdout; without, errors are on stderr.
	return append(stdout.Bytes(), stderr.Bytes()...), cmd.ProcessState.ExitCode(), nil
}

// takeRequests moves the requests of a command from the emulator's books to
// the command. Those whose client was killed take a moment to end.
func (s *soak) takeRequests(ctx context.Context, c *command) error {
	for {
		requests := s.zoom.Requests()
		if !slices.ContainsFunc(requests, func(r emulator.Request) bool { return !r.Done }) {
			s.zoom.ResetRequests()
			c.requests = requests
			return nil
		}
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// readErrors reads the errors from the output of a command with -json. The
// lines that are no JSON are those of a command without it.
func readErrors(out []byte) []diagnostic {
	var all []diagnostic
	for line := range bytes.Lines(out) {
		var entry struct{ Diagnostic diagnostic }
		if json.Unmarshal(line, &entry) == nil && entry.Diagnostic.Severity == "error" {
			all = append(all, entry.Diagnostic)
		}
	}
	return all
}

// apply runs a command that may change something and looks at what is in the
// state and in the channels then.
func (s *soak) apply(ctx context.Context, phase, name string, st *strike, args ...string) (*command, error) {
	c, out, err := s.terraform(ctx, phase, name, st, args...)
	if err != nil {
		return nil, err
	}
	if c.inState, err = s.readState(ctx); err != nil {
		return nil, err
	}
	c.standing = s.zoom.Messages("")
	s.say(c)
	if c.exit != 0 && len(c.errors) == 0 {
		return nil, fmt.Errorf("%s, %s failed without an error that can be read:\n%s", phase, name, tail(string(out)))
	}
	return c, nil
}

// readState gives the message ids that the state knows, by address.
func (s *soak) readState(ctx context.Context) (map[string]string, error) {
	c, out, err := s.terraform(ctx, "", "show", nil, "show", "-json", "-no-color")
	if err != nil {
		return nil, err
	}
	var state tfjson.State
	if err := state.UnmarshalJSON(out); err != nil || c.exit != 0 {
		return nil, fmt.Errorf("reading the state: %w\n%s", err, tail(string(out)))
	}
	ids := map[string]string{}
	if state.Values == nil {
		return ids, nil // nothing is in it
	}
	for _, r := range state.Values.RootModule.Resources {
		id, ok := r.AttributeValues["message_id"].(string)
		if !ok {
			return nil, fmt.Errorf("%s is in the state without a message_id", r.Address)
		}
		ids[r.Address] = id
	}
	return ids, nil
}

func tail(text string) string {
	const most = 4000
	text = strings.TrimSpace(text)
	return text[max(0, len(text)-most):]
}
