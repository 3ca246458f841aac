package content

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxKept is how many problems of each severity are kept, more than anybody reads at once. They are counted apart so
// that no flood of warnings hides an error.
const maxKept = 50

// finding is a problem before its offset became a line and a column.
type finding struct {
	severity        Severity
	offset          int
	path            string
	summary, remedy string
	syntax          bool
}

// findings collects findings in any order.
type findings struct {
	text  string
	kept  []finding
	count [Warning + 1]int
}

// full reports whether nothing more of this severity is kept, so that its words need not be put together.
func (c *findings) full(s Severity) bool {
	return c.count[s] >= maxKept
}

func (c *findings) add(f finding) {
	if c.full(f.severity) {
		return
	}
	c.count[f.severity]++
	c.kept = append(c.kept, f)
}

// problems returns the findings in the order of the text.
func (c *findings) problems() []Problem {
	if len(c.kept) == 0 {
		return nil
	}
	slices.SortStableFunc(c.kept, func(a, b finding) int { return a.offset - b.offset })
	severalLines := strings.Contains(strings.TrimSpace(c.text), "\n")
	problems := make([]Problem, 0, len(c.kept))
	line, column, done := 1, 1, 0
	for _, f := range c.kept {
		passed := c.text[done:f.offset]
		if i := strings.LastIndexByte(passed, '\n'); i >= 0 {
			line += strings.Count(passed, "\n")
			column = 1
			passed = passed[i+1:]
		}
		column += utf8.RuneCountInString(passed)
		done = f.offset
		p := Problem{
			Severity: f.severity, Path: f.path, Line: line, Column: column,
			Summary: f.summary, Remedy: f.remedy, Syntax: f.syntax,
		}
		if severalLines || f.syntax || strings.Contains(f.path, masked) {
			p.Excerpt = excerpt(c.text, f.offset, line)
		}
		problems = append(problems, p)
	}
	return problems
}

// step is one step of a path: a field by its name, or an item by its index. The index of a field is -1.
type step struct {
	name  string
	index int
}

// maxSteps is the length from which a path is shown without its middle.
const maxSteps = 24

// pathString returns a path as people write it: body[2].items[0].value.
func pathString(steps []step) string {
	var b strings.Builder
	for i, s := range steps {
		switch {
		case len(steps) > maxSteps && i == maxSteps/2:
			b.WriteString("[...]")
			continue
		case len(steps) > maxSteps && i > maxSteps/2 && i < len(steps)-maxSteps/2:
			continue
		case s.index >= 0:
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case !mayRepeat(s.name):
			b.WriteString(`["` + masked + `"]`)
		case !isName(s.name):
			b.WriteString("[" + strconv.Quote(s.name) + "]")
		default:
			if b.Len() > 0 {
				b.WriteString(".")
			}
			b.WriteString(s.name)
		}
	}
	return b.String()
}

// isName reports whether a key needs no quotation marks in a path.
func isName(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !isLetter(c) && (i == 0 || c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return true
}
