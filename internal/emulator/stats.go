package emulator

import "maps"

// Stats are the figures since the emulator was set up.
type Stats struct {
	// Standing is how many messages stand now.
	Standing int
	// DuplicatesStanding is how many messages stand beyond the first of those
	// with the same channel and the same content.
	DuplicatesStanding int
	// Calls counts the API calls, whatever became of them.
	Calls int
	// Posts, Edits and Deletes count the calls that did their work, answered
	// or not.
	Posts, Edits, Deletes int
	// Duplicates counts the posts that did their work although a message with
	// the same channel and the same content had been posted before, whether it
	// still stands or not. Contents are the same if their JSON means the same.
	Duplicates int
	// Unanswered counts the calls that did their work but were not answered to
	// the end.
	Unanswered int
	// TokenRequests and Tokens count what was asked and given.
	TokenRequests, Tokens int
	// BadToken counts the calls with no token, or a bad or an expired one.
	BadToken int
	// RateLimited counts the calls over the limits, injected 429s apart.
	RateLimited int
	// MaxConcurrent is the highest number of API calls at one time.
	MaxConcurrent int
	// Unknown counts the requests for paths that Zoom does not have.
	Unknown int
	// Faults counts the faults by kind, see Fault.Kind.
	Faults map[string]int
}

// Stats gives the figures.
func (e *Emulator) Stats() Stats {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.stats
	s.Faults = maps.Clone(e.stats.Faults)
	s.Standing = len(e.messages)
	seen := map[string]bool{}
	for _, m := range e.messages {
		k := m.key()
		if seen[k] {
			s.DuplicatesStanding++
		}
		seen[k] = true
	}
	return s
}
