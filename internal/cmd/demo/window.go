package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// width is how wide the output is, in characters.
const width = 78

// chatWindow draws the messages of a channel as a person sees them in Zoom,
// replies under what they reply to. Names are what the messages are called in
// the configuration, by ID.
func chatWindow(messages []emulator.Message, names map[string]string) string {
	lines := []string{"   ┌" + strings.Repeat("─", width-4)}
	if len(messages) == 0 {
		lines = append(lines, "   │ (the channel is empty)")
	}
	for _, m := range messages {
		if m.ReplyTo != "" {
			continue
		}
		if len(lines) > 1 {
			lines = append(lines, "   │")
		}
		lines = append(lines, drawMessage("   │ ", m, names)...)
		for _, reply := range messages {
			if reply.ReplyTo == m.ID {
				lines = append(lines, drawMessage("   │    ↳ ", reply, names)...)
			}
		}
	}
	lines = append(lines, "   └"+strings.Repeat("─", width-4))
	return strings.Join(lines, "\n")
}

// drawMessage puts the margin before each line of a message.
func drawMessage(margin string, m emulator.Message, names map[string]string) []string {
	_, name, _ := strings.Cut(names[m.ID], ".")
	about := fmt.Sprintf("%s · ID %s", name, m.ID)
	if m.Edits > 0 {
		about += " · edited"
	}
	lines := []string{margin + about}
	margin = strings.ReplaceAll(margin, "↳", " ")
	for _, line := range drawContent(m.Content) {
		lines = append(lines, margin+line)
	}
	return lines
}

// card is the part of a message's content that the demo uses.
type card struct {
	Head struct {
		Text    string `json:"text"`
		SubHead struct {
			Text string `json:"text"`
		} `json:"sub_head"`
	} `json:"head"`
	Body []element `json:"body"`
}

type element struct {
	Type     string    `json:"type"`
	Text     string    `json:"text"`
	Link     string    `json:"link"`
	Footer   string    `json:"footer"`
	Sections []element `json:"sections"`
	Items    []struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	} `json:"items"`
}

func drawContent(content json.RawMessage) []string {
	var c card
	if err := json.Unmarshal(content, &c); err != nil {
		return []string{string(content)}
	}
	var lines []string
	if c.Head.Text != "" {
		lines = append(lines, c.Head.Text, strings.Repeat("‾", len([]rune(c.Head.Text))))
	}
	if c.Head.SubHead.Text != "" {
		lines = append(lines, c.Head.SubHead.Text)
	}
	for _, e := range c.Body {
		lines = append(lines, drawElement(e)...)
	}
	return lines
}

func drawElement(e element) []string {
	switch e.Type {
	case "message":
		if e.Link != "" {
			return []string{e.Text + " <" + e.Link + ">"}
		}
		return []string{e.Text}
	case "fields":
		var fields []string
		for _, item := range e.Items {
			fields = append(fields, item.Key+": "+item.Value)
		}
		return []string{strings.Join(fields, "   ")}
	case "section":
		var lines []string
		for _, inner := range e.Sections {
			for _, line := range drawElement(inner) {
				lines = append(lines, "▌ "+line)
			}
		}
		return append(lines, "▌ "+e.Footer)
	default:
		return []string{"(" + e.Type + ")"}
	}
}
