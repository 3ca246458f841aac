package card_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// drawings returns the cards of a folder by the name of their file.
func drawings(t *testing.T, folder string) map[string]card.Card {
	t.Helper()
	cards := map[string]card.Card{}
	for name, text := range rawContents(t, folder) {
		cards[name] = card.Parse(text, card.Options{Markdown: strings.HasSuffix(name, ".markdown")})
	}
	return cards
}

// surfaces draws a card on every surface, by the ending of its golden file.
func surfaces(t *testing.T, c card.Card) map[string]string {
	t.Helper()
	html, err := c.HTML()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"html": string(html) + "\n",
		"md":   c.Markdown(),
		"txt":  strings.Join(c.Terminal(60, false), "\n") + "\n",
	}
}

func TestSurfaces_drawEveryElement(t *testing.T) {
	t.Parallel()
	cards := drawings(t, "contents")
	for _, e := range content.Elements() {
		if _, ok := cards[e.Name]; !ok && (e.Places != 0 || e.Name == "head") {
			t.Errorf("there is no testdata/contents/%s.json", e.Name)
		}
	}
	for name, c := range cards {
		for ending, got := range surfaces(t, c) {
			golden(t, filepath.Join("testdata", "golden", name+"."+ending), got)
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}

// A surface that does not know a node would draw its type in brackets, or fail.
func TestSurfaces_knowEveryNode(t *testing.T) {
	t.Parallel()
	for name, c := range drawings(t, "contents") {
		for ending, got := range surfaces(t, c) {
			for _, n := range c.Nodes {
				if strings.Contains(got, "("+n.About().Type+")") {
					t.Errorf("%s.%s has no drawing of %s:\n%s", name, ending, n.About().Type, got)
				}
			}
		}
	}
}

func TestSurfaces_markWhatIsAssumed(t *testing.T) {
	t.Parallel()
	cards := drawings(t, "contents")
	for _, e := range content.Elements() {
		if e.Places == 0 {
			continue
		}
		for ending, got := range surfaces(t, cards[e.Name]) {
			if marked := strings.Contains(got, "assumed, "+"known") ||
				strings.Contains(got, "assumed, seen"); marked != (e.Source != content.Documented) {
				t.Errorf("%s.%s: is marked as assumed: %t, but its source is the %s", e.Name, ending, marked, e.Source)
			}
		}
	}
}

func TestCard_Title(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ content, want string }{
		"the headline": {
			`{"head":{"text":"Deploy  finished\n"},"body":[{"type":"message","text":"no"}]}`,
			"Deploy finished",
		},
		"else the first text": {
			`{"body":[{"type":"divider"},{"type":"section","sections":[{"type":"message","text":"*Hi*"}]}]}`,
			"Hi",
		},
		"nothing":              {`{"body":[{"type":"divider"}]}`, ""},
		"not a content":        {`[]`, ""},
		"a long one is cut":    {`{"head":{"text":"` + strings.Repeat("x", 200) + `"}}`, strings.Repeat("x", 79) + "…"},
		"hidden characters":    {`{"head":{"text":"a\u202eb"}}`, "a⟨U+202E⟩b"},
		"a title of a section": {`{"body":[{"type":"alert","text":"Careful"}]}`, "Careful"},
	}
	for name, test := range tests {
		if got := card.Parse(test.content, card.Options{Markdown: true}).Title(); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// Drawing on one surface must not change what another one draws.
func TestSurfaces_doNotChangeTheCard(t *testing.T) {
	t.Parallel()
	for name, c := range drawings(t, "contents") {
		first := surfaces(t, c)
		c.Terminal(40, true)
		if diff := cmp.Diff(first, surfaces(t, c)); diff != "" {
			t.Errorf("%s: the second drawing differs:\n%s", name, diff)
		}
	}
}

func rawContents(t testing.TB, folder string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no contents in %s (%v)", folder, err)
	}
	contents := map[string]string{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		contents[strings.TrimSuffix(filepath.Base(f), ".json")] = string(text)
	}
	return contents
}

// What could be markup and is not stays as it is written.
func TestMarkup_leavesTheRest(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		"**a*", "**two**", "*a", "a*", "*a *", "2*3*4", "snake_case_name", "~ a ~", "``", "`a", "<a>",
		"<javascript:alert(1)|x>", "<!nobody|x>", "<#nobody|x>", "<img:x|y>", "1 < 2 > 1", "a > b", "-a", "1.a", "https://",
		"xhttps://a.b", `\a`, "*a\nb*", "Ȫa*",
	} {
		if got := card.Markup(raw); got.Plain() != raw || len(got.Blocks[0].Lines[0]) != 1 {
			t.Errorf("%q is drawn as %+v", raw, got)
		}
	}
}
