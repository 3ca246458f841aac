package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// byHand is a message that somebody posted with the bot, but not by Terraform.
func byHand(server *emulator.Server) emulator.Message {
	return server.Post(emulator.Message{
		AccountID: emulator.DefaultAccountID, RobotJID: emulator.DefaultRobotJID, ToJID: emulator.DefaultChannelJID,
		UserJID: emulator.DefaultUserJID, SentTime: "2019-10-17 01:40:24", Content: []byte(`{"head":{"text":"by hand"}}`),
	})
}

func importBlock(id string) string {
	return fmt.Sprintf("\nimport {\n  to = %s\n  id = %q\n}\n", message, id)
}

// Import adopts: the first apply edits in place what stands, and posts
// nothing, also when it is a reply or for one reader.
func TestImport_adopts(t *testing.T) {
	t.Parallel()
	for name, id := range map[string]func(emulator.Message) string{
		"by its ID": func(m emulator.Message) string { return m.ID },
		"by all of its keys": func(m emulator.Message) string {
			return strings.Join([]string{m.AccountID, m.RobotJID,
				m.ID}, ",")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{NastyIDs: true})
			stands := byHand(server)
			config := providerBlock(server) + messageBlock("declared", `reply_to = "parent"`, `visible_to_user = "someone"`)
			run(t,
				resource.TestStep{
					Config:           config + importBlock(id(stands)),
					ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate),
					ConfigStateChecks: []statecheck.StateCheck{
						stateValue("message_id", knownvalue.StringExact(stands.ID)),
						stateValue("sent_time", knownvalue.NotNull()),
						stateValue("to_jid", knownvalue.StringExact(stands.ToJID)),
					},
					PostApplyFunc: func() {
						if got := onlyMessage(t, server); got.ID != stands.ID || !strings.Contains(string(got.Content), "declared") {
							t.Errorf("the channel shows %s as %s", got.Content, got.ID)
						}
					},
				},
				resource.TestStep{Config: config, ConfigPlanChecks: expectNoChange()},
			)
			checkCalls(t, server, map[string]int{"PUT": 1, "DELETE": 1, "TOKEN": 2})
		})
	}
}

// Imported by the command, and destroyed before any apply.
func TestImport_command(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	stands := byHand(server)
	check := func(states []*terraform.InstanceState) error {
		got := states[0].Attributes
		if len(states) != 1 || got["message_id"] != stands.ID || got["account_id"] != stands.AccountID ||
			got["robot_jid"] != stands.RobotJID ||
			got["content"] != "" {
			return fmt.Errorf("the state is %v", got)
		}
		return nil
	}
	config := providerBlock(server) + messageBlock("x")
	run(t,
		resource.TestStep{Config: config, ResourceName: message, ImportState: true, ImportStateId: stands.ID,
			ImportStateCheck: check, ImportStatePersist: true},
		resource.TestStep{Config: config, Destroy: true},
	)
	checkCalls(t, server, map[string]int{"DELETE": 1, "TOKEN": 1})
}

// Zoom answers the same for a wrong ID and for another app's message. The
// message is not posted by the next apply, either: it may be in the channel.
func TestImport_ofWhatIsNotFoundPostsNothing(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	notFound := resource.TestStep{
		Config:      providerBlock(server) + messageBlock("x") + importBlock("another-app's"),
		ExpectError: phrases("Imported Chatbot Message Not Found", "another app", "Nothing was posted", "terraform state rm"),
	}
	run(t, notFound, notFound)
	checkCalls(t, server, map[string]int{"PUT": 2, "DELETE": 1, "TOKEN": 3})
}

func TestImport_roundTrip(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	config := providerBlock(server) + messageBlock("x")
	run(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			ResourceName: message, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIdentifierAttribute: "message_id",
			ImportStateIdFunc: func(s *terraform.State) (string, error) {
				a := s.RootModule().Resources[message].Primary.Attributes
				return strings.Join([]string{a["account_id"], a["robot_jid"], a["message_id"]}, ","), nil
			},
			ImportStateVerifyIgnore: []string{"to_jid", "content", "is_markdown_support", "user_jid", "skip_destroy",
				"sent_time"},
		},
	)
}

func TestImport_intoAnotherChannelFails(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	stands := byHand(server)
	arguments := []string{`content = jsonencode({ head = { text = "declared" } })`}
	elsewhere := providerBlock(server) + messageBlockWith(append(arguments,
		`to_jid = "another@conference.xmpp.zoom.us"`)...)
	there := providerBlock(server) + messageBlockWith(append(arguments, fmt.Sprintf("to_jid = %q",
		strings.ToUpper(stands.ToJID)))...)
	run(t,
		resource.TestStep{
			Config: elsewhere + importBlock(stands.ID),
			ExpectError: phrases("Imported Chatbot Message Is in Another Channel", stands.ToJID, "not the configured to_jid",
				"does not move or post"),
		},
		// The state still has the message, and the right channel heals it.
		resource.TestStep{Config: there, ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate)},
	)
	checkCalls(t, server, map[string]int{"PUT": 2, "DELETE": 1, "TOKEN": 3})
}

