package main

import (
	"fmt"
	"strings"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
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
	drawing := card.Parse(string(m.Content), card.Options{Markdown: m.IsMarkdownSupport})
	for _, line := range drawing.Terminal(width-len([]rune(margin)), false) {
		lines = append(lines, margin+line)
	}
	return lines
}
