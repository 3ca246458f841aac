//go:build unix

package provider

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// The tests of this file send a message with one app and go on with another.
// For Zoom, the message is then as unknown as one that is gone.

const otherChannel = "another@conference.xmpp.zoom.us"

// twoApps returns a folder with a message that the default app has sent, and
// the same folder with the credentials of another app.
func twoApps(t *testing.T) (server *emulator.Server, sender, other process) {
	t.Helper()
	server = emulate(t, emulator.Options{OtherApps: map[string]string{"other-app": "hush"}})
	sender = newProcess(t, server, messageBlock("one"), nil)
	sender.mustTerraform("apply", "-auto-approve")
	other = sender
	other.env = append(slices.Clip(sender.env), "ZOOM_CLIENT_ID=other-app", "ZOOM_CLIENT_SECRET=hush")
	server.ResetRequests()
	return server, sender, other
}

func messageIn(channel string, arguments ...string) string {
	return messageBlockWith(append(arguments, `to_jid = "`+channel+`"`,
		`content = jsonencode({ head = { text = "one" } })`)...)
}

// failTerraform runs a command that must fail with the phrases.
func (p process) failTerraform(want []string, args ...string) {
	p.t.Helper()
	if out, err := p.terraform(args...); err == nil || !phrases(want...).MatchString(out) {
		p.t.Errorf("terraform %s: %v, want %q in\n%s", strings.Join(args, " "), err, want, out)
	}
}

// expectTerraform runs a command that must succeed with the phrases.
func (p process) expectTerraform(want []string, args ...string) {
	p.t.Helper()
	if out := p.mustTerraform(args...); !phrases(want...).MatchString(out) {
		p.t.Errorf("terraform %s: want %q in\n%s", strings.Join(args, " "), want, out)
	}
}

func TestForeignMessage_isNotDestroyed(t *testing.T) {
	t.Parallel()
	server, sender, other := twoApps(t)
	other.expectTerraform([]string{sentByAnotherApp, "skip_destroy = true", "terraform state rm"}, "plan", "-destroy")
	other.failTerraform([]string{sentByAnotherApp, "may still be in the channel", "terraform state rm"}, "destroy",
		"-auto-approve")
	if got := sender.messageIDs(); len(got) != 1 || onlyMessage(t, server).ID != got[0] {
		t.Errorf("the state has %v", got)
	}
	checkCalls(t, server, map[string]int{"DELETE": 1, "TOKEN": 1})
	sender.mustTerraform("destroy", "-auto-approve")
	if got := len(server.Messages("")); got != 0 {
		t.Errorf("%d messages are left", got)
	}
}

// An edit that does not find the message posts it again only for the app that
// sent it.
func TestForeignMessage_isNotPostedAgainByAnEdit(t *testing.T) {
	t.Parallel()
	server, sender, other := twoApps(t)
	sender.write("main.tf", requiredProviders+messageBlock("two"))
	other.failTerraform([]string{sentByAnotherApp, "could not edit the message"}, "apply", "-auto-approve")
	other.expectTerraform([]string{"0 to add, 1 to change, 0 to destroy"}, "plan")
	sender.expectTerraform([]string{"0 added, 1 changed, 0 destroyed"}, "apply", "-auto-approve")
	if got := string(onlyMessage(t, server).Content); !strings.Contains(got, "two") {
		t.Errorf("the channel shows %s", got)
	}
	checkCalls(t, server, map[string]int{"PUT": 2, "TOKEN": 2})
}

func TestForeignMessage_isNotReplaced(t *testing.T) {
	t.Parallel()
	server, sender, other := twoApps(t)
	sender.write("main.tf", requiredProviders+messageIn(otherChannel))
	want := []string{"Replaced Chatbot Message Was Sent by Another App",
		"skip_destroy = true, which can be set in the same change"}
	other.expectTerraform(want, "plan")
	other.failTerraform([]string{sentByAnotherApp, "could not delete the message"}, "apply", "-auto-approve")
	onlyMessage(t, server)
	checkCalls(t, server, map[string]int{"DELETE": 1, "TOKEN": 1})

	// The exit that the warning names.
	sender.write("main.tf", requiredProviders+messageIn(otherChannel, "skip_destroy = true"))
	other.expectTerraform([]string{"1 added, 0 changed, 1 destroyed"}, "apply", "-auto-approve")
	if got := len(server.Messages("")); got != 2 {
		t.Errorf("there are %d messages, want the old one and the new one", got)
	}
	checkCalls(t, server, map[string]int{"DELETE": 1, "POST": 1, "TOKEN": 2})
}

