package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxAnswer is how much of an answer is read, in bytes.
const maxAnswer = 1 << 20

// request is one HTTP request as it is sent.
type request struct {
	method, url string
	header      http.Header
	body        []byte
	token       bool // asks for a token
}

// answer is what came back.
type answer struct {
	status int
	code   string         // Zoom's code, or the error of the token endpoint
	fields map[string]any // of the JSON object in the body
	header http.Header
	token  bool   // from the token endpoint
	get    bool   // to a call that is none of the chatbot's
	why    string // there is no answer, and why
}

// failed reports whether the answer says nothing about what was asked.
func (a answer) failed() bool {
	return a.why != "" || a.status == http.StatusTooManyRequests || a.status >= 500
}

func (a answer) ok() bool { return a.why == "" && a.status/100 == 2 }

func (a answer) text(field string) string {
	text, _ := a.fields[field].(string)
	return text
}

// String is the status and the code, and nothing else of what came back.
func (a answer) String() string {
	switch {
	case a.why != "":
		return a.why
	case a.code == "":
		return strconv.Itoa(a.status)
	case strings.Trim(a.code, "0123456789") == "":
		return strconv.Itoa(a.status) + ", code " + a.code
	default:
		return strconv.Itoa(a.status) + ", " + a.code
	}
}

// send sends a request once. A request that may post is not cut off by the end
// of ctx, as only its answer names the message.
func (s *session) send(ctx context.Context, r request) answer {
	if err := s.pace(ctx); err != nil {
		return answer{why: "interrupted"}
	}
	if r.method == http.MethodPost {
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, s.target.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, r.method, r.url, bytes.NewReader(r.body))
	if err != nil {
		return answer{why: "not sent: the request cannot be built"}
	}
	req.GetBody = nil // nothing is sent twice
	req.Header = r.header.Clone()
	req.Header.Set("User-Agent", "terraform-provider-zoom-contract")
	s.calls++
	resp, err := s.target.HTTPClient.Do(req)
	if err != nil {
		return answer{why: "no answer" + timedOut(err)}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return answer{why: "half an answer" + timedOut(err)}
	}
	a := answer{status: resp.StatusCode, header: resp.Header, token: r.token, get: r.method == http.MethodGet}
	// What is not a JSON object has no fields, which is all that is asked of it.
	_ = json.Unmarshal(body, &a.fields)
	a.code = codeOf(a.fields)
	s.answers = append(s.answers, a)
	return a
}

func timedOut(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return " in time"
	}
	return ""
}

// pace waits until the next request may leave.
func (s *session) pace(ctx context.Context) error {
	timer := time.NewTimer(time.Until(s.last.Add(s.target.Interval)))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
	s.last = time.Now()
	return ctx.Err()
}

// tokenErrors are the errors that a token endpoint may have (RFC 6749, section
// 5.2). Others are not shown: a server may repeat what it was sent.
var tokenErrors = []string{
	"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
}

// codeOf returns Zoom's code as digits, or the error of the token endpoint.
func codeOf(fields map[string]any) string {
	const highest = 99999
	switch code := fields["code"].(type) {
	case float64:
		if code > 0 && code <= highest {
			return strconv.Itoa(int(code))
		}
	case string:
		if n, err := strconv.Atoi(code); err == nil && n > 0 && n <= highest {
			return strconv.Itoa(n)
		}
	}
	switch text, _ := fields["error"].(string); {
	case slices.Contains(tokenErrors, text):
		return text
	case text != "":
		return "another error"
	default:
		return ""
	}
}

// shape returns a text with each digit as 9 and each letter as A or a, so that
// its form can be shown and its value cannot.
func shape(text string) string {
	const longest = 80
	masked := strings.Map(func(c rune) rune {
		switch {
		case c >= '0' && c <= '9':
			return '9'
		case c >= 'A' && c <= 'Z':
			return 'A'
		case c >= 'a' && c <= 'z':
			return 'a'
		case c > ' ' && c < 0x7f || c == ' ':
			return c
		default:
			return '?'
		}
	}, text)
	if len(masked) > longest {
		return masked[:longest] + "…"
	}
	return masked
}
