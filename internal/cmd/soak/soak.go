package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

// soak is one run.
type soak struct {
	options Options
	stdout  io.Writer
	begun   time.Time
	all     []announcement
	zoom    *emulator.Server
	bench   *workbench.Workbench

	commands []*command
	phases   []*phase
	person   person
	plans    int // that showed no changes and made no call
	findings []string
	finished bool
}

// phase is what is applied again and again until it is green.
type phase struct {
	name, method string
	arguments    []string
	edition      int // what the messages say then; 0 if none is to stand
	applies      int
	green        bool
	strikes      []strikeKind // that are still to come
}

// run is the whole soak. The report is as complete as the run was, also when
// there is an error.
func run(ctx context.Context, o Options, stdout io.Writer) (Report, error) {
	if err := o.check(); err != nil {
		return Report{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, o.Time)
	defer cancel()
	s := &soak{options: o, stdout: stdout, begun: time.Now(), all: newAnnouncements(o)}
	err := s.setUp(ctx)
	if err == nil {
		err = s.allPhases(ctx)
	}
	var report Report
	if s.zoom != nil {
		report = s.report()
		err = errors.Join(err, report.write(stdout))
	}
	return report, errors.Join(err, s.tearDown())
}

func (s *soak) setUp(ctx context.Context) error {
	var err error
	s.zoom, err = emulator.Listen("", emulator.New(emulator.Options{
		AccountID:   emulator.DefaultAccountID,
		RobotJIDs:   []string{emulator.DefaultRobotJID},
		ChannelJIDs: channelsOf(s.all),
		IDSeed:      s.options.Seed,
		Latency:     latency,
		Chaos:       s.options.chaos(),
	}))
	if err != nil {
		return err
	}
	s.bench, err = workbench.New(ctx, workbench.Options{ProviderDir: s.options.ProviderDir, Env: map[string]string{
		"ZOOM_BASE_URL": s.zoom.BaseURL(), "ZOOM_TOKEN_URL": s.zoom.TokenURL(),
		"ZOOM_CLIENT_ID": emulator.DefaultClientID, "ZOOM_CLIENT_SECRET": emulator.DefaultClientSecret,
		"ZOOM_ACCOUNT_ID": emulator.DefaultAccountID, "ZOOM_ROBOT_JID": emulator.DefaultRobotJID, "ZOOM_USER_JID": emulator.DefaultUserJID,
	}})
	if err != nil {
		return err
	}
	if err := s.bench.WriteFile("main.tf", configuration); err != nil {
		return err
	}
	c, out, err := s.terraform(ctx, "", "init", nil, "init", "-input=false", "-no-color")
	if err == nil && c.exit != 0 {
		err = fmt.Errorf("terraform init failed:\n%s", tail(string(out)))
	}
	return err
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
	return err
}

func (s *soak) allPhases(ctx context.Context) error {
	change := []string{"apply", "-auto-approve"}
	for _, p := range []*phase{
		{name: "create", method: http.MethodPost, arguments: change, edition: 1},
		{name: "edit", method: http.MethodPut, arguments: change, edition: 2},
		{name: "destroy", method: http.MethodDelete, arguments: []string{"destroy", "-auto-approve"}},
	} {
		if p.edition > 0 {
			text, err := variables(s.all, p.edition)
			if err == nil {
				err = s.bench.WriteFile(variablesFile, text)
			}
			if err != nil {
				return err
			}
		}
		if err := s.untilGreen(ctx, p); err != nil {
			return err
		}
		if p.edition > 0 {
			s.checkContents(p)
			if err := s.planNothing(ctx, p); err != nil {
				return err
			}
		}
	}
	s.finished = true
	return nil
}

// untilGreen applies a phase until that succeeds, with an interrupt and a kill
// at the beginning, and lets the person read the errors in between.
func (s *soak) untilGreen(ctx context.Context, p *phase) error {
	s.phases = append(s.phases, p)
	dice := s.dice(p.name)
	p.strikes = []strikeKind{ctrlC, kill9}
	dice.Shuffle(len(p.strikes), func(i, j int) { p.strikes[i], p.strikes[j] = p.strikes[j], p.strikes[i] })
	arguments := append(slices.Clone(p.arguments), "-json", "-input=false", "-parallelism="+strconv.Itoa(s.options.Parallelism))
	for p.applies < maxApplies {
		var st *strike
		if left := s.left(p); left > 0 && len(p.strikes) > 0 {
			st = newStrike(p.strikes[0], p.method, left/5+dice.IntN(left*3/10+1))
		}
		p.applies++
		c, err := s.apply(ctx, p.name, fmt.Sprintf("%s %d", p.name, p.applies), st, arguments...)
		if err != nil {
			return err
		}
		if st != nil && st.done {
			p.strikes = p.strikes[1:]
		}
		if c.exit == 0 {
			p.green = true
			s.findUndone(p)
			return nil
		}
		if err := s.readAnnouncements(ctx, c); err != nil {
			return err
		}
	}
	return fmt.Errorf("%s was not green after %d applies", p.name, p.applies)
}

// findUndone tells of strikes that never came, which makes the run worth less.
func (s *soak) findUndone(p *phase) {
	for _, kind := range p.strikes {
		s.find("%s: %s never came, as too few messages were left", p.name, kind)
	}
}

// left is how many messages a phase still has to deal with.
func (s *soak) left(p *phase) int {
	inState := s.inState()
	done := 0
	for _, m := range s.zoom.Messages("") {
		_, edition := readContent(m.Content)
		if knows(inState, m.ID) && edition == editionText(p.edition) {
			done++
		}
	}
	if p.edition == 0 {
		return len(inState)
	}
	return len(s.all) - done
}

// inState is what the state knew after the last command that applied.
func (s *soak) inState() map[string]string {
	for _, c := range slices.Backward(s.commands) {
		if c.inState != nil {
			return c.inState
		}
	}
	return nil
}

// knows says whether a message is in a state.
func knows(inState map[string]string, id string) bool {
	for _, known := range inState {
		if known == id {
			return true
		}
	}
	return false
}

// checkContents compares what stands with the configuration, as no command of
// Terraform can.
func (s *soak) checkContents(p *phase) {
	inState := s.inState()
	for _, a := range s.all {
		at := slices.IndexFunc(s.zoom.Messages(a.channel), func(m emulator.Message) bool {
			key, edition := readContent(m.Content)
			return m.ID == inState[a.address] && key == a.key && edition == editionText(p.edition)
		})
		if at < 0 {
			s.find("%s is green, but %s (message %q) does not stand in its channel as configured", p.name, a.address, inState[a.address])
		}
	}
}

// planNothing plans what is green: there must be nothing to do, and nothing to
// ask Zoom for.
func (s *soak) planNothing(ctx context.Context, p *phase) error {
	c, out, err := s.terraform(ctx, p.name, "plan", nil, "plan", "-detailed-exitcode", "-input=false", "-no-color")
	if err != nil {
		return err
	}
	s.say(c)
	switch {
	case c.exit == 2:
		s.find("%s is green, but the plan has changes:\n%s", p.name, tail(string(out)))
	case c.exit != 0:
		s.find("%s is green, but the plan fails:\n%s", p.name, tail(string(out)))
	case len(c.requests) > 0:
		s.find("the plan after %s made %d requests", p.name, len(c.requests))
	default:
		s.plans++
	}
	return nil
}

// find notes what must not be.
func (s *soak) find(format string, arguments ...any) {
	s.findings = append(s.findings, fmt.Sprintf(format, arguments...))
}

// dice gives random numbers that depend on the seed and on what they are for.
func (s *soak) dice(purpose ...string) *rand.Rand {
	h := fnv.New64a()
	_, _ = io.WriteString(h, strings.Join(purpose, "\n"))
	return rand.New(rand.NewPCG(s.options.Seed, h.Sum64()))
}
