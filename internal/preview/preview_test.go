package preview_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"

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
			if ending != "md" && !strings.Contains(got, strings.ReplaceAll(card.Disclaimer, "'", map[string]string{"html": "&#39;", "txt": "'"}[ending])) {
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
		for key, value := range map[string]any{"before_sensitive": c.beforeSensitive, "after_sensitive": c.afterSensitive, "after_unknown": c.unknown} {
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

func TestRun_hidesWhatIsSensitive(t *testing.T) {
	t.Parallel()
	marked := map[string]any{"content": true}
	update := []string{"update"}
	tests := map[string]string{
		"content after":         planOf(t, change{address: "zoom_chatbot_message.a", actions: update, before: message("x"), after: message(secret), afterSensitive: marked}),
		"content before":        planOf(t, change{address: "zoom_chatbot_message.a", actions: update, before: message(secret), after: message(secret + "2"), beforeSensitive: marked}),
		"all of the object":     planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"}, after: with(message(secret), "to_jid", secret), afterSensitive: true}),
		"a part of the content": planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"}, after: message(secret), afterSensitive: map[string]any{"content": []any{false, map[string]any{"x": true}}}}),
		"deleted":               planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"delete"}, before: message(secret), beforeSensitive: marked}),
		"kept":                  planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"no-op"}, before: message(secret), after: message(secret), beforeSensitive: marked, afterSensitive: marked}),
		"to_jid": planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"delete", "create"},
			before: with(message("x"), "to_jid", "a@b"), after: with(message("x"), "to_jid", secret), afterSensitive: map[string]any{"to_jid": true}}),
		"an attribute that changes": planOf(t, change{address: "zoom_chatbot_message.a", actions: update,
			before: with(message("x"), "user_jid", secret), after: message("x"), beforeSensitive: map[string]any{"user_jid": true}}),
		"a finding would quote it": planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"},
			after: with(message("x"), "content", `{"body":[{"type":"`+secret+`"}]}`), afterSensitive: marked}),
		"broken content": planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"},
			after: with(message("x"), "content", secret), afterSensitive: marked}),
		"the id of a thread": planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"},
			after: with(message("x"), "reply_to", secret), afterSensitive: map[string]any{"reply_to": true}}),
		"an import": planOf(t, change{address: "zoom_chatbot_message.a", actions: update, before: message(secret), after: message(secret),
			beforeSensitive: true, afterSensitive: true, more: map[string]any{"importing": map[string]any{"id": secret}}}),
		"an action": planWith(t, map[string]any{"action_invocations": []any{map[string]any{
			"address": "action.zoom_send_chatbot_message.a", "type": "zoom_send_chatbot_message",
			"config_values": message(secret), "config_sensitive": marked,
		}}}),
		"deferred": planWith(t, map[string]any{"deferred_changes": []any{map[string]any{"reason": "provider_config_unknown", "resource_change": map[string]any{
			"address": "zoom_chatbot_message.a", "mode": "managed", "type": "zoom_chatbot_message",
			"change": map[string]any{"actions": []string{"create"}, "after": message(secret), "after_sensitive": marked},
		}}}}),
		"elsewhere in the plan": planWith(t, map[string]any{"variables": map[string]any{"v": map[string]any{"value": secret}}}),
	}
	for name, plan := range tests {
		for ending, got := range run(t, plan) {
			if strings.Contains(got, secret) {
				t.Errorf("%s: the %s has the sensitive value in it:\n%s", name, ending, got)
			}
		}
	}
}

