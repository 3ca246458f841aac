//go:build unix

package provider

import (
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

const (
	createsFirst = "lifecycle {\n    create_before_destroy = true\n  }"
	staysPut     = "skip_destroy = true"
)

// A skip_destroy that changes together with what replaces the message applies
// to the old message. With create_before_destroy Terraform gives the provider
// no way to know, so that the plan says what will happen.
func TestSkipDestroy_changesWithTheReplacement(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		before, after []string
		deletes       int
		warns         []string
	}{
		"to true": {nil, []string{staysPut}, 0, []string{"New skip_destroy Needs Destroy Before Create"}},
		"to false": {[]string{staysPut}, []string{"skip_destroy = false"}, 1,
			[]string{"New skip_destroy Needs Destroy Before Create"}},
		"to true, and creates first": {
			[]string{createsFirst}, []string{createsFirst, staysPut},
			1, []string{"If the resource has create_before_destroy, it is not", "which is deleted"},
		},
		"to false, and creates first": {
			[]string{createsFirst, staysPut}, []string{createsFirst},
			0, []string{"If the resource has create_before_destroy, it is not", "which is left in the channel"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			p := newProcess(t, server, messageIn(emulator.DefaultChannelJID, test.before...), nil)
			p.mustTerraform("apply", "-auto-approve")
			p.write("main.tf", requiredProviders+messageIn(otherChannel, test.after...))
			p.expectTerraform(test.warns, "apply", "-auto-approve")
			checkCalls(t, server, map[string]int{"POST": 2, "DELETE": test.deletes, "TOKEN": 2})
		})
	}
}

// Nothing is said where the value stays, or where nothing is replaced.
func TestSkipDestroy_withoutWarning(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	p := newProcess(t, server, messageBlock("one"), nil)
	p.mustTerraform("apply", "-auto-approve")
	for name, config := range map[string]string{
		"changes alone":               messageBlock("one", staysPut),
		"stays in a replacement":      messageIn(otherChannel),
		"changes with an edit":        messageBlock("two", staysPut),
		"was false and is left false": messageIn(otherChannel, "skip_destroy = false"),
	} {
		p.write("main.tf", requiredProviders+config)
		if out := p.mustTerraform("plan"); strings.Contains(out, "Warning") {
			t.Errorf("skip_destroy %s:\n%s", name, out)
		}
	}
}

// A forced replacement is one, too.
func TestSkipDestroy_changesWithReplace(t *testing.T) {
	t.Parallel()
	for name, command := range map[string][]string{"-replace": {"plan", "-replace=" + message, "-out=tfplan"},
		"taint": {"plan", "-out=tfplan"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			p := newProcess(t, server, messageBlock("one"), nil)
			p.mustTerraform("apply", "-auto-approve")
			if name == "taint" {
				p.mustTerraform("taint", message)
			}
			p.write("main.tf", requiredProviders+messageBlock("one", staysPut))
			p.mustTerraform(command...)
			p.mustTerraform("apply", "tfplan")
			checkCalls(t, server, map[string]int{"POST": 2, "TOKEN": 2})
		})
	}
}

// The plan of a replacement that failed is forgotten: the next value counts.
func TestSkipDestroy_afterAFailedReplacement(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	p := newProcess(t, server, messageBlock("one"), nil)
	p.mustTerraform("apply", "-auto-approve")
	p.write("main.tf", requiredProviders+messageIn(otherChannel))
	server.Fail(emulator.Fault{Match: "DELETE", Status: 403,
		Body: `{"code":7004,"message":"Not authorized.","result":false}`})
	p.failTerraform([]string{"Unable to Delete Chatbot Message"}, "apply", "-auto-approve")
	p.write("main.tf", requiredProviders+messageBlock("one", staysPut))
	p.mustTerraform("apply", "-auto-approve")
	p.mustTerraform("destroy", "-auto-approve")
	onlyMessage(t, server)
	checkCalls(t, server, map[string]int{"POST": 1, "DELETE": 1, "TOKEN": 2})
}

// The replacement of another bot's message: the plan warns, and Zoom's refusal
// leaves everything as it was.
func TestReplacement_asAnotherBot(t *testing.T) {
	t.Parallel()
	const newBot = `robot_jid = "v1production00000@xmpp.zoom.us"`
	server := emulate(t, emulator.Options{})
	p := newProcess(t, server, messageBlock("one"), nil)
	p.mustTerraform("apply", "-auto-approve")
	p.write("main.tf", requiredProviders+messageBlock("one", newBot))
	p.expectTerraform([]string{"Old Chatbot Message Belongs to Another Bot", "skip_destroy = true"}, "plan")
	server.Fail(emulator.Fault{
		Match: "DELETE", Status: 403, Times: -1,
		Body: `{"code":7003,"message":"No Chatbot can be found with the given robot_jid value.","result":false}`,
	})
	p.failTerraform([]string{"Unable to Delete Chatbot Message"}, "apply", "-auto-approve")
	onlyMessage(t, server)
	p.write("main.tf", requiredProviders+messageBlock("one", newBot, staysPut))
	if out := p.mustTerraform("apply", "-auto-approve"); strings.Contains(out, "Belongs to Another Bot") {
		t.Errorf("the old message is not to be deleted:\n%s", out)
	}
	checkCalls(t, server, map[string]int{"POST": 2, "DELETE": 1, "TOKEN": 3})
}

// Terraform shows no warning of the plan for the new message, which is the
// second of two.
func TestReplacement_showsTheWarningsAboutItsContent(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	// A variable is not known to the validation that precedes the plan.
	const variable = "variable \"text\" {\n  default = \"one\"\n}\n"
	p := newProcess(t, server, variable+messageBlock("one"), nil)
	p.mustTerraform("apply", "-auto-approve")
	p.write("main.tf", requiredProviders+variable+messageBlockWith(
		`to_jid = "`+otherChannel+`"`, `content = jsonencode({ head = { text = var.text }, boddy = [] })`))
	out := p.mustTerraform("plan")
	if got := strings.Count(out, "Questionable Message Content"); got != 1 {
		t.Errorf("the warning is shown %d times:\n%s", got, out)
	}
}
