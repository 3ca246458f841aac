package content_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

var update = flag.Bool("update", false, "rewrite the tables of the guide")

// golden returns the files of a folder and the options in their names.
func golden(t *testing.T, folder string) map[string]content.Options {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	options := make(map[string]content.Options, len(files))
	for _, f := range files {
		options[f] = content.Options{Markdown: strings.HasSuffix(f, ".markdown.json")}
	}
	return options
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// lines returns problems as they are in the golden files.
func lines(problems []content.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		syntax := ""
		if p.Syntax {
			syntax = " syntax"
		}
		fmt.Fprintf(&b, "%s%s %d:%d %s\n", p.Severity, syntax, p.Line, p.Column, p)
	}
	return b.String()
}

func TestCheck_saysExactlyWhatIsWrong(t *testing.T) {
	t.Parallel()
	files := golden(t, "wrong")
	if len(files) < 40 {
		t.Errorf("got %d wrong contents, want at least 40", len(files))
	}
	for file, options := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			got := lines(content.Check(read(t, file), options))
			if got == "" {
				t.Error("got no problem, want at least one")
			}
			txt := strings.TrimSuffix(file, ".json") + ".txt"
			if diff := cmp.Diff(read(t, txt), got); diff != "" {
				t.Errorf("problems differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheck_isSilentAboutWhatIsRight(t *testing.T) {
	t.Parallel()
	files := golden(t, "right")
	if len(files) < 30 {
		t.Errorf("got %d right contents, want at least 30", len(files))
	}
	for file, options := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			if got := lines(content.Check(read(t, file), options)); got != "" {
				t.Errorf("got problems, want none:\n%s", got)
			}
		})
	}
}

// Every wrong content must have its text beside it and the other way round, or
// one of the two would never be looked at.
func TestGolden_hasNoStrayFiles(t *testing.T) {
	t.Parallel()
	texts, err := filepath.Glob(filepath.Join("testdata", "wrong", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, txt := range texts {
		if _, err := os.Stat(strings.TrimSuffix(txt, ".txt") + ".json"); err != nil {
			t.Errorf("%s has no content beside it", txt)
		}
	}
}
