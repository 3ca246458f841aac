package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

const tokenBlock = `
ephemeral "zoom_chatbot_token" "test" {}
`

// echoBlock lets the state show what never reaches it otherwise.
const echoBlock = `
provider "echo" {
  data = ephemeral.zoom_chatbot_token.test
}

resource "echo" "test" {}
`

func echoed(attribute string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("echo.test", tfjsonpath.New("data").AtMapKey(attribute), want)
}

// inOpenTofu says whether the tests run OpenTofu, by what they need for that.
func inOpenTofu() bool { return os.Getenv("TF_ACC_PROVIDER_HOST") == "registry.opentofu.org" }

// runWithToken executes the steps where there are ephemeral resources.
func runWithToken(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	oldest := tfversion.Version1_10_0
	if inOpenTofu() {
		// OpenTofu 1.11 has ephemeral resources, but its plan lists each opening
		// as a change, which the test framework takes for drift.
		oldest = tfversion.Version1_12_0
	}
	factories := providerFactories()
	factories["echo"] = echoprovider.NewProviderServer()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(oldest)},
		Steps:                    steps,
	})
}

// The token that is handed out is one that Zoom gave, and says when it ends.
func TestChatbotToken_isHandedOut(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	var token, expiresAt string
	start := time.Now()
	runWithToken(t, resource.TestStep{
		Config: providerBlock(server) + tokenBlock + echoBlock,
		ConfigStateChecks: []statecheck.StateCheck{
			echoed("access_token", knownvalue.StringFunc(func(v string) error { token = v; return nil })),
			echoed("expires_at", knownvalue.StringFunc(func(v string) error { expiresAt = v; return nil })),
		},
	})
	if !strings.HasPrefix(token, "emulator-token-") {
		t.Errorf("the token is %q", token)
	}
	end, err := time.Parse(time.RFC3339, expiresAt)
	if err != nil || !strings.HasSuffix(expiresAt, "Z") || end.Before(start.Add(59*time.Minute)) ||
		end.After(time.Now().Add(time.Hour)) {
		t.Errorf("it expires at %q, %v; want an hour from now", expiresAt, err)
	}
	checkCalls(t, server, map[string]int{"TOKEN": len(server.TokenRequests())}) // no message was touched
}

// However many there are, and with messages beside them, one run has one
// token: a second might end the first.
func TestChatbotToken_isSharedWithMessages(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{SingleToken: true})
	config := providerBlock(
		server,
	) + tokenBlock + strings.Replace(
		tokenBlock,
		"test",
		"other",
		1,
	) + echoBlock + messageBlock(
		"x",
		`depends_on = [echo.test]`,
	)
	runWithToken(t, resource.TestStep{
		Config: config,
		PostApplyFunc: func() {
			post := server.Calls("POST")
			if len(post) != 1 {
				t.Fatalf("%d messages were posted", len(post))
			}
			if got := server.Stats().BadToken; got != 0 {
				t.Errorf("%d calls with a token that another had ended", got)
			}
		},
		ConfigStateChecks: []statecheck.StateCheck{echoed("access_token", knownvalue.StringFunc(func(v string) error {
			if want := server.Calls("POST")[0].Header.Get("Authorization"); "Bearer "+v != want {
				return errors.New("the message was sent with another token")
			}
			return nil
		}))},
	})
}

// noToken finds tokens where none may be.
type noToken struct{ server *emulator.Server }

func (n noToken) check(what string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	if strings.Contains(string(text), "emulator-token-") {
		return fmt.Errorf("the token is in the %s", what)
	}
	if len(n.server.TokenRequests()) == 0 {
		return errors.New("no token was requested, so there is nothing to find")
	}
	return nil
}

func (n noToken) CheckState(_ context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	resp.Error = n.check("state", req.State)
}

func (n noToken) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	resp.Error = n.check("plan", req.Plan)
}

func TestChatbotToken_isInNoStateAndNoPlan(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	config := providerBlock(server) + tokenBlock + `
locals {
  header = "Bearer ${ephemeral.zoom_chatbot_token.test.access_token}"
}
` + messageBlock("x")
	runWithToken(t, resource.TestStep{
		Config: config,
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply:             []plancheck.PlanCheck{noToken{server}},
			PostApplyPostRefresh: []plancheck.PlanCheck{noToken{server}},
		},
		ConfigStateChecks: []statecheck.StateCheck{noToken{server}},
	})
}

func TestChatbotToken_isNotForStates(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	runWithToken(t, resource.TestStep{
		Config: providerBlock(
			server,
		) + tokenBlock + messageBlock(
			"x",
			`reply_to = ephemeral.zoom_chatbot_token.test.access_token`,
		),
		ExpectError: regexp.MustCompile(`(?i)ephemeral value`),
	})
	checkCalls(t, server, map[string]int{"TOKEN": len(server.TokenRequests())})
}

func TestChatbotToken_errors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		options emulator.Options
		faults  []emulator.Fault
		block   string
		want    *regexp.Regexp
	}{
		"wrong credentials": {
			options: emulator.Options{ClientSecret: "another"},
			want: phrases(
				"Unable to Get Access Token",
				"HTTP 400 Bad Request, invalid_client: Invalid client_id or client_secret",
				"client_secret of the provider",
				"same environment",
			),
		},
		"a proxy's page": {faults: []emulator.Fault{{Match: "TOKEN", Status: 403, Body: "<html>Blocked</html>", Times: -1}},
			want: phrases("Unable to Get Access Token", "HTTP 403 Forbidden", "not shown", "token_url")},
		"a server that stays down": {faults: []emulator.Fault{{Match: "TOKEN", Status: 503, Times: -1}},
			block: `timeouts = { open = "1s" }`,
			want:  phrases("Unable to Get Access Token", "timed out (timeouts.open)", "HTTP 503")},
		"a rate limit that lasts": {
			faults: []emulator.Fault{
				{Match: "TOKEN", Status: 429, Header: map[string][]string{"Retry-After": {"600"}}, Times: -1},
			},
			want: phrases("Unable to Get Access Token", "a rate limit is used up", "timeouts.open", "max_requests_per_second"),
		},
		"a time-out that is none": {
			block: `timeouts = { open = "soon" }`,
			want:  phrases(`"timeouts.open" must be a duration`, `"30s"`),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, test.options)
			server.Fail(test.faults...)
			runWithToken(t, resource.TestStep{
				Config:      providerBlock(server) + strings.Replace(tokenBlock, "{}", "{\n"+test.block+"\n}", 1) + echoBlock,
				ExpectError: test.want,
			})
		})
	}
}

// A provider setting from another resource does not break the plan.
func TestChatbotToken_unknownProviderSettings(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	config := strings.Replace(
		providerBlock(server),
		fmt.Sprintf("%q", emulator.DefaultClientSecret),
		"terraform_data.secret.output",
		1,
	) + fmt.Sprintf(
		`
resource "terraform_data" "secret" {
  input = %q
}
`,
		emulator.DefaultClientSecret,
	) + tokenBlock + echoBlock
	step := resource.TestStep{
		Config: config,
		ConfigStateChecks: []statecheck.StateCheck{
			echoed("access_token", knownvalue.StringRegexp(regexp.MustCompile("^emulator-token-"))),
		},
	}
	if inOpenTofu() {
		step = resource.TestStep{Config: config, ExpectError: phrases("not wholly known")}
	}
	runWithToken(t, step)
}
