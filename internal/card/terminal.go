package card

import (
	"fmt"
	"strings"

	"github.com/rivo/uniseg"
)

// Terminal returns the card as lines for a terminal, none of them wider than
// width columns where a word fits. With ansi, looks are drawn with escape
// sequences; without, the lines are plain text.
func (c Card) Terminal(width int, ansi bool) []string {
	t := terminal{width: max(width, 20), ansi: ansi}
	var lines []string
	for i, n := range c.Nodes {
		if _, head := n.(*Head); i > 0 && !head && needsSpace(c.Nodes[i-1], n) {
			lines = append(lines, "")
		}
		lines = append(lines, t.node(n)...)
	}
	return lines
}

// needsSpace reports whether an empty line goes between two nodes.
func needsSpace(before, after Node) bool {
	_, section := after.(*Section)
	_, afterSection := before.(*Section)
	return section && afterSection
}

// terminal draws for one width.
type terminal struct {
	width int
	ansi  bool
}

func (t terminal) narrower(by int) terminal {
	t.width = max(t.width-by, 20)
	return t
}

func (t terminal) node(n Node) []string {
	lines := t.lines(n)
	if assumed := n.About().Assumed(); assumed != "" {
		lines = append(lines, t.paint("2", "("+assumed+")"))
	}
	return lines
}

func (t terminal) lines(n Node) []string {
	switch n := n.(type) {
	case *Head:
		lines := t.text(n.Text.each(func(s *Span) { s.Bold = true }), "")
		if len(lines) > 0 {
			lines = append(lines, strings.Repeat("‾", min(t.width, widest(lines))))
		}
		return append(lines, t.text(n.Sub, "")...)
	case *Message:
		return t.text(n.Text, terminalEditable(n.Editable))
	case *Fields:
		return t.fields(n)
	case *Actions:
		return t.actions(n)
	case *Select:
		lines := []string{n.Label + ": [ " + n.Selected + " ▾ ]"}
		if n.From != "" {
			lines[0] += " from " + n.From
		}
		return t.wrap(append(lines, indent("· ", n.Choices)...))
	case *Attachment:
		return t.attachment(n.Title, n.URL, n.Description, n.Facts)
	case *File:
		return t.attachment(n.Title, n.URL, n.Description, "")
	case *Section:
		return t.section(n)
	case *Divider:
		if n.Dotted {
			return []string{strings.Repeat("·", t.width)}
		}
		return []string{strings.Repeat("─", t.width)}
	case *Unknown:
		return t.wrap([]string{"(" + n.Reason + ")"})
	default:
		return t.newer(n)
	}
}

func (t terminal) newer(n Node) []string {
	switch n := n.(type) {
	case *Images:
		var lines []string
		for _, image := range n.Images {
			lines = append(lines, "[image: "+or(image.Alt, "no description")+"]"+angle(image.URL))
		}
		return t.wrap(lines)
	case *Progress:
		return t.wrap([]string{bar(n.Percent, 20) + " " + n.Value})
	case *Alert:
		return t.text(Text{Blocks: append([]Block{{Kind: Paragraph,
			Lines: [][]Span{{{Text: or(n.Level, "alert") + ":", Bold: true}}}}}, n.Text.Blocks...)}, "")
	case *Video:
		return t.wrap([]string{"[video: " + or(n.Title.Plain(), "no title") + byline(n) + "]" + angle(n.URL)})
	case *Picker:
		return t.wrap([]string{n.What + ": [ " + or(n.Value, "…") + " ▾ ]"})
	case *Choices:
		var lines []string
		for _, o := range n.Options {
			lines = append(lines, choiceMark(n.Kind, o.Selected)+" "+o.Text)
		}
		return t.wrap(lines)
	case *Input:
		return t.wrap([]string{strings.TrimPrefix(n.Label+": ", ": ") + "[ " + or(n.Value, n.Placeholder, "…") + " ]"})
	case *Pages:
		var lines []string
		for _, p := range n.Pages {
			lines = append(lines, t.wrap([]string{"Page " + p.Number})...)
			for _, inner := range p.Nodes {
				lines = append(lines, indent("  ", t.narrower(2).node(inner))...)
			}
		}
		return lines
	default:
		return []string{fmt.Sprintf("(%s)", n.About().Type)}
	}
}

func (t terminal) fields(f *Fields) []string {
	var lines []string
	for _, row := range f.Rows {
		var cells []string
		for _, item := range row {
			value := item.Value.each(func(s *Span) { s.Text = strings.ReplaceAll(s.Text, "\n", " ") })
			cell := strings.Join(terminal{width: 1 << 20, ansi: t.ansi}.text(value, terminalEditable(item.Editable)), " ")
			cells = append(cells, item.Key.Plain()+": "+cell)
		}
		lines = append(lines, strings.Join(cells, "   "))
	}
	return t.wrap(lines)
}

