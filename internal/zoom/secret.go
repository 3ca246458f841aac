package zoom

import (
	"encoding/hex"
	"regexp"
	"strings"
)

// secret is what a text must not show, in all its spellings.
type secret struct {
	spellings *regexp.Regexp
	broken    []spelling // of all of it, which lines or groups may break
}

// maxBroken is how much of a spelling is looked for where it may be broken, in
// bytes. A server that chooses a token and a text could keep the client busy
// with comparing longer ones.
const maxBroken = 128

// spelling is one way to write a secret, and what makes other letters equal to
// its letters.
type spelling struct {
	text string
	fold func(byte) byte
}

func newSecret(text string) secret {
	s := secret{spellings: spellings(text)}
	if len(text) < 2*minSecret {
		return s
	}
	s.broken = []spelling{
		{text, func(c byte) byte { return c }},
		{hex.EncodeToString([]byte(text)), lower},
	}
	for offset := range 3 {
		s.broken = append(s.broken, spelling{base64Core(text, offset), standardBase64})
	}
	return s
}

func (s secret) redact(text string) string {
	for _, spelling := range s.broken {
		text = spelling.redact(text)
	}
	return s.spellings.ReplaceAllLiteralString(text, redacted)
}

func (s spelling) redact(text string) string {
	var b strings.Builder
	beginning := spelling{s.text[:min(len(s.text), maxBroken)], s.fold}
	for text != "" {
		if end := beginning.endIn(text); end > 0 {
			b.WriteString(redacted)
			if len(s.text) > maxBroken {
				break // nobody knows where the secret ends
			}
			text = text[end:]
			text = strings.TrimLeftFunc(text, isInWord) // the rest of the word goes with it
			continue
		}
		b.WriteByte(text[0])
		text = text[1:]
	}
	return b.String()
}

// endIn returns where the spelling ends that text begins with, or 0. What may
// break it are white space, which is a space by then (see visible), colons, and
// escaped line ends.
func (s spelling) endIn(text string) (end int) {
	for i := 0; i < len(s.text); {
		rest := text[end:]
		switch {
		case rest == "":
			return 0
		case s.fold(rest[0]) == s.text[i]:
			i++
			end++
		case i > 0 && (rest[0] == ' ' || rest[0] == ':'):
			end++
		case i > 0 && (strings.HasPrefix(rest, `\n`) || strings.HasPrefix(rest, `\r`)):
			end += 2
		default:
			return 0
		}
	}
	return end
}

func isInWord(r rune) bool { return !strings.ContainsRune(wordEnds, r) }

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// standardBase64 returns the letter of standard base64 for one of base64url.
func standardBase64(c byte) byte {
	switch c {
	case '-':
		return '+'
	case '_':
		return '/'
	}
	return c
}
