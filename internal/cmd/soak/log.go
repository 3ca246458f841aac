package main

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// log judges a run, command by command, by what the emulator recorded. From
// Terraform it takes only the errors that it printed and the state that it left.
type log struct {
	result
	addresses   map[string]string // of the announcements, by key
	parallelism int               // how many messages one kill can lose
	posts       map[string][]post // by address, in order of arrival
	posted      map[string]post   // by message ID
	known       map[string]bool   // message IDs that a state had
	orphans     map[string]bool   // message IDs that are counted as such
	imported    map[string]string // message IDs by address
	edited      map[string]bool   // message IDs
	last        *command          // that left a state
}

// result is what a log has found.
type result struct {
	// Repeats are messages of an announcement that had been posted before.
	Repeats tally
	// Orphans are messages that existed and were in no state when a command had
	// ended; AtEnd of them still exist.
	Orphans tally
	AtEnd   int
	// Alarms are the errors that announced an unknown outcome. NeverArrived of
	// them are about a POST that the emulator has not read.
	Alarms, NeverArrived int
	// Findings are what must not be, each with its evidence.
	Findings []string
}

// tally counts by what can excuse a message that no state knows: an error that
// announced it, or a provider that was killed before it could.
type tally struct{ Announced, Killed, Unannounced int }

func (t tally) String() string {
	return fmt.Sprintf("announced %d, lost to SIGKILL %d, unannounced %d", t.Announced, t.Killed, t.Unannounced)
}

// count counts a message that a POST has posted, and reports whether there is an
// excuse.
func (t *tally) count(p post) bool {
	switch _, announced := p.command.announced()[p.address]; {
	case announced:
		t.Announced++
	case p.command.killed():
		t.Killed++
	default:
		t.Unannounced++
		return false
	}
	return true
}

// post is one POST of an announcement.
type post struct {
	emulator.Request
	address string
	command *command
}

// refused reports whether the answer leaves no doubt that nothing was done, and
// allows the provider to send the same again.
func (p post) refused() bool {
	return p.Status == http.StatusTooManyRequests || p.Status == http.StatusUnauthorized
}

// unknown reports whether the client cannot know the outcome.
func (p post) unknown() bool { return !p.Answered || p.Status >= 500 }

// withheld are the faults after which the emulator never answers in full.
var withheld = regexp.MustCompile("^(drop|cut|101)")

func newLog(announcements []announcement, parallelism int) *log {
	l := &log{
		parallelism: parallelism, last: &command{}, posts: map[string][]post{}, posted: map[string]post{},
		known: map[string]bool{}, orphans: map[string]bool{}, edited: map[string]bool{},
		addresses: map[string]string{}, imported: map[string]string{},
	}
	for _, a := range announcements {
		l.addresses[a.key] = a.address
	}
	return l
}

func (l *log) find(format string, arguments ...any) {
	l.Findings = append(l.Findings, fmt.Sprintf(format, arguments...))
}

// add judges a command that has ended.
func (l *log) add(c *command) {
	for _, r := range c.requests {
		if r.Unknown || r.Proto != "HTTP/1.1" { // a client of HTTP/2 may repeat a request by itself
			l.find("%s made a request that must not be: %s %s by %s", c.name, r.Method, r.EscapedPath, r.Proto)
		}
		switch {
		case r.Method == http.MethodPost && !r.Token:
			l.addPost(post{r, l.addresses[keyOfPost(r)], c})
		case r.Method == http.MethodPut && r.Processed:
			l.edited[r.MessageID] = true
		}
	}
	l.judgeAlarms(c)
	if c.inState != nil {
		l.judgeState(c)
		l.last = c
	}
}

