package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(message, action)}}
}

func expectNoChange() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

func stateValue(attribute string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(message, tfjsonpath.New(attribute), want)
}

// The life of a message, and every call that it costs.
func TestChatbotMessage_lifecycle(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	sameID := statecheck.CompareValue(compare.ValuesSame())
	sameTime := statecheck.CompareValue(compare.ValuesSame())
	same := func(more ...statecheck.StateCheck) []statecheck.StateCheck {
		return append(more, sameID.AddStateValue(message, tfjsonpath.New("message_id")), sameTime.AddStateValue(message,
			tfjsonpath.New("sent_time")))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providerFactories(),
		CheckDestroy: func(*terraform.State) error {
			if got := server.Messages(""); len(got) != 0 {
				return fmt.Errorf("%d messages stand after destroy", len(got))
			}
			return nil
		},
		Steps: []resource.TestStep{
			{
				Config:           providerBlock(server) + messageBlock("Maintenance on Saturday"),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
				ConfigStateChecks: same(
					stateValue("account_id", knownvalue.StringExact(emulator.DefaultAccountID)),
					stateValue("robot_jid", knownvalue.StringExact(emulator.DefaultRobotJID)),
					stateValue("user_jid", knownvalue.StringExact(emulator.DefaultUserJID)),
					stateValue("is_markdown_support", knownvalue.Bool(false)),
					stateValue("visible_to_user", knownvalue.Null()),
					stateValue("reply_to", knownvalue.Null()),
					stateValue("sent_time", knownvalue.StringRegexp(regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`))),
				),
			},
			{
				PreConfig:        func() { checkCalls(t, server, map[string]int{"POST": 1, "TOKEN": 1}) },
				Config:           providerBlock(server) + messageBlock("Maintenance on Saturday"),
				ConfigPlanChecks: expectNoChange(),
			},
			{
				Config:            providerBlock(server) + messageBlock("Maintenance on Sunday"),
				ConfigPlanChecks:  expectAction(plancheck.ResourceActionUpdate),
				ConfigStateChecks: same(),
			},
			{
				PreConfig: func() {
					checkCalls(t, server, map[string]int{"POST": 1, "PUT": 1, "TOKEN": 2})
					if got := string(onlyMessage(t, server).Content); got != `{"head":{"text":"Maintenance on Sunday"}}` {
						t.Errorf("the message reads %s", got)
					}
				},
				Config: providerBlock(server) + messageBlock("Maintenance on *Sunday*", "is_markdown_support = true",
					`user_jid = "another@xmpp.zoom.us"`),
				ConfigPlanChecks:  expectAction(plancheck.ResourceActionUpdate),
				ConfigStateChecks: same(),
			},
		},
	})
	checkCalls(t, server, map[string]int{"POST": 1, "PUT": 2, "DELETE": 1, "TOKEN": 4})
}

// The numbers of the design: what a plan, a create, an edit and a destroy of n
// messages cost.
func TestChatbotMessage_calls(t *testing.T) {
	t.Parallel()
	const n = 25
	server := emulate(t, emulator.Options{})
	config := func(content string) string {
		return providerBlock(server) + fmt.Sprintf(`
resource "zoom_chatbot_message" "test" {
  for_each = toset([for i in range(%d) : format("channel%%02d@conference.xmpp.zoom.us", i)])
  to_jid   = each.value
  content  = %s
}
`, n, content)
	}
	const (
		one         = `jsonencode({ head = { text = "one" }, settings = { form = true } })`
		two         = `jsonencode({ head = { text = "two & <more>" }, settings = { form = true } })`
		reformatted = `"{\n \"settings\": {\"form\": true},\n \"head\": {\"text\": \"two \\u0026 <more>\"}\n}\n"`
	)
	check := func(want map[string]int) func() {
		return func() {
			checkCalls(t, server, want)
			server.ResetRequests()
		}
	}
	run(t,
		resource.TestStep{Config: config(one), PlanOnly: true, ExpectNonEmptyPlan: true},
		resource.TestStep{PreConfig: check(nil), Config: config(one)},
		resource.TestStep{PreConfig: check(map[string]int{"POST": n, "TOKEN": 1}), Config: config(one),
			ConfigPlanChecks: expectNoChange()},
		resource.TestStep{PreConfig: check(nil), Config: config(one), PlanOnly: true},
		resource.TestStep{PreConfig: check(nil), Config: config(two)},
		resource.TestStep{PreConfig: check(map[string]int{"PUT": n, "TOKEN": 1}), Config: config(reformatted),
			ConfigPlanChecks: expectNoChange()},
		resource.TestStep{PreConfig: check(nil), Config: providerBlock(server)},
	)
	check(map[string]int{"DELETE": n, "TOKEN": 1})()
	if got := len(server.Channels()); got != 0 {
		t.Errorf("messages stand in %d channels", got)
	}
}

// What an edit cannot change posts a new message and deletes the old one.
func TestChatbotMessage_replaces(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ before, after string }{
		"when the recipient changes": {`to_jid = "a@xmpp.zoom.us"`, `to_jid = "b@xmpp.zoom.us"`},
		"when the account changes":   {`account_id = "A"`, `account_id = "B"`},
		"when the bot changes": {`robot_jid = "v1bot00000000000a@xmpp.zoom.us"`,
			`robot_jid = "v1bot00000000000b@xmpp.zoom.us"`},
		"when its reader changes":      {`visible_to_user = "A"`, `visible_to_user = "B"`},
		"when it is for everybody now": {`visible_to_user = "A"`, ``},
		"when its parent changes":      {`reply_to = "A"`, `reply_to = "B"`},
		"when it becomes a reply":      {``, `reply_to = "B"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			config := func(argument string) string {
				arguments := []string{`content = jsonencode({ head = { text = "x" } })`, argument}
				if !strings.Contains(argument, "to_jid") {
					arguments = append(arguments, fmt.Sprintf("to_jid = %q", emulator.DefaultChannelJID))
				}
				return providerBlock(server) + messageBlockWith(arguments...)
			}
			differs := statecheck.CompareValue(compare.ValuesDiffer())
			id := func() []statecheck.StateCheck {
				return []statecheck.StateCheck{differs.AddStateValue(message, tfjsonpath.New("message_id"))}
			}
			run(t,
				resource.TestStep{Config: config(test.before), ConfigStateChecks: id()},
				resource.TestStep{
					Config:            config(test.after),
					ConfigPlanChecks:  expectAction(plancheck.ResourceActionDestroyBeforeCreate),
					ConfigStateChecks: id(),
					PostApplyFunc:     func() { onlyMessage(t, server) },
				},
			)
			checkCalls(t, server, map[string]int{"POST": 2, "DELETE": 2, "TOKEN": 3})
		})
	}
}

// What the message takes from the provider shows in the plan, and state
// records it: a changed default is a change.
func TestChatbotMessage_providerDefaults(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		changed string
		action  plancheck.ResourceActionType
	}{
		"a changed account replaces": {"account_id", plancheck.ResourceActionDestroyBeforeCreate},
		"a changed bot replaces":     {"robot_jid", plancheck.ResourceActionDestroyBeforeCreate},
		"a changed user edits":       {"user_jid", plancheck.ResourceActionUpdate},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			settings := map[string]string{"account_id": "account", "robot_jid": "v1bot00000000000a@xmpp.zoom.us",
				"user_jid": "user@xmpp.zoom.us"}
			config := func() string {
				var lines []string
				for name, value := range settings {
					lines = append(lines, fmt.Sprintf("%s = %q", name, value))
				}
				return providerBlockWith(server, lines...) + messageBlock("x")
			}
			before := config()
			settings[test.changed] = "changed0000000000" + settings[test.changed]
			if test.changed == "robot_jid" {
				settings[test.changed] = "v1changed00000000@xmpp.zoom.us"
			}
			run(t,
				resource.TestStep{Config: before},
				resource.TestStep{
					Config:           config(),
					ConfigPlanChecks: expectAction(test.action),
					ConfigStateChecks: []statecheck.StateCheck{stateValue(test.changed,
						knownvalue.StringExact(settings[test.changed]))},
				},
				resource.TestStep{
					Config: providerBlockWith(server) + messageBlock("x",
						fmt.Sprintf("account_id = %q", settings["account_id"]),
						fmt.Sprintf("robot_jid = %q", settings["robot_jid"]),
						fmt.Sprintf("user_jid = %q", settings["user_jid"])),
					ConfigPlanChecks: expectNoChange(),
				},
			)
		})
	}
}

