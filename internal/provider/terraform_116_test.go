//go:build unix

package provider

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// The tests of this file are about what Terraform 1.16 has brought.

// serviceBlock triggers one action when it is deployed and another one when it
// is removed. Neither failure is the apply's.
const serviceBlock = `
variable "release" {
  type    = string
  default = "1"
}

variable "services" {
  type    = number
  default = 1
}

resource "terraform_data" "service" {
  count = var.services
  input = var.release

  lifecycle {
    action_trigger {
      events     = [after_create, after_update]
      actions    = [action.zoom_send_chatbot_message.deployed]
      on_failure = continue
    }

    action_trigger {
      events  = [before_destroy]
      actions = [action.zoom_send_chatbot_message.removed]
    }
  }
}
`

func callerBlock(name string) string {
	return fmt.Sprintf(`
action "zoom_send_chatbot_message" %[1]q {
  config {
    to_jid  = %[2]q
    content = jsonencode({ head = { text = "Release ${caller.output} is %[1]s" } })
  }
}
`, name, emulator.DefaultChannelJID)
}

func newServiceProcess(t *testing.T, server *emulator.Server) process {
	t.Helper()
	p := newProcess(t, server, "", nil)
	p.skipBelowTerraform(16)
	p.write("main.tf", requiredProviders+serviceBlock+callerBlock("deployed")+callerBlock("removed"))
	return p
}

// headlines are those of the messages, in order of posting.
func headlines(server *emulator.Server) []string {
	var all []string
	for _, m := range server.Messages("") {
		all = append(all, string(m.Content))
	}
	return all
}

func headline(text string) string { return fmt.Sprintf(`{"head":{"text":%q}}`, text) }

