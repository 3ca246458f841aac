package preview_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/preview"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// secret is what the plans in testdata and of these tests have in sensitive places.
const secret = "hunter2-secret"

// run runs the command in every format.
func run(t testing.TB, plan string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for ending, format := range map[string]string{"html": "html", "md": "markdown", "txt": "terminal"} {
		var b bytes.Buffer
		if err := preview.Run([]string{"-format", format}, strings.NewReader(plan), &b); err != nil {
			t.Fatal(err)
		}
		out[ending] = b.String()
	}
	return out
}

// The plans are those of Terraform 1.16 and OpenTofu 1.12 for one configuration,
// with an import and an action where there are some.
func TestRun_goldenFiles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"terraform", "opentofu"} {
		plan, err := os.ReadFile(filepath.Join("testdata", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(plan), secret) {
			t.Errorf("%s.json has no secret to be hidden", name)
		}
		for ending, got := range run(t, string(plan)) {
			file := filepath.Join("testdata", name+"."+ending)
			// The style sheet has tests of its own, in a browser.
			got = regexp.MustCompile(`(?s)<style>.*</style>`).ReplaceAllString(got, "<style></style>")
			got = regexp.MustCompile(`sha256-[^;]*&#39;`).ReplaceAllString(got, "sha256-...&#39;")
			if *update {
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
			if strings.Contains(got, secret) {
				t.Errorf("%s has a sensitive value in it", file)
			}
			if ending != "md" &&
				!strings.Contains(
					got,
					strings.ReplaceAll(card.Disclaimer, "'", map[string]string{"html": "&#39;", "txt": "'"}[ending]),
				) {
				t.Errorf("%s does not say that it is a drawing", file)
			}
		}
	}
}

// change is one entry of resource_changes.
type change struct {
	address                         string
	actions                         []string
	before, after                   map[string]any
	beforeSensitive, afterSensitive any
	unknown                         any
	more                            map[string]any // of "change"
	top                             map[string]any // beside "change"
}

func planOf(t testing.TB, changes ...change) string {
	t.Helper()
	var list []any
	for _, c := range changes {
		inner := map[string]any{"actions": c.actions, "before": nil, "after": nil}
		for key, value := range map[string]any{
			"before_sensitive": c.beforeSensitive, "after_sensitive": c.afterSensitive, "after_unknown": c.unknown,
		} {
			if value != nil {
				inner[key] = value
			}
		}
		if c.before != nil {
			inner["before"] = c.before
		}
		if c.after != nil {
			inner["after"] = c.after
		}
		for key, value := range c.more {
			inner[key] = value
		}
		kind, name, _ := strings.Cut(c.address, ".")
		entry := map[string]any{"address": c.address, "mode": "managed", "type": kind, "name": name, "change": inner}
		for key, value := range c.top {
			entry[key] = value
		}
		list = append(list, entry)
	}
	return planWith(t, map[string]any{"resource_changes": list})
}

func planWith(t testing.TB, more map[string]any) string {
	t.Helper()
	plan := map[string]any{"format_version": "1.2", "terraform_version": "1.14.0", "planned_values": map[string]any{}}
	for key, value := range more {
		plan[key] = value
	}
	text, err := json.Marshal(plan)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func message(text string) map[string]any {
	return map[string]any{
		"to_jid": "channel@conference.xmpp.zoom.us", "content": `{"head":{"text":"` + text + `"}}`,
		"is_markdown_support": false, "message_id": "id of " + text, "user_jid": "u@xmpp.zoom.us",
	}
}

func with(m map[string]any, key string, value any) map[string]any {
	m[key] = value
	return m
}

func TestRun_saysWhatIsNotAPlan(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ input, want string }{
		"nothing":      {"", "the input is empty"},
		"a saved plan": {"PK\x03\x04" + secret, "this is a saved plan itself"},
		"text":         {"Terraform will perform " + secret, "not the JSON of a plan"},
		"a log": {
			`{"@level":"info","@message":"Terraform 1.14"}` + "\n" + `{"@level":"info"}`,
			"the log of a command",
		},
		"a state as shown": {
			`{"format_version":"1.0","terraform_version":"1.14.0","values":{"root_module":{}}}`,
			"a state, not a plan",
		},
		"a state file":       {`{"version":4,"serial":1,"resources":[]}`, "a state, not a plan"},
		"other JSON":         {`{"name":"` + secret + `"}`, "not of a plan"},
		"a list":             {`["` + secret + `"]`, "not the JSON of a plan"},
		"half a plan":        {`{"format_version":"1.2","resource_changes":[{"address":"` + secret, "only a part of it"},
		"a plan of tomorrow": {`{"format_version":"9.0"}`, "a format that is not known"},
		"wrong kinds":        {`{"format_version":"1.2","resource_changes":"` + secret + `"}`, "not of a plan"},
	}
	for name, test := range tests {
		var out bytes.Buffer
		err := preview.Run(nil, strings.NewReader(test.input), &out)
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") ||
			strings.Contains(err.Error(), secret) {
			t.Errorf("%s: got the error %v, want one line with %q", name, err, test.want)
		}
		if out.Len() > 0 {
			t.Errorf("%s: %q was written all the same", name, &out)
		}
	}
}

func TestRun_showsFindings(t *testing.T) {
	t.Parallel()
	wrong := `{"body":[{"type":"mesage","text":"x"}]}`
	found := content.Check(wrong, content.Options{})
	if len(found) == 0 {
		t.Fatal("the content has no finding")
	}
	plan := planOf(t, change{
		address: "zoom_chatbot_message.a", actions: []string{"create"}, after: with(message("x"), "content", wrong),
	})
	for ending, got := range run(t, plan) {
		want := found[0].String()
		if ending == "md" {
			want = card.EscapeMarkdown(want)
		}
		if !strings.Contains(html.UnescapeString(got), html.UnescapeString(want)) {
			t.Errorf("%s: %q is missing in %s", ending, want, got)
		}
	}
}

func TestRun_aPlanWithoutMessages(t *testing.T) {
	t.Parallel()
	plan := planOf(t, change{address: "aws_instance.a", actions: []string{"create"}, after: map[string]any{"id": "1"}})
	for ending, got := range run(t, plan) {
		if !strings.Contains(got, "The plan has no chatbot messages.") {
			t.Errorf("%s: got %s", ending, got)
		}
	}
}

func TestRun_aPlanThatFailed(t *testing.T) {
	t.Parallel()
	for ending, got := range run(t, planWith(t, map[string]any{"errored": true})) {
		if !strings.Contains(got, "Making the plan failed") {
			t.Errorf("%s: got %s", ending, got)
		}
	}
}

func TestRun_readsWhatPowerShellWrites(t *testing.T) {
	t.Parallel()
	text := planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"}, after: message("Grüße")})
	encoded := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		encoded = append(encoded, byte(unit), byte(unit>>8))
	}
	for _, input := range []string{string(encoded), "\ufeff" + text} {
		if got := run(t, input)["txt"]; !strings.Contains(got, "Grüße") {
			t.Errorf("got %q, want the message", got)
		}
	}
}