// Destroying uses what the message was posted with, whatever the provider says
// by then.
func TestChatbotMessage_isDeletedWithWhatItWasPostedWith(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	run(t,
		resource.TestStep{Config: providerBlock(server) + messageBlock("x")},
		resource.TestStep{
			Config: providerBlockWith(server, `account_id = "another"`,
				`robot_jid = "v1anotherbot00000@xmpp.zoom.us"`) + messageBlock("x", `user_jid = "u@x"`),
			Destroy: true,
		},
	)
	deleted := server.Calls("DELETE")
	if len(deleted) != 1 || deleted[0].Query.Get("account_id") != emulator.DefaultAccountID ||
		deleted[0].Query.Get("robot_jid") != emulator.DefaultRobotJID ||
		deleted[0].Query.Get("user_jid") != emulator.DefaultUserJID {
		t.Errorf("deleted with %+v", deleted)
	}
}

func TestChatbotMessage_withoutWhatItNeeds(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	run(t, resource.TestStep{
		Config:   providerBlockWith(server) + messageBlock("x"),
		PlanOnly: true,
		ExpectError: regexp.MustCompile(
			`(?s)Missing Zoom Account ID.*account_id.*ZOOM_ACCOUNT_ID.*Missing Zoom Robot JID.*ZOOM_ROBOT_JID`,
		),
	})
	checkCalls(t, server, nil)
}

