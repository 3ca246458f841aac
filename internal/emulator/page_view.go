package emulator

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
)

// What a page shows is bounded.
const (
	maxShownMessages = 200
	maxShownRequests = 50
	maxShownChannels = 200
	// maxDrawn is how many bytes of drawings are on one page.
	maxDrawn = 2 << 20
)

// pageView is what the page shows: a channel, or one message with its history.
type pageView struct {
	Disclaimer string
	Channels   []channelView
	Channel    string
	Threads    []threadView
	// Older is how many threads of the channel are not shown.
	Older   int
	Message *historyView
	// Missing says what was asked for and is not there.
	Missing  string
	Requests []Request
	Faults   []PendingFault
	Stats    Stats
	// Colors is the query of the style sheet for the colors.
	Colors string

	colors map[string]bool
	drawn  int
}

type channelView struct {
	JID     string
	Count   int
	Current bool
}

type threadView struct {
	Parent messageView
	// ParentGone reports whether this is a reply to a message that is not here.
	ParentGone bool
	Replies    []messageView
}

type messageView struct {
	Message
	Drawing template.HTML
	Edited  time.Time
}

type historyView struct {
	ID       string
	Exists   bool
	ToJID    string
	Versions []versionView
}

type versionView struct {
	Event
	Drawing template.HTML
	// What is what was done, in words.
	What string
}

// view collects what the page shows for a query: ?channel=JID or ?message=ID.
func (e *Emulator) view(query url.Values) *pageView {
	v := &pageView{
		Disclaimer: card.Disclaimer, Requests: e.Requests(), Faults: e.PendingFaults(), Stats: e.Stats(),
		colors: map[string]bool{},
	}
	messages := e.Messages("")
	v.Channel = query.Get("channel")
	v.listChannels(e.Channels(), messages)
	if id := query.Get("message"); query.Has("message") {
		v.history(id, messages, e.History(id))
	} else {
		v.threads(messages, e.History(""))
	}
	slices.Reverse(v.Requests)
	v.Requests = v.Requests[:min(len(v.Requests), maxShownRequests)]
	var colors []string
	for c := range v.colors {
		colors = append(colors, c[1:])
	}
	slices.Sort(colors)
	v.Colors = strings.Join(colors[:min(len(colors), maxColors)], ",")
	return v
}

// listChannels lists the channels, and chooses the one with the latest message if
// none was asked for.
func (v *pageView) listChannels(jids []string, messages []Message) {
	if v.Channel == "" && len(messages) > 0 {
		v.Channel = messages[len(messages)-1].ToJID
	}
	counts := map[string]int{}
	for _, m := range messages {
		counts[m.ToJID]++
	}
	for _, jid := range jids[:min(len(jids), maxShownChannels)] {
		v.Channels = append(v.Channels, channelView{jid, counts[jid], jid == v.Channel})
	}
	if v.Channel != "" && counts[v.Channel] == 0 {
		v.Channels = append(v.Channels, channelView{v.Channel, 0, true})
	}
}

// threads puts the replies of a channel under what they reply to.
func (v *pageView) threads(messages []Message, events []Event) {
	edited := map[string]time.Time{}
	for _, event := range events {
		if event.Kind == Edited {
			edited[event.Message.ID] = event.Time
		}
	}
	messages = slices.DeleteFunc(messages, func(m Message) bool { return m.ToJID != v.Channel })
	first := max(0, len(messages)-maxShownMessages)
	v.Older, messages = first, messages[first:]
	index := map[string]int{}
	// The newest are drawn first, so that what is left out is old.
	drawings := make([]messageView, len(messages))
	for i, m := range slices.Backward(messages) {
		drawings[i] = messageView{m, v.draw(parse(m)), edited[m.ID]}
	}
	for i, m := range messages {
		if parent, ok := index[m.ReplyTo]; ok {
			v.Threads[parent].Replies = append(v.Threads[parent].Replies, drawings[i])
			index[m.ID] = parent
			continue
		}
		index[m.ID] = len(v.Threads)
		v.Threads = append(v.Threads, threadView{Parent: drawings[i], ParentGone: m.ReplyTo != ""})
	}
}

// history shows each version of a message beside the one before.
func (v *pageView) history(id string, messages []Message, events []Event) {
	v.Channel = ""
	if len(events) == 0 {
		v.Missing = "There is no message with this ID, and none that is remembered."
		return
	}
	v.Message = &historyView{
		ID: id, ToJID: events[0].Message.ToJID,
		Exists: slices.ContainsFunc(messages, func(m Message) bool { return m.ID == id }),
	}
	for i := range v.Channels {
		v.Channels[i].Current = v.Channels[i].JID == v.Message.ToJID
	}
	for i, event := range events {
		version := versionView{Event: event, What: string(event.Kind)}
		drawing := parse(event.Message)
		if i > 0 && event.Kind == Edited {
			_, drawing = card.Compare(parse(events[i-1].Message), drawing)
		}
		if event.Kind != Deleted {
			version.Drawing = v.draw(drawing)
		}
		if event.Request == 0 {
			version.What += " by hand"
		}
		v.Message.Versions = append(v.Message.Versions, version)
	}
	slices.Reverse(v.Message.Versions)
}

func parse(m Message) card.Card {
	return card.Parse(string(m.Content), card.Options{Markdown: m.IsMarkdownSupport})
}

func (v *pageView) draw(c card.Card) template.HTML {
	drawn, err := c.HTML()
	if v.drawn += len(drawn); err != nil || v.drawn > maxDrawn {
		return `<p class="empty">This page is full. Open the history of the message to see it.</p>`
	}
	for _, color := range c.Colors() {
		v.colors[color] = true
	}
	return drawn
}

// initial returns the letter of a bot's picture.
func initial(jid string) string {
	name := strings.TrimPrefix(local(jid), "v1")
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return strings.ToUpper(string(r))
		}
	}
	return "?"
}

// local returns a JID without its domain.
func local(jid string) string {
	name, _, _ := strings.Cut(jid, "@")
	return card.Clean(name)
}

func clock(t time.Time) string { return t.UTC().Format("15:04:05") }

// done returns what was done about a request, in words. It has no text that the
// client chose but the ID of a message.
func done(r Request) string {
	var parts []string
	switch {
	case r.Token && r.Processed:
		parts = append(parts, "token issued")
	case r.Processed:
		verbs := map[string]string{http.MethodPost: "posted ", http.MethodPut: "edited ", http.MethodDelete: "deleted "}
		parts = append(parts, verbs[r.Method]+card.Clean(r.MessageID))
	case r.Unknown:
		parts = append(parts, "Zoom has no such call")
	case r.Done:
		parts = append(parts, "nothing done")
	}
	if r.Fault != "" {
		parts = append(parts, "fault "+r.Fault)
	}
	switch {
	case !r.Done:
		parts = append(parts, "under way")
	case !r.Answered && r.Status == 0:
		parts = append(parts, "not answered")
	case !r.Answered:
		parts = append(parts, "answer cut off")
	}
	return strings.Join(parts, ", ")
}

// Describe returns a queued fault in words.
func (f PendingFault) Describe() string {
	what := f.Match
	if what == "" {
		what = "any request"
	}
	switch f.Left {
	case 1:
		return fmt.Sprintf("%s, once: %s", what, f.Kind())
	default:
		if f.Left < 0 {
			return fmt.Sprintf("%s, always: %s", what, f.Kind())
		}
		return fmt.Sprintf("%s, %d times: %s", what, f.Left, f.Kind())
	}
}
