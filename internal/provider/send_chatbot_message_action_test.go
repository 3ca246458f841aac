package provider

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// runWithAction executes the steps where there are actions.
func runWithAction(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	if inOpenTofu() {
		t.Skip("OpenTofu has no actions")
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providerFactories(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)},
		Steps:                    steps,
	})
}

// trigger is the address of what runs the action in most tests.
const trigger = "terraform_data.deployment"

// triggerBlock is a resource that runs the action on the events when it is
// created and when its release changes.
func triggerBlock(release string, events ...string) string {
	if len(events) == 0 {
		events = []string{"after_create", "after_update"}
	}
	return fmt.Sprintf(`
resource "terraform_data" "deployment" {
  input = %q

  lifecycle {
    action_trigger {
      events  = [%s]
      actions = [action.zoom_send_chatbot_message.test]
    }
  }
}
`, release, strings.Join(events, ", "))
}

// actionBlock is the action with a head, and arguments, lines of HCL.
func actionBlock(text string, arguments ...string) string {
	return actionBlockWith(append([]string{
		fmt.Sprintf("to_jid = %q", emulator.DefaultChannelJID),
		fmt.Sprintf("content = jsonencode({ head = { text = %q } })", text),
	}, arguments...)...)
}

func actionBlockWith(arguments ...string) string {
	return fmt.Sprintf(`
action "zoom_send_chatbot_message" "test" {
  config {
    %s
  }
}
`, strings.Join(arguments, "\n    "))
}

// The events that run the action, and those that do not.
func TestSendAction_runsOnItsEvents(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	posted := func(want int) func() {
		return func() {
			t.Helper()
			checkCalls(t, server, map[string]int{"POST": want, "TOKEN": want})
		}
	}
	config := func(release, text string) string {
		return providerBlock(server) + triggerBlock(release) + actionBlock(text)
	}
	runWithAction(t,
		resource.TestStep{Config: config("1", "one"), PlanOnly: true, ExpectNonEmptyPlan: true},
		resource.TestStep{PreConfig: posted(0), Config: config("1", "one"), PostApplyFunc: posted(1)},
		resource.TestStep{Config: config("1", "one"), ConfigPlanChecks: expectNoChange(), PostApplyFunc: posted(1)},
		resource.TestStep{Config: config("1", "two"), ConfigPlanChecks: expectNoChange(), PostApplyFunc: posted(1)},
		resource.TestStep{Config: config("2", "two"), PostApplyFunc: posted(2)},
		resource.TestStep{Config: providerBlock(server), PostApplyFunc: posted(2)},
	)
	if got := len(server.Messages("")); got != 2 {
		t.Errorf("%d messages stand, want both: an action takes nothing back", got)
	}
}

// Every argument reaches Zoom, and what is left out comes from the provider.
func TestSendAction_sendsWhatIsConfigured(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		action string
		want   zoom.SendMessageRequest
	}{
		"defaults": {
			actionBlock("x"),
			zoom.SendMessageRequest{
				ToJID: emulator.DefaultChannelJID, Content: json.RawMessage(`{"head":{"text":"x"}}`),
				UserJID: emulator.DefaultUserJID, AccountID: emulator.DefaultAccountID, RobotJID: emulator.DefaultRobotJID,
			},
		},
		"everything": {
			actionBlockWith(
				`to_jid = "someone@xmpp.zoom.us"`, `content = "{ \"head\": { \"text\": \"<a & b>\" } }"`,
				`is_markdown_support = true`,
				`user_jid = "user@xmpp.zoom.us"`, `account_id = "account"`, `robot_jid = "v1anotherbot00000@xmpp.zoom.us"`,
				`visible_to_user = "reader"`, `reply_to = "parent"`, `timeouts = { invoke = "1m" }`),
			zoom.SendMessageRequest{
				ToJID: "someone@xmpp.zoom.us", Content: json.RawMessage(`{"head":{"text":"<a & b>"}}`), IsMarkdownSupport: true,
				UserJID: "user@xmpp.zoom.us", AccountID: "account", RobotJID: "v1anotherbot00000@xmpp.zoom.us",
				VisibleToUser: "reader", ReplyTo: "parent",
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			runWithAction(t, resource.TestStep{
				Config: providerBlock(server) + triggerBlock("1") + test.action,
				PostApplyFunc: func() {
					checkCalls(t, server, map[string]int{"POST": 1, "TOKEN": 1})
					var want strings.Builder
					encoder := json.NewEncoder(&want)
					encoder.SetEscapeHTML(false)
					if err := encoder.Encode(test.want); err != nil {
						t.Fatal(err)
					}
					if got := string(server.Calls("POST")[0].Body); got != strings.TrimSpace(want.String()) {
						t.Errorf("sent %s\nwant %s", got, want.String())
					}
				},
			})
		})
	}
}

