//go:build unix

package provider

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// unanswered lets every edit be carried out without an answer.
var unanswered = emulator.Fault{Match: http.MethodPut, Drop: true, Process: true, Times: -1}

const briefly = `timeouts = { update = "2s" }`

// afterUnansweredEdit is a message that was posted as "one" and for which an
// edit to "two" was not answered.
func afterUnansweredEdit(t *testing.T, arguments ...string) (*emulator.Server, process) {
	t.Helper()
	server := emulate(t, emulator.Options{})
	p := newProcess(t, server, messageBlock("one", append(arguments, briefly)...), nil)
	p.mustTerraform("apply", "-auto-approve")
	server.Fail(unanswered)
	p.write("main.tf", requiredProviders+messageBlock("two", append(arguments, briefly)...))
	p.failTerraform([]string{"Unable to Edit Chatbot Message", "have been edited"}, "apply", "-auto-approve")
	server.ClearFaults()
	server.ResetRequests()
	return server, p
}

func (p process) state() string {
	p.t.Helper()
	raw, err := os.ReadFile(filepath.Join(p.Dir(), "terraform.tfstate"))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(raw)
}

// An edit without an answer leaves the last known content in the state, and is
// followed by another one, also if the configuration is back to that content.
func TestUnknownContent_isEditedAgain(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{"as configured": "two", "as it was before": "one",
		"as something else": "three"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, p := afterUnansweredEdit(t)
			if !strings.Contains(p.state(), `{\"head\":{\"text\":\"one\"}}`) {
				t.Errorf("the content is not in the state:\n%s", p.state())
			}
			p.write("main.tf", requiredProviders+messageBlock(text, briefly))
			out := p.mustTerraform("apply", "-auto-approve")
			if got, want := strings.Contains(out, "Chatbot Message Will Be Edited Again"), text == "one"; got != want {
				t.Errorf("warns: %t, want %t\n%s", got, want, out)
			}
			if got := string(onlyMessage(t, server).Content); !strings.Contains(got, text) {
				t.Errorf("the channel shows %s", got)
			}
			p.expectTerraform([]string{"No changes"}, "plan")
			checkCalls(t, server, map[string]int{"PUT": 1, "TOKEN": 1})
		})
	}
}

// sent_time and message_id outlast the edit that is made for its own sake.
func TestUnknownContent_keepsTheTime(t *testing.T) {
	t.Parallel()
	server, p := afterUnansweredEdit(t)
	p.write("main.tf", requiredProviders+messageBlock("one", briefly))
	before := onlyMessage(t, server)
	p.mustTerraform("apply", "-auto-approve")
	for _, want := range []string{`"sent_time": "` + before.SentTime + `"`, `"message_id": "` + before.ID + `"`} {
		if !strings.Contains(p.state(), want) {
			t.Errorf("%s is not in the state:\n%s", want, p.state())
		}
	}
}

// What ignore_changes keeps from the plan is the content of the state.
func TestUnknownContent_isEditedAgainWhereItIsIgnored(t *testing.T) {
	t.Parallel()
	for _, ignored := range []string{"[content]", "all"} {
		t.Run(ignored, func(t *testing.T) {
			t.Parallel()
			server, p := afterUnansweredEdit(t)
			p.write("main.tf", requiredProviders+messageBlock("two", briefly,
				"lifecycle {\n    ignore_changes = "+ignored+"\n  }"))
			p.mustTerraform("apply", "-auto-approve")
			if got := string(onlyMessage(t, server).Content); !strings.Contains(got, "one") {
				t.Errorf("the channel shows %s", got)
			}
			p.expectTerraform([]string{"No changes"}, "plan")
			checkCalls(t, server, map[string]int{"PUT": 1, "TOKEN": 1})
		})
	}
}

