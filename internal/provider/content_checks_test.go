package provider

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	tfconfig "github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

const wrongContent = `jsonencode({
    head = { text = "x" }
    body = [
      { type = "message", txt = "y" },
      { type = "select", text = "z" },
      { type = "messsage", text = "w" },
    ]
  })`

const linkContent = `jsonencode({ body = [{ type = "message", text = "x", link = "https://example.com" }] })`

func TestContentChecks_inThePlan(t *testing.T) {
	t.Parallel()
	target := fmt.Sprintf("to_jid = %q", emulator.DefaultChannelJID)
	tests := map[string]struct {
		setting   string
		arguments []string
		want      *regexp.Regexp // nil: the message is posted
	}{
		"every problem of a message at once": {
			"",
			[]string{target, "content = " + wrongContent},
			phrases(
				"Invalid Message Content",
				`body[0]: "text" is missing`,
				`body[1]: neither "select_items" nor "static_source"`,
			),
		},
		"errors become warnings": {`content_checks = "warn"`, []string{target, "content = " + wrongContent}, nil},
		"Zoom's refusal of what only warned": {
			`content_checks = "warn"`,
			[]string{target, `is_markdown_support = true`, "content = " + linkContent},
			phrases("HTTP 400 Bad Request, code 7001"),
		},
		"what is no JSON object stays an error": {
			`content_checks = "warn"`,
			[]string{target, `content = "[]"`},
			phrases("Invalid Message Content", "must be a JSON object"),
		},
		"a link in markdown": {
			"", []string{target, `is_markdown_support = true`, "content = " + linkContent},
			phrases("Invalid Message Content", "body[0].link", "markdown"),
		},
		"a link without markdown": {
			"", []string{target, "content = " + linkContent}, nil,
		},
		"a warning lets it pass": {
			"",
			[]string{target, `content = jsonencode({ head = { text = "x" }, body = [{ type = "messsage", text = "x" }] })`},
			nil,
		},
		"a strict plan stops at what may not be shown": {
			`content_checks = "strict"`,
			[]string{
				target,
				`content = jsonencode({ body = [{ type = "message", text = "x" }, { type = "mesage", text = "y" }] })`,
			},
			phrases("Questionable Message Content", `body[1].type`, "message"),
		},
		"the builder's wrapper": {
			"", []string{target, `content = jsonencode({ content = { head = { text = "x" } } })`},
			phrases("Invalid Message Content", `jsonencode(jsondecode(file("card.json")).content)`),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			run(
				t,
				resource.TestStep{
					Config:      providerBlock(server, test.setting) + messageBlockWith(test.arguments...),
					ExpectError: test.want,
				},
			)
			refusedInPlan := test.want != nil && !strings.Contains(test.want.String(), "7001")
			if refusedInPlan && len(server.Requests()) > 0 {
				t.Errorf("%d requests for what the plan refused", len(server.Requests()))
			}
		})
	}
}

// The plan does not check again what is posted already, whatever a newer
// version of the provider thinks of it. With a level that is literal, though,
// the validation that comes before a plan has checked what is literal, too.
func TestContentChecks_onlyOfWhatIsSent(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	config := "variable \"level\" {}\n" + providerBlock(server, `content_checks = var.level`) +
		messageBlockWith(
			fmt.Sprintf("to_jid = %q", emulator.DefaultChannelJID),
			`content = jsonencode({ body = [{ type = "message" }] })`,
		)
	level := func(level string) tfconfig.Variables {
		return tfconfig.Variables{"level": tfconfig.StringVariable(level)}
	}
	server.Fail(
		emulator.Fault{Match: "POST", Status: 201, Body: `{"message_id":"a"}`},
		emulator.Fault{Match: "DELETE", Status: 200, Body: `{}`},
	)
	run(t,
		resource.TestStep{Config: config, ConfigVariables: level("warn")},
		resource.TestStep{Config: config, ConfigVariables: level("error"), ConfigPlanChecks: expectNoChange()},
	)
}

