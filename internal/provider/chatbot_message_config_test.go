//go:build unix

package provider

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// Terraform writes what an import tells. The channel and the content, which
// Zoom does not tell, are the two lines to fill in.
func TestImport_generatesConfiguration(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	stands := byHand(server)
	p := newProcess(t, server, importBlock(stands.ID), nil)
	if version := p.version(); strings.HasPrefix(version, "Terraform v1.16.") {
		t.Skipf("%s has the fault that hashicorp/terraform#39144 describes", version)
	}
	out, _ := p.terraform("plan", "-generate-config-out=generated.tf")
	for _, want := range []string{"value for the content attribute", "value for the to_jid attribute"} {
		if !phrases(want).MatchString(out) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	raw, err := os.ReadFile(filepath.Join(p.Dir(), "generated.tf"))
	if err != nil {
		t.Fatal(err)
	}
	generated := string(raw)
	for attribute, value := range map[string]string{
		"content": `jsonencode({ head = { text = "declared" } })`,
		"to_jid":  `"` + stands.ToJID + `"`,
	} {
		line := regexp.MustCompile(attribute + ` += null`)
		if !line.MatchString(generated) {
			t.Errorf("%s is not in\n%s", line, generated)
		}
		generated = line.ReplaceAllLiteralString(generated, attribute+" = "+value)
	}
	p.write("generated.tf", generated)
	p.expectTerraform([]string{"1 imported, 0 added, 1 changed, 0 destroyed"}, "apply", "-auto-approve")
	p.expectTerraform([]string{"No changes"}, "plan")
	checkCalls(t, server, map[string]int{"PUT": 1, "TOKEN": 1})
}

// A plan may have placeholders for the two settings that are credentials, as
// one for a pull request has. The other settings are part of every message.
func TestPlan_withPlaceholders(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	p := newProcess(t, server, messageBlock("one"), nil)
	p.mustTerraform("apply", "-auto-approve")
	review := p
	review.env = append(p.env[:len(p.env):len(p.env)], "ZOOM_CLIENT_ID=placeholder", "ZOOM_CLIENT_SECRET=placeholder")
	review.expectTerraform([]string{"No changes"}, "plan")

	p.write("main.tf", requiredProviders+messageBlock("two"))
	if out := review.mustTerraform("plan", "-out=tfplan"); strings.Contains(out, "Warning") {
		t.Errorf("an edit:\n%s", out)
	}
	p.mustTerraform("apply", "tfplan")
	p.write("main.tf", requiredProviders+messageIn(otherChannel))
	review.expectTerraform([]string{"If client_id is a placeholder in this plan, ignore this warning"}, "plan",
		"-out=tfplan")
	p.mustTerraform("apply", "tfplan")
	if got := onlyMessage(t, server).ToJID; got != otherChannel {
		t.Errorf("the message is in %s", got)
	}

	review.env = append(review.env, "ZOOM_ACCOUNT_ID=placeholder")
	review.expectTerraform([]string{"account_id", "forces replacement"}, "plan")
}
