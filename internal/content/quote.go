package content

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// unquote gives what a JSON string means. The parser has seen it, so only one
// thing can be wrong with it: a \u escape that is half a surrogate pair and
// means nothing. Then whole is false, and U+FFFD stands for it as in Go.
func unquote(raw string) (s string, whole bool) {
	raw = raw[1 : len(raw)-1]
	if strings.IndexByte(raw, '\\') < 0 {
		return raw, true
	}
	whole = true
	b := make([]byte, 0, len(raw))
	for raw != "" {
		i := strings.IndexByte(raw, '\\')
		if i < 0 {
			b = append(b, raw...)
			break
		}
		b = append(b, raw[:i]...)
		r, size := unescape(raw[i:])
		if size == 0 {
			r, size, whole = utf8.RuneError, len(`\u0000`), false
		}
		b = utf8.AppendRune(b, r)
		raw = raw[i+size:]
	}
	return string(b), whole
}

// unescape gives the rune of the escape at the start of s and its length in s,
// or the length 0 for half a surrogate pair.
func unescape(s string) (rune, int) {
	switch s[1] {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r, _ := hex4(s[2:])
		if !utf16.IsSurrogate(r) {
			return r, 6
		}
		if strings.HasPrefix(s[6:], `\u`) {
			second, _ := hex4(s[8:])
			if r := utf16.DecodeRune(r, second); r != utf8.RuneError {
				return r, 12
			}
		}
		return 0, 0
	default:
		return rune(s[1]), 2
	}
}

// hex4 reads four hexadecimal digits.
func hex4(s string) (rune, bool) {
	if len(s) < 4 {
		return 0, false
	}
	var r rune
	for i := range 4 {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// maxQuoted is how many characters of the user's own text a message repeats.
const maxQuoted = 60

// abbreviate cuts a text of the user's to a length that fits a message.
func abbreviate(s string) string {
	count := 0
	for i := range s {
		if count++; count > maxQuoted {
			return s[:i] + "..."
		}
	}
	return s
}

// inline gives a text of the user's, cut to length, for the middle of a line.
func inline(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, abbreviate(s))
}

// quote gives a text of the user's, cut to length, in double quotes.
func quote(s string) string {
	return strconv.Quote(abbreviate(s))
}
