package card

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// Rule is one construct of Zoom's markup.
type Rule struct {
	// Name is what the construct is for.
	Name string
	// Write is an example of it.
	Write string
	// Source is how it is known.
	Source content.Source
	// Remark says more about the source, in one sentence, if there is more.
	Remark string
}

// Rules returns the constructs of Zoom's markup that are drawn. Everything else
// is left as it is written.
//
// No source says when a marker is a marker. As in other programs with this
// dialect, an opening one is not within a word and not before a space, a closing
// one is not after a space and not within a word, and both are on one line.
func Rules() []Rule { return slices.Clone(rules) }

var rules = []Rule{
	{"bold", "*text*", content.Documented,
		"One row of the guide has two asterisks; its samples and the page on cards have one. Two are left as they are."},
	{"italic", "_text_", content.Documented, ""},
	{"strike-through", "~text~", content.Documented, ""},
	{"code", "`text`", content.Documented, "Nothing within it is markup."},
	{"a quotation", "> text", content.Documented, "At the start of a line."},
	{"a link", "<https://example.com>", content.Documented, ""},
	{"a link with a label", "<https://example.com|the label>", content.Documented, "From the page on cards."},
	{"a bare link", "https://example.com", content.Documented, "Without markup, too."},
	{"a mention", "<!ann@xmpp.zoom.us|Ann>", content.Seen, ""},
	{"a mention of everybody", "<!all>", content.Seen, ""},
	{"a link to a channel", "<#ops@conference.xmpp.zoom.us|ops>", content.Seen, ""},
	{"a link to a profile", "<profile:ann@xmpp.zoom.us|Ann>", content.Seen, ""},
	{"an image", "<img:https://example.com/a.png|description>", content.Seen,
		"Drawn as its description: images are never loaded."},
	{"a list", "- item", content.Seen,
		"Also with `*`, `•` or a number and a point, at the start of a line. Whether Zoom indents it is not known."},
	{"a literal character", `\*`, content.Seen, "A backslash before a character that could be markup."},
}

// dialect is which constructs are read.
type dialect int

const (
	allMarkup dialect = iota
	// onlyLinks is for footers.
	onlyLinks
	// onlyBareLinks is for texts without markup.
	onlyBareLinks
)

// scan reads Zoom's markup.
func scan(s string, d dialect) Text {
	var t Text
	if s == "" {
		return t
	}
	for line := range strings.SplitSeq(s, "\n") {
		kind, marker := Paragraph, ""
		if d == allMarkup {
			kind, marker, line = lineStart(line)
		}
		spans := scanLine(line, d)
		if kind == Item {
			for i := range spans {
				spans[i].Source = max(spans[i].Source, content.Seen)
			}
		}
		last := len(t.Blocks) - 1
		if kind == Item || last < 0 || t.Blocks[last].Kind != kind {
			t.Blocks = append(t.Blocks, Block{Kind: kind, Marker: marker})
			last++
		}
		t.Blocks[last].Lines = append(t.Blocks[last].Lines, spans)
	}
	return t
}

// lineStart returns what a line is, and the rest of it.
func lineStart(line string) (kind BlockKind, marker, rest string) {
	if after, ok := strings.CutPrefix(line, ">"); ok {
		return Quote, "", strings.TrimPrefix(after, " ")
	}
	trimmed := strings.TrimLeft(line, " \t")
	for _, bullet := range []string{"- ", "* ", "• "} {
		if after, ok := strings.CutPrefix(trimmed, bullet); ok && strings.TrimSpace(after) != "" {
			return Item, "•", after
		}
	}
	digits := len(trimmed) - len(strings.TrimLeft(trimmed, "0123456789"))
	if after, ok := strings.CutPrefix(trimmed[digits:], ". "); ok && 0 < digits && digits < 4 {
		return Item, trimmed[:digits] + ".", after
	}
	return Paragraph, "", line
}

// scanLine reads the markup within a line. An empty line is one empty span.
func scanLine(line string, d dialect) []Span {
	l := lineScanner{dialect: d}
	l.scan(line, Span{})
	l.flush(Span{})
	if len(l.spans) == 0 {
		return []Span{{}}
	}
	return l.spans
}

type lineScanner struct {
	dialect dialect
	spans   []Span
	text    strings.Builder // of the span that is being read
	// looked counts the bytes that were looked at to find an end, for the test that
	// their number is linear.
	looked int
}

// flush ends the span that is being read.
func (l *lineScanner) flush(look Span) {
	if l.text.Len() == 0 {
		return
	}
	look.Text = l.text.String()
	l.text.Reset()
	l.spans = append(l.spans, look)
}

func (l *lineScanner) add(look Span) { l.spans = append(l.spans, look) }

// scan reads s with the look of what is around it. Time is linear for each of
// the three markers that can hold each other.
func (l *lineScanner) scan(s string, look Span) {
	hopeless := map[byte]bool{} // markers with no end in the rest of s, and links
	before := rune(' ')
	for s != "" {
		n := l.construct(s, look, before, hopeless)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(s)
			l.text.WriteString(s[:n])
		}
		before, _ = utf8.DecodeLastRuneInString(s[:n])
		s = s[n:]
	}
	l.flush(look)
}

