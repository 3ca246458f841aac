// Package content knows what may stand in the content of a chatbot message:
// Zoom's message template, a JSON object with a head and a body of elements.
//
// Zoom answers most mistakes with "7001 Invalid Request Body format." and
// nothing more, or shows an empty message to the whole channel. Check says
// what is wrong, where, and what would be right, for every mistake at once.
//
// Check is a walker over one table of elements (see Elements) and a few named
// rules that concern several fields at once. The reference tables of the guide
// "Writing message content" are rendered from the same table, so the two cannot
// disagree. The emulator does not ask Check: it shows where Check is too strict.
//
// Nothing in the table was tried against a live Zoom account. Every entry says
// where it comes from (see Source); what is only likely is a warning, never an
// error, and no limit is enforced that Zoom does not document.
package content

import (
	"fmt"
	"strings"
)

// Severity says how bad a problem is.
type Severity int

const (
	// Error marks what Zoom certainly rejects or breaks.
	Error Severity = iota
	// Warning marks what Zoom lets through, or what nobody is sure about.
	Warning
)

// String gives "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Problem is one mistake in a message's content.
type Problem struct {
	Severity Severity
	// Path is where the mistake is, as a person writes it:
	// body[2].sections[0].items[1].value. It is empty for the whole content.
	Path string
	// Line and Column are the position in the text, counted in characters
	// from 1. Both are 0 if there is none.
	Line, Column int
	// Summary is what is wrong: one clause, without the path and without a
	// full stop.
	Summary string
	// Remedy is what is right, in whole sentences.
	Remedy string
	// Syntax says that the text is not JSON, or not a JSON object. Such a
	// problem stays an error, however lenient the checks are set.
	Syntax bool
}

// String gives the problem on one line for a person, path first. The position
// is left out where it would mislead: jsonencode writes everything on line 1 of
// a text that nobody has seen. Broken JSON has always been written by hand, or
// nearly so, and nothing but the position tells where it breaks.
func (p Problem) String() string {
	var b strings.Builder
	if p.Path == "" {
		b.WriteString("content")
	} else {
		b.WriteString(p.Path)
	}
	if p.Line > 1 || (p.Syntax && p.Line > 0) {
		fmt.Fprintf(&b, " (line %d, column %d)", p.Line, p.Column)
	}
	b.WriteString(": ")
	b.WriteString(p.Summary)
	b.WriteString(".")
	if p.Remedy != "" {
		b.WriteString(" ")
		b.WriteString(p.Remedy)
	}
	return b.String()
}

// Options is what else about a message decides whether its content is right.
type Options struct {
	// Markdown is is_markdown_support of the message.
	Markdown bool
}

// HasErrors says whether one of the problems is an error.
func HasErrors(problems []Problem) bool {
	for _, p := range problems {
		if p.Severity == Error {
			return true
		}
	}
	return false
}

// Check gives all problems of a message's content in the order of the text,
// and nil if there is none. Of each severity it keeps the first 50.
func Check(text string, o Options) []Problem {
	doc, broken := parse(text)
	c := &checker{doc: doc, options: o, found: findings{text: text}}
	if broken != nil {
		c.found.add(finding{offset: broken.offset, summary: broken.summary, remedy: broken.remedy, syntax: true})
		return c.found.problems()
	}
	c.content()
	return c.found.problems()
}
