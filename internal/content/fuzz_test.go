package content

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func FuzzCheck(f *testing.F) {
	for _, s := range goldenTexts(f) {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, text string, markdown bool) {
		problems := Check(text, Options{Markdown: markdown})
		checkSyntaxVerdict(t, text, problems)
		for i, p := range problems {
			if p.Line < 1 || p.Column < 1 || p.Summary == "" || p.Remedy == "" {
				t.Errorf("incomplete problem %+v", p)
			}
			if i > 0 && (p.Line < problems[i-1].Line || p.Line == problems[i-1].Line && p.Column < problems[i-1].Column) {
				t.Errorf("problem %+v comes after %+v", p, problems[i-1])
			}
			if s := p.String(); !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) || len(s) > 4000 {
				t.Errorf("not one line for a person: %q", s)
			}
			if s := p.Excerpt; !utf8.ValidString(s) || strings.Count(s, "\n") > 1 || len(s) > 4*maxLine ||
				strings.ContainsFunc(strings.ReplaceAll(s, "\n", ""), unicode.IsControl) {
				t.Errorf("not two lines for a person: %q", s)
			}
		}
		compact, err := compacted(text)
		if err != nil {
			return
		}
		again := Check(string(compact), Options{Markdown: markdown})
		if len(again) != len(problems) {
			t.Fatalf("got %v for the compact text, want %v", again, problems)
		}
		for i := range again {
			if again[i].Path != problems[i].Path || again[i].Summary != problems[i].Summary {
				t.Errorf("got %v for the compact text, want %v", again[i], problems[i])
			}
		}
	})
}

func FuzzCheck_neverRepeatsASecret(f *testing.F) {
	for _, s := range goldenTexts(f) {
		f.Add(s, len(s)/2, true)
	}
	f.Fuzz(func(t *testing.T, text string, at int, markdown bool) {
		if at < 0 || at > len(text) {
			return
		}
		for _, p := range Check(text[:at]+secret+text[at:], Options{Markdown: markdown}) {
			if repeats(p) {
				t.Errorf("the secret is repeated by %s\n%s", p, p.Excerpt)
			}
		}
	})
}

// checkSyntaxVerdict compares with encoding/json what is JSON and an object.
func checkSyntaxVerdict(t *testing.T, text string, problems []Problem) {
	t.Helper()
	syntax := len(problems) == 1 && problems[0].Syntax
	want := !utf8.ValidString(text) || !json.Valid([]byte(text)) || strings.TrimLeft(text, " \t\r\n")[0] != '{'
	if syntax != want {
		t.Errorf("got a syntax problem: %t, want %t: %v", syntax, want, problems)
	}
}

func FuzzEqual(f *testing.F) {
	texts := goldenTexts(f)
	for i, s := range texts {
		f.Add(s, texts[(i+1)%len(texts)])
		if b, err := compacted(s); err == nil {
			f.Add(s, string(b))
		}
	}
	f.Add(`{"a":"\u003c","b":1}`, ` {"b":1, "a":"<"}`)
	f.Add(`"\ud800"`, `"\uD800"`)
	f.Add(`{"a":1,"a":1}`, `{"a":1, "a":1}`)
	f.Fuzz(func(t *testing.T, a, b string) {
		if !Equal(a, a) || !Equal(b, b) {
			t.Error("a text is not equal to itself")
		}
		got := Equal(a, b)
		if got != Equal(b, a) {
			t.Error("not symmetric")
		}
		if want, known := sameMeaning(a, b); known && got != want {
			t.Errorf("got equal: %t, want %t", got, want)
		}
		if compact, err := compacted(a); err == nil && !hasDuplicates(a) && !Equal(a, string(compact)) {
			t.Errorf("not equal to its compact text %q", compact)
		}
	})
}

// sameMeaning compares by encoding/json. It does not know about texts that are
// not JSON, have duplicate keys, or hold half surrogate pairs, which
// encoding/json turns into U+FFFD.
func sameMeaning(a, b string) (same, known bool) {
	if a == b {
		return true, true
	}
	var values [2]any
	for i, s := range []string{a, b} {
		if _, err := compacted(s); err != nil || hasDuplicates(s) {
			return false, true
		}
		d := json.NewDecoder(strings.NewReader(s))
		d.UseNumber()
		if err := d.Decode(&values[i]); err != nil {
			return false, false
		}
		if plain, err := json.Marshal(values[i]); err != nil || strings.Contains(string(plain), "\ufffd") {
			return false, false
		}
	}
	return reflect.DeepEqual(values[0], values[1]), true
}

func hasDuplicates(text string) bool {
	doc, broken := parse(text)
	return broken == nil && doc.duplicates
}

// compacted returns the text without insignificant white space, if it is what Check
// accepts as JSON.
func compacted(text string) ([]byte, error) {
	if _, broken := parse(text); broken != nil {
		return nil, errors.New(broken.summary)
	}
	var b bytes.Buffer
	err := json.Compact(&b, []byte(text))
	return b.Bytes(), err
}