func TestRead_outcomes(t *testing.T) {
	t.Parallel()
	importing := map[string]any{"importing": map[string]any{"id": "1"}}
	keepOld := with(message("x"), "skip_destroy", true)
	tests := map[string]struct {
		change  change
		outcome preview.Outcome
		note    string
	}{
		"post":                  {change{actions: []string{"create"}, after: message("x")}, preview.Post, ""},
		"edit":                  {change{actions: []string{"update"}, before: message("x"), after: message("y")}, preview.Edit, ""},
		"delete":                {change{actions: []string{"delete"}, before: message("x")}, preview.Delete, ""},
		"keep":                  {change{actions: []string{"no-op"}, before: message("x"), after: message("x")}, preview.Keep, ""},
		"replace":               {change{actions: []string{"delete", "create"}, before: message("x"), after: message("x"), more: map[string]any{"replace_paths": []any{[]any{"to_jid"}, []any{"reply_to"}}}}, preview.Replace, "Zoom cannot change to_jid and reply_to of a message."},
		"create before destroy": {change{actions: []string{"create", "delete"}, before: message("x"), after: message("x"), top: map[string]any{"action_reason": "replace_because_tainted"}}, preview.Replace, "tainted"},
		"replace by request":    {change{actions: []string{"delete", "create"}, before: message("x"), after: message("x"), top: map[string]any{"action_reason": "replace_by_request"}}, preview.Replace, "-replace"},
		"replace by triggers":   {change{actions: []string{"delete", "create"}, before: message("x"), after: message("x"), top: map[string]any{"action_reason": "replace_by_triggers"}}, preview.Replace, "replace_triggered_by"},
		"import":                {change{actions: []string{"no-op"}, before: message("x"), after: message("x"), more: importing}, preview.Import, "as it is"},
		"import and edit":       {change{actions: []string{"update"}, before: map[string]any{"message_id": "1"}, after: message("x"), more: importing}, preview.Import, "the apply edits it"},
		"forget":                {change{actions: []string{"forget"}, before: message("x")}, preview.Forget, "It stays in the channel."},
		"delete but keep":       {change{actions: []string{"delete"}, before: keepOld}, preview.Delete, "It stays in the channel."},
		"replace but keep":      {change{actions: []string{"delete", "create"}, before: keepOld, after: message("x")}, preview.Replace, "the old one stays in the channel"},
		"moved":                 {change{actions: []string{"no-op"}, before: message("x"), after: message("x"), top: map[string]any{"previous_address": "zoom_chatbot_message.old"}}, preview.Keep, "Its address was zoom_chatbot_message.old."},
		"deposed":               {change{actions: []string{"delete"}, before: message("x"), top: map[string]any{"deposed": "abcd1234"}}, preview.Delete, "an earlier apply could not delete"},
		"what is not drawn": {change{actions: []string{"update"},
			before: with(message("x"), "content", `{"body":[{"type":"actions","items":[{"text":"A","value":"1"}]}]}`),
			after:  with(message("x"), "content", `{"body":[{"type":"actions","items":[{"text":"A","value":"2"}]}]}`)}, preview.Edit, "not drawn"},
	}
	for name, test := range tests {
		test.change.address = "zoom_chatbot_message.a"
		p, err := preview.Read(strings.NewReader(planOf(t, test.change)))
		if err != nil || len(p.Changes) != 1 {
			t.Errorf("%s: got %v (%v), want one change", name, p, err)
			continue
		}
		c := p.Changes[0]
		if c.Outcome != test.outcome || !strings.Contains(strings.Join(c.Notes, " "), test.note) || test.note == "" && c.Notes != nil {
			t.Errorf("%s: got %s with %q, want %s with %q", name, c.Outcome, c.Notes, test.outcome, test.note)
		}
	}
}

func TestRead_namesWhatIsWaitedFor(t *testing.T) {
	t.Parallel()
	expressions := map[string]any{
		"content":  map[string]any{"references": []string{"var.name", "aws_instance.web[0].id", "aws_instance.web[0]", "aws_instance.web", "local.x"}},
		"reply_to": map[string]any{"references": []string{"each.value"}},
	}
	module := map[string]any{"resources": []any{map[string]any{
		"address": "zoom_chatbot_message.a", "mode": "managed", "type": "zoom_chatbot_message", "name": "a", "expressions": expressions,
	}}}
	resource := func(address, module string, unknown map[string]any) any {
		kind, name, _ := strings.Cut(address, ".")
		return map[string]any{
			"address": strings.TrimPrefix(module+"."+address, "."), "module_address": module, "mode": "managed", "type": kind, "name": name,
			"change": map[string]any{"actions": []string{"create"}, "before": nil, "after": map[string]any{"to_jid": "a@b"}, "after_unknown": unknown},
		}
	}
	waits := map[string]any{"content": true, "reply_to": true}
	plan := planWith(t, map[string]any{
		"resource_changes": []any{
			resource("aws_instance.web", "", map[string]any{"id": true}),
			resource("zoom_chatbot_message.a", "", waits),
			resource("zoom_chatbot_message.a", `module.team["a.b"].module.sub`, waits),
			resource("zoom_chatbot_message.b", "module.nowhere", waits),
		},
		"configuration": map[string]any{"root_module": map[string]any{
			"resources":    module["resources"],
			"module_calls": map[string]any{"team": map[string]any{"module": map[string]any{"module_calls": map[string]any{"sub": map[string]any{"module": module}}}}},
		}},
	})
	p, err := preview.Read(strings.NewReader(plan))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ content, replyTo string }{
		{"The content is known after the apply, because it waits for aws_instance.web[0].id.", "known after the apply, from each.value"},
		{"The content is known after the apply, because it waits for aws_instance.web[0].id.", "known after the apply, from each.value"},
		{"The content is known after the apply.", "known after the apply"},
	} {
		c := p.Changes[i]
		if c.After.Hidden != want.content || c.Where[1].After != want.replyTo {
			t.Errorf("%s: got %q and %q, want %q and %q", c.Address, c.After.Hidden, c.Where[1].After, want.content, want.replyTo)
		}
	}
}