// The state of an earlier version does not tell the sender. It counts as the
// same app's, and the next apply that changes the message remembers it.
func TestSender_isLearned(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"from an edit":                 messageBlock("two"),
		"from a change without a call": messageBlock("one", `timeouts = { update = "1m" }`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, sender, other := twoApps(t)
			sender.forgetMemory()
			sender.write("main.tf", requiredProviders+change)
			sender.mustTerraform("apply", "-auto-approve")
			other.failTerraform([]string{sentByAnotherApp}, "destroy", "-auto-approve")
			onlyMessage(t, server)
		})
	}
}

// Without a memory, a message that is not found counts as gone.
func TestSender_isNotKnown(t *testing.T) {
	t.Parallel()
	server, sender, other := twoApps(t)
	sender.forgetMemory()
	other.expectTerraform([]string{"Chatbot Message Was Not Found", "If another app sent the message", "1 destroyed"},
		"destroy", "-auto-approve")
	onlyMessage(t, server)
}

// Terraform hands no memory of a tainted message to its destruction, only the
// plan of what replaces it.
func TestForeignMessage_taintedIsNotReplaced(t *testing.T) {
	t.Parallel()
	server, sender, other := twoApps(t)
	sender.mustTerraform("taint", message)
	for range 2 { // the refusal must not cost the memory
		other.failTerraform([]string{sentByAnotherApp, "could not delete the message"}, "apply", "-auto-approve")
	}
	onlyMessage(t, server)
	checkCalls(t, server, map[string]int{"DELETE": 2, "TOKEN": 2})

	// A plan that another app has made is applied by the app that sent it.
	other.mustTerraform("plan", "-out=tfplan")
	sender.expectTerraform([]string{"1 added, 0 changed, 1 destroyed"}, "apply", "tfplan")
	onlyMessage(t, server)
	checkCalls(t, server, map[string]int{"DELETE": 3, "POST": 1, "TOKEN": 3})

	// The new message has a memory of its own.
	other.failTerraform([]string{sentByAnotherApp}, "destroy", "-auto-approve")
	onlyMessage(t, server)
}

// A tainted message that somebody deleted is replaced by the app that sent it,
// also where messages of other apps are in the same state.
func TestForeignMessage_besideATaintedOneThatIsGone(t *testing.T) {
	t.Parallel()
	server, sender, other := twoApps(t)
	second := strings.Replace(messageIn(otherChannel), `"test"`, `"second"`, 1)
	other.write("main.tf", requiredProviders+messageBlock("one")+second)
	other.mustTerraform("apply", "-auto-approve")
	for _, m := range server.Messages(otherChannel) {
		server.DeleteByHand(m.ID)
	}
	other.mustTerraform("taint", "zoom_chatbot_message.second")
	other.expectTerraform([]string{"1 added, 0 changed, 1 destroyed"}, "apply", "-auto-approve")
	if got := len(server.Messages("")); got != 2 {
		t.Errorf("there are %d messages, want two", got)
	}
	sender.failTerraform([]string{sentByAnotherApp}, "destroy", "-auto-approve", "-target=zoom_chatbot_message.second")
}

// forgetMemory takes the private state out of every resource in the state.
func (p process) forgetMemory() {
	p.t.Helper()
	p.changeState(func(instance map[string]any) { delete(instance, "private") })
}

// changeState changes every instance of a resource in the state.
func (p process) changeState(change func(instance map[string]any)) {
	p.t.Helper()
	name := filepath.Join(p.Dir(), "terraform.tfstate")
	raw, err := os.ReadFile(name)
	if err != nil {
		p.t.Fatal(err)
	}
	var state struct {
		Version          int              `json:"version"`
		TerraformVersion string           `json:"terraform_version"`
		Serial           int              `json:"serial"`
		Lineage          string           `json:"lineage"`
		Outputs          map[string]any   `json:"outputs"`
		Resources        []map[string]any `json:"resources"`
		CheckResults     any              `json:"check_results"`
	}
	if err := json.Unmarshal(raw, &state); err != nil {
		p.t.Fatal(err)
	}
	for _, r := range state.Resources {
		for _, i := range r["instances"].([]any) { //nolint:forcetypeassert // a test may panic
			change(i.(map[string]any)) //nolint:forcetypeassert // likewise
		}
	}
	raw, err = json.Marshal(state)
	if err != nil {
		p.t.Fatal(err)
	}
	p.write("terraform.tfstate", string(raw))
}
