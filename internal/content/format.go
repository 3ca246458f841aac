package content

import (
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
)

// text checks what a string says.
func (c *checker) text(v *value, f *Field, o *object) {
	if f.Format == FormatAny && f.Allowed == nil && f.Markdown != MarkdownParsed && f.Need != Required {
		return
	}
	s := c.doc.str(v)
	if s == "" && f.Need == Required {
		remedy := "There is nothing to show."
		if f.Format == FormatFilled {
			remedy = `Write a blank as " ".`
		}
		c.report(Warning, v, fmt.Sprintf("%q is empty", f.Name), remedy)
		return
	}
	if f.Allowed != nil {
		c.allowed(v, s, f)
	}
	switch f.Format {
	case FormatURL:
		c.url(v, s, f)
	case FormatColor:
		if !isColor(s) {
			c.report(Warning, v, fmt.Sprintf("%q must be a color such as \"#0E72ED\", not %s", f.Name, quote(s)), colorRemedy(s))
		}
	}
	if f.Markdown == MarkdownParsed && o.markdown {
		c.foreignMarkdown(v, s)
	}
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
	remedy := fmt.Sprintf("Known are %s.", list(f.Allowed, func(s string) string { return s }))
	if near := nearest(s, f.Allowed); near != "" {
		remedy = fmt.Sprintf("Did you mean %q? ", near) + remedy
	}
	c.report(severity, v, fmt.Sprintf("%s is not a known %s", quote(s), f.Name), remedy)
}

func (c *checker) url(v *value, s string, f *Field) {
	u, err := url.Parse(s)
	if err == nil && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https")) && u.Host != "" && !strings.ContainsAny(s, " \t\n") {
		return
	}
	remedy := `Write a whole URL: "https://...".`
	if strings.HasPrefix(s, "www.") {
		remedy = fmt.Sprintf("Write %s.", quote("https://"+s))
	}
	c.report(Warning, v, fmt.Sprintf("%q must be an http or https URL, not %s", f.Name, quote(s)), remedy)
}

// isColor says whether s is #RRGGBB.
func isColor(s string) bool {
	if len(s) != 7 || s[0] != '#' {
		return false
	}
	_, err := strconv.ParseUint(s[1:], 16, 32)
	return err == nil && s[1] != '+'
}

func colorRemedy(s string) string {
	digits := strings.TrimPrefix(strings.TrimSpace(s), "#")
	if len(digits) == 3 && isColor("#"+digits+digits) {
		long := []byte{'#', digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]}
		return fmt.Sprintf("Write %q.", long)
	}
	if isColor("#" + digits) {
		return fmt.Sprintf("Write %q.", "#"+digits)
	}
	return `Write "#" and six hexadecimal digits: red, green and blue.`
}

// isWhole says whether a JSON number is an integer.
func isWhole(raw string) bool {
	if !strings.ContainsAny(raw, ".eE") {
		return true
	}
	f, err := strconv.ParseFloat(raw, 64)
	return err == nil && f == math.Trunc(f)
}

// isSeconds says whether a time is certainly not in milliseconds: a number of
// ten digits would be a day in early 1970, but in seconds it is a time from 2001
// to 2286.
func isSeconds(ts float64) bool {
	return 1e9 <= ts && ts < 1e10
}

func (c *checker) millis(v *value) {
	ts, err := strconv.ParseFloat(c.doc.raw(v), 64)
	switch {
	case err != nil:
		return
	case isSeconds(ts):
		c.report(Error, v, `"ts" is in seconds, but Zoom reads milliseconds`, fmt.Sprintf("Write %.0f.", ts*1000))
	case 1e15 <= ts && ts < 1e19:
		c.report(Warning, v, `"ts" looks like microseconds or nanoseconds, but Zoom reads milliseconds`, "A time of these years in milliseconds has 13 digits.")
	}
}
