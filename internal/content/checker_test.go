package content_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// manyKeys are more than are compared in pairs.
var manyKeys = func() (s string) {
	for i := range 30 {
		s += fmt.Sprintf(`"%d":0,`, i)
	}
	return s
}()

func TestCheck_knowsTheLineBetweenErrorAndWarning(t *testing.T) {
	t.Parallel()
	message := func(fields string) string {
		return `{"body":[{"type":"message","text":"Hello"` + fields + `}]}`
	}
	section := func(fields string) string {
		return `{"body":[{"type":"section","sections":[{"type":"message","text":"Hello"}]` + fields + `}]}`
	}
	tests := map[string]struct {
		text     string
		markdown bool
		want     string // severities and paths
	}{
		"an optional field that is null is absent": {text: message(`,"style":null,"link":null`)},
		"a null link goes with markdown":           {text: message(`,"link":null`), markdown: true},
		"an empty link does not go with markdown": {
			text:     message(`,"link":""`),
			markdown: true,
			want:     "error body[0].link, warning body[0].link",
		},
		"editable false goes with markdown": {
			text:     message(`,"editable":false`),
			markdown: true,
		},
		"editable as a text is only a doubtful value": {
			text:     message(`,"editable":"true"`),
			markdown: true,
			want:     "warning body[0].editable",
		},
		"a link goes with markdown of another element": {
			text: `{"body":[{"type":"message","text":"*a*","is_markdown_support":true},{"type":"message","text":"b","link":"https://example.com"}]}`,
		},
		"the message's markdown counts for a link, whatever the element has": {
			text:     message(`,"link":"https://example.com","is_markdown_support":false`),
			markdown: true,
			want:     "error body[0].link",
		},
		"a button's style is not the style of a text": {
			text:     `{"body":[{"type":"actions","items":[{"text":"a","value":"b","style":"Danger"}]}]}`,
			markdown: true,
		},
		"a body of null leaves the head":                 {text: `{"head":{"text":"a"},"body":null}`},
		"an empty body leaves the head":                  {text: `{"head":{"text":"a"},"body":[]}`},
		"13 digits are milliseconds":                     {text: section(`,"ts":1560446471819`)},
		"12 digits are milliseconds of the 20th century": {text: section(`,"ts":946684800000`)},
		"9 digits may be milliseconds of January 1970":   {text: section(`,"ts":999999999`)},
		"10 digits are seconds": {
			text: section(`,"ts":1000000000`),
			want: "error body[0].ts",
		},
		"10 digits in exponential notation are seconds": {
			text: section(`,"ts":1.560446471e9`),
			want: "error body[0].ts",
		},
		"a time of zero is a time": {text: section(`,"ts":0`)},
		"an unknown field of a documented element is doubted": {
			text: message(`,"tomorrow":true`),
			want: `warning body[0]["…"]`,
		},
		"an unknown field of a newer element passes": {
			text: `{"body":[{"type":"alert","text":"a","tomorrow":true}]}`,
		},
		"a misspelled field of a newer element is doubted": {
			text: `{"body":[{"type":"alert","text":"a","leval":"x"}]}`,
			want: "warning body[0].leval",
		},
		"an upper-case color is a color": {text: message(`,"style":{"color":"#ABCDEF"}`)},
		"an upper-case URL is a URL": {
			text: message(`,"link":"HTTPS://EXAMPLE.COM/"`),
		},
		"a section can be in a page": {
			text: `{"body":[{"type":"page","pages":[{"pageNo":1,"body":[{"type":"section","sections":[{"type":"divider"}]}]}]}]}`,
		},
		"an empty object is Zoom's own sample": {text: `{}`, want: "warning content"},
		"settings alone show nothing": {
			text: `{"settings":{}}`,
			want: "warning content",
		},
		"something else than a message": {
			text: `{"hello":"world"}`,
			want: `error content, warning ["…"]`,
		},
		"what is wrapped is checked too": {
			text: `{"content":{"head":{}}}`,
			want: "error content, error content.head",
		},
		"a wrapped empty object is still wrapped": {
			text: `{"content":{}}`,
			want: "error content, warning content",
		},
		"a misspelled part that is null": {text: `{"Head":null}`, want: "error Head"},
		"an element of an unknown type": {
			text: `{"type":"hello"}`,
			want: "error content, warning type",
		},
		"a key that is given twice beside what is wrapped": {
			text: `{"content":{"head":{"text":"a"}},"to_jid":"a","to_jid":"b"}`,
			want: "error content, error to_jid",
		},
		"a key that is given three times": {
			text: `{"head":{"text":"a","text":"b","text":"c"}}`,
			want: "error head.text",
		},
		"a key that is given three times among many": {
			text: `{"head":{"text":"a"},"x":{` + manyKeys + `"text":1,"text":2,"text":3}}`,
			want: `warning ["…"], error ["…"].text`,
		},
		"a single element is checked too": {
			text: `{"type":"message","txt":"a"}`,
			want: "error content, error content",
		},
		"below a misspelled field nothing is certain": {
			text: `{"head":{"text":"a","subhead":{}}}`,
			want: "warning head.subhead, warning head.subhead",
		},
		"below a misspelled required field it is": {
			text: `{"body":[{"type":"fields","Items":[{}]}]}`,
			want: "error body[0], error body[0].Items[0], error body[0].Items[0]",
		},
		"a field that is only spelled alike is not checked": {
			text: message(`,"lunk":1`),
			want: "warning body[0].lunk",
		},
		"a field that is spelled alike is checked if the kind fits": {
			text: message(`,"lunk":"x"`),
			want: "warning body[0].lunk, warning body[0].lunk",
		},
		"markup without markdown": {
			text: `{"head":{"text":"<https://example.com|a>"}}`,
			want: "warning head.text",
		},
		"markup with the message's markdown": {
			text:     `{"head":{"text":"<https://example.com|a>"}}`,
			markdown: true,
		},
		"markup with markdown switched off by the element": {
			text:     message(`,"is_markdown_support":false`),
			markdown: true,
		},
		"markdown as a text counts for markup": {
			text: `{"body":[{"type":"message","text":"<!a@b|c>","is_markdown_support":"true"}]}`,
			want: "warning body[0].is_markdown_support",
		},
		"markdown of a single value, as one bot sends it": {
			text: `{"body":[{"type":"fields","items":[{"key":"a","value":"<!a@b|c>","is_markdown":true}]}]}`,
		},
		"an expression in a value that only the app reads": {
			text: `{"body":[{"type":"actions","items":[{"text":"a","value":"${b} {{c}}"}]}]}`,
		},
		"an expression in code": {
			text: "{\"head\":{\"text\":\"Set `${HOME}`\"}}",
		},
		"an expression in a URL": {
			text: message(`,"link":"https://example.com/{{id}}"`),
			want: "warning body[0].link",
		},
		"a description is expected, its text required": {
			text: `{"body":[{"type":"attachments","resource_url":"https://a.example","img_url":"https://a.example","information":{"title":{"text":"a"},"description":{}}}]}`,
			want: "error body[0].information.description",
		},
		"white space is a text": {text: `{"head":{"text":" "}}`},
		"an empty text is doubted": {
			text: `{"head":{"text":""}}`,
			want: "warning head.text",
		},
		"of a key given twice the last one is checked for presence": {
			text: `{"head":{"text":"a"},"head":null}`,
			want: "warning content, error head",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, p := range content.Check(tt.text, content.Options{Markdown: tt.markdown}) {
				path := p.Path
				if path == "" {
					path = "content"
				}
				got = append(got, p.Severity.String()+" "+path)
			}
			if got := strings.Join(got, ", "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// jsonencode sorts the keys, so "type" comes after what it decides about.
func TestCheck_readsTheTypeWhereverItStands(t *testing.T) {
	t.Parallel()
	got := content.Check(`{"body":[{"items":[{"key":"Env","value":1}],"type":"fields"}]}`, content.Options{})
	if len(got) != 1 || got[0].Path != "body[0].items[0].value" {
		t.Errorf("got %v, want one problem at body[0].items[0].value", got)
	}
}

func TestCheck_countsColumnsInCharacters(t *testing.T) {
	t.Parallel()
	got := content.Check("{\n \"body\": [{\"text\": \"é🚀\", \"type\": 1}]\n}", content.Options{})
	want := []content.Problem{{
		Path: "body[0].type", Line: 2, Column: 34,
		Summary: `"type" must be a string, not a number`, Remedy: `Use an element type, such as "message".`,
		Excerpt: `2 | "body": [{"text": "…", "type": …}]` + "\n" + `  |                                ^`,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems differ (-want +got):\n%s", diff)
	}
}

func TestCheck_keepsErrorsInAFloodOfWarnings(t *testing.T) {
	t.Parallel()
	text := `{"body":[` + strings.Repeat(`{"type":"nonsense"},`, 5000) + `{"type":"message"}]}`
	got := content.Check(text, content.Options{})
	if len(got) != 51 || !content.HasErrors(got) {
		t.Errorf("got %d problems, errors among them: %t; want 50 warnings and one error", len(got), content.HasErrors(got))
	}
}

func TestCheck_shortensWhatPeopleWouldNotRead(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long", 1000)
	deep := strings.Repeat(`{"type":"section","sections":[`, 100) + `{"type":"nonsense"}` + strings.Repeat("]}", 100)
	for name, text := range map[string]string{
		"a long type":      fmt.Sprintf(`{"body":[{"type":%q}]}`, long),
		"a long field":     fmt.Sprintf(`{"head":{"text":"a",%q:1}}`, long),
		"a long color":     fmt.Sprintf(`{"head":{"text":"a","style":{"color":%q}}}`, long),
		"a long URL":       fmt.Sprintf(`{"body":[{"type":"message","text":"a","link":%q}]}`, long),
		"a long bold text": fmt.Sprintf(`{"body":[{"type":"message","text":"**%s**","is_markdown_support":true}]}`, long),
		"a long word":      `{"head":` + long + `}`,
		"a long number":    `{"head":0` + strings.Repeat("1", 1000) + `}`,
		"a deep path":      `{"body":[` + deep + `]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := content.Check(text, content.Options{})
			if len(got) == 0 {
				t.Fatal("got no problem")
			}
			for _, p := range got {
				if s := p.String(); len(s) > 600 {
					t.Errorf("got a line of %d bytes: %s", len(s), s)
				}
			}
		})
	}
}

func TestProblem_namesThePositionOnlyWhereItHelps(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		problem content.Problem
		want    string
	}{
		"on line 1, as jsonencode writes it": {
			content.Problem{Path: "body[0]", Line: 1, Column: 9, Summary: `"text" is missing`, Remedy: `Write "text": "...".`},
			`body[0]: "text" is missing. Write "text": "...".`,
		},
		"on line 1, with a name that is not repeated": {
			content.Check(`{"head":{"text":"a","hunter2":1}}`, content.Options{})[0],
			`head["…"] (line 1 of the content, column 21): this is not a known field here. Known fields: "text", "style", "sub_head".`,
		},
		"further down, as in a file": {
			content.Problem{Path: "body[0]", Line: 3, Column: 9, Summary: `"text" is missing`},
			`body[0] (line 3 of the content, column 9): "text" is missing.`,
		},
		"broken JSON on line 1": {
			content.Problem{Line: 1, Column: 9, Summary: "the text is not JSON", Syntax: true},
			`content (line 1 of the content, column 9): the text is not JSON.`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tt.problem.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestHasErrors_ignoresWarnings(t *testing.T) {
	t.Parallel()
	if content.HasErrors([]content.Problem{{Severity: content.Warning}}) {
		t.Error("got true for a warning, want false")
	}
	if !content.HasErrors([]content.Problem{{Severity: content.Warning}, {Severity: content.Error}}) {
		t.Error("got false for a warning and an error, want true")
	}
}
