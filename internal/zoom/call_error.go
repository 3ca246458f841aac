package zoom

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Codes of Zoom's answers that this client, or who reports its errors, knows.
// Texts vary in casing and wording, so errors are told apart by code only.
const (
	CodeNoPermission       = 200  // 400 or 403: the app's role does not allow a look-up
	CodeUnknownUser        = 1001 // 404: no such user in the account
	CodeExpiredInvitation  = 1120 // 400: the user has not accepted the invitation to the account
	CodeInvalidAccessToken = 124  // 401, gateway: the token is not valid
	CodeTokenRefused       = 4700 // 400 or 401: a catch-all for tokens
	CodeMissingScope       = 4711 // 400 or 401: the token lacks a scope
	CodeInvalidBody        = 7001 // 400: the body, in practice the content, is not valid
	CodeInvalidRobotJID    = 7002 // 404: the bot JID is malformed
	CodeUnknownRobot       = 7003 // 403: no such chatbot
	CodeNotAuthorized      = 7004 // 403: no such channel or user, or the bot may not write to it
	CodeInvalidAuthToken   = 7010 // 401: missing, expired or wrong kind of token
	CodeAppDisabled        = 4717 // the app is disabled
	CodeDisabledByAdmin    = 4738 // an admin of the account disabled the app
	CodeUnknownMessage     = 8001 // 404: unknown, foreign or deleted message
)

// Errors of the token endpoint that who reports them knows.
const (
	OAuthInvalidClient        = "invalid_client"
	OAuthUnsupportedGrantType = "unsupported_grant_type"
)

// Outcome is what is certain about a call that did not succeed.
type Outcome int

const (
	// NotSent means that no request of the call reached the server.
	NotSent Outcome = iota + 1

	// Refused means that a request was sent and nothing was done: the server
	// answered so, or the call has nothing that it could change.
	Refused

	// Unknown means that the call may have been carried out although no
	// readable answer says so. Only a person can tell by looking.
	Unknown
)

// Reason is why a call did not succeed, or was not tried any longer.
type Reason int

const (
	// InvalidRequest means that the request could not be built.
	InvalidRequest Reason = iota + 1

	// NoConnection means that no connection could be opened.
	NoConnection

	// NoAnswer means that the connection broke, or the time for one attempt
	// ended, before the answer began.
	NoAnswer

	// ErrorAnswer means that the server answered with an error.
	ErrorAnswer

	// UnusableAnswer means that the server answered with a success that cannot
	// be what Zoom documents.
	UnusableAnswer

	// RateLimited means that the server will not take the call before the
	// context's deadline: a daily limit is used up, or the wait that it asks
	// for is too long.
	RateLimited

	// TimedOut and Interrupted mean that the context ended, by its deadline or
	// otherwise, before the call succeeded. What the error says about an
	// answer is then about the last attempt.
	TimedOut
	Interrupted
)

// CallError is the only type of error that calls of this package return. It is
// what came of the last attempt, and what is certain about all of them.
type CallError struct {
	Outcome Outcome
	Reason  Reason

	// Token reports whether it is the request for an access token that failed.
	// The call itself was then not sent.
	Token bool

	// Method and Path name the call. The path is escaped, without a query.
	Method, Path string

	// Renewed reports whether the token was renewed during the call, because
	// Zoom had refused it.
	Renewed bool

	// Status is the HTTP status of the answer, 0 if there was none.
	Status int

	// Code and Message are Zoom's own; 0 and "" if the body had none. For the
	// token endpoint, Message is its reason and OAuthError its error, as far as
	// they are known texts: nothing else of such an answer is shown.
	Code       int
	Message    string
	OAuthError string

	// Fields are the faults of single fields, where Zoom lists them.
	Fields []FieldError

	// Excerpt is the beginning of a body that is not one of Zoom's error
	// shapes, such as a proxy's page.
	Excerpt string

	// Location is where a 3xx answer points. The client does not go there.
	Location string

	// TrackingID names the call to Zoom's support.
	TrackingID string

	// Until is when the server, or whoever answered, wants to be asked again;
	// zero if it did not say.
	Until time.Time

	// Daily reports whether a daily limit is used up.
	Daily bool

	// SentAt is when the first attempt of unknown outcome was sent, or else
	// the last attempt; zero if nothing was sent.
	SentAt time.Time

	// Cause is what was met instead of an answer, or what is wrong with a
	// success. Its text has no secrets.
	Cause error

	truncated bool // the body ended early: another attempt may bring all of it
	permanent bool // another attempt to connect would fail in the same way
	perSecond int  // requests a second that the account may make, if known
}

// FieldError is one entry of the errors that Zoom lists for single fields.
type FieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// IsNotFound reports whether Zoom answered that it does not have the message:
// it was deleted, or never belonged to this account and bot. Any other 404,
// such as that of a wrong base URL, is not that.
func IsNotFound(err error) bool {
	var e *CallError
	return errors.As(err, &e) && e.Reason == ErrorAnswer && e.Code == CodeUnknownMessage &&
		(e.Status == http.StatusNotFound || e.Status/100 == 2)
}

// IsUnknownOutcome reports whether err leaves open what was done.
func IsUnknownOutcome(err error) bool {
	var e *CallError
	return errors.As(err, &e) && e.Outcome == Unknown
}

// Error is one line: the call, why it failed, and what the server answered.
func (e *CallError) Error() string {
	var b strings.Builder
	if e.Outcome == Unknown {
		b.WriteString("the outcome is unknown: ")
	}
	if e.Token {
		b.WriteString("requesting access token: ")
	}
	if e.Method != "" {
		b.WriteString(e.Method + " " + e.Path + ": ")
	}
	answer := e.Answer()
	switch e.Reason {
	case RateLimited:
		b.WriteString("rate limit")
		if !e.Until.IsZero() {
			b.WriteString(" until " + e.Until.UTC().Format(time.RFC3339))
		}
	case TimedOut:
		b.WriteString("out of time")
	case Interrupted:
		b.WriteString("interrupted")
	default:
		return b.String() + answer
	}
	if answer != "" {
		b.WriteString("; the last attempt: " + answer)
	}
	return b.String()
}

// Answer is what the server answered in the last attempt, or what was met
// instead of an answer; "" if there was no attempt.
func (e *CallError) Answer() string {
	if e.Status == 0 {
		if e.Cause == nil {
			return ""
		}
		return e.Cause.Error()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP %d", e.Status)
	if text := http.StatusText(e.Status); text != "" {
		b.WriteString(" " + text)
	}
	if e.Code != 0 {
		fmt.Fprintf(&b, ", code %d", e.Code)
	}
	if e.OAuthError != "" {
		b.WriteString(", " + e.OAuthError)
	}
	if e.Cause != nil {
		b.WriteString(" with an answer that cannot be used: " + e.Cause.Error())
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

// Unwrap returns the context's error, if the context ended the call, and the
// cause, if there is one.
func (e *CallError) Unwrap() (all []error) {
	switch e.Reason {
	case TimedOut:
		all = append(all, context.DeadlineExceeded)
	case Interrupted:
		all = append(all, context.Canceled)
	}
	if e.Cause != nil {
		all = append(all, e.Cause)
	}
	return all
}

// ended returns the error of a call whose context ended with err.
func ended(err error) *CallError {
	if errors.Is(err, context.DeadlineExceeded) {
		return &CallError{Outcome: NotSent, Reason: TimedOut}
	}
	return &CallError{Outcome: NotSent, Reason: Interrupted}
}