// Earlier versions wrote a null for a content that is not known.
func TestUnknownContent_inTheStateOfAnEarlierVersion(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	p := newProcess(t, server, messageBlock("one"), nil)
	p.mustTerraform("apply", "-auto-approve")
	p.changeState(func(instance map[string]any) {
		delete(instance, "private")
		instance["attributes"].(map[string]any)["content"] = nil //nolint:forcetypeassert // a test may panic
	})
	p.write("main.tf", requiredProviders+messageBlock("one", "is_markdown_support = true",
		"lifecycle {\n    ignore_changes = [content]\n  }"))
	p.failTerraform([]string{"Content of Chatbot Message Is Ignored",
		"Remove content (or \"all\") from ignore_changes"}, "plan")
	p.write("main.tf", requiredProviders+messageBlock("one"))
	p.expectTerraform([]string{"1 changed"}, "apply", "-auto-approve")
	p.expectTerraform([]string{"No changes"}, "plan")
	checkCalls(t, server, map[string]int{"POST": 1, "PUT": 1, "TOKEN": 2})
}

// Two resources with one message are told of in the plan.
func TestManagedTwice(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	byHand := byHand(server)
	second := strings.Replace(messageBlock("one"), `"test"`, `"second"`, 1)
	p := newProcess(t, server, messageBlock("one")+second+
		importBlock(byHand.ID)+strings.Replace(importBlock(byHand.ID), ".test", ".second", 1), nil)
	const want = "Chatbot Message Is Managed Twice"
	p.expectTerraform([]string{want, "terraform state rm"}, "apply", "-auto-approve")
	if out := p.mustTerraform("plan"); strings.Count(out, want) != 1 || !strings.Contains(out, "No changes") {
		t.Errorf("the next plan says\n%s", out)
	}
}

func TestManagedTwice_isNotSaidOfTwoMessages(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	two := func(text string) string {
		return messageBlock(text) + strings.Replace(messageIn(text+"@xmpp.zoom.us"), `"test"`, `"second"`, 1)
	}
	p := newProcess(t, server, two("one"), nil)
	p.mustTerraform("apply", "-auto-approve")
	p.write("main.tf", requiredProviders+two("two")) // an edit and a replacement
	for _, args := range [][]string{{"plan"}, {"apply", "-auto-approve"}, {"plan"}, {"destroy", "-auto-approve"}} {
		if out := p.mustTerraform(args...); strings.Contains(out, "Warning") {
			t.Errorf("terraform %s:\n%s", args[0], out)
		}
	}
}

// The plan does not tell that a tainted message, or one of -replace, is going
// to be replaced. Its timeouts must not cost it either.
func TestChatbotMessage_isNotReplacedOnDemandWithUnknownTimeouts(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	p := newProcess(t, server, messageBlock("x"), nil)
	p.mustTerraform("apply", "-auto-approve")
	const unit = "resource \"terraform_data\" \"unit\" {\n  input = \"10 parsecs\"\n}\n"
	late := unit + messageBlock("x", "timeouts = { create = terraform_data.unit.output }")
	p.write("main.tf", requiredProviders+late)
	const refused = "Unknown Timeouts for a Replacement"
	p.failTerraform([]string{refused}, "apply", "-auto-approve", "-replace=zoom_chatbot_message.test")
	p.mustTerraform("taint", "zoom_chatbot_message.test")
	p.failTerraform([]string{refused}, "apply", "-auto-approve")
	onlyMessage(t, server)
	checkCalls(t, server, map[string]int{"POST": 1, "TOKEN": 1})

	// The refusal is not remembered.
	p.write("main.tf", requiredProviders+strings.Replace(late, "10 parsecs", "10m", 1))
	p.mustTerraform("apply", "-auto-approve", "-target=terraform_data.unit")
	p.mustTerraform("apply", "-auto-approve")
	p.mustTerraform("destroy", "-auto-approve")
	checkCalls(t, server, map[string]int{"POST": 2, "DELETE": 2, "TOKEN": 3})
}
