package zoom

import (
	"encoding/base64"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// maxExcerpt is how much is shown of what a server says, in characters.
const maxExcerpt = 300

// cleaner takes the app's secrets out of text that came from elsewhere: a
// server, or a proxy, may repeat what it was sent.
type cleaner struct {
	mu      sync.Mutex
	secrets []string
}

// passwords in URLs, as a proxy's address in the environment may have them.
var urlPassword = regexp.MustCompile(`//[^/@\s"]+@`)

func newCleaner(clientID, clientSecret string) *cleaner {
	basic := base64.StdEncoding.EncodeToString([]byte(clientID + ":" + clientSecret))
	return &cleaner{secrets: []string{clientSecret, basic}}
}

// add makes a token a secret. Only the newest few are kept, as an older one
// cannot be in a new answer.
func (c *cleaner) add(token string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.secrets) >= 8 {
		c.secrets = append(c.secrets[:2:2], c.secrets[3:]...)
	}
	c.secrets = append(c.secrets, token)
}

func (c *cleaner) text(s string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, secret := range c.secrets {
		s = strings.ReplaceAll(s, secret, "(redacted)")
	}
	return urlPassword.ReplaceAllString(s, "//(redacted)@")
}

// excerpt returns the beginning of an answer on one line, at most a few
// hundred characters, without control characters.
func (c *cleaner) excerpt(body []byte) string {
	clean := c.text(string(body)) // before anything is cut, lest half a secret remains
	clean = clean[:min(len(clean), 16*maxExcerpt)]
	text := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(clean, "\uFFFD"))
	return cut(strings.Join(strings.Fields(text), " "), maxExcerpt)
}

// err returns err with a text without secrets, and without the URL that
// net/http puts in front: errors of this package name method and path
// themselves.
func (c *cleaner) err(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	return &cleanError{text: c.text(err.Error()), err: err}
}

// cleanError is an error with another text.
type cleanError struct {
	text string
	err  error
}

func (e *cleanError) Error() string { return e.text }

func (e *cleanError) Unwrap() error { return e.err }

func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit]) + "…"
}
