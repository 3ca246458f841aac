package zoom

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCleaner_knowsTheSpellingsOfASecret(t *testing.T) {
	t.Parallel()
	const token = "eyJhbGciOiJIUzUxMiJ9.eyJhdWQiOiJ+/_-.c2lnbmF0dXJl"
	for _, secret := range []string{
		"S3cr+t/with=%20&<\"odd\">~chars", "plainSecret0123456789abcdefABCDEF", token, "päss-wörd-ünd-mehr",
	} {
		clean := newCleaner(secret)
		if secret == token {
			clean = newCleaner("another-secret")
			clean.add(token)
		}
		quoted, _ := json.Marshal(secret)
		basic := "client-id:" + secret
		spellings := map[string]string{
			"plain":              secret,
			"query":              url.QueryEscape(secret),
			"path":               url.PathEscape(secret),
			"percent, all":       each([]byte(secret), "%%%02X"),
			"percent, lower":     each([]byte(secret), "%%%02x"),
			"HTML":               html.EscapeString(secret),
			"JSON":               strings.Trim(string(quoted), `"`),
			"JSON with slashes":  strings.ReplaceAll(strings.Trim(string(quoted), `"`), "/", `\/`),
			"hex":                hex.EncodeToString([]byte(secret)),
			"HEX":                strings.ToUpper(hex.EncodeToString([]byte(secret))),
			"base64":             base64.StdEncoding.EncodeToString([]byte(secret)),
			"base64url":          base64.RawURLEncoding.EncodeToString([]byte(secret)),
			"base64 in a query":  url.QueryEscape(base64.StdEncoding.EncodeToString([]byte(secret))),
			"Basic before":       base64.StdEncoding.EncodeToString([]byte(basic)),
			"base64, 1 before":   base64.URLEncoding.EncodeToString([]byte("x" + secret + "yz")),
			"base64, 2 before":   base64.StdEncoding.EncodeToString([]byte("xy" + secret)),
			"with a zero width":  secret[:5] + "\u200b" + secret[5:],
			"with an escape":     secret[:5] + "\x1b" + secret[5:],
			"percent, twice":     url.QueryEscape(url.QueryEscape(secret)),
			"broken":             strings.Join([]string{secret[:5], secret[5:9], secret[9:]}, "\r\n"),
			"hex, grouped":       strings.TrimPrefix(each([]byte(secret), " %02x"), " "),
			"hex, with colons":   strings.TrimPrefix(each([]byte(secret), ":%02X"), ":"),
			"base64 in lines":    inLines(base64.StdEncoding.EncodeToString([]byte(secret)), "\n"),
			"base64url, escaped": inLines(base64.RawURLEncoding.EncodeToString([]byte(secret)), `\n`),
			"with a joiner":      secret[:5] + "\u034f" + secret[5:],
			"with a selector":    secret[:5] + "\ufe0f" + secret[5:],
			"cut by the server":  string([]rune(secret)[:recognized]),
			"with more after it": secret + "0123",
		}
		if secret[0] < 0x80 && secret[1] < 0x80 {
			spellings["HTML, decimal"] = each([]byte(secret), "&#%d;")
			spellings["HTML, hex"] = each([]byte(secret), "&#x%02X;")
			spellings["JSON, all"] = each([]byte(secret), `\u%04x`)
			spellings["backslash x"] = each([]byte(secret), `\x%02x`)
		}
		for name, text := range spellings {
			got := clean.text("before [" + text + " after")
			if name, _, ok := strings.Cut(name, " before"); ok { // a part of what is before the secret remains
				if _, rest, _ := strings.Cut(got, redacted); len(got) > len("before [Y2xpZW50LWlkOn after")+len(redacted) ||
					rest != " after" {
					t.Errorf("%s of %q: got %q", name, secret, got)
				}
				continue
			}
			if got != "before ["+redacted+" after" {
				t.Errorf("%s of %q: got %q", name, secret, got)
			}
		}
	}
}

// inLines breaks text after every 20th character.
func inLines(text, lineBreak string) string {
	var lines []string
	for len(text) > 20 {
		lines, text = append(lines, text[:20]), text[20:]
	}
	return strings.Join(append(lines, text), lineBreak)
}

func TestCleaner_leavesOtherTextAlone(t *testing.T) {
	t.Parallel()
	const text = "Invalid client_id or client_secret: the app abc0123456789 was not found (größer als 日本)."
	for _, secret := range []string{"plainSecret0123456789abcdefABCDEF", "abc", "", "zz"} {
		if got := newCleaner(secret).text(text); got != text {
			t.Errorf("with the secret %q: got %q", secret, got)
		}
	}
}

