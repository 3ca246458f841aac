package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// Report is what a soak has found.
type Report struct {
	Options
	// Finished is whether all phases were run to their end.
	Finished bool
	// Plans is how many plans had no changes and made no calls.
	Plans int
	// The commands by verb, applies by phase, interruptions by kind, requests by
	// method, and what a person did about announced outcomes.
	Commands, Applies, Interruptions, Calls, Person counts
	emulator.Stats
	Took time.Duration
	result
}

func newReport(o Options) Report {
	return Report{
		Options: o, Commands: counts{}, Applies: counts{}, Interruptions: counts{}, Calls: counts{}, Person: counts{},
	}
}

// add counts a command that has ended.
func (r *Report) add(verb string, c *command) {
	r.Commands[verb]++
	if c.interruption != nil {
		r.Interruptions[c.interruption.signal.String()]++
	}
	for _, q := range c.requests {
		name := q.Method
		if q.Token {
			name = "token"
		}
		r.Calls[name]++
	}
}

// write prints the numbers and the findings.
func (r Report) write(w io.Writer) error {
	o, s := r.Options, r.Stats
	var b strings.Builder
	row := func(name, format string, arguments ...any) {
		fmt.Fprintf(&b, "%-20s "+format+"\n", append([]any{name}, arguments...)...)
	}
	b.WriteString("\n")
	row("seed", "%d: %d messages, %d channels, parallelism %d, %s", o.Seed, o.Messages, o.Channels, o.Parallelism, r.Took)
	row("commands", "%s; applies until green %s", r.Commands, r.Applies)
	row("signals half-way", "%s", r.Interruptions)
	row("plans after green", "%d without changes and calls", r.Plans)
	row("calls", "%s; at most %d at a time", r.Calls, s.MaxConcurrent)
	row("faults", "%s", counts(s.Faults))
	row("done by Zoom", "%d posts, %d edits, %d deletes; %d without an answer", s.Posts, s.Edits, s.Deletes, s.Unanswered)
	row("announced outcomes", "%d, %d of them of a POST that never arrived", r.Alarms, r.NeverArrived)
	row("what a person found", "%s", r.Person)
	row("duplicates", "%s", r.Repeats)
	row("orphans", "%s; %d exist at the end", r.Orphans, r.AtEnd)
	row("result", "%s", r.summary())
	for i, f := range r.Findings {
		fmt.Fprintf(&b, "\n%d. %s\n", i+1, f)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Report) summary() string {
	switch {
	case len(r.Findings) > 0:
		return fmt.Sprintf("findings: %d", len(r.Findings))
	case !r.Finished:
		return "not finished"
	}
	return "never twice, never lost"
}

// counts are numbers by name.
type counts map[string]int

// String lists the numbers, after their sum.
func (c counts) String() string {
	total := 0
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(c)) {
		total += c[name]
		parts = append(parts, fmt.Sprintf("%s %d", name, c[name]))
	}
	return strings.TrimSuffix(fmt.Sprintf("%d: %s", total, strings.Join(parts, ", ")), ": ")
}
