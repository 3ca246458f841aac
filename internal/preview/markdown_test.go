package preview_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/preview"
)

func many(t testing.TB, n int, text string) string {
	t.Helper()
	changes := make([]change, n)
	for i := range changes {
		body := fmt.Sprintf(
			`{"head":{"text":"Message %d"},"body":[{"type":"section","sections":[{"type":"message","text":"%s"},`+
				`{"type":"fields","items":[{"key":"Env","value":"prod","short":true},`+
				`{"key":"Region","value":"eu","short":true}]}],"footer":"Managed by Terraform"}]}`,
			i,
			text,
		)
		changes[i] = change{
			address: fmt.Sprintf("zoom_chatbot_message.announcements[%q]", fmt.Sprint("team-", i)), actions: []string{"create"},
			after: with(message("x"), "content", body),
		}
		if i%2 == 0 {
			changes[i].actions, changes[i].before = []string{
				"update",
			}, with(
				message("x"),
				"content",
				strings.Replace(body, "prod", "dev", 1),
			)
		}
	}
	return planOf(t, changes...)
}

func comment(t testing.TB, plan string) string {
	t.Helper()
	var b bytes.Buffer
	if err := preview.Run([]string{"-format", "markdown"}, strings.NewReader(plan), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRun_aCommentIsNotTooLong(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ plan, want string }{
		"many": {many(t, 1000, "All is well."), "messages do not fit and are not shown</summary>"},
		"one long": {
			many(t, 1, strings.Repeat(`"},{"type":"message","text":"`+strings.Repeat("long ", 1500), 10)),
			"1 message does not fit and is not shown</summary>\n\n" +
				"- `zoom_chatbot_message.announcements[\"team-0\"] (edit in place)`\n",
		},
		"few": {many(t, 3, "All is well."), "Message 2"},
		"names": {planOf(t, func() (list []change) {
			for i := range 2000 {
				list = append(
					list,
					change{
						address: fmt.Sprint("zoom_chatbot_message.", strings.Repeat("x", 90), i),
						actions: []string{"no-op"},
						before:  message("x"),
						after:   message("x"),
					},
				)
			}
			return list
		}()...), "2000 messages stay as they are</summary>"},
	}
	for name, test := range tests {
		got := comment(t, test.plan)
		if n := utf8.RuneCountInString(got); n > 60_000 {
			t.Errorf("%s: got %d characters, want at most 60000", name, n)
		}
		if !strings.Contains(got, test.want) || !strings.HasSuffix(got, card.Disclaimer+"</sub>\n") {
			t.Errorf("%s: got …%s, want %q in it and the disclaimer at its end", name, got[max(0, len(got)-600):], test.want)
		}
	}
	// All that are not drawn are counted: those that are named, and the others.
	got := comment(t, tests["many"].plan)
	shown := strings.Count(got, "\n**Edit in place** ") + strings.Count(got, "\n**Post** ")
	var omitted, more int
	_, rest, _ := strings.Cut(got, "<details><summary>"+fmt.Sprint(1000-shown))
	if _, err := fmt.Sscanf(rest[strings.LastIndex(rest, "- and "):], "- and %d more", &more); err != nil {
		t.Fatal(err)
	}
	if omitted = strings.Count(rest, "\n- `"); shown+omitted+more != 1000 || shown < 50 || omitted < 20 {
		t.Errorf("got %d shown, %d named and %d more, want 1000 in all", shown, omitted, more)
	}
}

func BenchmarkRun_1000Messages(b *testing.B) {
	plan := many(b, 1000, "All is well.")
	for _, format := range []string{"html", "markdown", "terminal"} {
		b.Run(format, func(b *testing.B) {
			b.SetBytes(int64(len(plan)))
			for b.Loop() {
				if err := preview.Run([]string{"-format", format}, strings.NewReader(plan), &bytes.Buffer{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