func TestRun_arguments(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "plan.json"), filepath.Join(dir, "preview.md")
	if err := os.WriteFile(
		in,
		[]byte(planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"}, after: message("x")})),
		0o600,
	); err != nil {
		t.Fatal(err)
	}
	if err := preview.Run(
		[]string{"-format", "markdown", "-out", out, in},
		strings.NewReader(""),
		&bytes.Buffer{},
	); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(out)
	if err != nil || !strings.HasPrefix(string(written), preview.Marker) {
		t.Errorf("got %q (%v), want a comment", written, err)
	}
	// What was written stays if the next plan cannot be read.
	if err := preview.Run([]string{"-out", out, "-"}, strings.NewReader(""), &bytes.Buffer{}); err == nil {
		t.Error("got no error")
	}
	if again, _ := os.ReadFile(out); !bytes.Equal(again, written) {
		t.Error("a plan that cannot be read has emptied the file")
	}
	for _, args := range [][]string{{"-format", "pdf"}, {in, in}, {filepath.Join(dir, "none")}, {"-nonsense"}} {
		if err := preview.Run(args, strings.NewReader(""), &bytes.Buffer{}); err == nil {
			t.Errorf("%q: got no error", args)
		}
	}
}

// many is a plan with so many messages, half of them edited.
// Names of the configuration are as hostile as contents can be.
