package emulator

import (
	"net/http"
	"strconv"
	"time"
)

// limits counts the calls of this second and of this day.
type limits struct {
	second, day     time.Time
	inSecond, inDay int
}

// take counts a call, or refuses it. Zoom documents the limits but not where a
// second begins: here it begins with the first call after the last one ended.
// A day is a day in UTC.
func (l *limits) take(now time.Time, perSecond, perDay int) (a answer, refused bool) {
	a.header = http.Header{"X-RateLimit-Category": {"Medium"}}
	if now.Sub(l.second) >= time.Second || now.Before(l.second) {
		l.second, l.inSecond = now, 0
	}
	if day := now.UTC().Truncate(24 * time.Hour); !day.Equal(l.day) {
		l.day, l.inDay = day, 0
	}
	switch {
	case perDay > 0 && l.inDay >= perDay:
		return tooMany(perDay, l.day.Add(24*time.Hour)), true
	case perSecond > 0 && l.inSecond >= perSecond:
		return tooFast(perSecond, l.second.Add(time.Second)), true
	}
	l.inSecond++
	l.inDay++
	if perSecond > 0 {
		a.header.Set("X-RateLimit-Limit", strconv.Itoa(perSecond))
		a.header.Set("X-RateLimit-Remaining", strconv.Itoa(perSecond-l.inSecond))
	}
	return a, false
}
