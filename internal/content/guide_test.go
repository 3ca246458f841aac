package content_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

const guide = "../../templates/guides/writing-message-content.md"

// marked is a part of the guide that is written by this test: the table of an
// element, or a golden content with what the provider reports.
var marked = regexp.MustCompile(`(?s)<!-- (table|mistake):([\w.-]+) -->\n(.*?)<!-- /(table|mistake):([\w.-]+) -->`)

func TestGuide_agreesWithTheTableAndTheChecks(t *testing.T) {
	t.Parallel()
	text := read(t, guide)
	seen := map[string]bool{}
	rendered := marked.ReplaceAllStringFunc(text, func(part string) string {
		m := marked.FindStringSubmatch(part)
		kind, name := m[1], m[2]
		if m[4] != kind || m[5] != name {
			t.Errorf("the part %s:%s ends with %s:%s", kind, name, m[4], m[5])
			return part
		}
		seen[kind+":"+name] = true
		var body string
		if kind == "table" {
			body = table(t, name)
		} else {
			body = mistake(t, name)
		}
		return fmt.Sprintf("<!-- %[1]s:%[2]s -->\n\n%[3]s\n<!-- /%[1]s:%[2]s -->", kind, name, body)
	})
	for _, e := range content.Elements() {
		if !seen["table:"+e.Name] {
			t.Errorf("the guide has no table of %s", e.Name)
		}
	}
	if *update {
		if err := os.WriteFile(guide, []byte(rendered), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(text, rendered); diff != "" {
		t.Errorf("the guide differs; go test ./internal/content -update writes it (-guide +table):\n%s", diff)
	}
}

// table renders the fields of an element.
func table(t *testing.T, name string) string {
	t.Helper()
	for _, e := range content.Elements() {
		if e.Name != name {
			continue
		}
		var b strings.Builder
		b.WriteString("| Field | Value | Needed | Meaning | Known from |\n|---|---|---|---|---|\n")
		if e.Places != 0 {
			fmt.Fprintf(&b, "| `type` | `\"%s\"` | required | | %s |\n", e.Name, e.Source)
		}
		rows(&b, "", e.Fields)
		return b.String()
	}
	t.Errorf("the table has no element %s", name)
	return ""
}

// rows writes one row per field, with the fields of objects and of items right
// below, unless they are described elsewhere.
func rows(b *strings.Builder, prefix string, fields []content.Field) {
	for _, f := range fields {
		fmt.Fprintf(b, "| `%s%s` | %s | %s | %s | %s |\n", prefix, f.Name, value(f), need(f.Need), meaning(f), f.Source)
		if f.See != "" {
			continue
		}
		if f.Kind == content.KindList {
			rows(b, prefix+f.Name+"[].", f.Fields)
		} else {
			rows(b, prefix+f.Name+".", f.Fields)
		}
	}
}

func value(f content.Field) string {
	switch {
	case f.See != "":
		return fmt.Sprintf("[%s](#%[1]s)", f.See)
	case f.Kind == content.KindList && f.Fields == nil:
		return "list of elements"
	case f.Kind == content.KindList:
		return "list of objects"
	case f.Format == content.FormatURL:
		return "URL"
	case f.Format == content.FormatColor:
		return "color"
	default:
		_, kind, _ := strings.Cut(f.Kind.String(), " ")
		return kind
	}
}

func need(n content.Need) string {
	switch n {
	case content.Required:
		return "required"
	case content.Expected:
		return "expected"
	default:
		return ""
	}
}

func meaning(f content.Field) string {
	s := f.Meaning
	if len(f.Allowed) > 0 {
		s += " One of `" + strings.Join(f.Allowed, "`, `") + "`."
	}
	switch f.Markdown {
	case content.MarkdownParsed:
		s += " Can be markdown."
	case content.MarkdownRejected:
		s += " Not with `is_markdown_support = true`."
	}
	return strings.ReplaceAll(s, "|", `\|`)
}

// mistake renders a wrong content of the golden folder with its problems.
func mistake(t *testing.T, name string) string {
	t.Helper()
	file := filepath.Join("testdata", "wrong", name+".json")
	text := read(t, file)
	fence := "json"
	if !json.Valid([]byte(text)) {
		fence = "text"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "```%s\n%s\n```\n\n```text\n", fence, strings.TrimSpace(text))
	for _, p := range content.Check(text, content.Options{Markdown: strings.HasSuffix(name, ".markdown")}) {
		fmt.Fprintf(&b, "%s: %s\n", p.Severity, p)
	}
	b.WriteString("```\n")
	return b.String()
}
