package card_test

import (
	"os"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

const guide = "../../templates/guides/previewing-announcements.md"

// The table of the guide is made of the rules, with -update.
func TestGuide_hasTheMarkup(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- table:markup -->\n", "<!-- /table:markup -->"
	before, rest, found := strings.Cut(string(text), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no table of markup", guide)
	}
	want := before + begin + markupTable() + end + after
	if *update {
		if err := os.WriteFile(guide, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("the table of %s is not that of the rules; write it with -update", guide)
	}
}

func markupTable() string {
	var b strings.Builder
	b.WriteString("\n| To get | Write | Known from | |\n|---|---|---|---|\n")
	for _, r := range card.Rules() {
		source := "documentation"
		if r.Source != content.Documented {
			source = r.Source.String()
		}
		write := "`" + r.Write + "`"
		if strings.Contains(r.Write, "`") {
			write = "`` " + r.Write + " ``"
		}
		b.WriteString(
			strings.TrimRight("| "+r.Name+" | "+strings.ReplaceAll(write, "|", `\|`)+" | "+source+" | "+r.Remark, " ") + " |\n",
		)
	}
	return b.String() + "\n"
}