// A message that is known is where the state says; an answer that names another
// channel is odd, but no reason to fail.
func TestEdit_answeredForAnotherChannel(t *testing.T) {
	t.Parallel()
	state := chatbotMessageModel{
		messageModel: messageModel{ToJID: types.StringValue("channel@conference.xmpp.zoom.us")},
		MessageID:    types.StringValue("id"),
	}
	for name, test := range map[string]struct {
		state    chatbotMessageModel
		answered string
		summary  string
		severity diag.Severity
	}{
		"the same":           {state, "CHANNEL@conference.xmpp.zoom.us", "", 0},
		"a device of a user": {state, "channel@conference.xmpp.zoom.us/robot_v1@xmpp.zoom.us", "", 0},
		"none":               {state, "", "", 0},
		"another": {state, "another@x", "Chatbot Message Is in Another Channel",
			diag.SeverityWarning},
		"another, of an imported message": {chatbotMessageModel{}, "another@x",
			"Imported Chatbot Message Is in Another Channel", diag.SeverityError},
		"none, of an imported message": {chatbotMessageModel{}, "",
			"Channel of Imported Chatbot Message Not Confirmed", diag.SeverityWarning},
		"the same, of an imported message": {chatbotMessageModel{}, "channel@conference.xmpp.zoom.us", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diags := checkEdited(state, test.state, &zoom.Message{ToJID: test.answered})
			if test.summary == "" && len(diags) > 0 ||
				test.summary != "" &&
					(len(diags) != 1 || diags[0].Summary() != test.summary || diags[0].Severity() != test.severity) {
				t.Errorf("got %v, want %q", diags, test.summary)
			}
			for _, d := range diags {
				if strings.Contains(d.Detail(), state.ToJID.ValueString()) {
					t.Errorf("a configured value is shown: %s", d.Detail())
				}
			}
		})
	}
}

func TestImport_withoutConfirmationOfTheChannelWarns(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	stands := byHand(server)
	server.Fail(emulator.Fault{Match: "PUT", Status: 204, Process: true})
	run(t, resource.TestStep{
		Config:            providerBlock(server) + messageBlock("x") + importBlock(stands.ID),
		ConfigStateChecks: []statecheck.StateCheck{stateValue("sent_time", knownvalue.Null())},
	})
}

func TestImport_ofAnotherBotIsNotReplaced(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	stands := byHand(server)
	run(t, resource.TestStep{
		Config: providerBlock(server) + messageBlock("x") + importBlock("other,v1otherbot0000000@xmpp.zoom.us,"+stands.ID),
		ExpectError: phrases("Imported Chatbot Message Belongs to Another Bot or Account", "The account_id of the import",
			"Applying that would post a second message"),
	})
	checkCalls(t, server, nil)
}

func TestImport_refusals(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		id       string
		defaults bool
		want     *regexp.Regexp
	}{
		"two parts": {"account,message", true, phrases("Invalid Import ID", "has 2 parts",
			"<account_id>,<robot_jid>,<message_id>")},
		"a bot that is no JID": {"account,bot,message", true, phrases("Invalid Import ID", `robot_jid "bot"`,
			"must be a JID")},
		"an empty part":       {",v1bot@x,message", true, phrases("Invalid Import ID", "account_id", "must not be empty")},
		"an empty message ID": {"a,v1bot@x,", true, phrases("Invalid Import ID", "is not a message ID")},
		"a dot as message ID": {"a,v1bot@x,.", true, phrases("Invalid Import ID", "is not a message ID")},
		"two dots":            {"a,v1bot@x,..", true, phrases("Invalid Import ID", "is not a message ID")},
		"a space":             {"a,v1bot@x, message", true, phrases("Invalid Import ID", "is not a message ID")},
		"a control character": {"a,v1bot@x,mess\x1b[31mage", true, phrases("Invalid Import ID", `mess\x1b[31mage`,
			"is not a message ID")},
		"a hidden character": {"a,v1bot@x,mess\u202eage", true, phrases("Invalid Import ID", `mess\u202eage`,
			"is not a message ID")},
		"no defaults": {"message", false, phrases("Incomplete Import ID", "account_id",
			"neither in the import ID nor set in the provider")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			block := providerBlock(server)
			if !test.defaults {
				block = providerBlockWith(server)
			}
			run(t, resource.TestStep{
				Config:        block + messageBlock("x", `account_id = "a"`, `robot_jid = "v1bot@x"`, `user_jid = "u@x"`),
				ResourceName:  message,
				ImportState:   true,
				ImportStateId: test.id,
				ExpectError:   test.want,
			})
		})
	}
}