// construct reads one construct at the start of s and returns its length, or 0 if
// there is none.
func (l *lineScanner) construct(s string, look Span, before rune, hopeless map[byte]bool) int {
	switch c := s[0]; {
	case c == 'h' && !isWord(before):
		// Within one word a second try would read the same again.
		if unicode.IsSpace(before) {
			hopeless['h'] = false
		}
		if hopeless['h'] {
			return 0
		}
		n := l.bareLink(s, look)
		hopeless['h'] = n == 0 && strings.HasPrefix(s, "http")
		return n
	case l.dialect == onlyBareLinks:
		return 0
	case c == '<':
		return l.angle(s, look)
	case l.dialect == onlyLinks:
		return 0
	case c == '\\' && len(s) > 1 && strings.IndexByte("\\*_~`<>", s[1]) >= 0:
		l.flush(look)
		look.Text, look.Source = s[1:2], content.Seen
		l.add(look)
		return 2
	case c == '`':
		end := strings.IndexByte(s[1:], '`')
		if end < 1 {
			return 0
		}
		l.flush(look)
		look.Text, look.Code = s[1:1+end], true
		l.add(look)
		return end + 2
	case c == '*' || c == '_' || c == '~':
		return l.emphasis(s, look, before, hopeless)
	}
	return 0
}

// emphasis reads bold, italic or struck text.
func (l *lineScanner) emphasis(s string, look Span, before rune, hopeless map[byte]bool) int {
	marker, inner := s[0], look
	on := map[byte]*bool{'*': &inner.Bold, '_': &inner.Italic, '~': &inner.Strike}[marker]
	if *on || hopeless[marker] || isWord(before) || before == rune(marker) {
		return 0
	}
	end := l.closing(s, marker)
	if end < 0 {
		hopeless[marker] = true
		return 0
	}
	if end == 0 {
		return 0
	}
	l.flush(look)
	*on = true
	l.scan(s[1:end], inner)
	return end + 1
}

// closing returns where the marker at the start of s is closed: 0 if this one
// opens nothing, and -1 if no marker follows that closes.
func (l *lineScanner) closing(s string, marker byte) int {
	first, _ := utf8.DecodeRuneInString(s[1:])
	if len(s) < 3 || unicode.IsSpace(first) || s[1] == marker {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '`':
			if end := strings.IndexByte(s[i+1:], '`'); end > 0 {
				i += end + 1
			}
		case marker:
			last, _ := utf8.DecodeLastRuneInString(s[:i])
			next, _ := utf8.DecodeRuneInString(s[i+1:])
			if !unicode.IsSpace(last) && s[i-1] != marker && !isWord(next) && next != rune(marker) {
				l.looked += i
				return i
			}
		}
	}
	l.looked += len(s)
	return -1
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// angle reads what is between < and >.
func (l *lineScanner) angle(s string, look Span) int {
	const most = 2048
	end := strings.IndexAny(s[1:min(len(s), most)], "<>")
	if end < 1 || s[1+end] != '>' {
		return 0
	}
	target, label, _ := strings.Cut(s[1:1+end], "|")
	span, ok := l.target(target, label, look)
	if !ok {
		return 0
	}
	l.flush(look)
	l.add(span)
	return end + 2
}

// target returns the span for a target in angle brackets, and whether it is one.
func (l *lineScanner) target(target, label string, look Span) (Span, bool) {
	if link := linkOf(target); link != "" {
		look.Text, look.Link = label, link
		if label == "" {
			look.Text = strings.TrimPrefix(target, "mailto:")
		}
		return look, true
	}
	if l.dialect == onlyLinks {
		return look, false
	}
	look.Source = content.Seen
	if image, ok := strings.CutPrefix(target, "img:"); ok {
		look.Text, look.Image, look.Link = label, true, linkOf(image)
		if label == "" {
			look.Text = "image"
		}
		return look, look.Link != ""
	}
	for _, prefix := range []string{"!", "#", "profile:"} {
		id, ok := strings.CutPrefix(target, prefix)
		if !ok {
			continue
		}
		if label == "" {
			label = id
		}
		sign := map[string]string{"!": "@", "#": "#", "profile:": ""}[prefix]
		look.Text, look.Mention = sign+label, true
		return look, strings.Contains(id, "@") || prefix == "!" && id == "all"
	}
	return look, false
}

// bareLink reads a URL in the text.
func (l *lineScanner) bareLink(s string, look Span) int {
	if !strings.HasPrefix(s, "https://") && !strings.HasPrefix(s, "http://") {
		return 0
	}
	end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>|\"`⟨", r) })
	if end < 0 {
		end = len(s)
	}
	l.looked += end
	// The point that ends a sentence and the bracket around a URL are not its own.
	trimmed := strings.TrimRight(s[:end], ".,;:!?'*_~")
	if !strings.Contains(trimmed, "(") {
		trimmed = strings.TrimRight(trimmed, ").,;:!?'*_~")
	}
	link := linkOf(trimmed)
	if link == "" {
		return 0
	}
	l.flush(look)
	look.Text, look.Link, look.Color = trimmed, link, ""
	l.add(look)
	return len(trimmed)
}

// autolink turns the bare URLs of a text without markup into links.
func autolink(t Text) Text {
	return t.lines(func(line []Span) []Span {
		l := lineScanner{dialect: onlyBareLinks}
		for _, span := range line {
			text := span.Text
			span.Text = ""
			l.scan(text, span)
		}
		return l.spans
	})
}