// The API reference marks user_jid as required, Zoom's guide and published bots
// do not: where nobody sets it, no request has it.
func TestChatbotMessage_withoutUser(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{UserJIDOptional: true})
	config := func(text string, arguments ...string) string {
		return providerBlockWith(server, fmt.Sprintf("account_id = %q", emulator.DefaultAccountID),
			fmt.Sprintf("robot_jid = %q", emulator.DefaultRobotJID)) +
			messageBlock(text, arguments...)
	}
	null := []statecheck.StateCheck{stateValue("user_jid", knownvalue.Null())}
	run(t,
		resource.TestStep{Config: config("one"), ConfigStateChecks: null},
		resource.TestStep{Config: config("one"), ConfigPlanChecks: expectNoChange()},
		resource.TestStep{Config: config("two"), ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate),
			ConfigStateChecks: null},
	)
	checkCalls(t, server, map[string]int{"POST": 1, "PUT": 1, "DELETE": 1, "TOKEN": 3})
	for _, r := range server.Requests() {
		if strings.Contains(string(r.Body), "user_jid") || r.Query.Has("user_jid") {
			t.Errorf("%s has a user_jid: %s %s", r.Method, r.RawQuery, r.Body)
		}
	}

	// It can be set later, and taken away again.
	server.ResetRequests()
	run(t,
		resource.TestStep{Config: config("one")},
		resource.TestStep{Config: config("one", `user_jid = "user@xmpp.zoom.us"`),
			ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate)},
		resource.TestStep{Config: config("one"), ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate),
			ConfigStateChecks: null},
		resource.TestStep{Config: config("one"), ConfigPlanChecks: expectNoChange()},
	)
	checkCalls(t, server, map[string]int{"POST": 1, "PUT": 2, "DELETE": 1, "TOKEN": 4})
}

func TestChatbotMessage_importedWithoutUser(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	stands := byHand(server)
	run(t, resource.TestStep{
		Config: providerBlockWith(server, fmt.Sprintf("account_id = %q", stands.AccountID), fmt.Sprintf("robot_jid = %q",
			stands.RobotJID)) +
			messageBlock("declared") + importBlock(stands.ID),
		ConfigStateChecks: []statecheck.StateCheck{stateValue("user_jid", knownvalue.Null())},
	})
}

func TestChatbotMessage_timeoutsAndSkipDestroyAreNotZoomsBusiness(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	run(t,
		resource.TestStep{Config: providerBlock(server) + messageBlock("x")},
		resource.TestStep{
			Config: providerBlock(server) + messageBlock("x", `skip_destroy = true`,
				`timeouts = { create = "1m", update = "2m", delete = "3m" }`),
			ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate),
		},
		resource.TestStep{Config: providerBlock(server), PostApplyFunc: func() { onlyMessage(t, server) }},
	)
	checkCalls(t, server, map[string]int{"POST": 1, "TOKEN": 1})
}

func TestChatbotMessage_skipDestroyLeavesAReplacedMessage(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	run(t,
		resource.TestStep{Config: providerBlock(server) + messageBlock("x", `skip_destroy = true`)},
		resource.TestStep{
			Config:           providerBlock(server) + messageBlock("x", `skip_destroy = true`, `reply_to = "parent"`),
			ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
		},
	)
	if got := len(server.Messages("")); got != 2 {
		t.Errorf("%d messages stand, want both", got)
	}
	checkCalls(t, server, map[string]int{"POST": 2, "TOKEN": 2})
}

func TestChatbotMessage_contentFromFiles(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	run(t, resource.TestStep{
		Config: providerBlock(server) + fmt.Sprintf(`
resource "zoom_chatbot_message" "file" {
  to_jid  = %[1]q
  content = file("testdata/card.json")
}

resource "zoom_chatbot_message" "template" {
  to_jid  = %[1]q
  content = templatefile("testdata/card.json.tftpl", { version = "1.4", hosts = ["db-1", "db-2"] })
}
`, emulator.DefaultChannelJID),
		PostApplyFunc: func() {
			bodies := ""
			for _, r := range server.Calls("POST") {
				bodies += string(r.Body)
			}
			for _, want := range []string{`"ts":1560446471819`, `Release 1.4`, `"value":"db-2"`} {
				if !strings.Contains(bodies, want) {
					t.Errorf("%s is not in what was posted: %s", want, bodies)
				}
			}
		},
	})
}
