package zoom

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Codes of Zoom's answers that this client, or who reports its errors, knows.
// Texts vary in casing and wording, so errors are told apart by code only.
const (
	CodeInvalidAccessToken = 124  // 401, gateway: the token is not valid
	CodeTokenRefused       = 4700 // 400 or 401: a catch-all for tokens
	CodeMissingScope       = 4711 // 400 or 401: the token lacks a scope
	CodeInvalidBody        = 7001 // 400: the body, in practice the content, is not valid
	CodeInvalidRobotJID    = 7002 // 404: the bot JID is malformed
	CodeUnknownRobot       = 7003 // 403: no such chatbot
	CodeNotAuthorized      = 7004 // 403: no such channel or user, or the bot may not write to it
	CodeInvalidAuthToken   = 7010 // 401: missing, expired or wrong kind of token
	CodeUnknownMessage     = 8001 // 404: unknown, foreign or deleted message
)

// maxExcerpt is how much is shown of what a server says, in characters.
const maxExcerpt = 300

// APIError is an answer of Zoom that is not a success.
type APIError struct {
	Method, Path string
	StatusCode   int

	// Code and Message are Zoom's own; 0 and "" if the body had none. For the
	// token endpoint, which has no codes, Message is its reason and OAuthError
	// its error.
	Code       int
	Message    string
	OAuthError string

	// Fields are the faults of single fields, where Zoom lists them.
	Fields []FieldError

	// Excerpt is the beginning of a body that is not one of Zoom's error
	// shapes, such as a proxy's page.
	Excerpt string

	// TrackingID names the call to Zoom's support.
	TrackingID string

	// RetryAfter is when Zoom, or whoever answered, wants to be asked again;
	// zero if it did not say.
	RetryAfter time.Time

	// Location is where a 3xx answer points. The client does not go there.
	Location string

	// SentAt is when the request was sent.
	SentAt time.Time

	broken    bool // the body ended early
	daily     bool // a daily limit is used up
	perSecond int  // requests a second that the account may make, if known
}

// FieldError is one entry of the errors that Zoom lists for single fields.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Error is one line: the call, the status, and what Zoom said.
func (e *APIError) Error() string {
	return fmt.Sprintf("%s %s: %s", e.Method, e.Path, e.Answer())
}

// Answer says what the server answered, without the call.
func (e *APIError) Answer() string {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP %d", e.StatusCode)
	if text := http.StatusText(e.StatusCode); text != "" {
		b.WriteString(" " + text)
	}
	if e.Code != 0 {
		fmt.Fprintf(&b, ", code %d", e.Code)
	}
	if e.OAuthError != "" {
		b.WriteString(", " + e.OAuthError)
	}
	switch {
	case e.Message != "":
		b.WriteString(": " + e.Message)
	case e.Location != "":
		b.WriteString(": a redirect to " + e.Location + ", which is not followed")
	case e.Excerpt != "":
		b.WriteString(": " + e.Excerpt)
	}
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " [%s: %s]", f.Field, f.Message)
	}
	if e.TrackingID != "" {
		fmt.Fprintf(&b, " (tracking ID %s)", e.TrackingID)
	}
	return b.String()
}

func (e *APIError) isTokenRefused() bool {
	return e.StatusCode == http.StatusUnauthorized || e.Code == CodeInvalidAuthToken || e.Code == CodeInvalidAccessToken
}

// isServerFault reports whether the answer leaves open what the server did.
func (e *APIError) isServerFault() bool {
	return e.StatusCode >= 500 || e.StatusCode == http.StatusRequestTimeout
}

// isRefusal reports whether the same request would be answered in the same
// way again.
func (e *APIError) isRefusal() bool {
	return e.StatusCode/100 == 4 && e.StatusCode != http.StatusTooManyRequests && !e.isServerFault()
}

// IsNotFound reports whether Zoom answered that it does not have the message:
// it was deleted, or never belonged to this account and bot. Any other 404,
// such as that of a wrong base URL, is not that.
func IsNotFound(err error) bool {
	var api *APIError
	return errors.As(err, &api) && api.StatusCode == http.StatusNotFound && api.Code == CodeUnknownMessage
}

// UnknownOutcomeError says that a call may have been carried out although no
// readable answer of Zoom says so. Only a person can tell by looking.
type UnknownOutcomeError struct {
	Err    error     // what was met instead of an answer
	SentAt time.Time // when the first attempt of unknown outcome began
}

func (e *UnknownOutcomeError) Error() string { return "the outcome is unknown: " + e.Err.Error() }

func (e *UnknownOutcomeError) Unwrap() error { return e.Err }

// IsUnknownOutcome reports whether err leaves open what was done.
func IsUnknownOutcome(err error) bool {
	var unknown *UnknownOutcomeError
	return errors.As(err, &unknown)
}

// StoppedError says that a call ended because its context did, be it the
// operation's time-out or an interrupt, before it succeeded.
type StoppedError struct {
	Cause error // context.Canceled or context.DeadlineExceeded
	Last  error // why the call had not succeeded so far; nil if it was not sent yet
}

func (e *StoppedError) Error() string {
	text := "interrupted"
	if errors.Is(e.Cause, context.DeadlineExceeded) {
		text = "out of time"
	}
	if e.Last != nil {
		text += "; before that: " + e.Last.Error()
	}
	return text
}

// Unwrap gives both errors, so that errors.Is finds the context's.
func (e *StoppedError) Unwrap() []error {
	if e.Last == nil {
		return []error{e.Cause}
	}
	return []error{e.Cause, e.Last}
}

// RateLimitError says that Zoom will not answer before the call's time-out:
// a daily limit is used up, or the wait that Zoom asks for is too long.
type RateLimitError struct {
	Until time.Time // when Zoom answers again; zero if it did not say
	Daily bool
	Err   *APIError
}

