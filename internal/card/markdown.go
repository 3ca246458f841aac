package card

import (
	"fmt"
	"strings"
	"unicode"
)

// Markdown returns the card as GitHub Flavored Markdown for a comment on GitHub
// or GitLab, as a quotation that ends with a line break. Texts are escaped, so
// that they neither format, nor mention anybody, nor refer to an issue, and
// images are never shown.
func (c Card) Markdown() string {
	var b strings.Builder
	for i, n := range c.Nodes {
		if i > 0 {
			b.WriteString(">\n")
		}
		for line := range strings.SplitSeq(strings.Join(markdownNode(n), "\n"), "\n") {
			b.WriteString(strings.TrimRight("> "+line, " ") + "\n")
		}
	}
	return b.String()
}

// EscapeMarkdown returns a text that is shown as it is written, on one line.
func EscapeMarkdown(s string) string {
	var b strings.Builder
	runes := []rune(Clean(s))
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return ' '
		}
		return runes[i]
	}
	for i, r := range runes {
		switch entity := entities[r]; {
		case entity != "":
			b.WriteString(entity)
			continue
		case escaped(r, i, at(i-1)):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		if refers(r, at(i-1), at(i+1)) {
			b.WriteRune('\u200b')
		}
	}
	return b.String()
}

var entities = map[rune]string{'\n': " ", '\t': " ", '<': "&lt;", '>': "&gt;", '&': "&amp;"}

// escaped reports whether a character needs a backslash where it is.
func escaped(r rune, index int, before rune) bool {
	switch r {
	case '\\', '`', '*', '_', '[', ']', '!', '|', '~', '$', '@':
		return true
	case '#', '+', '-', '=':
		return index == 0
	case '.', ')':
		// 1. and 1) begin a list, www. a link.
		return unicode.IsDigit(before) || before == 'w'
	default:
		return false
	}
}

// refers reports whether a character could mention a person or refer to an issue,
// a label, an emoji or a page. A backslash does not help there, as these are
// looked for in the text that is shown; a space without width does.
func refers(r, before, after rune) bool {
	switch r {
	case '@', '#', '!', '%', '~', '$', '^':
		return unicode.IsLetter(after) || unicode.IsDigit(after) || after == '"' || after == '{'
	case ':':
		return unicode.IsLetter(after) || after == '+' || after == '-' || after == '/' && (before == 's' || before == 'p')
	case '-':
		return before == 'H' && unicode.IsDigit(after)
	default:
		return false
	}
}

// markdownNode returns the blocks of a node.
func markdownNode(n Node) []string {
	lines := markdownLines(n)
	if mark := n.About().Mark; mark != "" {
		lines = append(lines, "", "<sub>"+string(mark)+"</sub>")
	}
	if assumed := n.About().Assumed(); assumed != "" {
		lines = append(lines, "", "<sub>"+assumed+"</sub>")
	}
	return lines
}

func markdownLines(n Node) []string {
	switch n := n.(type) {
	case *Head:
		lines := []string{"### " + markdownInline(n.Text)}
		if !n.Sub.Empty() {
			lines = append(lines, markdownInline(n.Sub))
		}
		return lines
	case *Message:
		return markdownText(n.Text, editableMark(n.Editable))
	case *Fields:
		return markdownFields(n)
	case *Actions:
		return []string{markdownButtons(n)}
	case *Select:
		return markdownSelect(n)
	case *Attachment:
		return markdownAttachment("📎", n.Title, n.URL, n.Description, n.Facts)
	case *File:
		return markdownAttachment("📄", n.Title, n.URL, n.Description, "")
	case *Section:
		return markdownSection(n)
	case *Divider:
		return []string{"---"}
	case *Unknown:
		return []string{"*" + EscapeMarkdown(n.Reason) + "*"}
	default:
		return markdownNewer(n)
	}
}

