package emulator

import "maps"

// Stats are numbers since the emulator was set up.
type Stats struct {
	// Messages is how many messages exist now.
	Messages int
	// DuplicateMessages is how many of them are not the first with their channel
	// and content.
	DuplicateMessages int
	// Calls counts the API calls, whatever the outcome.
	Calls int
	// Posts, Edits and Deletes count the calls that were processed, answered or
	// not.
	Posts, Edits, Deletes int
	// Duplicates counts the processed posts of a channel and a content that had
	// been posted before, whether that message still exists or not. Contents are
	// the same if their JSON means the same.
	Duplicates int
	// Unanswered counts the calls that were processed but not answered in full.
	Unanswered int
	// TokenRequests and Tokens count the requests for a token and the tokens issued.
	TokenRequests, Tokens int
	// BadToken counts the calls with no token, or a bad or an expired one.
	BadToken int
	// RateLimited counts the calls over the limits, without the injected 429s.
	RateLimited int
	// MaxConcurrent is the highest number of API calls at one time.
	MaxConcurrent int
	// Unknown counts the requests for paths that Zoom does not have.
	Unknown int
	// Faults counts the faults by kind, see Fault.Kind.
	Faults map[string]int
}

// Stats returns the numbers so far.
func (e *Emulator) Stats() Stats {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := e.stats
	s.Faults = maps.Clone(e.stats.Faults)
	s.Messages = len(e.messages)
	seen := map[string]bool{}
	for _, m := range e.messages {
		k := m.key()
		if seen[k] {
			s.DuplicateMessages++
		}
		seen[k] = true
	}
	return s
}
