package content

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
)

// text checks the value of a string.
func (c *checker) text(v *value, f *Field, o *object) {
	s := c.doc.str(v)
	if s == "" && f.Need == Required {
		remedy := "There is nothing to show."
		if f.Format == FormatFilled {
			remedy = `Use " " for a blank.`
		}
		c.report(Warning, v, fmt.Sprintf("%q is empty", f.Name), remedy)
		return
	}
	switch {
	case f.Allowed != nil:
		c.allowed(v, s, f)
	case f.Format == FormatURL:
		c.url(v, s, f)
	case f.Format == FormatColor:
		c.color(v, s, f)
	}
	c.markup(v, s, f, o)
}

func (c *checker) allowed(v *value, s string, f *Field) {
	for _, a := range f.Allowed {
		if a == s {
			return
		}
	}
	severity := Warning
	if f.Strict {
		severity = Error
	}
	remedy := fmt.Sprintf("Known values: %s.", list(f.Allowed, func(s string) string { return s }))
	if near := nearest(s, f.Allowed); near != "" {
		remedy = fmt.Sprintf("Did you mean %q? ", near) + remedy
	}
	c.report(severity, v, fmt.Sprintf("%s is not a known value of %q", quoteOr(s, "this"), f.Name), remedy)
}

func (c *checker) url(v *value, s string, f *Field) {
	u, err := url.Parse(s)
	if err == nil && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https")) && u.Host != "" &&
		!strings.ContainsAny(s, " \t\n") {
		return
	}
	remedy := `Use a complete URL: "https://...".`
	if strings.HasPrefix(s, "www.") {
		remedy = `Put "https://" in front of it.`
	}
	c.report(Warning, v, fmt.Sprintf("%q must be an http or https URL", f.Name), remedy)
}

func (c *checker) color(v *value, s string, f *Field) {
	if isColor(s) {
		return
	}
	remedy := `Use "#" and six hexadecimal digits: red, green and blue.`
	switch digits := strings.TrimPrefix(strings.TrimSpace(s), "#"); {
	case len(digits) == 3 && isColor("#"+digits+digits):
		remedy = `Use "#" and each of the three digits twice.`
	case isColor("#" + digits):
		remedy = `Use "#" and the six digits, without spaces.`
	}
	c.report(Warning, v, fmt.Sprintf("%q must be a color such as \"#0E72ED\"", f.Name), remedy)
}

// isColor reports whether s is #RRGGBB.
func isColor(s string) bool {
	if len(s) != 7 || s[0] != '#' {
		return false
	}
	_, err := strconv.ParseUint(s[1:], 16, 32)
	return err == nil && s[1] != '+'
}

// isWhole reports whether a JSON number is an integer.
func isWhole(raw string) bool {
	if !strings.ContainsAny(raw, ".eE") {
		return true
	}
	f, err := strconv.ParseFloat(raw, 64)
	return err == nil && f == math.Trunc(f)
}

// millis checks a time in milliseconds. A number of ten digits would be a day in early 1970, but in seconds it is a
// time from 2001 to 2286.
func (c *checker) millis(v *value) {
	ts, err := strconv.ParseFloat(c.doc.raw(v), 64)
	switch {
	case err != nil:
		return
	case 1e9 <= ts && ts < 1e10:
		c.report(Error, v, `"ts" is in seconds, but Zoom expects milliseconds`, "Multiply it by 1000.")
	case 1e15 <= ts && ts < 1e19:
		c.report(Warning, v, `"ts" looks like microseconds or nanoseconds, but Zoom expects milliseconds`,
			"A current time in milliseconds has 13 digits.")
	}
}
