package content

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const remedyJSONEncode = "jsonencode({...}) in the configuration always produces valid JSON."

// fail notes where the text stops being JSON, and returns false for the parser to return.
func (p *parser) fail(offset int, reason, remedy string) bool {
	p.err = &syntaxError{offset: offset, summary: "the text is not JSON: " + reason, remedy: remedy}
	return false
}

func (p *parser) failUTF8() bool {
	offset := 0
	for offset < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[offset:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		offset += size
	}
	return p.fail(offset, "a byte is not UTF-8", "Save the text as UTF-8.")
}

func (p *parser) failDepth() bool {
	return p.fail(p.pos, fmt.Sprintf("it is nested deeper than %d levels", maxDepth), "Content needs about ten levels.")
}

func (p *parser) failEnd() bool {
	if strings.TrimSpace(p.text) == "" {
		return p.fail(0, "it is empty", remedyLeast)
	}
	return p.fail(p.pos, "it ends too early", "Look for a bracket, a brace or a quotation mark that is not closed.")
}

func (p *parser) failAfterEnd() bool {
	if first := strings.TrimLeft(p.text, " \t\r\n")[0]; strings.IndexByte(`{["`, first) < 0 {
		return p.failPlainText()
	}
	return p.fail(p.pos, "there is more after its end",
		"Content is one object: remove what follows, or look for a brace that closes too early.")
}

// failPlainText is for a sentence that somebody wrote as the content.
func (p *parser) failPlainText() bool {
	start := len(p.text) - len(strings.TrimLeft(p.text, " \t\r\n"))
	return p.fail(start, "it is plain text", `Use jsonencode({ head = { text = "..." } }), with the text in it.`)
}

func (p *parser) failTrailingComma(comma int, closer byte) bool {
	return p.fail(comma, fmt.Sprintf(`there is a comma before "%c"`, closer), "Remove the comma.")
}

func (p *parser) failSeparator(closer byte) bool {
	if p.pos >= len(p.text) {
		return p.failEnd()
	}
	if p.comment() {
		return p.failComment()
	}
	return p.fail(p.pos, fmt.Sprintf(`"," or "%c" is expected%s`, closer, p.seen()),
		"Look for a missing comma, or for a quotation mark inside a string without a backslash before it.")
}

func (p *parser) failColon() bool {
	switch {
	case p.pos >= len(p.text):
		return p.failEnd()
	case p.peek() == '=':
		return p.failHCL()
	default:
		return p.fail(p.pos, `":" is expected after a key`+p.seen(), remedyJSONEncode)
	}
}

func (p *parser) failHCL() bool {
	return p.fail(p.pos, `":" is expected after a key, as in "key": "value"`,
		"This looks like Terraform's own syntax: use jsonencode({...}) in the configuration.")
}

// assigns reports whether a word of this length is followed by "=" or "{", as in Terraform's syntax.
func (p *parser) assigns(length int) bool {
	rest := strings.TrimLeft(p.text[p.pos+length:], " \t")
	return strings.HasPrefix(rest, "=") || strings.HasPrefix(rest, "{")
}

func (p *parser) failKey() bool {
	switch word := p.word(); {
	case p.pos >= len(p.text):
		return p.failEnd()
	case p.comment():
		return p.failComment()
	case p.quoted():
		return p.failQuotes()
	case word != "" && p.assigns(len(word)):
		return p.failHCL()
	case word != "":
		return p.fail(p.pos, "a key has no quotation marks", "Put the key into double quotation marks. "+remedyJSONEncode)
	default:
		return p.fail(p.pos, "a key in quotation marks is expected"+p.seen(), remedyJSONEncode)
	}
}

