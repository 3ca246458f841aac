package zoom

import (
	"cmp"
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
		refusal := parseErrorBody(body)
		switch id := refusal.MessageID; {
		case refusal.isRefusal() && cl.nonIdempotent && id != "":
			e.Cause = errors.New("it is a refusal, but names a message")
		case refusal.isRefusal():
			return c.errorAnswer(resp, body)
		default:
			e.Cause = cl.read(body)
		}
	}
	if e.Cause == nil {
		return nil
	}
	e.Excerpt = c.clean.excerpt(body)
	return e
}

// errorBody has the members of the shapes that errors have:
// {"code","message"[,"result","errors"]} of the API, {"reason","error"} of the
// token endpoint.
type errorBody struct {
	Code      text
	Message   text
	Result    json.RawMessage
	Errors    []FieldError
	Reason    text
	Error     text
	MessageID text `json:"message_id"`
}

// parseErrorBody never fails: a member of an unexpected type does not hide the
// others, and what is no JSON object has none.
func parseErrorBody(body []byte) (e errorBody) {
	_ = json.Unmarshal(body, &e)
	return e
}

func (b errorBody) code() int {
	code, _ := strconv.Atoi(string(b.Code))
	return code
}

// isRefusal reports whether the body is a refusal whatever the status is: Zoom
// marks its chatbot errors with "result": false and a code; in successes, a
// code of 0 has been seen.
func (b errorBody) isRefusal() bool {
	return b.code() != 0 || strings.Trim(string(b.Result), `"`) == "false"
}

// isZooms reports whether the body has anything of the shapes of errors.
func (b errorBody) isZooms() bool {
	return b.code() != 0 || b.Message != "" || b.Reason != "" || b.Error != ""
}

// errorAnswer returns the error that an answer is.
func (c *caller) errorAnswer(resp *http.Response, body []byte) *CallError {
	e := &CallError{Reason: ErrorAnswer, Status: resp.StatusCode, TrackingID: trackingID(resp)}
	e.Outcome = e.outcome()
	if at, ok := parseRetryAfter(resp.Header.Get("Retry-After"), time.Now()); ok {
		e.Until = at
	}
	if resp.Header.Get("X-Ratelimit-Type") == "QPS" {
		e.perSecond, _ = strconv.Atoi(resp.Header.Get("X-Ratelimit-Limit"))
	}
	if location, err := url.Parse(resp.Header.Get("Location")); err == nil && resp.StatusCode/100 == 3 {
		location.User, location.RawQuery = nil, ""
		e.Location = c.clean.excerpt([]byte(location.String()))
	}
	wire := parseErrorBody(body)
	if e.Status == http.StatusTooManyRequests {
		message := string(wire.Message)
		// The header is often absent, and Zoom's code for all limits is 429.
		e.Daily = strings.EqualFold(resp.Header.Get("X-Ratelimit-Type"), "Daily-limit") || aboutADay.MatchString(message)
		if e.Daily && e.Until.IsZero() {
			e.Until = parseResumeTime(message, time.Now())
		}
	}
	if !wire.isZooms() {
		e.Excerpt = c.clean.excerpt(body)
		return e
	}
	e.Code = wire.code()
	e.Message = c.clean.excerpt([]byte(cmp.Or(wire.Reason, wire.Message)))
	e.OAuthError = c.clean.excerpt([]byte(wire.Error))
	for _, f := range wire.Errors[:min(len(wire.Errors), 10)] {
		e.Fields = append(e.Fields, FieldError{c.clean.excerpt([]byte(f.Field)), c.clean.excerpt([]byte(f.Message))})
	}
	return e
}

func trackingID(resp *http.Response) string {
	return cut(resp.Header.Get("X-Zm-Trackingid"), 100)
}
