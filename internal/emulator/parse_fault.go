package emulator

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// FaultSyntax describes what ParseFault accepts, for a person.
const FaultSyntax = `REQUESTS:WHAT[,WHAT...][xTIMES]
REQUESTS is POST, PUT, DELETE, GET, TOKEN or ANY. WHAT is
  a status such as 502   answer that (429 with Zoom's headers)
  drop, reset            close the connection without an answer
  cut                    break off in the middle of the answer
  hold=5s                wait before answering
  expire-token           end the token of the request
Each may end in "-after" (502-after, drop-after, hold-after=5s): the request is
processed first. TIMES is a number, or * for all requests; the default is 1.
Examples: POST:502x3  PUT:drop-after  POST:hold-after=5s,drop  TOKEN:503x*`

// ParseFault parses a fault as it is written on a command line, see FaultSyntax.
func ParseFault(s string) (Fault, error) {
	match, what, ok := strings.Cut(s, ":")
	if !ok {
		return Fault{}, fmt.Errorf("fault %q: want REQUESTS:WHAT", s)
	}
	var f Fault
	switch match {
	case kindPost, kindPut, kindDelete, kindGet, kindToken:
		f.Match = match
	case "ANY":
	default:
		return Fault{}, fmt.Errorf("fault %q: %q is none of POST, PUT, DELETE, GET, TOKEN, ANY", s, match)
	}
	what, err := f.parseTimes(what)
	if err != nil {
		return Fault{}, fmt.Errorf("fault %q: %w", s, err)
	}
	for part := range strings.SplitSeq(what, ",") {
		if err := f.parsePart(part); err != nil {
			return Fault{}, fmt.Errorf("fault %q: %w", s, err)
		}
	}
	return f, nil
}

// parseTimes removes the number of times from the end and returns the rest. The
// x of expire-token is followed by neither a number nor a star.
func (f *Fault) parseTimes(what string) (rest string, err error) {
	i := strings.LastIndex(what, "x")
	if i < 0 || i == len(what)-1 {
		return what, nil
	}
	times := what[i+1:]
	if times == "*" {
		f.Times = -1
		return what[:i], nil
	}
	if strings.Trim(times, "0123456789") != "" {
		return what, nil
	}
	f.Times, err = strconv.Atoi(times)
	if err != nil || f.Times == 0 {
		return "", fmt.Errorf("%q is not a number of times", times)
	}
	return what[:i], nil
}

func (f *Fault) parsePart(part string) error {
	name, value, valued := strings.Cut(part, "=")
	name, after := strings.CutSuffix(name, "-after")
	f.Process = f.Process || after
	if (name == "hold") != valued {
		return fmt.Errorf("%q is not a fault; hold, and nothing else, takes a value", part)
	}
	switch name {
	case "drop":
		f.Drop = true
	case "reset":
		f.Drop, f.Reset = true, true
	case "cut":
		f.Cut = true
	case "expire-token":
		f.ExpireToken = true
	case "hold":
		d, err := time.ParseDuration(value)
		if err != nil || d <= 0 {
			return fmt.Errorf("%q is not a time to wait, such as 5s", value)
		}
		f.Hold = d
	default:
		status, err := strconv.Atoi(name)
		if err != nil || (status != http.StatusSwitchingProtocols && (status < 200 || status > 599)) {
			return fmt.Errorf("%q is not a fault", part)
		}
		a := answerFault(likelyAnswer(status))
		f.Status, f.Header, f.Body = a.Status, a.Header, a.Body
	}
	return nil
}

// likelyAnswer returns what Zoom answers with that status, as far as is known.
func likelyAnswer(status int) answer {
	switch {
	case status == http.StatusTooManyRequests:
		return tooFast(20, time.Now().Add(time.Second))
	case status == http.StatusUnauthorized:
		return refusal(status, 7010, messageBadToken)
	case status >= 500:
		return gatewayPage(status)
	case status >= 400:
		return gatewayRefusal(status, status, http.StatusText(status))
	default:
		return answer{status: status}
	}
}
