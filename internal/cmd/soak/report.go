package main

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// Report is what a soak found out.
type Report struct {
	Options Options
	// Finished says that all phases were run to their end.
	Finished bool
	// Commands counts the commands of Terraform by name.
	Commands map[string]int
	// Applies is how many applies each phase took.
	Applies map[string]int
	// Strikes counts what came half-way through an apply.
	Strikes map[strikeKind]int
	// Plans is how many plans had no changes and made no calls.
	Plans int
	// Calls counts the requests by method; those for a token are "token".
	Calls map[string]int
	Stats emulator.Stats
	verdict
	// What the person did about the announced outcomes.
	Absent, Deleted, Imported, Left int
	Took                            time.Duration
	// Findings are what must not be, each with its evidence.
	Findings []string
}

func (s *soak) report() Report {
	b := books{s.all, s.commands, s.person.imported, s.options.Parallelism, s.finished}
	r := Report{
		Options: s.options, Finished: s.finished, Plans: s.plans, Stats: s.zoom.Stats(), verdict: b.judge(),
		Commands: map[string]int{}, Applies: map[string]int{}, Strikes: map[strikeKind]int{}, Calls: map[string]int{},
		Absent: s.person.absent, Deleted: s.person.deleted, Imported: len(s.person.imported), Left: s.person.left,
		Took: time.Since(s.begun).Round(100 * time.Millisecond),
	}
	for _, p := range s.phases {
		r.Applies[p.name] = p.applies
	}
	for _, c := range s.commands {
		r.Commands[c.verb()]++
		if c.strike != nil {
			r.Strikes[c.strike.kind]++
		}
		for _, q := range c.requests {
			if q.Token {
				r.Calls["token"]++
			} else {
				r.Calls[q.Method]++
			}
		}
	}
	r.Findings = append(s.findings, r.findings...)
	if r.Finished && r.Stats.Duplicates != r.Repeated {
		r.Findings = append(r.Findings, fmt.Sprintf("the emulator counted %d posts of the same content, the books have %d", r.Stats.Duplicates, r.Repeated))
	}
	return r
}

// verb names the command of Terraform.
func (c *command) verb() string {
	switch verb, _, _ := strings.Cut(c.name, " "); verb {
	case "create", "edit":
		return "apply"
	default:
		return verb
	}
}

// write prints the figures and the findings.
func (r Report) write(w io.Writer) error {
	// What goes wrong in writing to it goes wrong in Flush as well.
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	row := func(name, format string, arguments ...any) {
		_, _ = fmt.Fprintf(t, "%s\t%s\n", name, fmt.Sprintf(format, arguments...))
	}
	_, _ = fmt.Fprintln(t)
	row("seed", "%d", r.Options.Seed)
	row("messages", "%d in %d channels, parallelism %d", r.Options.Messages, r.Options.Channels, r.Options.Parallelism)
	row("commands", "%s", counts(r.Commands))
	row("applies until green", "create %d, edit %d, destroy %d", r.Applies["create"], r.Applies["edit"], r.Applies["destroy"])
	row("Ctrl-C, kill -9", "%d, %d", r.Strikes[ctrlC], r.Strikes[kill9])
	row("plans after green", "%d without changes and calls", r.Plans)
	row("calls", "%s; at most %d at a time", counts(r.Calls), r.Stats.MaxConcurrent)
	row("faults", "%s", counts(r.Stats.Faults))
	row("done by Zoom", "%d posts, %d edits, %d deletes, %d of them without an answer", r.Stats.Posts, r.Stats.Edits, r.Stats.Deletes, r.Stats.Unanswered)
	row("announced outcomes", "%d: %d not there; there and deleted by hand %d, imported %d, left %d", r.Announced, r.Absent, r.Deleted, r.Imported, r.Left)
	row("duplicates", "%d: announced %d, after kill -9 %d, unannounced %d", r.Repeated, r.RepeatedAnnounced, r.RepeatedAfterKill, r.RepeatedUnannounced)
	row("orphans", "%d: announced %d, lost to kill -9 %d, unannounced %d", r.Orphans, r.OrphansAnnounced, r.LostToKill, r.OrphansUnannounced)
	row("standing at the end", "%d, in no state", r.StandingAtEnd)
	row("wall time", "%s", r.Took)
	row("result", "%s", r.result())
	if err := t.Flush(); err != nil {
		return err
	}
	for i, f := range r.Findings {
		if _, err := fmt.Fprintf(w, "\n%d. %s\n", i+1, f); err != nil {
			return err
		}
	}
	return nil
}

func (r Report) result() string {
	switch {
	case len(r.Findings) == 1:
		return "1 finding"
	case len(r.Findings) > 0:
		return fmt.Sprintf("%d findings", len(r.Findings))
	case !r.Finished:
		return "not finished"
	}
	return "never twice, never lost"
}

// counts lists figures, methods first and in their order.
func counts(m map[string]int) string {
	order := []string{http.MethodPost, http.MethodPut, http.MethodDelete}
	names := slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		at := func(name string) int { return (slices.Index(order, name) + len(order) + 1) % (len(order) + 1) }
		if d := at(a) - at(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	total := 0
	parts := make([]string, 0, len(names))
	for _, name := range names {
		total += m[name]
		parts = append(parts, fmt.Sprintf("%s %d", name, m[name]))
	}
	return fmt.Sprintf("%d: %s", total, strings.Join(parts, ", "))
}

// say tells of a command as soon as it has ended.
func (s *soak) say(c *command) {
	by := map[string]int{}
	for _, d := range c.errors {
		by[d.Summary]++
	}
	line := fmt.Sprintf("%-10s %6.1fs  exit %d, %d requests", c.name, c.took.Seconds(), c.exit, len(c.requests))
	if c.strike != nil {
		line += ", " + c.strike.String()
	}
	if len(by) > 0 {
		line += ", errors " + counts(by)
	}
	// What cannot be printed now cannot be printed in the report either, which
	// says so.
	_, _ = fmt.Fprintln(s.stdout, line)
	for _, d := range c.errors {
		if s.options.Verbose {
			_, _ = fmt.Fprintf(s.stdout, "    %s: %s: %s\n", d.Address, d.Summary, strings.ReplaceAll(d.Detail, "\n", " "))
		}
	}
}
