package content

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// kind is the kind of a JSON value.
type kind uint8

const (
	kindNull kind = iota
	kindBoolean
	kindNumber
	kindString
	kindArray
	kindObject
)

// String returns the kind with its article, for "not a number".
func (k kind) String() string {
	switch k {
	case kindBoolean:
		return "a boolean"
	case kindNumber:
		return "a number"
	case kindString:
		return "a string"
	case kindArray:
		return "a list"
	case kindObject:
		return "an object"
	default:
		return "null"
	}
}

// document is a text that is JSON.
type document struct {
	text string
	root *value
	// duplicates reports whether any object has a key twice.
	duplicates bool
}

// value is one value of a document. The items of a list and the members of an object are linked in the order of the
// text: nobody knows their number beforehand, and slices that grow made 10 MB of "[]," four times as slow to parse.
type value struct {
	kind       kind
	start, end int32  // its bytes in the text, with its quotation marks or brackets
	first      *value // its first item or member, or nil
	next       *value // the item or member after it, or nil

	// Of a member of an object only:
	key       string // what the key means, see meaning
	keyStart  int32  // where the key starts in the text
	duplicate bool   // whether the object has the key for the second time
}

// raw returns the value as it is written.
func (d *document) raw(v *value) string { return d.text[v.start:v.end] }

// str returns what a string means, with U+FFFD for half a surrogate pair, as in encoding/json.
func (d *document) str(v *value) string {
	s, _ := unquote(d.raw(v))
	return s
}

// member returns the value of a key, or nil if the object does not have it. Of a key given twice the last one counts.
func (v *value) member(key string) (found *value) {
	for m := v.first; m != nil; m = m.next {
		if m.key == key {
			found = m
		}
	}
	return found
}

// present returns the value of a key, or nil if it is missing or null.
func (v *value) present(key string) *value {
	if m := v.member(key); m != nil && m.kind != kindNull {
		return m
	}
	return nil
}

// markDuplicates marks the members whose key the object has for the second time, and reports whether there are any.
func (v *value) markDuplicates(members int) (found bool) {
	mark := func(m *value) { m.duplicate, found = true, true }
	const few = 16 // up to here comparing all pairs is faster than a map
	if members <= few {
		for m := v.first; m != nil; m = m.next {
			seen := 0
			for before := v.first; before != m; before = before.next {
				if before.key == m.key {
					seen++
				}
			}
			if seen == 1 {
				mark(m)
			}
		}
		return found
	}
	seen := make(map[string]int8, members)
	for m := v.first; m != nil; m = m.next {
		switch n := seen[m.key]; n {
		case 0:
			seen[m.key] = 1
		case 1:
			seen[m.key] = 2
			mark(m)
		}
	}
	return found
}

// meaning returns what a string means, for comparing. A string with half a surrogate pair has no meaning that could
// be compared: its spelling is used instead, after a byte that no other string has.
func meaning(raw string) string {
	s, whole := unquote(raw)
	if !whole {
		return "\xff" + raw
	}
	return s
}

// unquote returns what a JSON string means. The parser has accepted it, so only one thing can be wrong: a \u escape
// that is half a surrogate pair and means nothing. Then whole is false, and U+FFFD takes its place as in Go.
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

// unescape returns the rune of the escape at the start of s and its length in s, or the length 0 for half a
// surrogate pair.
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

// hex4 parses four hexadecimal digits.
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