func TestTerraform116_actionsOnDestroyKnowTheirCaller(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	p := newServiceProcess(t, server)
	p.mustTerraform("apply", "-auto-approve")
	p.mustTerraform("apply", "-auto-approve", "-var=release=2")
	p.mustTerraform("destroy", "-auto-approve", "-var=release=3") // never deployed
	want := []string{
		headline("Release 1 is deployed"),
		headline("Release 2 is deployed"),
		headline("Release 2 is removed"),
	}
	if diff := cmp.Diff(want, headlines(server)); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

// With on_failure = continue, a notice that cannot be posted is a warning.
func TestTerraform116_aFailingNoticeLeavesTheApplyGreen(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	server.Fail(emulator.Fault{Match: "POST", Status: http.StatusBadGateway})
	p := newServiceProcess(t, server)

	out, err := p.terraform("apply", "-auto-approve")
	if want := phrases(
		"Warning: Chatbot Message May Have Been Posted",
		"1 added",
		"1 failed",
	); err != nil ||
		!want.MatchString(out) {
		t.Errorf("the apply ended with %v:\n%s", err, out)
	}
	if strings.Contains(out, "Error: ") {
		t.Errorf("the apply shows an error:\n%s", out)
	}
	if out := p.mustTerraform("plan"); !strings.Contains(out, "No changes") {
		t.Errorf("the next plan is not empty:\n%s", out)
	}
	checkCalls(t, server, map[string]int{"POST": 1, "TOKEN": 1})
}

// Without on_failure, a notice that fails before a resource is destroyed keeps
// the resource, unless everything is destroyed.
func TestTerraform116_aFailingNoticeStopsARemoval(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	p := newServiceProcess(t, server)
	p.mustTerraform("apply", "-auto-approve")

	server.Fail(emulator.Fault{Match: "POST", Status: http.StatusBadGateway})
	out, err := p.terraform("apply", "-auto-approve", "-var=services=0")
	if want := phrases("Error: Chatbot Message May Have Been Posted"); err == nil || !want.MatchString(out) {
		t.Errorf("the removal ended with %v:\n%s", err, out)
	}
	if out := p.mustTerraform("show"); !strings.Contains(out, "terraform_data.service") {
		t.Errorf("the state has only %q", out)
	}

	server.Fail(emulator.Fault{Match: "POST", Status: http.StatusBadGateway})
	out = p.mustTerraform("destroy", "-auto-approve")
	if want := phrases("Warning: Chatbot Message May Have Been Posted", "1 destroyed"); !want.MatchString(out) {
		t.Errorf("the destroy shows\n%s", out)
	}
}

func TestTerraform116_importsIntoAModuleFromTheModule(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	posted := server.Post(emulator.Message{})
	p := newProcess(t, server, "", nil)
	p.skipBelowTerraform(16)
	p.write("board/main.tf", requiredProviders+`
variable "adopt_message_id" {
  type    = string
  default = null
}

import {
  for_each = toset(var.adopt_message_id[*])

  to = zoom_chatbot_message.this
  id = each.value
}
`+fmt.Sprintf(`
resource "zoom_chatbot_message" "this" {
  to_jid  = %q
  content = jsonencode({ head = { text = "board" } })
}
`, posted.ToJID))
	p.write("main.tf", requiredProviders+fmt.Sprintf(`
module "adopted" {
  source           = "./board"
  adopt_message_id = %q
}

module "new" {
  source = "./board"
}
`, posted.ID))
	p.mustTerraform("init")
	p.mustTerraform("apply", "-auto-approve")
	checkCalls(t, server, map[string]int{"POST": 1, "PUT": 1, "TOKEN": 1})
	if out := p.mustTerraform("plan"); !strings.Contains(out, "No changes") {
		t.Errorf("the next plan is not empty:\n%s", out)
	}
}

// Both keep the message when Terraform destroys everything. A replacement keeps
// the old message with skip_destroy only; see the documentation of the resource.
func TestTerraform116_destroyFalseKeepsTheMessage(t *testing.T) {
	t.Parallel()
	for name, setting := range map[string]string{
		"lifecycle":    "lifecycle {\n    destroy = false\n  }",
		"skip_destroy": "skip_destroy = true",
		"both":         "skip_destroy = true\n  lifecycle {\n    destroy = false\n  }",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			p := newProcess(t, server, "", nil)
			p.skipBelowTerraform(16)
			p.write("main.tf", requiredProviders+fmt.Sprintf(`
resource "zoom_chatbot_message" "test" {
  to_jid  = %q
  content = jsonencode({ head = { text = "kept" } })

  %s
}
`, emulator.DefaultChannelJID, setting))
			p.mustTerraform("apply", "-auto-approve")
			p.mustTerraform("destroy", "-auto-approve")
			checkCalls(t, server, map[string]int{"POST": 1, "TOKEN": 1})
			if ids := p.messageIDs(); len(ids) > 0 {
				t.Errorf("the state still has %q", ids)
			}
			if diff := cmp.Diff([]string{headline("kept")}, headlines(server)); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}

// Terraform 1.16.0 loses the DELETE; see the documentation of the resource.
func TestReplacement_besideCreateBeforeDestroyDeletesTheOldMessage(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	message := func(name, more string) string {
		return fmt.Sprintf(`
resource "zoom_chatbot_message" %[1]q {
  to_jid  = %[2]q
  content = jsonencode({ head = { text = %[1]q } })
  %[3]s
}
`, name, emulator.DefaultChannelJID, more)
	}
	p := newProcess(t, server, message("reply", ""), nil)
	if version := p.version(); strings.HasPrefix(version, "Terraform v1.16.0") {
		t.Skipf("%s has the fault that hashicorp/terraform#39076 describes", version)
	}
	p.mustTerraform("apply", "-auto-approve")
	old := onlyMessage(t, server).ID

	p.write("main.tf", requiredProviders+message("parent", "")+`
resource "terraform_data" "other" {
  depends_on = [zoom_chatbot_message.parent]

  lifecycle {
    create_before_destroy = true
  }
}
`+message("reply", "reply_to = zoom_chatbot_message.parent.message_id"))
	p.mustTerraform("apply", "-auto-approve")
	checkCalls(t, server, map[string]int{"POST": 3, "DELETE": 1, "TOKEN": 2})
	for _, m := range server.Messages("") {
		if m.ID == old {
			t.Errorf("the old message %s is still there", old)
		}
	}
}
