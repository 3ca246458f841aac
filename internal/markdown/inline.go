package markdown

import (
	"bufio"
	"html"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	htmlrenderer "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// richText is a text in the two forms that it may be sent in.
type richText struct {
	// plain is for an element without markup, and right unless formatted is set.
	plain string
	// markup is for an element with markup, and right unless there are literals.
	markup string
	// formatted is the line of the first markup, or 0 if there is none.
	formatted int
	// literals are the characters that Zoom could take for markup.
	literals []Problem
}

// literal is text of the converter's own.
func literal(s string) richText { return richText{plain: s, markup: s} }

func (t richText) joined(separator string, more richText) richText {
	t.plain += separator + more.plain
	t.markup += separator + more.markup
	if t.formatted == 0 {
		t.formatted = more.formatted
	}
	t.literals = append(t.literals, more.literals...)
	return t
}

// prefixed begins every line but the first with prefix.
func (t richText) prefixed(prefix string) richText {
	t.plain = strings.ReplaceAll(t.plain, "\n", "\n"+prefix)
	t.markup = strings.ReplaceAll(t.markup, "\n", "\n"+prefix)
	return t
}

// inline converts the inlines of a block.
func (c *converter) inline(n ast.Node) richText {
	w := &inlineWriter{converter: c, lineBegins: true}
	w.children(n)
	return w.richText
}

// plainText converts inlines where Zoom parses no markup.
func (c *converter) plainText(n ast.Node, where string) string {
	t := c.inline(n)
	if t.formatted > 0 {
		c.problem(t.formatted, "Formatting cannot be shown in %s. Write plain text there.", where)
	}
	if strings.Contains(t.plain, "\n") {
		c.problem(c.line(n), "A line break cannot be shown in %s.", where)
	}
	return t.plain
}

// inlineWriter writes inlines one after the other.
type inlineWriter struct {
	*converter
	richText
	lineBegins bool // nothing was written into the line yet
	opened     int  // the length of markup after the last opening delimiter
	closed     int  // the length of markup after the last closing delimiter
	open       []string
}

func (w *inlineWriter) children(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		w.node(child)
	}
}

func (w *inlineWriter) node(n ast.Node) {
	line := w.line(n)
	switch n := n.(type) {
	case *ast.Text:
		w.text(line, w.unescaped(n))
		switch {
		case n.HardLineBreak():
			w.lineBreak(line)
		case n.SoftLineBreak():
			w.text(line, " ")
		}
	case *ast.Emphasis:
		w.emphasis(line, []string{"_", "*"}[n.Level-1], n)
	case *extast.Strikethrough:
		w.emphasis(line, "~", n)
	case *ast.CodeSpan:
		w.codeSpan(line, n)
	case *ast.Link:
		w.link(line, n)
	case *ast.AutoLink:
		w.autoLink(line, n)
	case *extast.TaskCheckBox:
		w.write(line, map[bool]string{true: "☑ ", false: "☐ "}[n.IsChecked])
	case *ast.RawHTML:
		w.rawHTML(line, string(n.Segments.Value(w.source)))
	case *ast.Image:
		w.problem(line, "An image cannot be shown within a text. Put it into a paragraph of its own.")
	default:
		w.problem(line, "Zoom cannot show this (%s).", n.Kind())
	}
}

// unescaped returns a text without the escapes and entities of Markdown. The
// renderer resolves both, and writes HTML, which has entities only.
func (w *inlineWriter) unescaped(n *ast.Text) string {
	var out strings.Builder
	buffered := bufio.NewWriter(&out)
	htmlrenderer.DefaultWriter.Write(buffered, n.Segment.Value(w.source))
	_ = buffered.Flush() // a strings.Builder never fails
	return html.UnescapeString(out.String())
}

// text writes what is to be read as it is.
func (w *inlineWriter) text(line int, s string) {
	if s == "" {
		return
	}
	if i := strings.IndexAny(s, "*_~`<"); i >= 0 {
		w.literal(line, s[i:i+1])
	}
	if w.lineBegins && strings.HasPrefix(strings.TrimLeft(s, " "), ">") {
		w.literal(line, ">")
	}
	w.write(line, s)
}

func (w *inlineWriter) literal(line int, character string) {
	w.literals = append(w.literals, Problem{line, "Zoom could take the literal \"" + character + "\" for markup, " +
		"because this text has formatting. " +
		"Write it as code, between backticks, or in a paragraph without formatting."})
}

func (w *inlineWriter) write(line int, s string) {
	first, _ := utf8.DecodeRuneInString(s)
	if w.closed > 0 && w.closed == len(w.markup) && joinsWords(first) {
		w.withinWord(line)
	}
	w.plain += s
	w.markup += s
	w.lineBegins = w.lineBegins && strings.TrimSpace(s) == ""
}

