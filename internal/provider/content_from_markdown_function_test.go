package provider

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

func TestContentFromMarkdown_listsEveryProblemWithItsLine(t *testing.T) {
	t.Parallel()
	_, err := call(t, NewContentFromMarkdownFunction(), "# *a*\n\n<b>\n")
	if err == nil || err.FunctionArgument == nil || *err.FunctionArgument != 0 {
		t.Fatalf("got %+v, want an error of the first argument", err)
	}
	want := "a Zoom message cannot show all of it:\n" +
		"  - Line 1: Formatting cannot be shown in a heading. Write plain text there.\n" +
		"  - Line 3: Zoom shows no HTML. Write it as Markdown"
	if err.Text != want {
		t.Errorf("got\n%s\nwant\n%s", err.Text, want)
	}
}

func TestContentFromMarkdown_listsOnlyTheFirstOfManyProblems(t *testing.T) {
	t.Parallel()
	_, err := call(t, NewContentFromMarkdownFunction(), strings.Repeat("<b>\n\n", 25))
	if err == nil || strings.Count(err.Text, "\n") != 21 || !strings.HasSuffix(err.Text, "- And 5 more") {
		t.Errorf("got %v", err)
	}
}

// The file of the example, converted by Terraform, is what Zoom gets: the plan
// reports nothing about it, however strict the checks are.
func TestContentFromMarkdown_inTerraform(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../examples/functions/content_from_markdown/announcement.md")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"head":{"text":"Database maintenance on Saturday"},"body":[` +
		`{"type":"message","text":"The database moves to a new cluster on *Saturday, 22:00 UTC*. ` +
		`Orders are _read-only_ for about ten minutes.","is_markdown_support":true},` +
		`{"type":"fields","items":[{"key":"Service","value":"Effect"},{"key":"Shop","value":"read-only"},` +
		`{"key":"Search","value":"none"}]},` +
		`{"type":"message","text":"☑ Rehearsed in staging\n☐ Announced to customers"},` +
		`{"type":"message","text":"> If anything looks wrong on Sunday, ` +
		`follow <https://example.com/runbook|the runbook>.","is_markdown_support":true},` +
		`{"type":"divider"},` +
		"{\"type\":\"message\",\"text\":\"Questions: `#database` or database@example.com\",\"is_markdown_support\":true}]}"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providerFactories(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		Steps: []resource.TestStep{
			{
				Config:      "output \"x\" {\n  value = provider::zoom::content_from_markdown(\"a\\n\\n| b |\\n|---|\\n\")\n}\n",
				ExpectError: phrases("Invalid function argument", `"text" parameter`, "Line 3: A table needs two columns"),
			},
			{
				Config: fmt.Sprintf("output \"x\" {\n  value = provider::zoom::content_from_markdown(%s\n)\n}\n",
					hclString(string(text))),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownOutputValue("x", knownvalue.StringExact(want)),
				},
			},
		},
	})
}

func hclString(s string) string {
	return fmt.Sprintf("<<-EOT\n%s\nEOT", strings.TrimSuffix(s, "\n"))
}
