package provider

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// The documentation is made of templates and examples. docs/ is generated from
// them.
const (
	repositoryDir = "../.."
	examplesDir   = "examples"
	modulesDir    = "examples/modules"
	templatesDir  = "templates"
)

// hclExample is a piece of HCL that people copy: a file, or a fenced block of
// a page.
type hclExample struct {
	file string // from the root of the repository
	line int    // of its first line
	page bool   // it is a part of a page: what it refers to may be elsewhere
	text string
	// shown is the file under examples/ that the block must agree with, if a
	// comment "<!-- example:<file> -->" stands above it.
	shown string
}

func (e hclExample) String() string { return fmt.Sprintf("%s:%d", e.file, e.line) }

func (e hclExample) parse() (*hclsyntax.Body, hcl.Diagnostics) {
	file, diags := hclsyntax.ParseConfig([]byte(e.text), e.file, hcl.Pos{Line: e.line, Column: 1})
	if diags.HasErrors() {
		return nil, diags
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		return nil, hcl.Diagnostics{{Severity: hcl.DiagError, Summary: "not native HCL"}}
	}
	return body, nil
}

func TestExamples_parseAndAreFormatted(t *testing.T) {
	t.Parallel()
	for _, e := range hclExamples(t) {
		if strings.HasPrefix(e.text, "provider_installation {") {
			continue // a CLI configuration, which is HCL of another kind
		}
		if _, diags := e.parse(); diags.HasErrors() {
			t.Errorf("%s: %v", e, diags)
			continue
		}
		// Line by line, to name the first one that differs.
		got, want := strings.Split(e.text, "\n"), strings.Split(string(hclwrite.Format([]byte(e.text))), "\n")
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Errorf("%s:%d: not formatted as terraform fmt does it\n got: %q\nwant: %q", e.file, e.line+i, got[i], want[i])
				break
			}
		}
	}
}

// A page that shows a file which is applied by other tests must show it as it
// is.
func TestExamples_pagesShowTheFiles(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for _, e := range hclExamples(t) {
		if e.shown == "" {
			continue
		}
		shown[e.shown] = true
		want := readExample(t, filepath.Join(examplesDir, "guides", filepath.FromSlash(e.shown)))
		if diff := cmp.Diff(want, e.text); diff != "" {
			t.Errorf("%s differs from examples/guides/%s (-file +page):\n%s", e, e.shown, diff)
		}
	}
	for _, file := range exampleFiles(t, filepath.Join(examplesDir, "guides"), ".tf") {
		name, err := filepath.Rel(filepath.Join(examplesDir, "guides"), filepath.FromSlash(file))
		if err != nil {
			t.Fatal(err)
		}
		if !shown[filepath.ToSlash(name)] {
			t.Errorf("%s: no page shows it", file)
		}
	}
}

func TestExamples_contentIsRight(t *testing.T) {
	t.Parallel()
	checked := 0
	for _, e := range hclExamples(t) {
		if strings.HasPrefix(e.file, modulesDir+"/") {
			continue // what they send depends on their inputs; their own tests send it
		}
		body, diags := e.parse()
		if diags.HasErrors() {
			continue // reported by TestExamples_parseAndAreFormatted
		}
		values := newExampleValues(t.Context(), e, body)
		for _, block := range body.Blocks {
			if message := exampleMessage(block); message != nil {
				checked += values.check(t, block, message)
			}
		}
	}
	for _, file := range exampleFiles(t, examplesDir, ".json") {
		checked++
		for _, p := range content.Check(readExample(t, file), content.Options{}) {
			t.Errorf("%s:%d: %s: %s", file, p.Line, p.Severity, p)
		}
	}
	if checked < 40 {
		t.Errorf("only %d messages were checked: the examples are not found", checked)
	}
}

// exampleMessage is the body with the attributes of a message, or nil if the
// block is no message.
func exampleMessage(block *hclsyntax.Block) *hclsyntax.Body {
	switch {
	case len(block.Labels) != 2:
		return nil
	case block.Type == "resource" && block.Labels[0] == "zoom_chatbot_message":
		return block.Body
	case block.Type == "action" && block.Labels[0] == "zoom_send_chatbot_message":
		for _, inner := range block.Body.Blocks {
			if inner.Type == "config" {
				return inner.Body
			}
		}
	}
	return nil
}

// hclExamples finds all HCL that people copy.
func hclExamples(t *testing.T) []hclExample {
	t.Helper()
	var out []hclExample
	for _, file := range exampleFiles(t, examplesDir, ".tf") {
		out = append(out, hclExample{file: file, line: 1, text: readExample(t, file)})
	}
	pages := append(exampleFiles(t, templatesDir, ".md", ".tmpl"), exampleFiles(t, modulesDir, ".md")...)
	for _, file := range append(pages, "README.md") {
		out = append(out, fencedExamples(file, readExample(t, file))...)
	}
	return out
}

// fencedExamples finds the blocks of HCL in a page. What a page shows between
// "<!-- mistake:… -->" and "<!-- /mistake:… -->" is wrong on purpose.
func fencedExamples(file, page string) (out []hclExample) {
	var current *hclExample
	var indent, shown string
	mistake, other := false, false
	for i, line := range strings.Split(page, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case current != nil && trimmed == "```":
			out, current = append(out, *current), nil
		case current != nil:
			current.text += strings.TrimPrefix(line, indent) + "\n"
		case other:
			other = trimmed != "```"
		case strings.HasPrefix(trimmed, "<!-- mistake:"), strings.HasPrefix(trimmed, "<!-- /mistake:"):
			mistake = !strings.HasPrefix(trimmed, "<!-- /")
		case strings.HasPrefix(trimmed, "<!-- example:"):
			shown = strings.TrimSuffix(strings.TrimPrefix(trimmed, "<!-- example:"), " -->")
		case (trimmed == "```terraform" || trimmed == "```hcl") && !mistake:
			indent = line[:strings.Index(line, "`")]
			current = &hclExample{file: file, line: i + 2, page: true, shown: shown}
			shown = ""
		case strings.HasPrefix(trimmed, "```"):
			other = true
		}
	}
	return out
}

// exampleFiles lists the files below a folder that end so, from the root of
// the repository.
func exampleFiles(t *testing.T, dir string, suffixes ...string) []string {
	t.Helper()
	var out []string
	err := fs.WalkDir(
		os.DirFS(repositoryDir),
		filepath.ToSlash(dir),
		func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if entry.IsDir() && strings.HasPrefix(entry.Name(), ".") {
				return fs.SkipDir // such as .terraform
			}
			if !entry.IsDir() && slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(path, s) }) {
				out = append(out, path)
			}
			return nil
		},
	)
	if err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatalf("there are no files %v in %s", suffixes, dir)
	}
	return out
}

func readExample(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repositoryDir, filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
