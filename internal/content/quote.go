package content

import (
	"strconv"
	"strings"
	"unicode"
)

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

// inline returns a text of the user's, cut to length, for the middle of a line.
func inline(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, abbreviate(s))
}

// quote returns a text of the user's, cut to length, in double quotes.
func quote(s string) string {
	return strconv.Quote(abbreviate(s))
}
