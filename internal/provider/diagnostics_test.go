package provider

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// phrases matches text that has all of them in this order. Terraform breaks
// the lines of diagnostics where it likes.
func phrases(all ...string) *regexp.Regexp {
	quoted := make([]string, len(all))
	for i, phrase := range all {
		words := strings.Fields(phrase)
		for j, word := range words {
			words[j] = regexp.QuoteMeta(word)
		}
		quoted[i] = strings.Join(words, `[\s│]+`)
	}
	return regexp.MustCompile(`(?s)` + strings.Join(quoted, `.*`))
}

// Every documented refusal of a new message, as a user sees it.
func TestChatbotMessage_refusals(t *testing.T) {
	t.Parallel()
	known := emulator.Options{
		AccountID: emulator.DefaultAccountID, RobotJIDs: []string{emulator.DefaultRobotJID},
		ChannelJIDs: []string{emulator.DefaultChannelJID},
	}
	answer := func(status int, body string) []emulator.Fault {
		return []emulator.Fault{{Match: "POST", Status: status, Body: body, Times: -1}}
	}
	tests := map[string]struct {
		options emulator.Options
		faults  []emulator.Fault
		arg     string
		want    *regexp.Regexp
	}{
		"7001": {faults: answer(400, `{"code":7001,"message":"Invalid Request Body format.","result":false}`),
			want: phrases(
				"Unable to Send Chatbot Message",
				`content = jsonencode`,
				"HTTP 400 Bad Request, code 7001: Invalid Request Body format.",
				"guide",
			)},
		"7002": {options: known, arg: `robot_jid = "v1!bot@xmpp.zoom.us"`,
			want: phrases("Unable to Send Chatbot Message", "HTTP 404 Not Found, code 7002", "Copy the Bot JID")},
		"7003": {options: known, arg: `robot_jid = "v1anotherbot00000@xmpp.zoom.us"`,
			want: phrases(
				"Unable to Send Chatbot Message",
				"HTTP 403 Forbidden, code 7003",
				"development and one for production",
				"mixed up",
			)},
		"7004": {options: known, arg: `account_id = "another"`,
			want: phrases(
				"Unable to Send Chatbot Message",
				"to_jid",
				"HTTP 403 Forbidden, code 7004",
				"app was added to this account",
			)},
		"7010": {faults: answer(401, `{"code":7010,"message":"Invalid authorization token.","result":false}`),
			want: phrases(
				"Unable to Send Chatbot Message",
				"HTTP 401 Unauthorized, code 7010",
				"imchat:bot",
				"Server-to-Server",
			)},
		"124": {faults: answer(401, `{"code":124,"message":"Invalid access token."}`),
			want: phrases("Unable to Send Chatbot Message", "code 124", "client credentials belong to an active app")},
		"4711": {faults: answer(400, `{"code":4711,"message":"Invalid access token, does not contain scopes:[imchat:bot]."}`),
			want: phrases("Unable to Send Chatbot Message", "code 4711", "Add the scope imchat:bot")},
		"4700": {faults: answer(401, `{"code":4700,"message":"Invalid access token, does not contain scopes."}`),
			want: phrases("Unable to Send Chatbot Message", "code 4700", "Add the scope imchat:bot")},
		"wrong credentials": {options: emulator.Options{ClientSecret: "another"},
			want: phrases(
				"Unable to Send Chatbot Message",
				"could not obtain an access token",
				"HTTP 400 Bad Request, invalid_client: Invalid client_id or client_secret",
				"ZOOM_CLIENT_SECRET",
			)},
		"a daily limit": {
			faults: []emulator.Fault{
				{
					Match:  "POST",
					Status: 429,
					Times:  -1,
					Header: http.Header{"X-Ratelimit-Type": {"Daily-limit"}, "Retry-After": {"2099-05-31T00:00:00Z"}},
				},
			},
			want: phrases(
				"Unable to Send Chatbot Message",
				"the account's daily limit of requests is used up. Zoom accepts requests again at",
				"change the account's plan",
			)},
		"a wait beyond the time-out": {
			faults: []emulator.Fault{{Match: "POST", Status: 429, Times: -1, Header: http.Header{"Retry-After": {"120"}}}},
			arg:    `timeouts = { create = "20s" }`,
			want: phrases(
				"Unable to Send Chatbot Message",
				"a rate limit is used up. Zoom accepts requests again at",
				"after the operation's timeout (timeouts.create)",
			),
		},
		"a wrong base URL": {faults: answer(404, `<html>nothing here</html>`),
			want: phrases("Unable to Send Chatbot Message", "HTTP 404 Not Found", "nothing here", "Check base_url")},
		"a server that fails": {
			faults: []emulator.Fault{{Match: "POST", Status: 502, Body: "<html>Bad Gateway</html>", Times: -1}},
			want: phrases(
				"Chatbot Message May Have Been Posted",
				"no answer confirms that it was posted",
				"HTTP 502 Bad Gateway",
				"If it is not there, apply again",
				"delete it by hand",
				"terraform import",
				",<message_id>'",
			)},
		"a connection that breaks": {faults: []emulator.Fault{{Match: "POST", Drop: true, Process: true, Times: -1}},
			want: phrases("Chatbot Message May Have Been Posted", "no answer", "If it is there")},
		"a success without an id": {faults: answer(201, `{"to_jid":"x@y"}`),
			want: phrases("Chatbot Message May Have Been Posted", "no message_id")},
		"a token endpoint that is down": {
			faults: []emulator.Fault{{Match: "TOKEN", Status: 503, Times: -1}},
			arg:    `timeouts = { create = "3s" }`,
			want: phrases(
				"Unable to Send Chatbot Message",
				"could not obtain an access token",
				"timed out (timeouts.create)",
				"HTTP 503",
			),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, test.options)
			server.Fail(test.faults...)
			run(t, resource.TestStep{Config: providerBlock(server) + messageBlock("x", test.arg), ExpectError: test.want})
			posts, tokens := 1, 1
			switch name {
			case "7010", "124", "4700":
				posts, tokens = 2, 2 // once more with a new token
			case "wrong credentials":
				posts = 0
			case "a token endpoint that is down":
				posts, tokens = 0, len(server.TokenRequests())
			}
			checkCalls(t, server, map[string]int{"POST": posts, "TOKEN": tokens})
			messages := 0
			if name == "a connection that breaks" {
				messages = 1
			}
			if got := len(server.Messages("")); got != messages {
				t.Errorf("%d messages were posted, want %d", got, messages)
			}
		})
	}
}

