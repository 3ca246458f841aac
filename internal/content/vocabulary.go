package content

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// masked takes the place of what must not be repeated.
const masked = "…"

// maxName is the length of the longest name that may be repeated. The longest field has 21 letters.
const maxName = 40

// tableNames are the names in the table in the form of normal: fields, types, and values that a field is limited to.
var tableNames = func() []string {
	names := []string{"type", "content"}
	var add func(fields []Field)
	add = func(fields []Field) {
		for _, f := range fields {
			names = append(append(names, f.Name), f.Allowed...)
			add(f.Fields)
		}
	}
	for _, e := range slices.Concat(objects, documentedElements, newerElements) {
		names = append(names, e.Name)
		add(e.Fields)
	}
	for i := range names {
		names[i] = normal(names[i])
	}
	slices.Sort(names)
	return slices.Compact(names)
}()

// vocabulary holds the names that the package knows in the form of normal: those in the table, those of a request to
// Zoom, and what people write in their place.
var vocabulary = func() map[string]bool {
	known := map[string]bool{}
	for _, name := range tableNames {
		known[name] = true
	}
	for name := range messageFields {
		known[normal(name)] = true
	}
	for name := range fieldSynonyms {
		known[name] = true
	}
	for name := range typeSynonyms {
		known[name] = true
	}
	for name := range notElements {
		known[name] = true
	}
	return known
}()

// mayRepeat reports whether a problem may repeat a name from the content: only if it is in the vocabulary, or so close
// to a name in the table that it is a misspelling. Anything else may be a secret.
func mayRepeat(name string) bool {
	if strings.ContainsFunc(name, isUnusual) {
		return false
	}
	name = normal(name)
	return vocabulary[name] || slices.ContainsFunc(tableNames, func(known string) bool {
		_, ok := slips(name, known)
		return ok
	})
}

// isUnusual reports whether no name has such a character, whatever it was meant to be.
func isUnusual(r rune) bool {
	return !strings.ContainsRune("_- $", r) && (r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r))
}

// quoteOr returns a name in quotation marks if it may be repeated, and else what to call it.
func quoteOr(name, otherwise string) string {
	if mayRepeat(name) {
		return strconv.Quote(name)
	}
	return otherwise
}