func (t terminal) actions(a *Actions) []string {
	var parts []string
	for _, b := range a.Buttons {
		code := map[string]string{"primary": "34;1", "danger": "31;1", "disabled": "2"}[b.Style]
		mark := map[string]string{"thumbsup": "👍 ", "thumbsdown": "👎 "}[b.Style]
		parts = append(parts, t.paint(code, "[ "+mark+b.Text+" ]"))
	}
	lines := []string{strings.Join(parts, " ")}
	if len(a.More) > 0 {
		var more []string
		for _, b := range a.More {
			more = append(more, b.Text)
		}
		lines[0] += " [ ••• ]"
		lines = append(lines, "  in •••: "+strings.Join(more, ", "))
	}
	return t.wrap(lines)
}

func (t terminal) attachment(title Text, l Link, description Text, about string) []string {
	lines := []string{"[attachment: " + or(title.Plain(), "no title") + "]" + angle(l)}
	if !description.Empty() {
		lines = append(lines, t.text(description, "")...)
	}
	if about != "" {
		lines = append(lines, about)
	}
	return t.wrap(lines)
}

func (t terminal) section(s *Section) []string {
	inner := t.narrower(2)
	var lines []string
	for _, n := range s.Nodes {
		lines = append(lines, inner.node(n)...)
	}
	if footer := strings.Trim(strings.Join(inner.text(s.Footer, ""), " ")+" · "+s.Time, " ·"); footer != "" {
		lines = append(lines, inner.wrap([]string{inner.paint("2", footer)})...)
	}
	mark := "▌"
	if c, ok := parseColor(s.Color); ok {
		mark = t.paint(fmt.Sprintf("38;2;%d;%d;%d", int(c[0]), int(c[1]), int(c[2])), mark)
	}
	return indent(mark+" ", lines)
}

// text draws a text. A mark is added to its last line.
func (t terminal) text(text Text, mark string) []string {
	var lines []string
	for _, b := range text.Blocks {
		prefix := ""
		switch b.Kind {
		case Quote:
			prefix = "│ "
		case Item:
			prefix = b.Marker + " "
		}
		for _, line := range b.Lines {
			var drawn strings.Builder
			for _, s := range line {
				drawn.WriteString(t.span(s))
			}
			lines = append(lines, indent(prefix, t.narrower(columns(prefix)).wrap([]string{drawn.String()}))...)
		}
	}
	if mark != "" && len(lines) > 0 {
		lines[len(lines)-1] += mark
	}
	return lines
}

func (t terminal) span(s Span) string {
	text := s.Text
	if s.Image {
		text = "[image: " + text + "]"
	}
	var codes []string
	for _, look := range []struct {
		on   bool
		code string
	}{{s.Bold, "1"}, {s.Italic, "3"}, {s.Strike, "9"}, {s.Code, "36"}, {s.Mention || s.Link != "", "34"}} {
		if look.on {
			codes = append(codes, look.code)
		}
	}
	if c, ok := parseColor(s.Color); ok {
		codes = append(codes, fmt.Sprintf("38;2;%d;%d;%d", int(c[0]), int(c[1]), int(c[2])))
	}
	// A look that goes over a line end would run into the bar beside it.
	words := strings.Split(text, " ")
	for i, w := range words {
		words[i] = t.paint(strings.Join(codes, ";"), w)
	}
	text = strings.Join(words, " ")
	if s.Link != "" && strings.TrimPrefix(string(s.Link), "mailto:") != s.Text {
		text += angle(s.Link)
	}
	return text
}

func (t terminal) paint(codes, s string) string {
	if !t.ansi || codes == "" || s == "" {
		return s
	}
	return "\x1b[" + codes + "m" + s + "\x1b[0m"
}

// wrap breaks lines between words. A word that is too wide stays whole: it may be
// a URL.
func (t terminal) wrap(lines []string) []string {
	var out []string
	for _, line := range lines {
		for part := range strings.SplitSeq(line, "\n") {
			out = append(out, t.wrapLine(strings.ReplaceAll(part, "\t", "    "))...)
		}
	}
	return out
}

func (t terminal) wrapLine(line string) []string {
	if columns(line) <= t.width {
		return []string{line}
	}
	var out []string
	current, wide := "", 0
	for word := range strings.SplitSeq(line, " ") {
		w := columns(word)
		if current != "" && wide+1+w > t.width {
			out = append(out, current)
			current, wide = word, w
			continue
		}
		if current != "" {
			current += " "
			wide++
		}
		current += word
		wide += w
	}
	return append(out, current)
}

// columns returns how many columns a line takes, escape sequences apart.
func columns(s string) int {
	for {
		start := strings.Index(s, "\x1b[")
		if start < 0 {
			return uniseg.StringWidth(s)
		}
		end := strings.IndexByte(s[start:], 'm')
		if end < 0 {
			return uniseg.StringWidth(s)
		}
		s = s[:start] + s[start+end+1:]
	}
}

func widest(lines []string) int {
	most := 0
	for _, l := range lines {
		most = max(most, columns(l))
	}
	return most
}

func indent(prefix string, lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = prefix + l
	}
	return out
}

func angle(l Link) string {
	if l == "" {
		return ""
	}
	return " <" + string(l) + ">"
}

func terminalEditable(editable bool) string {
	if editable {
		return " (people can edit this)"
	}
	return ""
}