// What is known to be wrong never gets past the plan.
func TestSendAction_refusesInThePlan(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		settings, arguments []string
		want                *regexp.Regexp
	}{
		"not JSON": {arguments: []string{`content = "{"`}, want: phrases("Invalid Message Content", "not JSON")},
		"wrong content": {arguments: []string{`content = jsonencode({ body = {} })`},
			want: phrases("Invalid Message Content", `"body" must be a list`)},
		"wrong Markdown": {arguments: []string{`is_markdown_support = true`,
			`content = jsonencode({ body = [{ type = "message", text = "x", link = "https://example.com" }] })`},
			want: phrases("Invalid Message Content", "link")},
		"no JID": {arguments: []string{`content = "{\"head\":{\"text\":\"x\"}}"`, `to_jid = "channel"`},
			want: phrases("Invalid Attribute Value", `"to_jid" must be a JID`)},
		"blank words": {arguments: []string{
			`content = "{\"head\":{\"text\":\"x\"}}"`,
			`reply_to = ""`,
			`account_id = "a b"`,
		}, want: regexp.MustCompile(`(?s)"reply_to" must not be.*"account_id" must not|"account_id" must not.*"reply_to" must not be`)},
		"a time-out": {arguments: []string{`content = "{\"head\":{\"text\":\"x\"}}"`,
			`timeouts = { invoke = "soon" }`}, want: phrases(`"timeouts.invoke" must be a duration`)},
		"a default that is not there": {
			settings:  []string{`account_id = "a"`, `user_jid = "u@xmpp.zoom.us"`},
			arguments: []string{`content = "{\"head\":{\"text\":\"x\"}}"`},
			want:      phrases("Missing Zoom Robot JID", "robot_jid here", "ZOOM_ROBOT_JID"),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			block := providerBlock(server)
			if test.settings != nil {
				block = providerBlockWith(server, test.settings...)
			}
			arguments := test.arguments
			if !strings.Contains(strings.Join(arguments, " "), "to_jid") {
				arguments = append(arguments, fmt.Sprintf("to_jid = %q", emulator.DefaultChannelJID))
			}
			runWithAction(t, resource.TestStep{
				Config: block + triggerBlock("1") + actionBlockWith(arguments...), PlanOnly: true, ExpectNonEmptyPlan: true,
				ExpectError: test.want,
			})
			checkCalls(t, server, nil)
		})
	}
}

func TestSendAction_withoutUser(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{UserJIDOptional: true})
	runWithAction(t, resource.TestStep{
		Config: providerBlockWith(server, `account_id = "a"`,
			`robot_jid = "v1abcdefghijklmn@xmpp.zoom.us"`) + triggerBlock("1") + actionBlock("x"),
		PostApplyFunc: func() {
			if body := string(server.Calls("POST")[0].Body); strings.Contains(body, "user_jid") {
				t.Errorf("sent %s", body)
			}
		},
	})
}

func TestSendAction_warnsOnlyIfTheProviderSaysSo(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	server.Fail(emulator.Fault{Match: "POST", Status: 201,
		Body: `{"message_id":"1"}`}) // as if Zoom knew more than the checks
	runWithAction(t, resource.TestStep{
		Config: providerBlock(server, `content_checks = "warn"`) + triggerBlock("1") +
			actionBlockWith(fmt.Sprintf("to_jid = %q", emulator.DefaultChannelJID), `content = jsonencode({ body = {} })`),
		PostApplyFunc: func() { checkCalls(t, server, map[string]int{"POST": 1, "TOKEN": 1}) },
	})
}

