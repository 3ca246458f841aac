package content

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMayRepeat(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"text": true, "Text": true, "txet": true, "sidebar-colour": true, "sidebarColor": true, "messsage": true,
		"blocks": true, "TextBlock": true, "static source": true, "ImageProvider_url": true, "Members": true,
		"robot_jid": true, "type": true,
		"": false, "x": false, "hunter2": false, "4711": false, "k4711": false, "tomorrow": false, "chart": false,
		"te\u200bxt": false, "texт": false, "te\nxt": false, "text\x1b": false, "text.": false,
		strings.Repeat("text", 20): false, strings.Repeat("-", 30): false,
	} {
		if got := mayRepeat(name); got != want {
			t.Errorf("got %t for %q, want %t", got, name, want)
		}
	}
}

const secret = "Xq7-hunter2-Zw9"

// repeats reports whether a problem shows a part of the secret.
func repeats(p Problem) bool {
	shown := p.String() + p.Excerpt
	return strings.Contains(shown, secret[:5]) || strings.Contains(shown, secret[4:11]) ||
		strings.Contains(shown, secret[10:])
}

// Terraform hides a sensitive value wherever it prints the content itself. The golden contents, each with a secret at
// every position: in a value, a key, a type, a number, and in what breaks the syntax.
func TestCheck_neverRepeatsASecret(t *testing.T) {
	t.Parallel()
	for _, text := range goldenTexts(t) {
		for i := 0; i <= len(text); i += 1 + len(text)/50 {
			attacked := text[:i] + secret + text[i:]
			for _, markdown := range []bool{false, true} {
				for _, p := range Check(attacked, Options{Markdown: markdown}) {
					if repeats(p) {
						t.Fatalf("the secret in %q is repeated by %s\n%s", attacked, p, p.Excerpt)
					}
				}
			}
		}
	}
}

// goldenTexts returns the golden contents of less than 4 KB.
func goldenTexts(tb testing.TB) []string {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "*", "*.json"))
	if err != nil || len(files) < 100 {
		tb.Fatalf("found %d golden contents: %v", len(files), err)
	}
	texts := make([]string, 0, len(files))
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		if len(b) < 4096 {
			texts = append(texts, string(b))
		}
	}
	return texts
}
