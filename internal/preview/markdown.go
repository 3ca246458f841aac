package preview

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
)

const (
	// maxMarkdown is how long the Markdown is at most, in characters. GitHub takes
	// 65,536 in a comment.
	maxMarkdown = 60_000
	// maxNames is how much of that the names of what is left out may take.
	maxNames = 8_000
	// Marker is the first line of the Markdown, by which a pipeline finds the
	// comment to update.
	Marker = "<!-- terraform-provider-zoom preview -->"
)

// WriteMarkdown writes the preview as a comment for GitHub or GitLab, with at most
// 60,000 characters. Messages that do not fit are counted and named.
func (p *Preview) WriteMarkdown(w io.Writer) error {
	m := limited{left: maxMarkdown - maxNames}
	m.add(Marker + "\n### Chatbot messages in this plan\n\n" + card.EscapeMarkdown(p.Summary()) + "\n\n")
	if warning := p.warning(); warning != "" {
		m.add("> [!WARNING]\n> " + warning + "\n\n")
	}
	footer := ""
	if len(p.Changes) > 0 {
		footer = "<sub>" + card.Disclaimer + "</sub>\n"
		m.left -= utf8.RuneCountInString(footer)
	}
	var omitted, kept []string
	for _, c := range p.Changes {
		switch {
		case c.Outcome == Keep:
			kept = append(kept, c.Address)
		case !m.add(c.markdown()):
			omitted = append(omitted, c.Address+" ("+c.Outcome.Verb()+")")
		}
	}
	m.left += maxNames
	m.names(omitted, "does not fit and is not shown", "do not fit and are not shown", maxNames/2)
	m.names(kept, "stays as it is", "stay as they are", maxNames/2)
	_, err := io.WriteString(w, m.text.String()+footer)
	return err
}

// limited is a text of a limited number of characters.
type limited struct {
	text strings.Builder
	left int
}

// add adds a part if all of it fits, and reports whether it does.
func (m *limited) add(part string) bool {
	n := utf8.RuneCountInString(part)
	if n > m.left {
		return false
	}
	m.left -= n
	m.text.WriteString(part)
	return true
}

// names adds a list of names, folded, in at most so many characters. Names that do
// not fit are counted.
func (m *limited) names(names []string, one, what string, most int) {
	if len(names) == 0 {
		return
	}
	if len(names) == 1 {
		what = one
	}
	head := fmt.Sprintf("<details><summary>%s %s</summary>\n\n", counted(len(names), "message"), what)
	list := limited{left: most - utf8.RuneCountInString(head) - 60}
	for i, name := range names {
		if !list.add("- " + code(name) + "\n") {
			fmt.Fprintf(&list.text, "- and %d more\n", len(names)-i)
			break
		}
	}
	m.add(head + list.text.String() + "\n</details>\n\n")
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// code returns a text in a code span, in which backticks would end it.
func code(s string) string { return "`" + strings.ReplaceAll(oneLine(s), "`", "'") + "`" }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func (c Change) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\n\n**%s** %s\n\n", capital(c.Outcome.Verb()), code(c.Address))
	var about []string
	for _, a := range append(c.Where, c.Changed...) {
		line := a.Name + ": " + code(a.After)
		if a.Before != "" {
			line = a.Name + ": " + code(a.Before) + " → " + code(a.After)
		}
		about = append(about, line)
	}
	if about != nil {
		b.WriteString("<sub>\n\n" + strings.Join(about, " · ") + "\n\n</sub>\n\n")
	}
	for _, note := range c.Notes {
		b.WriteString(card.EscapeMarkdown(note) + "\n\n")
	}
	views := c.Views()
	if len(views) > 0 {
		b.WriteString(views[len(views)-1].markdown())
	}
	if len(views) == 2 {
		b.WriteString("<details><summary>Before</summary>\n\n" + views[0].markdown() + "</details>\n\n")
	}
	for _, f := range c.Findings {
		sign := "⚠️"
		if severity(f) == "Error" {
			sign = "❌"
		}
		b.WriteString("- " + sign + " " + card.EscapeMarkdown(f.String()) + "\n")
	}
	if c.Findings != nil {
		b.WriteString("\n")
	}
	return b.String()
}

func (c *Content) markdown() string {
	if c.Hidden != "" {
		return "> *" + card.EscapeMarkdown(c.Hidden) + "*\n\n"
	}
	return c.Card.Markdown() + "\n"
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
