package content

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

const megabytes = 1 << 20

// huge are contents of about 10 MB, or nested deeply, each of which would be
// slow for some way to write the checker.
func huge() map[string]string {
	repeat := func(s string, size int) string { return strings.Repeat(s, size/len(s)) }
	body := func(elements string) string { return `{"body":[` + elements + `{"type":"divider"}]}` }
	var keys strings.Builder
	for i := range 500_000 {
		fmt.Fprintf(&keys, `"field%07d":%d,`, i, i)
	}
	return map[string]string{
		"right elements":         body(repeat(`{"type":"message","text":"All 12 checks are green."},`, 10*megabytes)),
		"wrong elements":         body(repeat(`{"type":"mesage","txet":1},`, 10*megabytes)),
		"elements without text":  body(repeat(`{"type":"message"},`, 10*megabytes)),
		"empty lists":            `{"body":[{"type":"x","y":[` + repeat(`[],`, 10*megabytes) + `1]}]}`,
		"one long text":          body(`{"type":"message","text":"` + repeat("a ", 10*megabytes) + `"},`),
		"one long escaped text":  body(`{"type":"message","text":"` + repeat(`\u00e9`, 10*megabytes) + `"},`),
		"asterisks":              body(`{"type":"message","text":"` + repeat(`** `, 10*megabytes) + `"},`),
		"brackets":               body(`{"type":"message","text":"` + repeat(`[](http://`, 10*megabytes) + `"},`),
		"unopened brackets":      body(`{"type":"message","text":"` + repeat(`](http://`, 10*megabytes) + `"},`),
		"backticks":              body(`{"type":"message","text":"` + repeat("`** ", 10*megabytes) + `"},`),
		"unknown fields":         `{"body":[],` + keys.String() + `"head":{"text":"x"}}`,
		"one field many times":   `{"body":[],` + repeat(`"a":1,`, 10*megabytes) + `"head":{"text":"x"}}`,
		"neither head nor body":  `{` + keys.String() + `"a":1}`,
		"one long key":           `{"head":{"text":"x"},"` + repeat("k", 10*megabytes) + `":1}`,
		"one long type":          body(`{"type":"` + repeat("t", 10*megabytes) + `"},`),
		"many lines":             body(repeat("{\"type\":\"message\"},\n", 10*megabytes)),
		"nested too deep":        strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000),
		"nested too deep, open":  strings.Repeat(`{"a":`, 2_000_000),
		"nested sections":        `{"body":[` + strings.Repeat(`{"type":"section","sections":[`, 4900) + strings.Repeat(`]}`, 4900) + `]}`,
		"nested unknown objects": `{"body":[],"x":` + strings.Repeat(`{"a":1,"a":`, 9900) + "1" + strings.Repeat("}", 9901),
		"white space":            strings.Repeat(" ", 10*megabytes),
		"broken UTF-8 at end":    body(`{"type":"message","text":"` + repeat("é", 10*megabytes) + "\xc3\"},"),
		"a number":               `{"body":[{"type":"section","sections":[],"ts":` + repeat("1", 10*megabytes) + `}]}`,
		"an exponent":            `{"body":[{"type":"section","sections":[],"ts":1e` + repeat("9", 10*megabytes) + `}]}`,
	}
}

// The limit is far above what a run takes (see BenchmarkCheck_huge) and far
// below what quadratic work would take.
func TestCheck_endsSoonWhateverTheContent(t *testing.T) {
	t.Parallel()
	for name, text := range huge() {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			problems := Check(text, Options{Markdown: true})
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %s", took)
			}
			if len(problems) > 2*maxKept {
				t.Errorf("got %d problems, want at most %d", len(problems), 2*maxKept)
			}
			size := 0
			for _, p := range problems {
				size += len(p.String())
			}
			if size > megabytes {
				t.Errorf("got problems of %d bytes, want at most 1 MB", size)
			}
			Equal(text, " "+text)
		})
	}
}

func BenchmarkCheck_huge(b *testing.B) {
	for name, text := range huge() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Check(text, Options{Markdown: true})
			}
		})
	}
}

// typical is a content of about 2 KB.
func typical(b *testing.B) string {
	b.Helper()
	raw, err := os.ReadFile("testdata/right/section-rich.json")
	if err != nil {
		b.Fatal(err)
	}
	element := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(raw)), "{\n  \"body\": ["), "]\n}")
	text, err := Compact(`{"head":{"text":"Disks"},"body":[` + element + "," + element + "," + element + "," + element + `]}`)
	if err != nil {
		b.Fatal(err)
	}
	return string(text)
}

func BenchmarkCheck(b *testing.B) {
	text := typical(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if problems := Check(text, Options{Markdown: true}); problems != nil {
			b.Fatal(problems)
		}
	}
}

func BenchmarkEqual(b *testing.B) {
	text := typical(b)
	other := strings.ReplaceAll(text, ",", ", ")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if !Equal(text, other) {
			b.Fatal("not equal")
		}
	}
}
