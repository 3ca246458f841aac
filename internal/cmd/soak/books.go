package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// books are what a run is judged by. They are the emulator's, apart from what
// Terraform printed and what was in its state.
type books struct {
	announcements []announcement
	commands      []*command
	imported      map[string]adopted
	// parallelism bounds how many messages a kill can lose.
	parallelism int
	// destroyed says that the last command destroyed everything.
	destroyed bool
}

// verdict is what the books say.
type verdict struct {
	// Repeated posts are those of an announcement that had been posted before.
	Repeated, RepeatedAnnounced, RepeatedAfterKill, RepeatedUnannounced int
	// Orphans are messages that stood and were in no state when a command had
	// ended.
	Orphans, OrphansAnnounced, LostToKill, OrphansUnannounced int
	// StandingAtEnd are those of the orphans that still stand.
	StandingAtEnd int
	// Announced are the errors that told of an unknown outcome.
	Announced int

	findings []string
}

// post is one POST of an announcement.
type post struct {
	emulator.Request
	command *command
	number  int // of the command
}

func (v *verdict) find(format string, arguments ...any) {
	v.findings = append(v.findings, fmt.Sprintf(format, arguments...))
}

func (b *books) judge() verdict {
	var v verdict
	posts := b.posts(&v)
	for _, a := range b.announcements {
		b.judgeRepeats(&v, a, posts[a.address])
		b.judgeImport(&v, a, posts[a.address])
	}
	b.judgePatience(&v, posts)
	b.judgeAnnouncements(&v, posts)
	b.judgeOrphans(&v, posts)
	return v
}

// posts gives the POSTs of each address in order of arrival.
func (b *books) posts(v *verdict) map[string][]post {
	addresses := map[string]string{}
	for _, a := range b.announcements {
		addresses[a.key] = a.address
	}
	out := map[string][]post{}
	for number, c := range b.commands {
		for _, r := range c.requests {
			if r.Unknown {
				v.find("%s asked for a path that Zoom does not have: %s %s", c.name, r.Method, r.EscapedPath)
			}
			if r.Method != http.MethodPost || r.Token || r.Unknown {
				continue
			}
			address := addresses[keyOfPost(r)]
			if address == "" || c.phase != "create" {
				v.find("%s sent a message that nobody asked for:\n%s", c.name, r.Body)
			}
			out[address] = append(out[address], post{r, c, number})
		}
	}
	return out
}

// judgeRepeats looks at each POST and the one of the same announcement before.
func (b *books) judgeRepeats(v *verdict, a announcement, posts []post) {
	last := -1 // the last one that posted a message
	for i, p := range posts {
		// One provider process sends again only what Zoom refused. It follows
		// that it never posts the same announcement twice.
		if i > 0 && posts[i-1].number == p.number && !refused(posts[i-1]) {
			v.find("%s was sent again by the same provider process, after an outcome that allows no repetition:\n%s", a.address, history(posts[:i+1]))
		}
		if !p.Processed {
			continue
		}
		if last >= 0 {
			b.judgeRepeat(v, a, posts[last], posts[:i+1])
		}
		last = i
	}
}

// judgeRepeat looks at a second message of an announcement: the error of the
// command that posted the one before must have told of it.
func (b *books) judgeRepeat(v *verdict, a announcement, before post, posts []post) {
	v.Repeated++
	_, announced := before.command.announced()[a.address]
	switch {
	case before.number == posts[len(posts)-1].number:
		v.RepeatedUnannounced++ // nobody can have read the error yet
		v.find("%s was posted twice by the same provider process:\n%s", a.address, history(posts))
	case announced:
		v.RepeatedAnnounced++
	case before.command.struckBy(kill9):
		v.RepeatedAfterKill++
	default:
		v.RepeatedUnannounced++
		v.find("%s was posted again, although no error had told that it may have been posted:\n%s", a.address, history(posts))
	}
}

// refused says whether the answer leaves no doubt that nothing was done, and
// allows to try again.
func refused(p post) bool {
	return p.Status == http.StatusTooManyRequests || p.Status == http.StatusUnauthorized
}

// unknown says whether the client cannot know what became of a POST.
func unknown(p post) bool { return p.Status == 0 || p.Status >= 500 || !p.Answered }

// judgeImport looks whether an imported message was edited and never posted
// again.
func (b *books) judgeImport(v *verdict, a announcement, posts []post) {
	adopted, ok := b.imported[a.address]
	if !ok {
		return
	}
	if slices.ContainsFunc(posts, func(p post) bool { return p.number >= adopted.after }) {
		v.find("%s was imported (message %q) and then sent again:\n%s", a.address, adopted.id, history(posts))
	}
	edited := slices.ContainsFunc(b.commands[adopted.after:], func(c *command) bool {
		return slices.ContainsFunc(c.requests, func(r emulator.Request) bool {
			return r.Method == http.MethodPut && r.Processed && r.MessageID == adopted.id
		})
	})
	if b.destroyed && !edited {
		v.find("%s was imported (message %q) and then not edited", a.address, adopted.id)
	}
}

// judgePatience looks whether the provider waited for the answer to each POST,
// also after Ctrl-C. Only who is killed, or never gets one, does not have it.
func (b *books) judgePatience(v *verdict, posts map[string][]post) {
	for address, all := range posts {
		for _, p := range all {
			withheld := strings.HasPrefix(p.Fault, "drop") || strings.HasPrefix(p.Fault, "cut")
			if !p.Answered && !withheld && !p.command.struckBy(kill9) {
				v.find("the provider did not wait for the answer to the POST of %s:\n%s", address, history([]post{p}))
			}
		}
	}
}

// judgeAnnouncements looks for errors without a cause: a person who is sent to
// look for nothing too often will not look any more.
func (b *books) judgeAnnouncements(v *verdict, posts map[string][]post) {
	for number, c := range b.commands {
		for address, d := range c.announced() {
			v.Announced++
			caused := slices.ContainsFunc(posts[address], func(p post) bool { return p.number == number && unknown(p) })
			if !caused {
				v.find("%s: the outcome was known, but the error says that it was not: %s: %s\n%s", c.name, address, d.Detail, history(posts[address]))
			}
		}
	}
}

// history tells of POSTs, for a finding.
func history(posts []post) string {
	var b strings.Builder
	for _, p := range posts {
		fmt.Fprintf(&b, "    %s, %s: POST %d", p.Time.Format("15:04:05.000"), p.command.name, p.Seq)
		if p.Status != 0 {
			fmt.Fprintf(&b, ", status %d", p.Status)
		}
		if p.Fault != "" {
			fmt.Fprintf(&b, ", fault %s", p.Fault)
		}
		fmt.Fprintf(&b, ", processed %t, answered %t, message %q", p.Processed, p.Answered, p.MessageID)
		if p.command.strike != nil {
			fmt.Fprintf(&b, " (%s)", p.command.strike)
		}
		b.WriteString("\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}
