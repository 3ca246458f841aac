package content

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

const megabytes = 1 << 20

// huge returns contents of about that size, or nested deeply, each of which would be slow for some way to write the
// checker.
func huge(size int) map[string]string {
	repeat := func(s string, size int) string { return strings.Repeat(s, size/len(s)) }
	body := func(elements string) string { return `{"body":[` + elements + `{"type":"divider"}]}` }
	var keys strings.Builder
	for i := range size / 20 {
		fmt.Fprintf(&keys, `"field%07d":%d,`, i, i)
	}
	return map[string]string{
		"right elements":         body(repeat(`{"type":"message","text":"All 12 checks are green."},`, size)),
		"wrong elements":         body(repeat(`{"type":"mesage","txet":1},`, size)),
		"elements without text":  body(repeat(`{"type":"message"},`, size)),
		"empty lists":            `{"body":[{"type":"x","y":[` + repeat(`[],`, size) + `1]}]}`,
		"one long text":          body(`{"type":"message","text":"` + repeat("a ", size) + `"},`),
		"one long escaped text":  body(`{"type":"message","text":"` + repeat(`\u00e9`, size) + `"},`),
		"asterisks":              body(`{"type":"message","text":"` + repeat(`** `, size) + `"},`),
		"brackets":               body(`{"type":"message","text":"` + repeat(`[](http://`, size) + `"},`),
		"unopened brackets":      body(`{"type":"message","text":"` + repeat(`](http://`, size) + `"},`),
		"backticks":              body(`{"type":"message","text":"` + repeat("`** ", size) + `"},`),
		"unknown fields":         `{"body":[],` + keys.String() + `"head":{"text":"x"}}`,
		"one field many times":   `{"body":[],` + repeat(`"a":1,`, size) + `"head":{"text":"x"}}`,
		"neither head nor body":  `{` + keys.String() + `"a":1}`,
		"one long key":           `{"head":{"text":"x"},"` + repeat("k", size) + `":1}`,
		"one long type":          body(`{"type":"` + repeat("t", size) + `"},`),
		"lines of unknown names": body(repeat("{\"type\":\"mesage\","+strings.Repeat(`"kzqxv":1,`, 190)+"\"x\":1},\n", size)),
		"many lines":             body(repeat("{\"type\":\"message\"},\n", size)),
		"nested too deep":        strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000),
		"nested too deep, open":  repeat(`{"a":`, size),
		"nested sections": `{"body":[` + strings.Repeat(
			`{"type":"section","sections":[`,
			4900,
		) + strings.Repeat(
			`]}`,
			4900,
		) + `]}`,
		"nested unknown objects": `{"body":[],"x":` + strings.Repeat(`{"a":1,"a":`, 9900) + "1" + strings.Repeat("}", 9901),
		"white space":            strings.Repeat(" ", size),
		"broken UTF-8 at end":    body(`{"type":"message","text":"` + repeat("é", size) + "\xc3\"},"),
		"a number":               `{"body":[{"type":"section","sections":[],"ts":` + repeat("1", size) + `}]}`,
		"an exponent":            `{"body":[{"type":"section","sections":[],"ts":1e` + repeat("9", size) + `}]}`,
	}
}

// The limit is far above what a run takes, even under the race detector, and far below what quadratic work would take.
// BenchmarkCheck_huge has ten times the size.
func TestCheck_endsSoonWhateverTheContent(t *testing.T) {
	t.Parallel()
	for name, text := range huge(megabytes) {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			problems := Check(text, Options{Markdown: true})
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %s", took)
			}
			if len(problems) > 2*maxKept {
				t.Errorf("got %d problems, want at most %d", len(problems), 2*maxKept)
			}
			written := 0
			for _, p := range problems {
				written += len(p.String())
			}
			if written > megabytes {
				t.Errorf("got problems of %d bytes, want at most 1 MB", written)
			}
			Equal(text, " "+text)
		})
	}
}

func BenchmarkCheck_huge(b *testing.B) {
	for name, text := range huge(10 * megabytes) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Check(text, Options{Markdown: true})
			}
		})
	}
}

// typical returns a content of about 2 KB.
func typical(b *testing.B) string {
	b.Helper()
	raw, err := os.ReadFile("testdata/right/section-rich.json")
	if err != nil {
		b.Fatal(err)
	}
	element := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(raw)), "{\n  \"body\": ["), "]\n}")
	text, err := compacted(
		`{"head":{"text":"Disks"},"body":[` + element + "," + element + "," + element + "," + element + `]}`,
	)
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
