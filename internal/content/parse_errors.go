package content

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const remedyJSONEncode = "jsonencode({...}) in the configuration always writes correct JSON."

// fail notes where the text stops being JSON, and gives false for the parser to
// return.
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
	return p.fail(offset, fmt.Sprintf("the byte 0x%02X is not UTF-8", p.text[offset]), "Save the text as UTF-8.")
}

func (p *parser) failDepth() bool {
	return p.fail(p.pos, fmt.Sprintf("it is nested deeper than %d levels", maxDepth), "Content needs about ten levels.")
}

func (p *parser) failEnd() bool {
	if strings.TrimSpace(p.text) == "" {
		return p.fail(0, "it is empty", `Write at least {"head": {"text": "..."}}.`)
	}
	return p.fail(p.pos, "it ends too early", "Look for a bracket, a brace or a quotation mark that is not closed.")
}

func (p *parser) failAfterEnd() bool {
	return p.fail(p.pos, fmt.Sprintf("%s follows after its end", p.seen()),
		"Content is one object: remove what follows, or look for a brace that closes too early.")
}

func (p *parser) failTrailingComma(comma int, closer byte) bool {
	return p.fail(comma, fmt.Sprintf(`a comma stands before "%c"`, closer), "Remove the comma.")
}

func (p *parser) failSeparator(closer byte) bool {
	if p.pos >= len(p.text) {
		return p.failEnd()
	}
	if p.comment() {
		return p.failComment()
	}
	return p.fail(p.pos, fmt.Sprintf(`"," or "%c" is expected, not %s`, closer, p.seen()),
		"Look for a comma, or for a quotation mark within a text that lacks its backslash.")
}

func (p *parser) failColon() bool {
	switch {
	case p.pos >= len(p.text):
		return p.failEnd()
	case p.peek() == '=':
		return p.failHCL()
	default:
		return p.fail(p.pos, `":" is expected after a key, not `+p.seen(), remedyJSONEncode)
	}
}

func (p *parser) failHCL() bool {
	return p.fail(p.pos, `":" is expected after a key, as in "key": "value"`,
		"This looks like Terraform's own syntax: write it in the configuration as jsonencode({...}).")
}

// assigns says whether a word of this length stands before "=" or "{", as in
// Terraform's syntax.
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
		return p.fail(p.pos, fmt.Sprintf("the key %s lacks its quotation marks", abbreviate(word)),
			fmt.Sprintf("Write %s. %s", quote(word), remedyJSONEncode))
	default:
		return p.fail(p.pos, "a key in quotation marks is expected, not "+p.seen(), remedyJSONEncode)
	}
}

func (p *parser) failValue() bool {
	switch word := p.word(); {
	case p.pos >= len(p.text):
		return p.failEnd()
	case strings.HasPrefix(p.text[p.pos:], "\ufeff"):
		return p.fail(p.pos, "it starts with a byte order mark",
			`Save the file as UTF-8 without a byte order mark, or write trimprefix(file("card.json"), "\ufeff").`)
	case p.comment():
		return p.failComment()
	case p.quoted():
		return p.failQuotes()
	case strings.HasPrefix(p.text[p.pos:], "${"):
		return p.fail(p.pos, "a Terraform expression stands in it",
			"file() does not fill in expressions: use templatefile(), and jsonencode() within the template.")
	case word != "":
		return p.failWord(word)
	default:
		return p.fail(p.pos, "a value is expected, not "+p.seen(), remedyJSONEncode)
	}
}

func (p *parser) failWord(word string) bool {
	remedy := "Put a text into double quotes. " + remedyJSONEncode
	switch strings.ToLower(word) {
	case "true", "false", "null":
		remedy = fmt.Sprintf("Write %s.", strings.ToLower(word))
	case "none", "nil", "undefined", "nan", "infinity":
		remedy = "Write null, or leave the field out."
	default:
		if p.depth == 0 && strings.HasPrefix(p.text[p.pos+len(word):], ":") {
			remedy = `YAML becomes JSON by jsonencode(yamldecode(file("card.yaml"))).`
		}
	}
	return p.fail(p.pos, abbreviate(word)+" is not a JSON value", remedy)
}

func (p *parser) failComment() bool {
	return p.fail(p.pos, "a comment stands in it", "JSON has no comments: remove it.")
}

func (p *parser) failQuotes() bool {
	r, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	return p.fail(p.pos, string(r)+" is not a quotation mark in JSON", `Write straight double quotes: "...".`)
}

func (p *parser) failControl(c byte) bool {
	if c == '\n' || c == '\r' {
		return p.fail(p.pos, "a line ends within a text",
			`Write \n for a new line, or look for a missing quotation mark. `+remedyJSONEncode)
	}
	spelling := fmt.Sprintf(`\u%04x`, c)
	if c == '\t' {
		spelling = `\t`
	}
	return p.fail(p.pos, fmt.Sprintf("the control character 0x%02X stands within a text", c),
		fmt.Sprintf(`Write %s. %s`, spelling, remedyJSONEncode))
}

func (p *parser) failEscape() bool {
	start := p.pos
	p.pos++
	return p.fail(start, `a backslash stands before `+p.seen(),
		`Only \" \\ \/ \b \f \n \r \t and \u with four hexadecimal digits exist; a backslash itself is written \\.`)
}

func (p *parser) failOpenString(start int) bool {
	return p.fail(start, "this text is not closed", "Look for a missing quotation mark.")
}

func (p *parser) failNumber(start int) bool {
	end := p.pos
	for end < len(p.text) && (isLetter(p.text[end]) || strings.IndexByte("+-.0123456789", p.text[end]) >= 0) {
		end++
	}
	return p.fail(start, abbreviate(p.text[start:end])+" is not a number",
		"A number has no leading zero and digits on both sides of its point; a text stands in double quotes.")
}

// seen names the next character for a message.
func (p *parser) seen() string {
	if p.pos >= len(p.text) {
		return "the end"
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	if r == '"' {
		return "a quotation mark"
	}
	return quote(string(r))
}

func (p *parser) comment() bool {
	rest := p.text[p.pos:]
	return strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, "/*") || strings.HasPrefix(rest, "#")
}

// quoted says whether some other mark than " opens a text here, as in Python or
// in a text that went through a word processor.
func (p *parser) quoted() bool {
	r, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	return strings.ContainsRune("'`“”„‘’«»", r)
}

// word gives the letters that start here, if any.
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