func (l *log) addPost(p post) {
	earlier := l.posts[p.address]
	l.posts[p.address] = append(earlier, p)
	all := l.posts[p.address]
	if p.address == "" || p.command.phase != "create" {
		l.find("%s sent a message that nobody asked for:\n%s", p.command.name, p.Body)
	}
	if id, ok := l.imported[p.address]; ok {
		l.find("%s was imported (message %q) and then sent again:\n%s", p.address, id, history(all))
	}
	// Ctrl-C and SIGTERM let the provider wait for the answer to a POST.
	if !p.Answered && !withheld.MatchString(p.Fault) && !p.command.killed() {
		l.find("the provider did not wait for the answer to the POST of %s:\n%s", p.address, history(all))
	}
	// A provider process repeats only what Zoom refused.
	if n := len(earlier); n > 0 && earlier[n-1].command == p.command && !earlier[n-1].refused() {
		l.find("%s was sent again by the same provider process, after an outcome that allows no repetition:\n%s",
			p.address, history(all))
	}
	if !p.Processed {
		return
	}
	l.posted[p.MessageID] = p
	earlier = slices.DeleteFunc(slices.Clone(earlier), func(p post) bool { return !p.Processed })
	if len(earlier) == 0 {
		return
	}
	// This is a second message: the command that posted the one before must have
	// announced it.
	if before := earlier[len(earlier)-1]; before.command == p.command {
		l.Repeats.Unannounced++ // nobody can have read an error in between
		l.find("%s was posted twice by the same provider process:\n%s", p.address, history(all))
	} else if !l.Repeats.count(before) {
		l.find("%s was posted again, and no error had announced that it may have been posted:\n%s", p.address, history(all))
	}
}

// judgeAlarms looks for errors without a cause: a person who is sent to look for
// nothing too often will not look any more.
func (l *log) judgeAlarms(c *command) {
	neverArrived := 0
	for address, d := range c.announced() {
		l.Alarms++
		var last post // of this command
		for _, p := range l.posts[address] {
			if p.command == c {
				last = p
			}
		}
		switch {
		case last.command != nil && last.unknown():
		case (last.command == nil || last.refused()) && neverArrived < c.closedIdle:
			neverArrived++ // the emulator closed a connection on which the POST was to come
		default:
			l.find("%s: the outcome was known, but the error says that it was not: %s: %s\n%s",
				c.name, address, d.Detail, history(l.posts[address]))
		}
	}
	l.NeverArrived += neverArrived
}

// judgeState judges the messages that exist after a command and are in no state.
func (l *log) judgeState(c *command) {
	now, killedBefore := map[string]bool{}, l.Orphans.Killed
	for _, id := range c.inState {
		now[id], l.known[id] = true, true
		delete(l.orphans, id) // it was imported, and may be lost again
	}
	for _, m := range c.messages {
		if now[m.ID] || l.orphans[m.ID] {
			continue
		}
		l.orphans[m.ID] = true
		p, ok := l.posted[m.ID]
		if !ok || l.known[m.ID] {
			l.Orphans.Unannounced++
			l.find("message %q exists, was in a state or posted by nobody, and is in no state now", m.ID)
			continue
		}
		if !l.Orphans.count(p) {
			l.find("message %q exists and is in no state, and no error announced it:\n%s", m.ID, history([]post{p}))
		}
	}
	if lost := l.Orphans.Killed - killedBefore; lost > l.parallelism {
		l.find("%s lost %d messages, more than were being sent (%d)", c.name, lost, l.parallelism)
	}
}

// finish judges what is left when the last command has destroyed everything.
func (l *log) finish(destroyed bool) {
	for _, m := range l.last.messages {
		if l.orphans[m.ID] {
			l.AtEnd++
		}
		if destroyed && l.known[m.ID] {
			l.find("message %q exists after everything was destroyed, and a state knew it", m.ID)
		}
	}
	if !destroyed {
		return
	}
	if n := len(l.last.inState); n > 0 {
		l.find("%d messages are in the state after everything was destroyed", n)
	}
	for address, id := range l.imported {
		if !l.edited[id] {
			l.find("%s was imported (message %q) and then not edited", address, id)
		}
	}
}

// history describes POSTs, for a finding.
func history(posts []post) string {
	var lines []string
	for _, p := range posts {
		lines = append(lines, fmt.Sprintf("    %s, %s: POST %d, status %d, fault %q, processed %t, answered %t, message %q",
			p.Time.Format("15:04:05.000"), p.command.name, p.Seq, p.Status, p.Fault, p.Processed, p.Answered, p.MessageID))
	}
	return strings.Join(lines, "\n")
}
