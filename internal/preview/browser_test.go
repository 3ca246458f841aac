package preview_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/browsertest"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/preview"
)

// pageOf writes the page of a plan to a file, and returns its URL.
func pageOf(t *testing.T, plan string) string {
	t.Helper()
	var b bytes.Buffer
	if err := preview.Run(nil, strings.NewReader(plan), &b); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "preview.html")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return "file://" + file
}

func TestBrowser_pageIsAccessible(t *testing.T) {
	t.Parallel()
	axe, browser := browsertest.Axe(t), browsertest.Start(t)
	plan, err := os.ReadFile("testdata/terraform.json")
	if err != nil {
		t.Fatal(err)
	}
	url := pageOf(t, string(plan))
	for _, look := range browsertest.Looks() {
		p := browser.Open(url, look)
		for _, v := range p.Violations(axe) {
			t.Errorf("%s: %s", look, v)
		}
		p.ExpectFits()
		p.ExpectQuiet(url)
		// A style sheet whose hash is not that of the policy would not apply.
		if radius := browsertest.Eval[string](
			p,
			`getComputedStyle(document.querySelector(".card")).borderTopLeftRadius`,
		); radius != "10px" {
			t.Errorf("%s: the style sheet does not apply: got a radius of %q", look, radius)
		}
		p.Close()
	}
}

func TestBrowser_hostileContentsDoNothing(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	files, _ := filepath.Glob("../card/testdata/hostile/*.json")
	var changes []change
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		evil := `"><script>alert(1)</script><img src=https://evil.test/x onerror=alert(1)>`
		changes = append(changes, change{
			address: "zoom_chatbot_message.a[\"" + evil + "\"]",
			actions: []string{"update"},
			before:  with(message("x"), "to_jid", evil),
			after:   with(with(message("y"), "content", string(text)), "is_markdown_support", strings.Contains(f, "markdown")),
		})
	}
	url := pageOf(t, planOf(t, changes...))
	browser.Open(url, browsertest.Look{}).ExpectQuiet(url)
}
