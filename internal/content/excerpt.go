package content

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

const (
	// maxLine is the length in bytes of the longest line that is shown.
	maxLine = 2048
	// maxWidth is how many characters of it are shown.
	maxWidth = 76
	// punctuation is what structures a line of JSON.
	punctuation = `{}[]:,"`
)

// excerpt returns the line of the text that has the offset, with a mark below
// it. All values are masked, and so are keys that must not be repeated. It
// returns "" if the line is too long, or if masking leaves nothing of it.
func excerpt(text string, offset, number int) string {
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	if end-start > maxLine {
		return ""
	}
	m := masker{line: strings.ToValidUTF8(strings.TrimRight(text[start:end], " \t\r"), "\uFFFD"), mark: offset - start}
	line, mark := m.mask()
	if !strings.ContainsAny(line, punctuation) {
		return ""
	}
	line, mark = cut(line, mark)
	margin := fmt.Sprintf("%d | ", number)
	return margin + line + "\n" + strings.Repeat(" ", len(margin)-2) + "| " + strings.Repeat(" ", mark) + "^"
}

// cut shortens a line to maxWidth characters around the mark.
func cut(line string, mark int) (string, int) {
	runes := []rune(line)
	if len(runes) <= maxWidth {
		return line, mark
	}
	from := max(0, min(mark-maxWidth/2, len(runes)-maxWidth))
	runes, mark = runes[from:from+maxWidth], mark-from
	return string(runes), mark
}

// masker masks a line that need not be correct JSON. What remains is punctuation, the words of JSON, and names that
// may be repeated: keys, and the type of an element.
type masker struct {
	line string
	pos  int
	mark int // offset in the line
	out  strings.Builder
	at   int    // characters before the mark in out
	key  string // the last key
}

// mask returns the masked line without its indentation, and how many characters of it come before the mark.
func (m *masker) mask() (string, int) {
	for m.pos < len(m.line) {
		if m.pos <= m.mark {
			m.at = utf8.RuneCountInString(m.out.String())
		}
		switch c := m.line[m.pos]; {
		case c == ' ' || c == '\t':
			if s := m.out.String(); s != "" && !strings.HasSuffix(s, " ") {
				m.out.WriteByte(' ')
			}
			m.pos++
		case strings.IndexByte("{}[]:,", c) >= 0:
			m.out.WriteByte(c)
			m.pos++
		case c == '"':
			m.str()
		default:
			m.word()
		}
	}
	if m.mark >= len(m.line) {
		m.at = utf8.RuneCountInString(m.out.String())
	}
	return m.out.String(), m.at
}

// str masks a string. One that is not closed ends with the line.
func (m *masker) str() {
	end := m.pos + 1
	for end < len(m.line) && m.line[end] != '"' {
		if m.line[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(m.line) {
		m.out.WriteString(`"` + masked)
		m.pos = len(m.line)
		return
	}
	s := m.line[m.pos+1 : end]
	m.pos = end + 1
	isKey := strings.HasPrefix(strings.TrimLeft(m.line[m.pos:], " \t"), ":")
	if (!isKey && m.key != "type") || !mayRepeat(s) {
		s = masked
	}
	if isKey {
		m.key = s
	}
	m.out.WriteString(`"` + s + `"`)
}

// word masks what is not a string, up to the next punctuation.
func (m *masker) word() {
	length := strings.IndexAny(m.line[m.pos:], punctuation)
	if length < 0 {
		length = len(m.line) - m.pos
	}
	word := strings.TrimRight(m.line[m.pos:m.pos+length], " \t")
	m.pos += len(word)
	switch word {
	case "true", "false", "null":
		m.out.WriteString(word)
	default:
		m.out.WriteString(masked)
	}
}
