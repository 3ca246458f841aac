package contract

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"
)

// cleanTimeout is how long a run may take to remove its messages.
const cleanTimeout = 5 * time.Minute

// Options are what a run does beside probing.
type Options struct {
	// Optional probes the optional claims too.
	Optional bool
	// Look is how long the messages stay before they are removed, so that a
	// person can look at them.
	Look time.Duration
	// Progress is told what happens. It gets no secret, and no JID.
	Progress func(string)
}

// Report is what a run has found.
type Report struct {
	Results []Result
	// Headers are the headers about limits that answers had, with their values;
	// what counts down is left out.
	Headers []string
	// Calls counts the requests, Posted the messages that were posted.
	Calls, Posted int
	// Left are the IDs of the messages that could not be removed, Unknown is
	// how many posts were not answered, so that a message may be left.
	Left    []string
	Unknown int
	// Mark is what the messages of the run have in their headline.
	Mark string
	// Interrupted reports whether the run did not come to its end.
	Interrupted bool
}

// Run holds the claims against a target, one call at a time. When ctx ends, the
// claims that are left cannot be told, and the messages are removed.
func Run(ctx context.Context, target Target, options Options) Report {
	if options.Progress == nil {
		options.Progress = func(string) {}
	}
	mark := "Contract test " + strings.ToLower(rand.Text()[:6]) + ": removed in a few minutes"
	s := newSession(ctx, target, mark)
	report := Report{Mark: mark}
	for _, claim := range Claims() {
		if claim.Optional && !options.Optional {
			continue
		}
		o := unclear("interrupted")
		if ctx.Err() == nil {
			o = claim.probe.run(s)
		}
		options.Progress(claim.Name + ": " + string(o.verdict))
		report.Results = append(report.Results, Result{claim, o.verdict, o.seen})
	}
	report.Interrupted = ctx.Err() != nil
	if options.Look > 0 && !report.Interrupted {
		options.Progress("look at the channel; the messages are removed in " + options.Look.String())
		wait(ctx, options.Look)
	}
	options.Progress("removing the messages")
	report.Left = s.clean()
	report.Headers = s.headers()
	report.Calls, report.Posted, report.Unknown = s.calls, len(s.posted), s.unknown
	return report
}

func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// Count returns how many claims have a verdict.
func (r Report) Count(v Verdict) int {
	n := 0
	for _, result := range r.Results {
		if result.Verdict == v {
			n++
		}
	}
	return n
}

var limitHeaders = []string{"X-RateLimit-Category", "X-RateLimit-Type", "X-RateLimit-Limit", "Retry-After"}

// headers returns the headers about limits that were seen.
func (s *session) headers() []string {
	var seen []string
	for _, a := range s.answers {
		for _, name := range limitHeaders {
			if value := a.header.Get(name); value != "" {
				seen = append(seen, name+": "+visible(value))
			}
		}
	}
	slices.Sort(seen)
	return slices.Compact(seen)
}