func TestRead_namesTheThread(t *testing.T) {
	t.Parallel()
	p, err := preview.Read(strings.NewReader(planOf(t,
		change{address: "zoom_chatbot_message.reply", actions: []string{"create"}, after: with(message("y"), "reply_to", "id of x")},
		change{address: "zoom_chatbot_message.parent", actions: []string{"no-op"}, before: message("x"), after: message("x")})))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Changes[0].Where[1].After, "id of x (the thread of zoom_chatbot_message.parent)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRun_saysWhatIsNotAPlan(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ input, want string }{
		"nothing":            {"", "the input is empty"},
		"a saved plan":       {"PK\x03\x04" + secret, "this is a saved plan itself"},
		"text":               {"Terraform will perform " + secret, "not the JSON of a plan"},
		"a log":              {`{"@level":"info","@message":"Terraform 1.14"}` + "\n" + `{"@level":"info"}`, "the log of a command"},
		"a state as shown":   {`{"format_version":"1.0","terraform_version":"1.14.0","values":{"root_module":{}}}`, "a state, not a plan"},
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
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), secret) {
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
	for ending, got := range run(t, planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"}, after: with(message("x"), "content", wrong)})) {
		want := map[string]string{"html": html.EscapeString(found[0].String()), "md": card.EscapeMarkdown(found[0].String()), "txt": found[0].String()}[ending]
		// html/template escapes in another way than package html.
		if !strings.Contains(html.UnescapeString(got), html.UnescapeString(want)) {
			t.Errorf("%s: %q is missing in %s", ending, want, got)
		}
	}
}

func TestRun_aPlanWithoutMessages(t *testing.T) {
	t.Parallel()
	for ending, got := range run(t, planOf(t, change{address: "aws_instance.a", actions: []string{"create"}, after: map[string]any{"id": "1"}})) {
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
	if err := os.WriteFile(in, []byte(planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"}, after: message("x")})), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := preview.Run([]string{"-format", "markdown", "-out", out, in}, strings.NewReader(""), &bytes.Buffer{}); err != nil {
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
func many(t testing.TB, n int, text string) string {
	t.Helper()
	changes := make([]change, n)
	for i := range changes {
		body := fmt.Sprintf(`{"head":{"text":"Message %d"},"body":[{"type":"section","sections":[{"type":"message","text":"%s"},{"type":"fields","items":[{"key":"Env","value":"prod","short":true},{"key":"Region","value":"eu","short":true}]}],"footer":"Managed by Terraform"}]}`, i, text)
		changes[i] = change{
			address: fmt.Sprintf("zoom_chatbot_message.announcements[%q]", fmt.Sprint("team-", i)), actions: []string{"create"},
			after: with(message("x"), "content", body),
		}
		if i%2 == 0 {
			changes[i].actions, changes[i].before = []string{"update"}, with(message("x"), "content", strings.Replace(body, "prod", "dev", 1))
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
		"many":     {many(t, 1000, "All is well."), "messages do not fit and are not shown</summary>"},
		"one long": {many(t, 1, strings.Repeat(`"},{"type":"message","text":"`+strings.Repeat("long ", 1500), 10)), "1 message does not fit and is not shown</summary>\n\n- `zoom_chatbot_message.announcements[\"team-0\"] (edit in place)`\n"},
		"few":      {many(t, 3, "All is well."), "Message 2"},
		"names": {planOf(t, func() (list []change) {
			for i := range 2000 {
				list = append(list, change{address: fmt.Sprint("zoom_chatbot_message.", strings.Repeat("x", 90), i), actions: []string{"no-op"}, before: message("x"), after: message("x")})
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

// Names of the configuration are as hostile as contents can be.
func TestRun_hostileNames(t *testing.T) {
	t.Parallel()
	evil := `</code><script>alert(1)</script><img src=x onerror=alert(1)> "` + "`\n\u202e\x1b[31m @everyone ![x](https://evil.test/i.png)"
	m := with(with(message("x"), "to_jid", evil), "reply_to", evil)
	plan := planOf(t, change{
		address: `zoom_chatbot_message.a["` + evil + `"]`, actions: []string{"delete", "create"}, before: message("y"), after: m,
		more: map[string]any{"replace_paths": []any{[]any{evil}}}, top: map[string]any{"previous_address": evil},
	})
	for ending, got := range run(t, plan) {
		if strings.ContainsAny(got, "\u202e\x1b") {
			t.Errorf("%s: a hidden character got through", ending)
		}
		if ending == "html" && (strings.Contains(got, "<script") || strings.Contains(got, "<img")) {
			t.Errorf("html: a tag got through: %s", got)
		}
	}
	// Names are in code spans, where nothing is an image or mentions anybody.
	var page bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe())).
		Convert([]byte(run(t, plan)["md"]), &page); err != nil {
		t.Fatal(err)
	}
	outside := regexp.MustCompile(`(?s)<code>.*?</code>`).ReplaceAllString(page.String(), "")
	for _, never := range []string{"<img", "<script", "@everyone"} {
		if strings.Contains(outside, never) {
			t.Errorf("md: %s got through: %s", never, outside)
		}
	}
}

func TestRun_hostileContents(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("../card/testdata/hostile/*.json")
	if len(files) < 5 {
		t.Fatal("there are no hostile contents")
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		m := with(message("x"), "content", string(text))
		out := run(t, planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"update"}, before: message("y"), after: m}))
		for _, tag := range []string{"<script", "<img", "<iframe", "<svg", "<base", "<a href=\"javascript", "style=\""} {
			if strings.Contains(out["html"], tag) {
				t.Errorf("%s: %s got through", f, tag)
			}
		}
		if n := utf8.RuneCountInString(out["md"]); n > 60_000 {
			t.Errorf("%s: the comment has %d characters", f, n)
		}
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
