package card_test

import (
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
)

func TestCompare(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ before, after, wantBefore, wantAfter string }{
		"a word": {
			`{"head":{"text":"Maintenance on Saturday, 22:00"}}`, `{"head":{"text":"Maintenance on Sunday, 22:00"}}`,
			"Maintenance on <del>Saturday,</del> 22:00", "Maintenance on <ins>Sunday,</ins> 22:00",
		},
		"an element more": {
			`{"body":[{"type":"message","text":"one"},{"type":"message","text":"three"}]}`,
			`{"body":[{"type":"message","text":"one"},{"type":"message","text":"two"},{"type":"message","text":"three"}]}`,
			"", `<div class="new"><span class="hide">New: </span><div class="message"><p dir="auto">two</p>`,
		},
		"an element less": {
			`{"body":[{"type":"message","text":"one"},{"type":"divider"}]}`, `{"body":[{"type":"message","text":"one"}]}`,
			`<div class="gone"><span class="hide">Gone: </span><div class="divider`, "",
		},
		"the value of a field": {
			`{"body":[{"type":"fields","items":[{"key":"Env","value":"dev"},{"key":"Old","value":"x"}]}]}`,
			`{"body":[{"type":"fields","items":[{"key":"Env","value":"prod"}]}]}`,
			"<del>x</del>", "<ins>prod</ins>",
		},
		"within a section": {
			`{"body":[{"type":"section","sections":[{"type":"message","text":"a b"}],"footer":"f 1"}]}`,
			`{"body":[{"type":"section","sections":[{"type":"message","text":"a c"}],"footer":"f 2"}]}`,
			"a <del>b</del>", "a <ins>c</ins>",
		},
		"another color": {
			`{"body":[{"type":"message","text":"a"}]}`,
			`{"body":[{"type":"message","text":"a","style":{"color":"#ff0000"}}]}`,
			`class="gone"`,
			`class="new"`,
		},
		"another button": {
			`{"body":[{"type":"actions","items":[{"text":"A"}]}]}`,
			`{"body":[{"type":"actions","items":[{"text":"B"}]}]}`,
			`class="gone"`,
			`class="new"`,
		},
		"another type": {
			`{"body":[{"type":"message","text":"a"}]}`,
			`{"body":[{"type":"alert","text":"a"}]}`,
			`class="gone"`,
			`class="new"`,
		},
		"nothing": {`{"head":{"text":"a"}}`, `{"head":{"text":"a"}}`, "", ""},
		"what is no look": {
			`{"body":[{"type":"actions","items":[{"text":"A","value":"1"}]}]}`,
			`{"body":[{"type":"actions","items":[{"text":"A","value":"2"}]}]}`,
			"",
			"",
		},
	}
	for name, test := range tests {
		before, after := card.Compare(card.Parse(test.before, card.Options{}), card.Parse(test.after, card.Options{}))
		for _, side := range []struct {
			card  card.Card
			want  string
			never string
		}{{before, test.wantBefore, "<ins>"}, {after, test.wantAfter, "<del>"}} {
			page := surfaces(t, side.card)["html"]
			if !strings.Contains(page, side.want) || strings.Contains(page, side.never) {
				t.Errorf("%s: got %s\nwant %s in it", name, page, side.want)
			}
			if got, want := side.card.Marked(), side.want != ""; got != want {
				t.Errorf("%s: the drawing has marks: %t, want %t", name, got, want)
			}
		}
	}
}

func TestCompareTerminal(t *testing.T) {
	t.Parallel()
	before := card.Parse(
		`{"head":{"text":"Title"},"body":[{"type":"message","text":"old"},{"type":"message","text":"same"}]}`,
		card.Options{},
	)
	after := card.Parse(
		`{"head":{"text":"Title"},"body":[{"type":"message","text":"new"},{"type":"message","text":"same"}]}`,
		card.Options{},
	)
	want := "  Title\n  ‾‾‾‾‾\n- old\n+ new\n  same"
	if got := strings.Join(card.CompareTerminal(before, after, 40, false), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
