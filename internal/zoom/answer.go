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
		e := c.errorAnswer(cl, resp, body)
		e.truncated = readErr != nil
		return e
	}
	e := &CallError{
		Outcome: Unknown, Reason: UnusableAnswer, Status: resp.StatusCode, TrackingID: resp.Header.Get(trackingHeader),
	}
	refusal := parseErrorBody(body)
	switch {
	case readErr != nil:
		e.truncated, e.Cause = true, c.transportError(cl, readErr)
	case len(body) > maxBody:
		e.Cause = fmt.Errorf("it is longer than %d bytes", maxBody)
	case refusal.isRefusal() && cl.nonIdempotent && refusal.MessageID != "":
		e.Cause = errors.New("it is a refusal, but names a message")
	case refusal.isRefusal():
		return c.errorAnswer(cl, resp, body)
	default:
		e.Cause = cl.read(body)
	}
	if e.Cause == nil {
		return nil
	}
	if !cl.token {
		e.Excerpt = c.clean.excerpt(string(body))
	}
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
func (c *caller) errorAnswer(cl call, resp *http.Response, body []byte) *CallError {
	e := &CallError{Reason: ErrorAnswer, Status: resp.StatusCode, TrackingID: resp.Header.Get(trackingHeader)}
	e.Outcome = e.outcome()
	if at, ok := parseRetryAfter(resp.Header.Get("Retry-After"), time.Now()); ok {
		e.Until = at
	}
	wire := parseErrorBody(body)
	if e.Status == http.StatusTooManyRequests {
		e.readLimit(resp.Header, string(wire.Message))
	}
	location, err := url.Parse(resp.Header.Get("Location"))
	if err == nil && location.Host != "" && resp.StatusCode/100 == 3 && !cl.token {
		location.User, location.RawQuery, location.Fragment = nil, "", ""
		e.Location = c.clean.excerpt(location.String())
	}
	e.Code = wire.code()
	switch {
	case cl.token:
		e.OAuthError, e.Message = knownTokenError(string(wire.Error), string(wire.Reason))
	case wire.isZooms():
		e.Message = c.clean.excerpt(cmp.Or(string(wire.Reason), string(wire.Message)))
		e.OAuthError = c.clean.excerpt(string(wire.Error))
		for _, f := range wire.Errors[:min(len(wire.Errors), 10)] {
			e.Fields = append(e.Fields, FieldError{c.clean.excerpt(f.Field), c.clean.excerpt(f.Message)})
		}
	default:
		e.Excerpt = c.clean.excerpt(string(body))
	}
	return e
}

// readLimit reads what a 429 says of the limit. The header is often absent,
// and Zoom's code for all limits is 429, so a daily limit is also known by its
// message.
func (e *CallError) readLimit(header http.Header, message string) {
	kind := header.Get("X-Ratelimit-Type")
	if kind == "QPS" {
		e.perSecond, _ = strconv.Atoi(header.Get("X-Ratelimit-Limit"))
	}
	e.Daily = strings.EqualFold(kind, "Daily-limit") || aboutADay.MatchString(message)
	if e.Daily && e.Until.IsZero() {
		e.Until = parseResumeTime(message, time.Now())
	}
}
