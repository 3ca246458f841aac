package provider

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// Values that another resource gives only in the apply are checked then,
// before anything is sent.
func TestChatbotMessage_unknownValues(t *testing.T) {
	t.Parallel()
	config := func(server *emulator.Server, value string) string {
		return providerBlock(server, `content_checks = terraform_data.checks.output`) + fmt.Sprintf(`
resource "terraform_data" "checks" {
  input = "error"
}

resource "terraform_data" "channel" {
  input = "channel@conference.xmpp.zoom.us"
}

resource "terraform_data" "text" {
  input = %s
}
`, value) + messageBlockWith(
			`to_jid = terraform_data.channel.output`,
			`content = terraform_data.text.output`,
			`account_id = terraform_data.text.id`,
		)
	}
	t.Run("become known", func(t *testing.T) {
		t.Parallel()
		server := emulate(t, emulator.Options{})
		run(t,
			resource.TestStep{Config: config(server, `jsonencode({ head = { text = "one" } })`)},
			resource.TestStep{Config: config(server, `jsonencode({ head = { text = "two" } })`),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate)},
			// The text is not known at plan, and means the same in the apply.
			resource.TestStep{Config: config(server, `"{ \"head\": { \"text\": \"two\" } }"`)},
		)
		checkCalls(t, server, map[string]int{"POST": 1, "PUT": 1, "DELETE": 1, "TOKEN": 3})
	})
	for name, value := range map[string]string{"turn out not to be JSON": `"{"`,
		"turn out to be wrong": `jsonencode({ body = {} })`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			run(t, resource.TestStep{Config: config(server, value),
				ExpectError: regexp.MustCompile(`Invalid Message Content`)})
			checkCalls(t, server, nil)
		})
	}
}

// A default that is not known in the plan may turn out to be another one. A new
// user is an edit. A new account or bot would be a replacement, which the plan
// did not show: the apply refuses it without a call, and the next plan shows it.
func TestChatbotMessage_unknownDefaultThatDiffers(t *testing.T) {
	t.Parallel()
	others := map[string]string{"account_id": "other", "robot_jid": "v1other000000000@xmpp.zoom.us",
		"user_jid": "other@xmpp.zoom.us"}
	for attribute, other := range others {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			settings := map[string]string{"account_id": emulator.DefaultAccountID, "robot_jid": emulator.DefaultRobotJID,
				"user_jid": emulator.DefaultUserJID}
			config := func(value string) string {
				lines := []string{attribute + " = terraform_data.setting.output"}
				for name, setting := range settings {
					if name != attribute {
						lines = append(lines, fmt.Sprintf("%s = %q", name, setting))
					}
				}
				return fmt.Sprintf("resource \"terraform_data\" \"setting\" {\n  input = %q\n}\n", value) +
					providerBlockWith(server, lines...) + messageBlock("x")
			}
			changed := resource.TestStep{Config: config(other), ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate)}
			replaced := resource.TestStep{Config: config(other),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate)}
			if attribute == "user_jid" {
				run(t, resource.TestStep{Config: config(settings[attribute])}, changed)
				checkCalls(t, server, map[string]int{"POST": 1, "PUT": 1, "DELETE": 1, "TOKEN": 3})
				return
			}
			changed.ExpectError = phrases("Differs From Plan", "The provider's "+attribute+" was not known",
				"Nothing was sent to Zoom", "terraform plan")
			run(t, resource.TestStep{Config: config(settings[attribute])}, changed, replaced)
			checkCalls(t, server, map[string]int{"POST": 2, "DELETE": 2, "TOKEN": 3})
		})
	}
}

// A provider setting from another resource must not break the plan.
func TestChatbotMessage_unknownProviderSettings(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	config := func(trigger, text string) string {
		return fmt.Sprintf(`
resource "terraform_data" "secret" {
  input = %[1]q
  triggers_replace = %[6]q
}

resource "terraform_data" "account" {
  input = "account"
  triggers_replace = %[6]q
}

provider "zoom" {
  client_id     = %[2]q
  client_secret = terraform_data.secret.output
  account_id    = terraform_data.account.output
  robot_jid     = %[5]q
  user_jid      = "u@x"
  base_url      = %[3]q
  token_url     = %[4]q
}
`, emulator.DefaultClientSecret, emulator.DefaultClientID, server.BaseURL(), server.TokenURL(), emulator.DefaultRobotJID, trigger) + messageBlock(text)
	}
	same := statecheck.CompareValue(compare.ValuesSame())
	id := func() []statecheck.StateCheck {
		return []statecheck.StateCheck{same.AddStateValue(message, tfjsonpath.New("message_id"))}
	}
	run(t,
		resource.TestStep{Config: config("1", "one"), ConfigStateChecks: id()},
		// A default that is not known in this plan is no reason to post anew.
		resource.TestStep{Config: config("2", "one"), ConfigStateChecks: id()},
		resource.TestStep{Config: config("3", "two"), ConfigStateChecks: id()},
	)
	checkCalls(t, server, map[string]int{"POST": 1, "PUT": 1, "DELETE": 1, "TOKEN": 3})
}
