package preview

import (
	"fmt"
	"io"
	"strings"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// WriteTerminal writes the preview for a terminal that is so many columns wide,
// with or without escape sequences.
func (p *Preview) WriteTerminal(w io.Writer, width int, ansi bool) error {
	var b strings.Builder
	bold := func(s string) string {
		if ansi {
			return "\x1b[1m" + s + "\x1b[0m"
		}
		return s
	}
	b.WriteString(bold(p.Summary()) + "\n")
	if warning := p.warning(); warning != "" {
		b.WriteString(warning + "\n")
	}
	for _, c := range p.Changes {
		if c.Outcome == Keep {
			continue
		}
		title := fmt.Sprintf("── %s %s: %s ", signs[c.Outcome], c.Address, c.Outcome.Verb())
		b.WriteString("\n" + bold(title+strings.Repeat("─", max(0, width-len([]rune(title))))) + "\n")
		for _, a := range append(c.Where, c.Changed...) {
			b.WriteString("   " + a.line() + "\n")
		}
		for _, note := range c.Notes {
			b.WriteString("   " + note + "\n")
		}
		b.WriteString("\n")
		for _, line := range c.terminal(width-3, ansi) {
			b.WriteString(strings.TrimRight("   "+line, " ") + "\n")
		}
		for _, f := range c.Findings {
			b.WriteString("   " + severity(f) + ": " + card.Clean(f.String()) + "\n")
		}
	}
	if len(p.Changes) > 0 {
		b.WriteString("\n" + card.Disclaimer + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// terminal draws the message, or both sides of it if it changes.
func (c Change) terminal(width int, ansi bool) []string {
	views := c.Views()
	if len(views) == 2 && c.Before.Hidden == "" && c.After.Hidden == "" {
		return card.CompareTerminal(c.Before.Card, c.After.Card, width, ansi)
	}
	var lines []string
	for _, v := range views {
		if v.Label != "" {
			lines = append(lines, v.Label+":")
		}
		lines = append(lines, v.terminal(width, ansi)...)
	}
	return lines
}

func (c *Content) terminal(width int, ansi bool) []string {
	if c.Hidden != "" {
		return []string{"(" + c.Hidden + ")"}
	}
	return c.Card.Terminal(width, ansi)
}

func severity(p content.Problem) string {
	if p.Severity == content.Error {
		return "Error"
	}
	return "Warning"
}
