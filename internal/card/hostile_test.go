package card_test

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
)

// Tags and attributes that a drawing is made of. None of them runs anything or
// loads anything.
var (
	htmlTags = []string{
		"a", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "hr", "i", "ins", "li", "p",
		"progress", "s", "small", "span", "summary", "ul",
	}
	htmlAttributes = []string{
		"aria-hidden", "aria-label", "class", "dir", "href", "max", "open", "rel", "target", "title", "value",
	}
	// What goldmark makes of Markdown, and the tags that the Markdown has itself.
	markdownTags = append([]string{
		"del", "em", "h3", "kbd", "ol", "strong", "sub", "table", "tbody", "td", "th", "thead", "tr",
	}, htmlTags...)
	markdownAttributes = []string{"href", "id", "start", "align", "style"}
)

func expectHarmless(t *testing.T, name, page string, tags, attributes []string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("%s: there is a comment or a document type: %s", name, z.Raw())
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			if !slices.Contains(tags, token.Data) {
				t.Errorf("%s: there is a tag %.200s", name, token)
			}
			for _, a := range token.Attr {
				u, err := url.Parse(a.Val)
				if !slices.Contains(attributes, a.Key) ||
					a.Key == "href" && (err != nil || !slices.Contains([]string{"http", "https", "mailto"}, u.Scheme)) ||
					a.Key == "style" && a.Val != "text-align:left" {
					t.Errorf("%s: there is an attribute %s=%q in %s", name, a.Key, a.Val, token)
				}
			}
		}
	}
}

func TestHTML_isHarmless(t *testing.T) {
	t.Parallel()
	for name, c := range drawings(t, "hostile") {
		page, err := c.HTML()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		expectHarmless(t, name, string(page), htmlTags, htmlAttributes)
		if css := card.ColorCSS(
			c.Colors(),
		); strings.ContainsAny(css, "<>\"'@:/") &&
			!regexp.MustCompile(
				`^(\.c-[0-9a-f]{6}\{--own:#[0-9a-f]{6};--own-text:light-dark\(#[0-9a-f]{6},#[0-9a-f]{6}\)\}\n)*$`,
			).MatchString(
				css,
			) {
			t.Errorf("%s: got the style sheet %q", name, css)
		}
	}
}

func TestMarkdown_isHarmless(t *testing.T) {
	t.Parallel()
	// As GitHub and GitLab read it, without what they remove of HTML afterwards.
	reader := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe()))
	reference := regexp.MustCompile(`(^|[\s(>])(@[A-Za-z]|#\d|!\d|GH-\d|:smile:)`)
	for name, c := range drawings(t, "hostile") {
		var page bytes.Buffer
		if err := reader.Convert([]byte(c.Markdown()), &page); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		expectHarmless(t, name, page.String(), markdownTags, markdownAttributes)
		for line := range strings.SplitSeq(c.Markdown(), "\n") {
			if line != "" && !strings.HasPrefix(line, ">") {
				t.Errorf("%s: %q is outside of the quotation", name, line)
			}
		}
		if found := reference.FindString(html.UnescapeString(page.String())); found != "" {
			t.Errorf("%s: %q mentions somebody or something", name, found)
		}
	}
}

func TestTerminal_isHarmless(t *testing.T) {
	t.Parallel()
	look := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for name, c := range drawings(t, "hostile") {
		painted := look.ReplaceAllString(strings.Join(c.Terminal(60, true), ""), "")
		for _, line := range append(c.Terminal(60, false), painted) {
			if i := strings.IndexFunc(line, func(r rune) bool {
				return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
			}); i >= 0 {
				t.Errorf("%s: there is a control character in %q", name, line[max(0, i-30):min(len(line), i+30)])
			}
		}
	}
}

// What is drawn is bounded.
func TestDrawings_areBounded(t *testing.T) {
	t.Parallel()
	for name, c := range drawings(t, "hostile") {
		for ending, got := range surfaces(t, c) {
			if len(got) > 1<<20 {
				t.Errorf("%s.%s has %d bytes", name, ending, len(got))
			}
		}
	}
}

func TestDrawings_sayWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	element := `{"type":"section","sections":[{"type":"message","text":"x"}]}`
	c := card.Parse(`{"body":[`+strings.Repeat(element+",", 2999)+element+`]}`, card.Options{})
	if got := strings.Count(surfaces(t, c)["txt"], "▌ x"); got != 250 {
		t.Errorf("got %d sections, want half of 500 nodes", got)
	}
	if got := surfaces(t, c)["txt"]; !strings.HasSuffix(got, "(2750 more elements are not drawn.)\n") {
		t.Errorf("got …%s, want the number of those that are left out", got[len(got)-100:])
	}
	long := card.Parse(`{"head":{"text":"`+strings.Repeat("é", 9000)+`"}}`, card.Options{})
	if got := surfaces(t, long)["txt"]; !strings.Contains(got, "(1000 more characters)") {
		t.Errorf("got …%s, want the number of characters that are left out", got[len(got)-100:])
	}
}

func FuzzParse(f *testing.F) {
	for _, folder := range []string{"contents", "hostile"} {
		for _, c := range rawContents(f, folder) {
			f.Add(c, true)
		}
	}
	f.Fuzz(func(t *testing.T, text string, markdown bool) {
		c := card.Parse(text, card.Options{Markdown: markdown})
		if len(c.Nodes) == 0 {
			t.Error("nothing is drawn")
		}
		page, err := c.HTML()
		if err != nil {
			t.Fatal(err)
		}
		expectHarmless(t, "fuzz", string(page), htmlTags, htmlAttributes)
		c.Terminal(40, true)
		var rendered bytes.Buffer
		if err := goldmark.New(
			goldmark.WithExtensions(extension.GFM),
			goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe()),
		).
			Convert(
				[]byte(c.Markdown()),
				&rendered,
			); err != nil {
			t.Fatal(err)
		}
		expectHarmless(t, "fuzz", rendered.String(), markdownTags, markdownAttributes)
	})
}

// FuzzMarkup looks for markup that loses or invents characters.
func FuzzMarkup(f *testing.F) {
	for _, r := range card.Rules() {
		f.Add(r.Write + " " + r.Write)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Skip("what is no text and hidden characters are drawn as something else")
		}
		left := []rune(s)
		for _, r := range card.Markup(s).Plain() {
			if r == '@' || r == '\n' {
				continue
			}
			i := slices.Index(left, r)
			if i < 0 && !strings.ContainsRune("image", r) {
				t.Fatalf("%q is drawn in %q", r, s)
			}
			left = left[i+1:]
		}
	})
}
