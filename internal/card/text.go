package card

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// Text is a text as it is drawn.
type Text struct {
	Blocks []Block
}

// Block is one or more lines of a text.
type Block struct {
	Kind BlockKind
	// Marker is the bullet or number of an item.
	Marker string
	Lines  [][]Span
}

// BlockKind is what a block of a text is.
type BlockKind string

// The kinds of block.
const (
	Paragraph BlockKind = "paragraph"
	Quote     BlockKind = "quote"
	Item      BlockKind = "item"
)

// Span is a part of a line that looks the same.
type Span struct {
	Text                       string
	Bold, Italic, Strike, Code bool
	// Mention marks a person, or everybody.
	Mention bool
	// Image marks the description of an image, which is never loaded.
	Image bool
	Link  Link
	// Color is #rrggbb in lower case, or "".
	Color string
	// Source is how the markup is known, and content.Documented for plain text.
	Source content.Source
	// Mark is set by Compare.
	Mark Mark
}

// Empty reports whether there is nothing to draw.
func (t Text) Empty() bool { return len(t.Blocks) == 0 }

// Plain returns the text without its look, lines ended by \n.
func (t Text) Plain() string {
	var lines []string
	for _, b := range t.Blocks {
		for _, l := range b.Lines {
			var line strings.Builder
			for _, s := range l {
				line.WriteString(s.Text)
			}
			lines = append(lines, line.String())
		}
	}
	return strings.Join(lines, "\n")
}

// plain returns a text without markup.
func plain(s string) Text {
	if s == "" {
		return Text{}
	}
	b := Block{Kind: Paragraph}
	for line := range strings.SplitSeq(s, "\n") {
		b.Lines = append(b.Lines, []Span{{Text: line}})
	}
	return Text{Blocks: []Block{b}}
}

// lines returns the text with every line changed.
func (t Text) lines(change func([]Span) []Span) Text {
	changed := Text{Blocks: slices.Clone(t.Blocks)}
	for i, b := range changed.Blocks {
		lines := make([][]Span, len(b.Lines))
		for j, line := range b.Lines {
			lines[j] = change(line)
		}
		changed.Blocks[i].Lines = lines
	}
	return changed
}

// each returns the text with every span changed.
func (t Text) each(change func(*Span)) Text {
	return t.lines(func(line []Span) []Span {
		line = slices.Clone(line)
		for i := range line {
			change(&line[i])
		}
		return line
	})
}

// styled applies the style of an element.
func (t Text) styled(s style) Text {
	return t.each(func(span *Span) {
		span.Bold = span.Bold || s.bold
		span.Italic = span.Italic || s.italic
		if span.Link == "" {
			// "Link color is blue by default. It cannot be changed" (guide).
			span.Color = s.color
		}
	})
}

// Link is a URL that may be followed: http, https or mailto.
type Link string

// linkOf returns the link to s, or "" if a drawing must not link to it.
func linkOf(s string) Link {
	u, err := url.Parse(s)
	if err != nil || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || hidden(r) }) {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host != "" {
			return Link(s)
		}
	case "mailto":
		if u.Opaque != "" {
			return Link(s)
		}
	}
	return ""
}

// clean shortens a text and shows its hidden characters by their code, such as
// ⟨U+202E⟩: what a reviewer does not see must not change what is read.
func clean(s string) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), "\ufffd")
	if runes := []rune(s); len(runes) > maxText {
		s = string(runes[:maxText]) + fmt.Sprintf("… (%d more characters)", len(runes)-maxText)
	}
	if !strings.ContainsFunc(s, hidden) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) {
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Clean returns a text that was not part of a content, such as a name or a JID,
// ready for a surface: shortened, and with hidden characters by their code.
func Clean(s string) string { return clean(s) }

// Markup returns a text in Zoom's markup as it is drawn.
func Markup(s string) Text { return scan(clean(s), allMarkup) }

// hidden reports whether a character shows nothing of its own. Joiners belong to
// scripts and emoji and stay.
func hidden(r rune) bool {
	switch r {
	case '\n', '\t', '\u200c', '\u200d':
		return false
	case '\u2028', '\u2029', '\u115f', '\u1160', '\u3164', '\uffa0':
		return true
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r)
}
