package zoom

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

const (
	// maxExcerpt is how much is shown of what a server says, in characters.
	maxExcerpt = 300

	// maxCleaned is how much of a text is looked at, in bytes.
	maxCleaned = 1 << 15

	redacted = "(redacted)"
)

// cleaner makes text that a server or a proxy chose fit for a screen or a log:
// it takes out the app's secrets, which they may repeat in many spellings, and
// the characters that a terminal obeys or hides.
type cleaner struct {
	mu     sync.Mutex
	own    []secret // the client secret, and the passwords of proxies
	tokens []secret // the newest few, as an older one cannot be in a new answer
}

// maxTokens is how many tokens a cleaner knows.
const maxTokens = 6

// urlPassword matches passwords in URLs, as a proxy's address may have them.
var urlPassword = regexp.MustCompile(`//[^/@\s"]+@`)

func newCleaner(secrets ...string) *cleaner {
	c := &cleaner{}
	for _, text := range secrets {
		c.own = append(c.own, newSecret(text))
	}
	return c
}

// add makes a token a secret.
func (c *cleaner) add(token string) {
	added := newSecret(token)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tokens = append(c.tokens[max(0, len(c.tokens)-maxTokens+1):len(c.tokens):len(c.tokens)], added)
}

// text returns s without secrets, and without control and format characters:
// white space is a space, everything else of that kind is left out.
func (c *cleaner) text(s string) string {
	s = visible(s) // first, lest a character without width hides a secret
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, own := range c.own {
		s = own.redact(s)
	}
	for _, token := range c.tokens {
		s = token.redact(s)
	}
	return urlPassword.ReplaceAllString(s, "//"+redacted+"@")
}

// excerpt returns the beginning of a clean text on one line. What is cut off
// before it is cleaned is cut at the end of a word, lest half a secret remains.
func (c *cleaner) excerpt(text string) string {
	if len(text) > maxCleaned {
		text = text[:maxCleaned]
		if end := strings.LastIndexAny(text, wordEnds); end > 0 {
			text = text[:end]
		} // else it is one word, of which a secret takes the rest with it
	}
	clean := c.text(text)
	return cut(strings.Join(strings.Fields(clean), " "), maxExcerpt)
}

// header cleans the header of an answer that errors and logs show. A token
// that is new is not known to be a secret yet, so nothing passes with it but
// what looks like the header that Zoom sends.
func (c *cleaner) header(h http.Header, newToken bool) {
	id := c.excerpt(h.Get(trackingHeader))
	if id == "" || newToken && !zoomsTrackingID.MatchString(id) {
		h.Del(trackingHeader)
		return
	}
	h.Set(trackingHeader, id)
}

// trackingHeader names a call to Zoom's support.
const trackingHeader = "X-Zm-Trackingid"

// zoomsTrackingID is what was seen: "v=2.0;clid=aw1;rid=WEB_0123456789abcdef".
var zoomsTrackingID = regexp.MustCompile(`^v=[0-9.]{1,5}(;[a-z]{1,8}=[A-Za-z0-9_]{1,40})*$`)

// err returns err with a clean text, and without the URL that net/http puts in
// front: errors of this package name method and path themselves.
func (c *cleaner) err(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	return &cleanError{text: c.excerpt(err.Error()), err: err}
}

// cleanError is an error with another text.
type cleanError struct {
	text string
	err  error
}

func (e *cleanError) Error() string { return e.text }

func (e *cleanError) Unwrap() error { return e.err }

// visible returns s without the characters that are not seen.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case isInvisible(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// isInvisible reports whether r is a control or format character: an escape
// sequence, a change of the writing direction, a character without width.
func isInvisible(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp,
		unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit]) + "…"
}

const (
	// minSecret is the shortest text that is taken for a secret, in bytes. A
	// shorter one would be found in ordinary words.
	minSecret = 4

	// recognized is how much of a secret is enough to find it, in characters: the
	// rest of the word goes with it. A server may cut what it repeats.
	recognized = 16

	// wordEnds are the characters that end the word that a secret is in.
	wordEnds = " \t\r\n\"'<>"
)

// spellings returns a pattern for secret as it is, escaped for a URL, for HTML
// or for JSON, in hexadecimal, and in either kind of base64, also inside a
// longer text.
func spellings(secret string) *regexp.Regexp {
	if len(secret) < minSecret {
		return regexp.MustCompile(`$^`) // matches nothing
	}
	alternatives := []string{escaped(secret)}
	if len(secret) >= 2*minSecret {
		for offset := range 3 {
			alternatives = append(alternatives, base64Letters(base64Core(secret, offset)))
		}
	}
	return regexp.MustCompile(`(?:` + strings.Join(alternatives, "|") + `)[^` + wordEnds + `]*`)
}

// escaped returns a pattern for the beginning of secret, and for all of it if
// the rest of a word is not all that may follow.
func escaped(secret string) string {
	known, rest := secret, ""
	if runes := []rune(secret); len(runes) > recognized {
		known, rest = string(runes[:recognized]), string(runes[recognized:])
	}
	if !strings.ContainsAny(rest, wordEnds) {
		return escapes(known)
	}
	return escapes(known) + "(?:" + escapes(rest) + ")?"
}

var entities = map[rune]string{'&': "amp", '<': "lt", '>': "gt", '"': "quot", '\'': "apos", '+': "plus", '=': "equals"}

// escapes returns a pattern in which each character of s is itself or one of
// its escapes.
func escapes(s string) string {
	var b strings.Builder
	for _, r := range s {
		utf8Bytes := []byte(string(r))
		fmt.Fprintf(&b, `(?:\\?%s|(?i:%s|%s|%x|\\u%04x|&#0*%d;|&#x0*%x;)`, regexp.QuoteMeta(string(r)),
			each(utf8Bytes, "%%(?:25)*%02x"), each(utf8Bytes, `\\x%02x`), utf8Bytes, r, r, r)
		if name, ok := entities[r]; ok {
			b.WriteString("|&" + name + ";")
		}
		if r == ' ' {
			b.WriteString(`|\+`)
		}
		b.WriteByte(')')
	}
	return b.String()
}

func each(bytes []byte, form string) string {
	var b strings.Builder
	for _, c := range bytes {
		fmt.Fprintf(&b, form, c)
	}
	return b.String()
}

// base64Core returns what every base64 text has in common that has secret in
// it, after so many bytes more than a multiple of three.
func base64Core(secret string, offset int) string {
	padded := []byte(strings.Repeat("\x00", offset) + secret)
	padded = padded[:len(padded)/3*3] // what follows decides the last characters
	core := base64.StdEncoding.EncodeToString(padded)
	return core[(offset*8+5)/6:]
}

// base64Letters returns a pattern for the beginning of core in either kind of
// base64.
func base64Letters(core string) string {
	core = core[:min(len(core), recognized)]
	var b strings.Builder
	for _, c := range core {
		switch c {
		case '+':
			b.WriteString(`(?:[+-]|%2[Bb])`)
		case '/':
			b.WriteString(`(?:[/_]|%2[Ff]|\\/)`)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}
