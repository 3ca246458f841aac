package markdown_test

import (
	"bytes"
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/markdown"
)

// Whatever the text is, either the content is right and shows every letter that
// a browser would show, or there is a problem in one of its lines.
func FuzzContent(f *testing.F) {
	for _, seed := range []string{
		"# Title\n\ntext *a* **b** ~~c~~ `d`\n\n---\n",
		"- a\n  1. b\n\n      c\n- [x] d\n",
		"> a\n>\n> - b\n",
		"| a | b |\n|---|---|\n| c | d |\n",
		"[a](https://example.com/b \"c\") ![d](https://example.com/e.png)\n",
		"<!a@b|c> <https://example.com> www.example.com a@example.com\n",
		"```sh\na\n\nb\n```\n\n    c\n",
		"a  \nb\\\nc &copy; \\* <!-- d -->\n",
		"Title\n===\n\n[a]: https://example.com\n[a]\n",
		"# a\n## b ##\n***c***",
		"${name} {{name}} **a",
		"`<a|>` [b](https://example.com)",
		"\\[a\\](https://example.com) *b*",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		source = strings.ToValidUTF8(source, "?")       // as every string of Terraform is
		source = strings.ReplaceAll(source, "\r", "\n") // which goldmark does not take for a line ending
		got, problems := markdown.Content(source)
		if len(problems) > 0 {
			last := 1 + strings.Count(source, "\n")
			for _, p := range problems {
				if got != "" || p.Line < 1 || p.Line > last || p.Text == "" {
					t.Errorf("%q: got %s and %+v", source, got, p)
				}
			}
			return
		}
		if found := content.Check(got, content.Options{}); len(found) > 0 {
			t.Errorf("%q becomes %s, of which the content checks report %v", source, got, found)
		}
		want, shown := letters(shownByBrowsers(t, source)), letters(shownByZoom(t, got))
		if want != shown && !strings.Contains(source, "<!") {
			t.Errorf("%q shows %q, want %q", source, shown, want)
		}
	})
}

var (
	tags         = regexp.MustCompile(`(?s)<!--.*?-->|<[^>]*>`)
	descriptions = regexp.MustCompile(`<img[^>]* alt="([^"]*)"[^>]*>`)
	labels       = regexp.MustCompile(`<[^|>]*\|([^>]*)>`)
)

func shownByBrowsers(t *testing.T, source string) string {
	var out bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(source), &out); err != nil {
		t.Fatal(err)
	}
	return html.UnescapeString(tags.ReplaceAllString(descriptions.ReplaceAllString(out.String(), "$1"), ""))
}

func shownByZoom(t *testing.T, text string) string {
	var message struct {
		Head struct{ Text string }
		Body []struct {
			Text     string
			Markdown bool `json:"is_markdown_support"`
			Items    []struct{ Key, Value string }
			Images   []struct {
				Text string `json:"alt_text"`
			}
		}
	}
	if err := json.Unmarshal([]byte(text), &message); err != nil {
		t.Fatal(err)
	}
	shown := message.Head.Text
	for _, element := range message.Body {
		if element.Markdown {
			parts := strings.Split(element.Text, "`") // every second one is code
			for i := 0; i < len(parts); i += 2 {
				parts[i] = labels.ReplaceAllString(parts[i], "$1")
			}
			element.Text = strings.Join(parts, "`")
		}
		shown += element.Text
		for _, item := range element.Items {
			shown += item.Key + item.Value
		}
		for _, image := range element.Images {
			shown += image.Text
		}
	}
	return shown
}

// letters leaves out what the two show differently: white space, bullets and
// the scheme that GFM adds to an address.
func letters(s string) string {
	s = strings.NewReplacer("http://www.", "www.").Replace(s)
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, s)
}