func TestCleaner_leavesOutWhatATerminalObeysOrHides(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\x1b[31mred\x1b[0m":          "[31mred[0m",
		"bell\a back\b null\x00":      "bell back null",
		"C1 \u009b31m \u0085x":        "C1 31m x",
		"raw C1 \x9b31m":              "raw C1 \uFFFD31m",
		"bidi \u202eabc\u2066\u200f":  "bidi abc",
		"zero\u200b\u200d\ufeffwidth": "zerowidth",
		"soft\u00adhyphen":            "softhyphen",
		"lines\r\n\tof \u2028 text":   "lines of text",
		"日本 ümläut 👍":                 "日本 ümläut 👍",
	} {
		if got := newCleaner("secret").excerpt(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestCleaner_forgetsOldTokensOnly(t *testing.T) {
	t.Parallel()
	c := newCleaner("s3cret")
	for _, token := range strings.Split("abcdefghijkl", "") {
		c.add("token-" + token)
	}
	want := strings.Repeat(redacted+" ", 1+maxTokens) + "token-f"
	if got := c.text("s3cret token-l token-k token-j token-i token-h token-g token-f"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// However much of it a secret fills.
func TestCleaner_manySecretsInALongAnswer(t *testing.T) {
	t.Parallel()
	const secret = "plainSecret0123456789abcdefABCDEF"
	body := strings.Repeat(each([]byte(secret), "%%%02X")+" ", 2*maxCleaned/(3*len(secret)+1))
	for cut := 0; cut < 3*len(secret); cut += 7 { // wherever the looking ends
		if got := newCleaner(secret).excerpt(strings.Repeat(" ", cut) + body); strings.Contains(got, "%7") {
			t.Fatalf("got %q", got)
		}
	}
}

// Logs show the tracking ID as the server wrote it, so the header is clean
// before anything sees it.
func TestTransport_cleansTheTrackingID(t *testing.T) {
	t.Parallel()
	const newToken = "eyJhbGciOiJIUzUxMiJ9.eyJhdWQiOiJ9.c2ln"
	for raw, want := range map[string]struct{ api, token string }{
		"v=2.0;clid=aw1;rid=WEB_0a1b":     {"v=2.0;clid=aw1;rid=WEB_0a1b", "v=2.0;clid=aw1;rid=WEB_0a1b"},
		"a \u202e b " + testSecret:        {"a b " + redacted, ""},
		newToken:                          {newToken, ""},
		strings.Repeat("x", 2*maxExcerpt): {strings.Repeat("x", maxExcerpt) + "…", ""},
	} {
		h := http.Header{trackingHeader: {raw}}
		clean := newCleaner(testSecret)
		clean.header(h, true)
		if got := h.Get(trackingHeader); got != want.token {
			t.Errorf("%.40q of the token endpoint: got %q, want %q", raw, got, want.token)
		}
		h = http.Header{trackingHeader: {raw}}
		clean.header(h, false)
		if got := h.Get(trackingHeader); got != want.api {
			t.Errorf("%.40q: got %q, want %q", raw, got, want.api)
		}
	}
}

// A server that chooses both a token and a text cannot keep the client busy.
func TestCleaner_isQuickWithHostileTokens(t *testing.T) {
	t.Parallel()
	c := newCleaner(testSecret)
	for range maxTokens {
		c.add(strings.Repeat("a", 20_000) + "b")
	}
	start := time.Now()
	for _, text := range []string{"a", "a ", "a:"} {
		c.excerpt(strings.Repeat(text, maxCleaned/len(text)))
	}
	if took := time.Since(start); took > 5*time.Second { // a tenth of a second, where nothing else runs
		t.Errorf("three texts took %v", took)
	}
}

// Of a long secret that is broken into lines, no line remains.
func TestCleaner_dropsWhatFollowsALongBrokenSecret(t *testing.T) {
	t.Parallel()
	var token strings.Builder
	for n := range 50 {
		fmt.Fprintf(&token, "part%04dof", n)
	}
	c := newCleaner(testSecret)
	c.add(token.String())
	var lines strings.Builder
	for line := range slices.Chunk([]byte(token.String()), 70) {
		lines.Write(line)
		lines.WriteString("\n")
	}
	if got, want := c.excerpt("it is "+lines.String()), "it is "+redacted; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