func (e *RateLimitError) Error() string {
	if e.Until.IsZero() {
		return "rate limit: " + e.Err.Error()
	}
	return fmt.Sprintf("rate limit until %s: %v", e.Until.UTC().Format(time.RFC3339), e.Err)
}

func (e *RateLimitError) Unwrap() error { return e.Err }

// TokenError says that a call could not be made for want of an access token.
type TokenError struct{ Err error }

func (e *TokenError) Error() string { return "requesting access token: " + e.Err.Error() }

func (e *TokenError) Unwrap() error { return e.Err }

// answerError is a 2xx answer that cannot be what Zoom documents.
type answerError struct {
	method, path string
	status       int
	broken       bool // the body ended early: another attempt may bring all of it
	err          error
	excerpt      string
	trackingID   string
	sentAt       time.Time
}

func (e *answerError) Error() string {
	text := fmt.Sprintf("%s %s: HTTP %d with an answer that cannot be used: %v", e.method, e.path, e.status, e.err)
	if e.excerpt != "" {
		text += ": " + e.excerpt
	}
	if e.trackingID != "" {
		text += " (tracking ID " + e.trackingID + ")"
	}
	return text
}

func (e *answerError) Unwrap() error { return e.err }

// newAPIError understands the three shapes that errors have:
// {"code","message"[,"result","errors"]} of the API, {"reason","error"} of the
// token endpoint, and anything else.
func newAPIError(cl call, resp *http.Response, body []byte, sentAt time.Time, redact *redactor) *APIError {
	e := &APIError{
		Method: cl.method, Path: cl.path, StatusCode: resp.StatusCode,
		TrackingID: trackingID(resp), SentAt: sentAt,
	}
	if at, ok := parseRetryAfter(resp.Header.Get("Retry-After"), time.Now()); ok {
		e.RetryAfter = at
	}
	switch resp.Header.Get("X-Ratelimit-Type") {
	case "Daily-limit":
		e.daily = true
	case "QPS":
		e.perSecond, _ = strconv.Atoi(resp.Header.Get("X-Ratelimit-Limit"))
	}
	if location, err := url.Parse(resp.Header.Get("Location")); err == nil && resp.StatusCode/100 == 3 {
		location.User, location.RawQuery = nil, ""
		e.Location = redact.excerpt([]byte(location.String()))
	}
	var wire struct {
		Code    json.RawMessage `json:"code"`
		Message string          `json:"message"`
		Reason  string          `json:"reason"`
		Error   string          `json:"error"`
		Errors  []FieldError    `json:"errors"`
	}
	// A field of an unexpected type must not hide the others.
	var typeErr *json.UnmarshalTypeError
	if err := json.Unmarshal(body, &wire); err != nil && !errors.As(err, &typeErr) {
		e.Excerpt = redact.excerpt(body)
		return e
	}
	e.Code, _ = strconv.Atoi(strings.Trim(string(wire.Code), `"`))
	e.Message = redact.excerpt([]byte(wire.Message))
	if wire.Reason != "" {
		e.Message = redact.excerpt([]byte(wire.Reason))
	}
	e.OAuthError = redact.excerpt([]byte(wire.Error))
	for _, f := range wire.Errors[:min(len(wire.Errors), 10)] {
		e.Fields = append(e.Fields, FieldError{Field: redact.excerpt([]byte(f.Field)), Message: redact.excerpt([]byte(f.Message))})
	}
	if e.Code == 0 && e.Message == "" && e.OAuthError == "" {
		e.Excerpt = redact.excerpt(body)
	}
	return e
}

func trackingID(resp *http.Response) string {
	return cut(resp.Header.Get("X-Zm-Trackingid"), 100)
}

// redactor takes the client's secrets out of text that came from elsewhere: a
// server, or a proxy, may repeat what it was sent.
type redactor struct {
	mu      sync.Mutex
	secrets []string
}

// passwords in URLs, as a proxy's address in the environment may have them.
var urlPassword = regexp.MustCompile(`//[^/@\s"]+@`)

func newRedactor(clientID, clientSecret string) *redactor {
	basic := base64.StdEncoding.EncodeToString([]byte(clientID + ":" + clientSecret))
	return &redactor{secrets: []string{clientSecret, basic}}
}

// add makes a token a secret. Only the newest few are kept, as an older one
// cannot be in a new answer.
func (r *redactor) add(token string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.secrets) >= 8 {
		r.secrets = append(r.secrets[:2:2], r.secrets[3:]...)
	}
	r.secrets = append(r.secrets, token)
}

func (r *redactor) text(s string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range r.secrets {
		s = strings.ReplaceAll(s, secret, "(redacted)")
	}
	return urlPassword.ReplaceAllString(s, "//(redacted)@")
}

// excerpt is the beginning of an answer on one line, at most a few hundred
// characters, without control characters.
func (r *redactor) excerpt(body []byte) string {
	clean := r.text(string(body)) // before anything is cut, lest half a secret remains
	clean = clean[:min(len(clean), 16*maxExcerpt)]
	text := strings.Map(func(c rune) rune {
		if c < ' ' || c == 0x7f {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(clean, "\uFFFD"))
	return cut(strings.Join(strings.Fields(text), " "), maxExcerpt)
}

// err gives err a text without secrets, and without the URL that net/http
// puts in front: errors of this package name method and path themselves.
func (r *redactor) err(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	return &redactedError{text: r.text(err.Error()), err: err}
}

type redactedError struct {
	text string
	err  error
}

func (e *redactedError) Error() string { return e.text }

func (e *redactedError) Unwrap() error { return e.err }

func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit]) + "…"
}
