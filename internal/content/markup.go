package content

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// elementMarkdown notes whether an object has its own flag for Markdown. A published bot sends it as a string.
func (c *checker) elementMarkdown(o *object) {
	for _, name := range [...]string{"is_markdown_support", "is_markdown"} {
		if v := o.has(name); v != nil && (v.kind == kindBoolean || v.kind == kindString) {
			o.markdown = strings.Trim(c.doc.raw(v), `"`) == "true"
		}
	}
}

// markup checks what is written within a text: what was not filled in, and markup that Zoom shows as it is.
func (c *checker) markup(v *value, s string, f *Field, o *object) {
	if f.Format == FormatOpaque || !mayHaveMarkup(s) {
		return
	}
	plain := withoutCode(s)
	c.placeholder(v, plain, f)
	switch {
	case f.Markdown != MarkdownParsed:
	case o.markdown:
		c.foreignMarkdown(v, plain, f)
	default:
		c.rawMarkup(v, plain, f, o)
	}
}

// mayHaveMarkup reports whether a text has a character with which markup or a placeholder begins. Most have none.
func mayHaveMarkup(s string) bool {
	return strings.IndexByte(s, '*') >= 0 || strings.IndexByte(s, '<') >= 0 ||
		strings.IndexByte(s, '[') >= 0 || strings.IndexByte(s, '{') >= 0
}

// placeholder warns about an expression that was not filled in.
func (c *checker) placeholder(v *value, s string, f *Field) {
	switch {
	case hasPlaceholder(s, "${", "}"):
		c.report(Warning, v, fmt.Sprintf("%q contains ${...}, which was not filled in", f.Name),
			"file() does not evaluate expressions: use templatefile(), with jsonencode() in the template.")
	case hasPlaceholder(s, "{{", "}}"):
		c.report(Warning, v, fmt.Sprintf("%q contains {{...}}, which was not filled in", f.Name),
			"Terraform fills in ${...} only, in jsonencode() or in a template for templatefile().")
	}
}

// hasPlaceholder reports whether an expression between these marks is on one line of the text.
func hasPlaceholder(s, open, closer string) bool {
	for {
		_, rest, found := strings.Cut(s, open)
		if !found {
			return false
		}
		i := strings.IndexAny(rest, "{}\n")
		if i > 0 && strings.HasPrefix(rest[i:], closer) && strings.TrimSpace(rest[:i]) != "" {
			return true
		}
		s = rest
	}
}

// foreignMarkdown warns about the Markdown of other programs. Zoom's guide has one table row with **bold**, but its
// prose, the App Card Builder and published bots use *bold*; [label](url) is not documented anywhere.
func (c *checker) foreignMarkdown(v *value, s string, f *Field) {
	if _, end := findBold(s); end > 0 {
		c.report(Warning, v, fmt.Sprintf("%q contains **text**, which Zoom does not format as bold", f.Name),
			"Use single asterisks: *text*.")
	}
	if _, _, end := findLink(s); end > 0 {
		c.report(Warning, v, fmt.Sprintf("%q contains [label](url), which Zoom does not format as a link", f.Name),
			"Use <url|label>.")
	}
}

// rawMarkup warns about markup in a text that is not Markdown. Asterisks and underscores alone may be meant.
func (c *checker) rawMarkup(v *value, s string, f *Field, o *object) {
	var found []string
	if _, end := findBold(s); end > 0 {
		found = append(found, "**text**")
	}
	if _, _, end := findLink(s); end > 0 {
		found = append(found, "[label](url)")
	}
	link, mention := findAngles(s)
	if link {
		found = append(found, "<url|label>")
	}
	if mention {
		found = append(found, "<!jid|name>")
	}
	if found == nil {
		return
	}
	remedy := "Set is_markdown_support = true for the message"
	if field(o.fields, "is_markdown_support") != nil {
		remedy += `, or "is_markdown_support": true in this element`
	}
	if !link && !mention {
		remedy += ", and use *text* for bold and <url|label> for a link"
	}
	c.report(Warning, v,
		fmt.Sprintf("Zoom shows %s literally, because %q is not Markdown", strings.Join(found, " and "), f.Name), remedy+".")
}

// withoutCode blanks out what is between backticks, where nothing is formatted. Offsets stay as they are.
func withoutCode(s string) string {
	if strings.Count(s, "`") < 2 {
		return s
	}
	parts := strings.Split(s, "`")
	for i := 1; i < len(parts)-1; i += 2 {
		parts[i] = strings.Repeat("x", len(parts[i]))
	}
	return strings.Join(parts, "`")
}

// findBold finds the first **bold**. Powers (2**3) and rows of asterisks are something else. An end of 0 means that
// there is none.
func findBold(s string) (start, end int) {
	for i := 0; ; {
		open := strings.Index(s[i:], "**")
		if open < 0 {
			return 0, 0
		}
		open += i
		length := strings.Index(s[open+2:], "**")
		if length < 0 {
			return 0, 0
		}
		end := open + 2 + length + 2
		inner := s[open+2 : end-2]
		before, _ := utf8.DecodeLastRuneInString(s[:open])
		after, _ := utf8.DecodeRuneInString(s[end:])
		if inner != "" && inner == strings.Trim(inner, " *") && !strings.Contains(inner, "\n") &&
			!isWord(before) && !isWord(after) && after != '*' {
			return open, end
		}
		i = open + 2
	}
}

func isWord(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '*')
}

// findLink finds the first [label](url): its start, the position of "](" and its end. An end of 0 means that there is
// none.
func findLink(s string) (start, middle, end int) {
	for i := 0; ; {
		middle := strings.Index(s[i:], "](")
		if middle < 0 {
			return 0, 0, 0
		}
		middle += i
		start := strings.LastIndexByte(s[i:middle], '[')
		if start >= 0 && isLinked(s[middle+2:]) {
			// A space, a line end or another bracket ends the search too.
			label := s[i+start+1 : middle]
			length := strings.IndexAny(s[middle+2:], ") \t\n[")
			if length > 0 && s[middle+2+length] == ')' && !strings.Contains(label, "\n") {
				return i + start, middle, middle + 2 + length + 1
			}
		}
		i = middle + 2
	}
}

// findAngles reports whether a text has a <url|label> and a <!jid|name>.
func findAngles(s string) (link, mention bool) {
	for {
		_, rest, found := strings.Cut(s, "<")
		if !found {
			return link, mention
		}
		s = rest
		bar := strings.IndexAny(rest, "|<> \t\n")
		if bar <= 0 || rest[bar] != '|' {
			continue
		}
		label := rest[bar+1:]
		if end := strings.IndexAny(label, "|<>\n"); end <= 0 || label[end] != '>' {
			continue
		}
		link = link || isLinked(rest)
		mention = mention || rest[0] == '!' && bar > 1
	}
}

func isLinked(s string) bool {
	for _, prefix := range []string{"https://", "http://", "mailto:", "www."} {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}
