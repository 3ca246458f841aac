package emulator

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// serveView answers GET /_emulator/messages, which is for people.
func (e *Emulator) serveView(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	// A client that has gone away has no use for an error.
	_ = e.WriteMessages(w)
}

// WriteMessages lists the messages by channel, for a person.
func (e *Emulator) WriteMessages(w io.Writer) error {
	var b strings.Builder
	channels, messages := e.Channels(), e.Messages("")
	fmt.Fprintf(&b, "%s in %s.\n", count(len(messages), "message"), count(len(channels), "channel"))
	for _, c := range channels {
		fmt.Fprintf(&b, "\n%s\n", c)
		for _, m := range messages {
			if m.ToJID == c {
				m.write(&b)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (m Message) write(b *strings.Builder) {
	fmt.Fprintf(b, "  %s, sent %s", m.ID, m.SentTime)
	if m.Edits > 0 {
		fmt.Fprintf(b, ", %s", count(m.Edits, "edit"))
	}
	if m.ReplyTo != "" {
		fmt.Fprintf(b, ", in reply to %s", m.ReplyTo)
	}
	if m.VisibleToUser != "" {
		fmt.Fprintf(b, ", visible to %s", m.VisibleToUser)
	}
	if text := m.headText(); text != "" {
		fmt.Fprintf(b, "\n    %s", text)
	}
	fmt.Fprintf(b, "\n    %s\n", m.Content)
}

// headText returns the headline of the message, on one line.
func (m Message) headText() string {
	var c struct {
		Head struct {
			Text string `json:"text"`
		} `json:"head"`
	}
	if json.Unmarshal(m.Content, &c) != nil {
		return ""
	}
	return strings.Join(strings.Fields(c.Head.Text), " ")
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