// Values that come from the resource which triggers the action are known in
// the apply only. They are checked then, before anything is sent.
func TestSendAction_checksInTheApplyWhatThePlanDoesNotKnow(t *testing.T) {
	t.Parallel()
	const right = `content = jsonencode({ head = { text = "x" } })`
	known := fmt.Sprintf("to_jid = %q", emulator.DefaultChannelJID)
	tests := map[string]struct {
		release, provider string
		arguments         []string
		want              *regexp.Regexp
	}{
		"right content": {release: "x", arguments: []string{known,
			`content = jsonencode({ head = { text = ` + trigger + `.output } })`}},
		"not JSON": {release: "{", arguments: []string{known, `content = ` + trigger + `.output`},
			want: phrases("Invalid Message Content", "not JSON", "-invoke=action.zoom_send_chatbot_message")},
		"wrong content": {release: "x", arguments: []string{known,
			`content = jsonencode({ body = ` + trigger + `.output })`}, want: phrases("Invalid Message Content",
			`"body" must be a list`)},
		"wrong Markdown": {release: "https://example.com", arguments: []string{known,
			`is_markdown_support = ` + trigger + `.output != ""`,
			`content = jsonencode({ body = [{ type = "message", text = "x", link = ` + trigger + `.output }] })`},
			want: phrases("Invalid Message Content", "link")},
		"no JID": {release: "channel", arguments: []string{`to_jid = ` + trigger + `.output`, right},
			want: phrases(`"to_jid" must be a JID`)},
		"a blank reply_to": {release: "", arguments: []string{known, `reply_to = ` + trigger + `.output`, right},
			want: phrases(`reply_to`, "must not be empty")},
		"a missing default": {release: "x", provider: "none", arguments: []string{known, right,
			`robot_jid = ` + trigger + `.output == "x" ? null : "v1abcdefghijklmn@xmpp.zoom.us"`},
			want: phrases("Missing Zoom Robot JID")},
		"a default becomes known": {release: "x", provider: "terraform_data.user.output", arguments: []string{known,
			right}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			block := providerBlock(server)
			if test.provider != "" {
				block = providerBlockWith(server, `account_id = "a"`, `user_jid = "u@xmpp.zoom.us"`)
				if test.provider != "none" {
					block = providerBlockWith(server, `account_id = "a"`, `robot_jid = "v1abcdefghijklmn@xmpp.zoom.us"`,
						"user_jid = "+test.provider) +
						"resource \"terraform_data\" \"user\" {\n  input = \"u@xmpp.zoom.us\"\n}\n"
				}
			}
			step := resource.TestStep{Config: block + triggerBlock(test.release) + actionBlockWith(test.arguments...),
				ExpectError: test.want}
			runWithAction(t, step)
			want := map[string]int{}
			if test.want == nil {
				want = map[string]int{"POST": 1, "TOKEN": 1}
			}
			checkCalls(t, server, want)
		})
	}
}

// Each refusal names what is to blame, and how the action is run again.
func TestSendAction_errors(t *testing.T) {
	t.Parallel()
	known := emulator.Options{
		AccountID: emulator.DefaultAccountID, RobotJIDs: []string{emulator.DefaultRobotJID},
		ChannelJIDs: []string{emulator.DefaultChannelJID},
	}
	const again = "terraform apply -invoke=action.zoom_send_chatbot_message.<name>"
	answer := func(status int, body string) []emulator.Fault {
		return []emulator.Fault{{Match: "POST", Status: status, Body: body, Times: -1}}
	}
	tests := map[string]struct {
		options  emulator.Options
		faults   []emulator.Fault
		argument string
		posts    int
		want     *regexp.Regexp
	}{
		"7001": {faults: answer(400, `{"code":7001,"message":"Invalid Request Body format."}`), posts: 1,
			want: phrases("Unable to Send Chatbot Message", "code 7001", "Check content", again)},
		"7002": {options: known, argument: `robot_jid = "v1!bot@xmpp.zoom.us"`, posts: 1,
			want: phrases("Unable to Send Chatbot Message", "code 7002", again)},
		"7003": {options: known, argument: `robot_jid = "v1anotherbot00000@xmpp.zoom.us"`, posts: 1,
			want: phrases("Unable to Send Chatbot Message", "code 7003", again)},
		"7004": {options: known, argument: `account_id = "another"`, posts: 1,
			want: phrases("Unable to Send Chatbot Message", "code 7004", again)},
		"8001": {faults: answer(404, `{"code":8001,"message":"Message not found."}`), argument: `reply_to = "gone"`,
			posts: 1,
			want:  phrases("Unable to Send Chatbot Message", "code 8001", "reply_to", again)},
		"a token that is refused": {faults: answer(401, `{"code":7010,"message":"Invalid authorization token."}`), posts: 2,
			want: phrases("Unable to Send Chatbot Message", "code 7010", again)},
		"wrong credentials": {options: emulator.Options{ClientSecret: "another"},
			want: phrases("Unable to Send Chatbot Message", "could not obtain an access token", "invalid_client", again)},
		"a rate limit that lasts": {faults: []emulator.Fault{{Match: "POST", Status: 429,
			Header: map[string][]string{"Retry-After": {"600"}}, Times: -1}}, posts: 1,
			want: phrases("Unable to Send Chatbot Message", "a rate limit is used up", "timeouts.invoke", again)},
		"a time-out": {faults: []emulator.Fault{{Match: "TOKEN", Status: 503, Times: -1}},
			argument: `timeouts = { invoke = "1s" }`,
			want:     phrases("Unable to Send Chatbot Message", "timed out (timeouts.invoke)", again)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, test.options)
			server.Fail(test.faults...)
			runWithAction(t, resource.TestStep{
				Config: providerBlock(server) + triggerBlock("1") + actionBlock("x", test.argument), ExpectError: test.want,
			})
			if got := len(server.Calls("POST")); got != test.posts {
				t.Errorf("%d posts, want %d", got, test.posts)
			}
			if got := len(server.Messages("")); got != 0 {
				t.Errorf("%d messages stand", got)
			}
		})
	}
}