func (w *inlineWriter) lineBreak(line int) {
	if len(w.open) > 0 {
		w.problem(line, "Formatted text cannot go on after a line break. Format each line by itself.")
	}
	w.plain += "\n"
	w.markup += "\n"
	w.lineBegins = true
}

// joinsWords reports whether a delimiter of markup beside a character may not
// be read as one.
func joinsWords(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("*_~`", r)
}

func (w *inlineWriter) withinWord(line int) {
	w.problem(line, "Formatting within a word, or right beside other formatting, may not be shown. "+
		"Put a space or a punctuation mark between.")
}

func (w *inlineWriter) begin(line int, delimiter string) {
	if last, _ := utf8.DecodeLastRuneInString(w.markup); w.markup != "" && w.opened != len(w.markup) && joinsWords(last) {
		w.withinWord(line)
	}
	w.format(line)
	w.markup += delimiter
	w.opened = len(w.markup)
	w.lineBegins = false
}

func (w *inlineWriter) end(delimiter string) {
	w.markup += delimiter
	w.closed = len(w.markup)
}

func (w *inlineWriter) format(line int) {
	if w.formatted == 0 {
		w.formatted = line
	}
}

func (w *inlineWriter) emphasis(line int, delimiter string, n ast.Node) {
	for _, open := range w.open {
		if open == delimiter {
			w.problem(line, "The same formatting cannot be nested.")
		}
	}
	w.begin(line, delimiter)
	w.open = append(w.open, delimiter)
	w.children(n)
	w.open = w.open[:len(w.open)-1]
	w.end(delimiter)
}

func (w *inlineWriter) codeSpan(line int, n *ast.CodeSpan) {
	var code strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if t, ok := child.(*ast.Text); ok {
			code.Write(t.Segment.Value(w.source))
		}
	}
	s := strings.ReplaceAll(code.String(), "\n", " ")
	if strings.Contains(s, "`") {
		w.problem(line, "Code cannot hold a backtick in Zoom, which would end it.")
	}
	w.begin(line, "`")
	w.plain += s
	w.markup += s
	w.end("`")
}

func (w *inlineWriter) link(line int, n *ast.Link) {
	address := w.address(line, n.Destination, n.Title)
	label := &inlineWriter{converter: w.converter}
	label.children(n)
	switch {
	case label.formatted > 0:
		w.problem(label.formatted, "The label of a link cannot be formatted. Put the formatting around the whole link.")
	case strings.TrimSpace(label.plain) == "":
		w.problem(line, "The link has no text.")
	case strings.ContainsAny(label.plain, "|>\n"):
		w.problem(line, "The label of a link cannot hold \"|\", \">\" or a line break, which would end it.")
	}
	w.format(line)
	w.literals = append(w.literals, label.literals...)
	w.raw("<" + address + "|" + label.plain + ">")
}

// raw writes markup that may stand beside a word.
func (w *inlineWriter) raw(markup string) {
	w.plain += markup
	w.markup += markup
	w.lineBegins = false
}

func (w *inlineWriter) autoLink(line int, n *ast.AutoLink) {
	if n.AutoLinkType == ast.AutoLinkEmail {
		w.text(line, string(n.Label(w.source)))
		return
	}
	address := string(n.URL(w.source))
	if strings.ContainsAny(address, "|") {
		w.problem(line, "An address cannot hold \"|\". Write %%7C, or for a link with a label [label](https://...).")
	}
	if !isLinked(address) {
		w.problem(line, "Zoom links http and https addresses only. Write it as text.")
	}
	w.plain += address // Zoom links it
	w.markup += "<" + address + ">"
	w.lineBegins = false
}

// address checks where a link or an image leads.
func (c *converter) address(line int, destination, title []byte) string {
	if len(title) > 0 {
		c.problem(line, "The title of a link or an image cannot be shown. Write it into the text.")
	}
	address := string(util.URLEscape(destination, true))
	if !isLinked(address) {
		c.problem(line, "An address must be absolute and begin with https:// or http://, because Zoom knows no other.")
	}
	return address
}

func isLinked(address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && (parsed.Scheme == "http" || parsed.Scheme == "https") && parsed.Hostname() != ""
}

func (w *inlineWriter) rawHTML(line int, s string) {
	switch {
	case mention.MatchString(s):
		w.format(line)
		w.raw(s)
	case !comments.MatchString(s): // which nobody is to see
		w.problem(line, "Zoom shows no HTML. Write it as Markdown.")
	}
}
