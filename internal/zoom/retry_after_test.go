package zoom

import (
	"testing"
	"time"
)

func TestParseRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		value string
		want  time.Time // zero: not understood
	}{
		"seconds":                        {"7", now.Add(7 * time.Second)},
		"a fraction of a second":         {"0.5", now.Add(500 * time.Millisecond)},
		"blanks around":                  {" 7 ", now.Add(7 * time.Second)},
		"an HTTP date":                   {"Sun, 01 Mar 2026 12:01:00 GMT", now.Add(time.Minute)},
		"an ISO 8601 time, as Zoom does": {"2026-03-02T00:00:00Z", now.Add(12 * time.Hour)},
		"an ISO 8601 time with offset":   {"2026-03-01T14:00:00+01:00", now.Add(time.Hour)},
		"an offset without colon":        {"2026-03-01T14:00:00+0100", now.Add(time.Hour)},
		"no zone means UTC":              {"2026-03-01T12:00:30", now.Add(30 * time.Second)},
		"a time that is past means now":  {"2020-05-31T00:00:00Z", now},
		"seconds beyond any limit":       {"1e300", now.Add(maxRetryAfter)},
		"a time beyond any limit":        {"9999-01-01T00:00:00Z", now.Add(maxRetryAfter)},
		"infinity":                       {"Inf", now.Add(maxRetryAfter)},
		"negative seconds":               {"-1", time.Time{}},
		"not a number":                   {"NaN", time.Time{}},
		"words":                          {"soon", time.Time{}},
		"nothing":                        {"", time.Time{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := parseRetryAfter(test.value, now)
			if !got.Equal(test.want) || ok == test.want.IsZero() {
				t.Errorf("parseRetryAfter(%q) = %v, %v; want %v", test.value, got, ok, test.want)
			}
		})
	}
}

func FuzzParseRetryAfter(f *testing.F) {
	for _, seed := range []string{
		"7", "0x1p-2", "Inf", "NaN", "2020-05-31T00:00:00Z", "Sun, 01 Mar 2026 12:01:00 GMT", "-9e999",
	} {
		f.Add(seed)
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		got, ok := parseRetryAfter(value, now)
		if ok && (got.Before(now) || got.Sub(now) > maxRetryAfter) {
			t.Errorf("parseRetryAfter(%q) = %v, outside of what is waited for", value, got)
		}
	})
}
