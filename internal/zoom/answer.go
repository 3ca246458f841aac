package zoom

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// readAnswer returns what is wrong with an answer: nil for a success that can
// be used. readErr is the error of reading the body.
func (c *caller) readAnswer(cl call, resp *http.Response, body []byte, readErr error) *CallError {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		e := c.errorAnswer(resp, body)
		e.truncated = readErr != nil
		return e
	}
	e := &CallError{Outcome: Unknown, Reason: UnusableAnswer, Status: resp.StatusCode, TrackingID: trackingID(resp)}
	switch {
	case readErr != nil:
		e.truncated, e.Cause = true, c.clean.err(readErr)
	case len(body) > maxBody:
		e.Cause = fmt.Errorf("it is longer than %d bytes", maxBody)
	default:
		e.Cause = cl.read(body)
	}
	if e.Cause == nil {
		return nil
	}
	e.Excerpt = c.clean.excerpt(body)
	return e
}

// errorAnswer understands the three shapes that errors have:
// {"code","message"[,"result","errors"]} of the API, {"reason","error"} of the
// token endpoint, and anything else.
func (c *caller) errorAnswer(resp *http.Response, body []byte) *CallError {
	e := &CallError{Outcome: Refused, Reason: ErrorAnswer, Status: resp.StatusCode, TrackingID: trackingID(resp)}
	if e.isServerFault() {
		e.Outcome = Unknown
	}
	if at, ok := parseRetryAfter(resp.Header.Get("Retry-After"), time.Now()); ok {
		e.Until = at
	}
	switch resp.Header.Get("X-Ratelimit-Type") {
	case "Daily-limit":
		e.Daily = true
	case "QPS":
		e.perSecond, _ = strconv.Atoi(resp.Header.Get("X-Ratelimit-Limit"))
	}
	if location, err := url.Parse(resp.Header.Get("Location")); err == nil && resp.StatusCode/100 == 3 {
		location.User, location.RawQuery = nil, ""
		e.Location = c.clean.excerpt([]byte(location.String()))
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
		e.Excerpt = c.clean.excerpt(body)
		return e
	}
	e.Code, _ = strconv.Atoi(strings.Trim(string(wire.Code), `"`))
	e.Message = c.clean.excerpt([]byte(wire.Message))
	if wire.Reason != "" {
		e.Message = c.clean.excerpt([]byte(wire.Reason))
	}
	e.OAuthError = c.clean.excerpt([]byte(wire.Error))
	for _, f := range wire.Errors[:min(len(wire.Errors), 10)] {
		e.Fields = append(e.Fields, FieldError{c.clean.excerpt([]byte(f.Field)), c.clean.excerpt([]byte(f.Message))})
	}
	if e.Code == 0 && e.Message == "" && e.OAuthError == "" {
		e.Excerpt = c.clean.excerpt(body)
	}
	return e
}

func trackingID(resp *http.Response) string {
	return cut(resp.Header.Get("X-Zm-Trackingid"), 100)
}