func (p *parser) failValue() bool {
	switch word := p.word(); {
	case p.pos >= len(p.text):
		return p.failEnd()
	case strings.HasPrefix(p.text[p.pos:], "\ufeff"):
		return p.fail(p.pos, "it starts with a byte order mark",
			`Save the file as UTF-8 without a byte order mark, or use trimprefix(file("card.json"), "\ufeff").`)
	case p.comment():
		return p.failComment()
	case p.quoted():
		return p.failQuotes()
	case strings.HasPrefix(p.text[p.pos:], "${"):
		return p.fail(p.pos, "it contains a Terraform expression",
			"file() does not evaluate expressions: use templatefile(), with jsonencode() in the template.")
	case p.depth == 0 && strings.IndexByte("}],:", p.peek()) < 0:
		return p.failRoot(word)
	case word != "":
		return p.failWord(word)
	default:
		return p.fail(p.pos, "a value is expected"+p.seen(), remedyJSONEncode)
	}
}

// failRoot is for a text that does not even start as JSON.
func (p *parser) failRoot(word string) bool {
	if strings.HasPrefix(p.text[p.pos+len(word):], ":") {
		return p.fail(p.pos, "it looks like YAML", `jsonencode(yamldecode(file("card.yaml"))) turns YAML into JSON.`)
	}
	if word != "" && p.assigns(len(word)) {
		return p.fail(p.pos, "it looks like Terraform's own syntax", "Use jsonencode({...}) in the configuration.")
	}
	return p.failPlainText()
}

// failWord is for a value without quotation marks. Only the words of JSON and of other languages are repeated.
func (p *parser) failWord(word string) bool {
	switch lower := strings.ToLower(word); lower {
	case "true", "false", "null":
		return p.fail(p.pos, word+" is not a JSON value", fmt.Sprintf("Use %s.", lower))
	case "none", "nil", "undefined", "nan", "infinity":
		return p.fail(p.pos, word+" is not a JSON value", "Use null, or remove the field.")
	default:
		return p.fail(p.pos, "a value has no quotation marks", "Put text into double quotation marks. "+remedyJSONEncode)
	}
}

func (p *parser) failComment() bool {
	return p.fail(p.pos, "it contains a comment", "JSON has no comments: remove it.")
}

func (p *parser) failQuotes() bool {
	r, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	return p.fail(p.pos, string(r)+" is not a quotation mark in JSON", `Use straight double quotation marks: "...".`)
}

func (p *parser) failControl(c byte) bool {
	switch c {
	case '\n', '\r':
		return p.fail(p.pos, "a line ends inside a string",
			`Use \n for a new line, or look for a missing quotation mark. `+remedyJSONEncode)
	case '\t':
		return p.fail(p.pos, "there is a tab inside a string", `Use \t. `+remedyJSONEncode)
	default:
		return p.fail(p.pos, "there is a control character inside a string",
			`Use \u and four hexadecimal digits. `+remedyJSONEncode)
	}
}

func (p *parser) failEscape() bool {
	return p.fail(p.pos, "this is not a valid escape",
		`A string can have \" \\ \/ \b \f \n \r \t, and \u with four hexadecimal digits. A backslash itself is \\.`)
}

func (p *parser) failOpenString(start int) bool {
	return p.fail(start, "this string is not closed", "Look for a missing quotation mark.")
}

func (p *parser) failNumber(start int) bool {
	if p.depth == 0 {
		return p.failPlainText()
	}
	return p.fail(start, "this is not a number",
		"A number has no leading zero, and digits on both sides of its point. Text needs double quotation marks.")
}

// seen returns which punctuation was found in place of what is expected. Nothing else is repeated.
func (p *parser) seen() string {
	switch c := p.peek(); c {
	case '{', '}', '[', ']', ',', ':':
		return fmt.Sprintf(`, not "%c"`, c)
	case '"':
		return ", not a quotation mark"
	default:
		return ""
	}
}

func (p *parser) comment() bool {
	rest := p.text[p.pos:]
	return strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, "/*") || strings.HasPrefix(rest, "#")
}

// quoted reports whether a mark other than " opens a string here, as in Python or in a text that went through a word
// processor.
func (p *parser) quoted() bool {
	r, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	return strings.ContainsRune("'`“”„‘’«»", r)
}

// word returns the letters and digits that start here, if the first is a letter.
func (p *parser) word() string {
	end := p.pos
	for end < len(p.text) && (isLetter(p.text[end]) || end > p.pos && '0' <= p.text[end] && p.text[end] <= '9') {
		end++
	}
	return p.text[p.pos:end]
}

func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_'
}
