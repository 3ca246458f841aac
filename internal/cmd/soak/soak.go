package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

// maxApplies bounds how often a phase is applied. With the faults of setUp, each
// apply leaves about a seventh of what the one before left.
const maxApplies = 15

// soak is one run.
type soak struct {
	options Options
	all     []announcement
	dir     string // temporary
	zoom    *emulator.Server
	bench   *workbench.Workbench
	inState map[string]string // message IDs by address, after the last apply
	choices int               // that the person has made
	log     *log
	report  Report
	stdout  io.Writer
}

// phase is what is applied again and again until it succeeds.
type phase struct {
	name, command, method string
	edition               int // of the messages at its end; 0 if there are none
}

// run runs a whole soak. The report is as complete as the run was, also when
// there is an error.
func run(ctx context.Context, o Options, stdout io.Writer) (Report, error) {
	if err := o.check(); err != nil {
		return Report{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, o.Time)
	defer cancel()
	begun, all := time.Now(), newAnnouncements(o)
	s := &soak{options: o, all: all, log: newLog(all, o.Parallelism), report: newReport(o), stdout: stdout}
	err := s.setUp(ctx)
	for _, p := range []phase{
		{"create", "apply", http.MethodPost, 1}, {"edit", "apply", http.MethodPut, 2},
		{"destroy", "destroy", http.MethodDelete, 0},
	} {
		if err == nil {
			err = s.untilGreen(ctx, p)
		}
	}
	if s.zoom != nil {
		s.report.Finished = err == nil
		s.log.finish(s.report.Finished)
		s.report.Stats, s.report.Took = s.zoom.Stats(), time.Since(begun).Round(100*time.Millisecond)
		n, repeats := s.report.Stats.Duplicates, s.log.Repeats
		if s.report.Finished && n != repeats.Announced+repeats.Killed+repeats.Unannounced {
			s.log.find("the emulator counted %d posts of the same content, and the log has %s", n, repeats)
		}
		s.report.result = s.log.result
		err = errors.Join(err, s.report.write(stdout))
	}
	return s.report, errors.Join(err, s.tearDown())
}

// setUp starts an emulator that offers HTTP/2, and Terraform with a provider that
// trusts its certificate.
func (s *soak) setUp(ctx context.Context) error {
	certificate, ca, err := emulator.SelfSigned("127.0.0.1")
	if err != nil {
		return err
	}
	if s.dir, err = os.MkdirTemp("", "zoom-soak-"); err != nil {
		return err
	}
	caFile := filepath.Join(s.dir, "ca.pem")
	if err := os.WriteFile(caFile, ca, 0o600); err != nil {
		return err
	}
	s.zoom, err = emulator.ListenTLS("", emulator.New(emulator.Options{
		AccountID: emulator.DefaultAccountID, RobotJIDs: []string{emulator.DefaultRobotJID},
		IDSeed: s.options.Seed, Latency: 20 * time.Millisecond, // so that calls overlap and signals hit some
		CloseIdleWithin: 50 * time.Millisecond, // sometimes just when a request is being sent
		// One POST in six has an unknown outcome, and of those, about half post a message.
		Chaos: &emulator.Chaos{
			Seed: s.options.Seed, RateLimit: 0.01, Storm: time.Second, ServerError: 0.05, DropBefore: 0.02, DropAfter: 0.05,
			CutAnswer: 0.03, SwitchProtocols: 0.01, ExpireToken: 0.015, Hold: 0.03, HoldFor: time.Second, TokenError: 0.2,
		},
	}), certificate)
	if err != nil {
		return err
	}
	env := s.zoom.Environment()
	env["SSL_CERT_FILE"] = caFile
	s.bench, err = workbench.New(ctx, workbench.Options{
		Dir: filepath.Join(s.dir, "configuration"), ProviderDir: s.options.ProviderDir, Env: env,
	})
	if err != nil {
		return err
	}
	if err := s.bench.WriteFile("main.tf", configuration); err != nil {
		return err
	}
	return s.bench.Terraform().Init(ctx)
}

func (s *soak) tearDown() error {
	var err error
	if s.bench != nil {
		err = s.bench.Close()
	}
	if s.zoom != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err = errors.Join(err, s.zoom.Close(ctx))
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}

// untilGreen applies a phase until that succeeds, with one interruption of each
// kind at the beginning, and lets the person read the errors in between.
func (s *soak) untilGreen(ctx context.Context, p phase) error {
	if err := s.bench.WriteFile(variablesFile, variables(s.all, max(p.edition, 1))); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(s.options.Seed, uint64(p.edition)))
	signals := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL}
	random.Shuffle(len(signals), func(i, j int) { signals[i], signals[j] = signals[j], signals[i] })
	for n := 1; n <= maxApplies; n++ {
		var i *interruption
		if left := s.left(p); left > 0 && len(signals) > 0 {
			i = newInterruption(signals[0], p.method, left/5+random.IntN(left*3/10+1))
		}
		c, err := s.terraform(ctx, p.name, fmt.Sprintf("%s %d", p.name, n), i,
			p.command, "-auto-approve", "-json", "-input=false", "-parallelism="+strconv.Itoa(s.options.Parallelism))
		if err != nil {
			return err
		}
		s.report.Applies[p.name] = n
		if c.interruption != nil {
			signals = signals[1:]
		}
		if c.exit == 0 {
			for _, signal := range signals {
				s.log.find("%s: the signal %q never came, as too few messages were left", p.name, signal)
			}
			return s.checkGreen(ctx, p)
		}
		if len(c.errors) == 0 {
			return fmt.Errorf("%s failed without an error that can be read:\n%s", c.name, c.tail())
		}
		if err := s.readErrors(ctx, c); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s did not succeed within %d applies", p.name, maxApplies)
}

// left returns how many messages a phase still has to deal with.
func (s *soak) left(p phase) int {
	if p.edition == 0 {
		return len(s.inState)
	}
	left := len(s.all)
	for _, m := range s.zoom.Messages("") {
		if _, edition := parseContent(m.Content); edition == p.edition && s.knows(m.ID) {
			left--
		}
	}
	return left
}

// knows reports whether the state has a message.
func (s *soak) knows(id string) bool {
	return slices.Contains(slices.Collect(maps.Values(s.inState)), id)
}

// checkGreen compares the messages with the configuration, as no command of
// Terraform can, and plans it again: there must be nothing to change, and nothing
// to ask Zoom for.
func (s *soak) checkGreen(ctx context.Context, p phase) error {
	if p.edition == 0 {
		return nil
	}
	for _, a := range s.all {
		if !slices.ContainsFunc(s.zoom.Messages(a.channel), func(m emulator.Message) bool {
			key, edition := parseContent(m.Content)
			return m.ID == s.inState[a.address] && key == a.key && edition == p.edition
		}) {
			s.log.find("%s succeeded, but %s is not in its channel as configured", p.name, a.address)
		}
	}
	c, err := s.terraform(ctx, p.name, "plan", nil, "plan", "-detailed-exitcode", "-input=false", "-no-color")
	switch {
	case err != nil:
		return err
	case c.exit != 0:
		s.log.find("%s succeeded, but the plan after it exits with %d:\n%s", p.name, c.exit, c.tail())
	case len(c.requests) > 0:
		s.log.find("the plan after %s made %d requests", p.name, len(c.requests))
	default:
		s.report.Plans++
	}
	return nil
}