// What an import does not tell has to come from the configuration: with
// ignore_changes it would have to come from the state, which does not have it.
func TestImport_whileIgnoringWhatIsOnlyConfigured(t *testing.T) {
	t.Parallel()
	const channel, content = "Channel of Imported Chatbot Message Is Ignored", "Content of Chatbot Message Is Ignored"
	for ignored, want := range map[string]*regexp.Regexp{
		"[content]": phrases(content, "ignore_changes makes Terraform ignore it", "Remove content"),
		"[to_jid]":  phrases(channel, "Remove to_jid"),
		"all":       regexp.MustCompile(`(?s)(` + channel + `.*` + content + `)|(` + content + `.*` + channel + `)`),
	} {
		t.Run(ignored, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			stands := byHand(server)
			lifecycle := "lifecycle {\n    ignore_changes = " + ignored + "\n  }"
			run(t,
				resource.TestStep{
					Config:      providerBlock(server) + messageBlock("declared", lifecycle) + importBlock(stands.ID),
					ExpectError: want,
				},
				// The way out that the error names.
				resource.TestStep{Config: providerBlock(server) + messageBlock("declared") + importBlock(stands.ID)},
				resource.TestStep{Config: providerBlock(server) + messageBlock("declared", lifecycle),
					ConfigPlanChecks: expectNoChange()},
			)
			checkCalls(t, server, map[string]int{"PUT": 1, "DELETE": 1, "TOKEN": 2})
		})
	}
}

// A provider that does not know its bot yet has one, which is another thing
// than a provider that has none.
func TestImport_whileTheProviderIsNotKnown(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	stands := byHand(server)
	config := func(id string) string {
		return fmt.Sprintf("resource \"terraform_data\" \"bot\" {\n  input = %q\n}\n", emulator.DefaultRobotJID) +
			providerBlockWith(server, "account_id = \""+emulator.DefaultAccountID+"\"",
				"robot_jid = terraform_data.bot.output") +
			messageBlock("declared") + importBlock(id)
	}
	run(t,
		resource.TestStep{
			Config: config(stands.ID),
			ExpectError: phrases("Incomplete Import ID", "The robot_jid of the message is not in the import ID",
				"that of the provider is not known before the apply", `"<account_id>,<robot_jid>,<message_id>"`),
		},
		resource.TestStep{Config: config(strings.Join([]string{stands.AccountID, stands.RobotJID, stands.ID}, ","))},
	)
	checkCalls(t, server, map[string]int{"PUT": 1, "DELETE": 1, "TOKEN": 2})
}

// An account that becomes known in the apply is compared then.
func TestImport_withAnAccountThatIsNotKnown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		account string
		want    *regexp.Regexp
		calls   map[string]int
	}{
		"that is the imported one": {emulator.DefaultAccountID, nil, map[string]int{"PUT": 1, "DELETE": 1, "TOKEN": 2}},
		"that is another one": {
			"other", phrases("Imported Chatbot Message Belongs to Another Bot or Account", "The account_id of the import"),
			map[string]int{"DELETE": 1, "TOKEN": 1}, // destroyed at the end of the test
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			stands := byHand(server)
			run(t, resource.TestStep{
				Config: fmt.Sprintf("resource \"terraform_data\" \"account\" {\n  input = %q\n}\n", test.account) +
					providerBlock(server) + messageBlock("declared",
					"account_id = terraform_data.account.output") + importBlock(stands.ID),
				ExpectError: test.want,
			})
			checkCalls(t, server, test.calls)
		})
	}
}

// With Terraform 1.12 or newer the identity is in the state, and imports.
func TestIdentity(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	config := func(text string) string { return providerBlock(server) + messageBlock(text) }
	identity := []statecheck.StateCheck{
		statecheck.ExpectIdentityValueMatchesState(message, tfjsonpath.New("message_id")),
		statecheck.ExpectIdentityValueMatchesState(message, tfjsonpath.New("account_id")),
		statecheck.ExpectIdentityValueMatchesState(message, tfjsonpath.New("robot_jid")),
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providerFactories(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
		Steps: []resource.TestStep{
			{Config: config("one"), ConfigStateChecks: identity},
			{Config: config("two"), ConfigStateChecks: identity},
		},
	})
}

func TestIdentity_imports(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string]string{
		"the message's ID only": "",
		"all keys": fmt.Sprintf("account_id = %q\n    robot_jid = %q", emulator.DefaultAccountID,
			emulator.DefaultRobotJID),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			stands := byHand(server)
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: providerFactories(),
				TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)},
				Steps: []resource.TestStep{{
					Config: providerBlock(server) + messageBlock("declared") + fmt.Sprintf(`
import {
  to = %s
  identity = {
    message_id = %q
    %s
  }
}
`, message, stands.ID, keys),
					ConfigPlanChecks:  expectAction(plancheck.ResourceActionUpdate),
					ConfigStateChecks: []statecheck.StateCheck{stateValue("message_id", knownvalue.StringExact(stands.ID))},
				}},
			})
			checkCalls(t, server, map[string]int{"PUT": 1, "DELETE": 1, "TOKEN": 2})
		})
	}
}