func markdownNewer(n Node) []string {
	switch n := n.(type) {
	case *Images:
		var lines []string
		for _, image := range n.Images {
			lines = append(lines, "🖼 "+markdownLink(or(image.Alt, "image"), image.URL)+`\`)
		}
		return endBreaks(lines)
	case *Progress:
		return []string{"`" + bar(n.Percent, 20) + "` " + EscapeMarkdown(n.Value)}
	case *Alert:
		return append([]string{"**" + EscapeMarkdown(or(n.Level, "alert")) + "**", ""}, markdownText(n.Text, "")...)
	case *Video:
		return []string{"▶ " + markdownLink(or(n.Title.Plain(), "video"), n.URL) + EscapeMarkdown(byline(n))}
	case *Picker:
		return []string{"<kbd>" + EscapeMarkdown(or(n.Value, n.What)) + " ▾</kbd>"}
	case *Choices:
		var lines []string
		for _, o := range n.Options {
			lines = append(lines, choiceMark(n.Kind, o.Selected)+" "+EscapeMarkdown(o.Text)+`\`)
		}
		return endBreaks(lines)
	case *Input:
		lines := []string{}
		if n.Label != "" {
			lines = append(lines, EscapeMarkdown(n.Label)+`\`)
		}
		return append(lines, "<kbd>"+EscapeMarkdown(or(n.Value, n.Placeholder, "text"))+"</kbd>")
	case *Pages:
		var lines []string
		for _, p := range n.Pages {
			lines = append(lines, "**Page "+EscapeMarkdown(p.Number)+"**", "")
			for _, inner := range p.Nodes {
				lines = append(append(lines, markdownNode(inner)...), "")
			}
		}
		return lines
	default:
		return []string{fmt.Sprintf("(%s)", n.About().Type)}
	}
}

func markdownInline(t Text) string {
	var parts []string
	for _, b := range t.Blocks {
		for _, line := range b.Lines {
			parts = append(parts, strings.TrimSpace(EscapeMarkdown(b.Marker)+" "+markdownSpans(line)))
		}
	}
	return strings.Join(parts, " ")
}

// markdownText returns a text with its lines. A mark is added to its end.
func markdownText(t Text, mark string) []string {
	var lines []string
	for i, b := range t.Blocks {
		if i > 0 && (b.Kind != Item || t.Blocks[i-1].Kind != Item) {
			lines = append(endBreaks(lines), "")
		}
		prefix := ""
		switch {
		case b.Kind == Quote:
			prefix = "> "
		case b.Kind == Item && b.Marker == "•":
			prefix = "- "
		case b.Kind == Item:
			prefix = b.Marker + " "
		}
		for _, line := range b.Lines {
			end := `\`
			if b.Kind == Item {
				end = ""
			}
			lines = append(lines, prefix+markdownSpans(line)+end)
		}
	}
	lines = endBreaks(lines)
	if mark != "" && len(lines) > 0 {
		lines[len(lines)-1] += mark
	}
	return lines
}

// endBreaks removes the line break after the last line, and from empty ones,
// where a backslash would be shown.
func endBreaks(lines []string) []string {
	for i, line := range lines {
		if i == len(lines)-1 || strings.Trim(line, `> \`) == "" || lines[i+1] == "" {
			lines[i] = strings.TrimSuffix(line, `\`)
		}
	}
	return lines
}

func markdownSpans(line []Span) string {
	var b strings.Builder
	for _, s := range line {
		text := EscapeMarkdown(s.Text)
		switch {
		case strings.TrimSpace(s.Text) == "":
			b.WriteString(text)
			continue
		case s.Code:
			text = "<code>" + text + "</code>"
		case s.Image:
			text = "🖼 " + markdownLink(s.Text, s.Link)
		case s.Link != "":
			text = markdownLink(s.Text, s.Link)
		}
		// Tags, as asterisks do not end within a word.
		for _, look := range []struct {
			on  bool
			tag string
		}{{s.Strike, "s"}, {s.Italic, "em"}, {s.Bold, "strong"}, {s.Mark == New, "ins"}, {s.Mark == Gone, "del"}} {
			if look.on {
				text = "<" + look.tag + ">" + text + "</" + look.tag + ">"
			}
		}
		b.WriteString(text)
	}
	return b.String()
}

// markdownLink returns a link. Its URL is in angle brackets, where only those
// end it.
func markdownLink(label string, l Link) string {
	if l == "" {
		return EscapeMarkdown(label)
	}
	target := strings.NewReplacer("<", "%3C", ">", "%3E", `\`, "%5C", "|", "%7C").Replace(string(l))
	return "[" + EscapeMarkdown(label) + "](<" + target + ">)"
}

func markdownFields(f *Fields) []string {
	lines := []string{"| | |", "|---|---|"}
	for _, row := range f.Rows {
		for _, item := range row {
			value := markdownInline(item.Value) + editableMark(item.Editable)
			lines = append(lines, "| **"+markdownInline(item.Key)+"** | "+value+" |")
		}
	}
	return lines
}

var buttonMarks = map[string]string{
	"primary": "🔵 ", "danger": "🔴 ", "disabled": "🚫 ", "thumbsup": "👍 ", "thumbsdown": "👎 ",
}

func markdownButtons(a *Actions) string {
	var parts []string
	for _, b := range a.Buttons {
		parts = append(parts, "<kbd>"+buttonMarks[b.Style]+EscapeMarkdown(b.Text)+"</kbd>")
	}
	if len(a.More) > 0 {
		var more []string
		for _, b := range a.More {
			more = append(more, EscapeMarkdown(b.Text))
		}
		parts = append(parts, "<kbd>•••</kbd> <sub>("+strings.Join(more, ", ")+")</sub>")
	}
	return strings.Join(parts, " ")
}

func markdownSelect(s *Select) []string {
	line := "<kbd>" + EscapeMarkdown(s.Selected) + " ▾</kbd>"
	if s.From != "" {
		line += " <sub>from " + s.From + "</sub>"
	}
	if len(s.Choices) > 0 {
		var choices []string
		for _, c := range s.Choices {
			choices = append(choices, EscapeMarkdown(c))
		}
		line += " <sub>(" + strings.Join(choices, ", ") + ")</sub>"
	}
	return []string{EscapeMarkdown(s.Label) + `\`, line}
}

func markdownAttachment(icon string, title Text, l Link, description Text, about string) []string {
	lines := []string{icon + " " + markdownLink(or(title.Plain(), "attachment"), l)}
	if !description.Empty() {
		lines = append(lines, markdownInline(description))
	}
	if about != "" {
		lines = append(lines, "<sub>"+EscapeMarkdown(about)+"</sub>")
	}
	for i := range lines[:len(lines)-1] {
		lines[i] += `\`
	}
	return lines
}

func markdownSection(s *Section) []string {
	var lines []string
	for i, inner := range s.Nodes {
		if i > 0 {
			lines = append(lines, ">")
		}
		for line := range strings.SplitSeq(strings.Join(markdownNode(inner), "\n"), "\n") {
			lines = append(lines, strings.TrimRight("> "+line, " "))
		}
	}
	if footer := strings.Trim(markdownInline(s.Footer)+" · "+EscapeMarkdown(s.Time), " ·"); footer != "" {
		lines = append(lines, ">", "> <sub>"+footer+"</sub>")
	}
	return lines
}

func editableMark(editable bool) string {
	if editable {
		return " <sub>(people can edit this)</sub>"
	}
	return ""
}

// or returns the first text that is not empty.
func or(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// bar returns a progress bar of so many characters.
func bar(percent, width int) string {
	full := percent * width / 100
	return strings.Repeat("█", full) + strings.Repeat("░", width-full)
}

func byline(v *Video) string {
	if s := strings.Trim(v.Author+", "+v.Provider, ", "); s != "" {
		return " (" + s + ")"
	}
	return ""
}

var choiceMarks = map[string][2]string{
	"radio": {"○", "●"}, "checkbox": {"☐", "☑"}, "switch": {"◯──", "──●"},
}

func choiceMark(kind string, selected bool) string {
	if selected {
		return choiceMarks[kind][1]
	}
	return choiceMarks[kind][0]
}