// What is posted twice must have been announced once.
func TestChatbotMessage_unknownOutcomeIsAnnouncedAndNotRepeated(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	server.Fail(emulator.Fault{Match: "POST", Drop: true, Process: true})
	config := providerBlock(server) + messageBlock("x")
	run(t,
		resource.TestStep{Config: config, ExpectError: regexp.MustCompile("Chatbot Message May Have Been Posted")},
		resource.TestStep{
			PreConfig: func() {
				checkCalls(t, server, map[string]int{"POST": 1, "TOKEN": 1})
				server.DeleteByHand(onlyMessage(t, server).ID) // as the error says
			},
			Config:        config,
			PostApplyFunc: func() { onlyMessage(t, server) },
		},
	)
}

// An edit that nobody knows the outcome of is made again by the next apply,
// also when the configuration went back to what the state said.
func TestChatbotMessage_editOfUnknownOutcomeIsMadeAgain(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	before := providerBlock(server) + messageBlock("before")
	after := providerBlock(server) + messageBlock("after", `timeouts = { update = "2s" }`)
	run(t,
		resource.TestStep{Config: before},
		resource.TestStep{
			PreConfig: func() {
				server.Fail(
					emulator.Fault{Match: "PUT", Drop: true, Process: true},
					emulator.Fault{Match: "PUT", Status: 503, Times: -1},
				)
			},
			Config: after,
			ExpectError: phrases(
				"Unable to Edit Chatbot Message",
				"timeouts.update",
				"may still have been edited",
				"cannot post a second message",
			),
		},
		resource.TestStep{
			PreConfig: func() { server.ClearFaults() },
			Config:    before,
			PostApplyFunc: func() {
				if got := string(onlyMessage(t, server).Content); !strings.Contains(got, "before") {
					t.Errorf("the channel shows %s, the configuration says otherwise", got)
				}
			},
		},
	)
}

// Three commands: an edit finds that somebody deleted the message, the plan
// says that it will be posted again, and the apply does so.
func TestChatbotMessage_goneMessageHealsItself(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	config := func(text string) string { return providerBlock(server) + messageBlock(text) }
	run(t,
		resource.TestStep{Config: config("one")},
		resource.TestStep{
			PreConfig: func() { server.DeleteByHand(onlyMessage(t, server).ID) },
			Config:    config("two"),
			ExpectError: phrases("Chatbot Message No Longer Exists", "HTTP 404 Not Found, code 8001", "Somebody deleted it",
				"the next plan shows that it will be posted again"),
		},
		resource.TestStep{
			Config:           config("two"),
			ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
			PostApplyFunc: func() {
				if got := string(onlyMessage(t, server).Content); !strings.Contains(got, "two") {
					t.Errorf("the channel shows %s", got)
				}
			},
		},
	)
	checkCalls(t, server, map[string]int{"POST": 2, "PUT": 1, "DELETE": 1, "TOKEN": 4})
}

func TestChatbotMessage_deletingAGoneMessageSucceeds(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	run(t,
		resource.TestStep{Config: providerBlock(server) + messageBlock("x")},
		resource.TestStep{
			PreConfig: func() { server.DeleteByHand(onlyMessage(t, server).ID) },
			Config:    providerBlock(server),
		},
	)
	checkCalls(t, server, map[string]int{"POST": 1, "DELETE": 1, "TOKEN": 2})
}

// A 404 that is not Zoom's must not make Terraform forget a message.
func TestChatbotMessage_anotherNotFoundIsNotGone(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	run(t,
		resource.TestStep{Config: providerBlock(server) + messageBlock("x")},
		resource.TestStep{
			PreConfig:   func() { server.Fail(emulator.Fault{Match: "DELETE", Status: 404, Body: "not here"}) },
			Config:      providerBlock(server),
			ExpectError: phrases("Unable to Delete Chatbot Message", "HTTP 404", "Check base_url"),
		},
		resource.TestStep{Config: providerBlock(server) + messageBlock("x"), ConfigPlanChecks: expectNoChange()},
	)
}

// Terraform wants an error for each message, but Zoom is asked once.
func TestChatbotMessage_wrongCredentialsAreTriedOnceForAll(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{ClientSecret: "another", Latency: 50 * time.Millisecond})
	run(t, resource.TestStep{
		Config:      providerBlock(server) + strings.Replace(messageBlock("x"), "to_jid", "count = 10\n  to_jid", 1),
		ExpectError: phrases("invalid_client", "ZOOM_CLIENT_SECRET"),
	})
	checkCalls(t, server, map[string]int{"TOKEN": 1})
}