func TestCheckContent(t *testing.T) {
	t.Parallel()
	many := `{"body":[` + strings.TrimSuffix(strings.Repeat(`{"type":"message"},`, 20), ",") + `]}`
	tests := map[string]struct {
		text, level      types.String
		markdown         types.Bool
		errors, warnings int
		detail           string
	}{
		"not known yet":        {text: types.StringUnknown()},
		"checks not known yet": {text: types.StringValue(`{}`), level: types.StringUnknown()},
		"right":                {text: types.StringValue(`{"head":{"text":"x"}}`)},
		"wrong":                {text: types.StringValue(`{"head":{}}`), errors: 1},
		"wrong, but warned of": {
			text:     types.StringValue(`{"head":{}}`),
			level:    types.StringValue(contentChecksWarn),
			warnings: 1,
		},
		"as strict as the default": {
			text:   types.StringValue(`{"head":{}}`),
			level:  types.StringValue(contentChecksError),
			errors: 1,
		},
		"Zoom's own sample": {text: types.StringValue(`{}`), warnings: 1},
		"where it is in a file": {
			text:   types.StringValue("{\n\"head\": {}\n}"),
			errors: 1,
			detail: "\n    2 | \"head\": {}\n      |         ^",
		},
		"a screenful":                     {text: types.StringValue(many), errors: 1, detail: "and 12 more."},
		"not JSON: the validator says it": {text: types.StringValue(`{`)},
		"strict: both kinds are errors": {
			text:   types.StringValue(`{"body":[{"type":"message"},{"type":"messsage","text":"x"}]}`),
			level:  types.StringValue(contentChecksStrict),
			errors: 2,
		},
		"lenient: both kinds are warnings": {
			text:     types.StringValue(`{"body":[{"type":"message"},{"type":"messsage","text":"x"}]}`),
			level:    types.StringValue(contentChecksWarn),
			warnings: 2,
		},
		"both kinds": {
			text:     types.StringValue(`{"body":[{"type":"message"},{"type":"messsage","text":"x"}]}`),
			errors:   1,
			warnings: 1,
		},
		"markdown not known yet": {
			text:     types.StringValue(`{"body":[{"type":"message","text":"x","link":"https://example.com"}]}`),
			markdown: types.BoolUnknown(),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diags := checkContent(test.text, test.markdown, test.level)
			if diags.ErrorsCount() != test.errors || diags.WarningsCount() != test.warnings {
				t.Fatalf("got %v, want %d errors and %d warnings", diags, test.errors, test.warnings)
			}
			for _, d := range diags {
				if withPath, ok := d.(diag.DiagnosticWithPath); !ok || withPath.Path().String() != "content" {
					t.Errorf("%v is not about content", d)
				}
				if !strings.Contains(d.Detail(), test.detail) || strings.Count(d.Detail(), "\n") > maxProblems+3 {
					t.Errorf("the detail is %s", d.Detail())
				}
			}
		})
	}
}

// The golden contents, checked and posted to an emulator that judges them by
// what is known of Zoom alone. The checks let nothing pass that Zoom refuses,
// and where they are stricter than Zoom is known to be, stricter.txt says why.
func TestGoldenContents(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	client, err := zoom.NewClient(zoom.Config{
		ClientID:     emulator.DefaultClientID,
		ClientSecret: emulator.DefaultClientSecret,
		BaseURL:      server.BaseURL(),
		TokenURL:     server.TokenURL(),
	})
	if err != nil {
		t.Fatal(err)
	}
	token, err := client.Token(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	stricter := stricterContents(t)
	for _, file := range goldenContents(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		markdown := strings.HasSuffix(file, ".markdown.json")
		problems := content.Check(string(text), content.Options{Markdown: markdown})
		status, code := postContent(t, server, token.AccessToken, string(text), markdown)
		posted, name := status == http.StatusCreated, filepath.Base(file)
		switch {
		case strings.Contains(file, "right") && (len(problems) > 0 || !posted):
			t.Errorf("%s is right: got status %d and %v, want 201 and no problem", name, status, problems)
		case !posted && (status != http.StatusBadRequest || code != zoom.CodeInvalidBody):
			t.Errorf("%s: got status %d and code %d, want 201, or 400 and 7001", name, status, code)
		case !posted && !content.HasErrors(problems):
			t.Errorf("%s is refused by Zoom, and the checks find no error", name)
		case posted && content.HasErrors(problems) != stricter[name]:
			t.Errorf(
				"%s is accepted by Zoom: got an error of the checks: %t, in stricter.txt: %t",
				name,
				content.HasErrors(problems),
				stricter[name],
			)
		}
		delete(stricter, name)
	}
	if len(stricter) > 0 {
		t.Errorf("stricter.txt has contents that do not exist: %v", slices.Sorted(maps.Keys(stricter)))
	}
}

// stricterContents returns the names of the contents that the checks refuse
// although Zoom is not known to.
func stricterContents(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "content", "testdata", "stricter.txt"))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if name := strings.TrimSpace(line); name != "" && !strings.HasPrefix(name, "#") {
			names[name] = true
		}
	}
	return names
}

func goldenContents(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, folder := range []string{"wrong", "right"} {
		files, err := filepath.Glob(filepath.Join("..", "content", "testdata", folder, "*.json"))
		if err != nil || len(files) < 30 {
			t.Fatalf("found %d contents that are %s: %v", len(files), folder, err)
		}
		all = append(all, files...)
	}
	return all
}

// postContent posts a content as it is, since the client would not send what
// is not JSON.
func postContent(t *testing.T, server *emulator.Server, token, text string, markdown bool) (status, code int) {
	t.Helper()
	body := fmt.Sprintf(
		`{"robot_jid":%q,"account_id":"a","to_jid":"c@x","user_jid":"u@x","is_markdown_support":%t,"content":%s}`,
		emulator.DefaultRobotJID,
		markdown,
		text,
	)
	req, err := http.NewRequestWithContext(
		t.Context(),
		http.MethodPost,
		server.BaseURL()+"/im/chat/messages",
		strings.NewReader(body),
	)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct{ Code int }
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, answer.Code
}
