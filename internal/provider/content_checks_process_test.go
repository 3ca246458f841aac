//go:build unix

package provider

import (
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// Editors and pre-commit hooks run "terraform validate", without credentials
// and without a network.
func TestContentChecks_byValidate(t *testing.T) {
	t.Parallel()
	const (
		wrong   = `{ body = [{ type = "message", txt = "x" }] }`
		typo    = `{ body = [{ type = "message", text = "x" }, { type = "mesage", text = "y" }] }`
		missing = `body[0]: "text" is missing`
		unknown = "body[1].type"
	)
	tests := map[string]struct {
		block, content string
		fails          bool
		finding        string
	}{
		"right":                     {content: `{ head = { text = "x" } }`},
		"wrong":                     {content: wrong, fails: true, finding: missing},
		"wrong, without a block":    {block: "-", content: wrong, fails: true, finding: missing},
		"wrong, but warned of":      {block: `content_checks = "warn"`, content: wrong, finding: missing},
		"a level that is not known": {block: `content_checks = var.level`, content: wrong},
		"a typo":                    {content: typo, finding: unknown},
		"a typo, strictly":          {block: `content_checks = "strict"`, content: typo, fails: true, finding: unknown},
		"a content that is no JSON": {
			block:   `content_checks = var.level`,
			content: `"x"`,
			fails:   true,
			finding: "must be a JSON object",
		},
		"a text that is not known": {content: `{ body = [{ type = "message", txt = var.level }] }`},
		"a flag that is not known": {content: `{ head = { text = "**x**" } }, is_markdown_support = var.flag`},
	}
	server := emulate(t, emulator.Options{})
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, flag, _ := strings.Cut(test.content, ", is_markdown_support")
			arguments := []string{`to_jid = "c@x"`, "content = jsonencode(" + text + ")"}
			if flag != "" {
				arguments = append(arguments, "is_markdown_support"+flag)
			}
			config := "variable \"level\" {\n  default = \"error\"\n}\nvariable \"flag\" {\n  default = true\n}\n" + messageBlockWith(
				arguments...)
			if test.block != "-" {
				config += "provider \"zoom\" {\n  " + test.block + "\n}\n"
			}
			p := newProcess(t, server, config, map[string]string{"ZOOM_CLIENT_ID": "", "ZOOM_CLIENT_SECRET": ""})
			out, err := p.terraform("validate")
			if (err != nil) != test.fails || strings.Count(out, "body[") > 1 || !strings.Contains(out, test.finding) ||
				test.finding == "" && strings.Contains(out, "Message Content") {
				t.Errorf("validate: %v, want an error: %t, and %q in\n%s", err, test.fails, test.finding, out)
			}
		})
	}
	checkCalls(t, server, nil)
}

// A plan is preceded by a validation, but says each mistake once.
func TestContentChecks_onceInThePlan(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	for finding, block := range map[string]string{
		`body[0]: "text" is missing`: messageBlockWith(`to_jid = "c@x"`, `content = jsonencode({ body = [{ type = "message", txt = "x" }] })`),
		"body[0].type":               messageBlockWith(`to_jid = "c@x"`, `content = jsonencode({ body = [{ type = "mesage", text = "x" }] })`),
	} {
		t.Run(finding, func(t *testing.T) {
			t.Parallel()
			out, _ := newProcess(t, server, block, nil).terraform("plan")
			if got := strings.Count(out, finding); got != 1 {
				t.Errorf("the plan says it %d times:\n%s", got, out)
			}
		})
	}
}
