// Package content checks the content of a chatbot message against Zoom's message template: a JSON object with a head
// and a body of elements.
//
// Zoom answers most mistakes with "7001 Invalid Request Body format." and nothing more, or shows an empty message to
// the whole channel. Check reports what is wrong, where, and how to correct it, for every mistake at once.
//
// Check walks over the parsed content, guided by one table of elements (see Elements) and a few named rules that
// concern several fields at once. The reference tables of the guide "Writing message content" are rendered from the
// same table, so the two cannot disagree. The emulator does not ask Check: it shows where Check is too strict.
//
// Nothing in the table was tried against a live Zoom account. Every entry names its source (see Source). What is only
// likely is a warning, never an error, and no limit is enforced that Zoom does not document.
//
// A problem never repeats a value of the content, because nobody here knows which values Terraform marks as sensitive.
// Only names are repeated, and of these only the ones in the package's own vocabulary and near misspellings of them;
// see mayRepeat.
package content

import (
	"fmt"
	"strings"
)

// Severity is how serious a problem is.
type Severity int

const (
	// Error is for what Zoom certainly rejects or shows broken.
	Error Severity = iota
	// Warning is for what Zoom accepts, or what is not known for certain.
	Warning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Problem is one mistake in a message's content.
type Problem struct {
	Severity Severity
	// Path is the location of the mistake, such as body[2].sections[0].items[1].value. It is empty for the whole
	// content. A name that must not be repeated is "…" in it.
	Path string
	// Line and Column are the position in the text of the content, counted in characters from 1.
	Line, Column int
	// Summary is what is wrong: one clause, without the path and without a full stop.
	Summary string
	// Remedy is how to correct it, in whole sentences.
	Remedy string
	// Excerpt is the line of the content with a mark below the position, two lines of plain text in which "…" takes
	// the place of everything that must not be repeated. It is empty for very long lines, and for a content of a single
	// line, as jsonencode writes it, unless its syntax is broken or the path has a "…".
	Excerpt string
	// Syntax reports whether the text is not JSON, or not a JSON object. Such a problem remains an error, however
	// lenient the checks are set.
	Syntax bool
}

// String returns the problem on one line, path first. The position is left out for a content that jsonencode wrote on
// one line, which nobody has seen and where the path is enough. Broken JSON was written by hand, and only the position
// tells where it breaks.
func (p Problem) String() string {
	var b strings.Builder
	if p.Path == "" {
		b.WriteString("content")
	} else {
		b.WriteString(p.Path)
	}
	if p.Line > 1 || p.Excerpt != "" || p.Syntax && p.Line > 0 {
		fmt.Fprintf(&b, " (line %d of the content, column %d)", p.Line, p.Column)
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

// Options are the properties of a message outside its content that the checks depend on.
type Options struct {
	// Markdown is is_markdown_support of the message.
	Markdown bool
}

// HasErrors reports whether any of the problems is an error.
func HasErrors(problems []Problem) bool {
	for _, p := range problems {
		if p.Severity == Error {
			return true
		}
	}
	return false
}

// Check returns the problems of a message's content in the order of the text, at most the first 50 of each severity,
// and nil if there are none.
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
