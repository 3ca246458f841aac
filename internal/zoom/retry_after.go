package zoom

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// maxRetryAfter bounds what a Retry-After header can ask for, so that no
// number can overflow; it is longer than any limit of Zoom (a day).
const maxRetryAfter = 366 * 24 * time.Hour

// parseRetryAfter reads a Retry-After header: seconds or an HTTP date, as HTTP
// has it, or an ISO 8601 time, as Zoom sends it with daily limits
// (2020-05-31T00:00:00Z). A time without zone is UTC. Times that are past mean
// now.
func parseRetryAfter(value string, now time.Time) (time.Time, bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return time.Time{}, false
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		switch {
		case seconds != seconds || seconds < 0:
			return time.Time{}, false
		case seconds > maxRetryAfter.Seconds():
			return now.Add(maxRetryAfter), true
		}
		return now.Add(time.Duration(seconds * float64(time.Second))), true
	}
	at, err := http.ParseTime(value)
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05",
	} {
		if err == nil {
			break
		}
		at, err = time.Parse(layout, value)
	}
	switch {
	case err != nil:
		return time.Time{}, false
	case at.Before(now):
		return now, true
	case at.Sub(now) > maxRetryAfter:
		return now.Add(maxRetryAfter), true
	}
	return at, true
}

// aboutADay matches the message of a daily limit, as documented ("maximum
// daily rate limit") and as it was met ("exceeded the daily rate limit").
var aboutADay = regexp.MustCompile(`(?i)\bdaily\b`)

// resumeTime matches the end of a daily limit in its message, as it was met:
// "You may resume these requests at GMT 00:00:00".
var resumeTime = regexp.MustCompile(`(?i)\bresume\b.*\b(?:GMT|UTC) (\d{2}:\d{2}:\d{2})\b`)

// parseResumeTime returns when the time of day in message comes next; zero if
// there is none.
func parseResumeTime(message string, now time.Time) time.Time {
	found := resumeTime.FindStringSubmatch(message)
	if found == nil {
		return time.Time{}
	}
	clock, err := time.Parse(time.TimeOnly, found[1])
	if err != nil {
		return time.Time{}
	}
	day := now.UTC().Truncate(24 * time.Hour)
	at := day.Add(clock.Sub(clock.Truncate(24 * time.Hour)))
	if !at.After(now) {
		at = at.Add(24 * time.Hour)
	}
	return at
}