// Whatever becomes of the answer, the message is sent once, and the next apply
// does not run the action again: its event is over, and the resource is as it
// should be.
func TestSendAction_isNeverRepeatedWhenTheOutcomeIsUnknown(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"502 after it was posted":               {Match: "POST", Status: 502, Process: true},
		"502 before it was posted":              {Match: "POST", Status: 502},
		"a lost connection after it was posted": {Match: "POST", Drop: true, Process: true},
		"half an answer":                        {Match: "POST", Cut: true, Process: true},
		"an answer without an ID":               {Match: "POST", Status: 200, Body: `{}`, Process: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			server.Fail(fault)
			config := providerBlock(server) + triggerBlock("1") + actionBlock("x")
			runWithAction(t,
				resource.TestStep{
					Config: config,
					ExpectError: phrases("Chatbot Message May Have Been Posted", "no answer confirms that it was posted",
						"run the action again only if it is not there",
						"terraform apply -invoke=action.zoom_send_chatbot_message.<name>"),
				},
				resource.TestStep{Config: config, ConfigPlanChecks: expectNoChange()},
			)
			checkCalls(t, server, map[string]int{"POST": 1, "TOKEN": 1})
		})
	}
}

// An action that fails before its resource changes is tried again with it.
func TestSendAction_beforeCreateIsTriedAgain(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	server.Fail(emulator.Fault{Match: "POST", Status: 403, Body: `{"code":7004,"message":"Not authorized."}`})
	config := providerBlock(server) + triggerBlock("1", "before_create") + actionBlock("x")
	runWithAction(t,
		resource.TestStep{Config: config, ExpectError: phrases("Unable to Send Chatbot Message", "code 7004")},
		resource.TestStep{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(trigger, plancheck.ResourceActionCreate)},
			},
			PostApplyFunc: func() { onlyMessage(t, server) },
		},
	)
	checkCalls(t, server, map[string]int{"POST": 2, "TOKEN": 2})
}

// It replies to a message that a resource posts in the same apply.
func TestSendAction_repliesToAMessage(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	parent := messageBlock("incident", `lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.zoom_send_chatbot_message.test]
    }
  }`)
	runWithAction(t, resource.TestStep{
		Config: providerBlock(server) + parent + actionBlock("update", "reply_to = "+message+".message_id"),
		PostApplyFunc: func() {
			messages := server.Messages("")
			if len(messages) != 2 || messages[1].ReplyTo != messages[0].ID {
				t.Errorf("what stands is %+v", messages)
			}
		},
	})
	checkCalls(t, server, map[string]int{"POST": 2, "DELETE": 1, "TOKEN": 2})
}

func TestWithWayToRepeat_leavesWarningsAlone(t *testing.T) {
	t.Parallel()
	warning := diag.NewWarningDiagnostic("a", "b")
	if got := withWayToRepeat(warning); !got.Equal(warning) {
		t.Errorf("got %v", got)
	}
}

// Terraform does not invoke an action with unknown values, but a default of the
// provider may be one.
func TestCheckKnown(t *testing.T) {
	t.Parallel()
	if diags := checkKnown(messageModel{}); len(diags) != 0 {
		t.Errorf("null values are reported: %v", diags)
	}
	diags := checkKnown(messageModel{RobotJID: types.StringUnknown(), IsMarkdownSupport: types.BoolUnknown()})
	if len(diags) != 2 {
		t.Fatalf("got %v, want both attributes", diags)
	}
	checkDiagnostic(t, diags[0], "Unknown Value in Chatbot Message", "was not sent", "robot_jid")
	checkDiagnostic(t, diags[1], "is_markdown_support")
}
