package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// The whole schema is one that the framework accepts, and every part of it is
// documented.
func TestSchema(t *testing.T) {
	t.Parallel()
	server, err := providerserver.NewProtocol6WithError(New("test")())()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range append(schemas.Diagnostics, identities.Diagnostics...) {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	checkDescriptions(t, "provider", schemas.Provider.Block)
	for name, s := range schemas.ResourceSchemas {
		checkDescriptions(t, name, s.Block)
	}
	for name, s := range schemas.EphemeralResourceSchemas {
		checkDescriptions(t, name, s.Block)
	}
	for name, s := range schemas.ActionSchemas {
		checkDescriptions(t, name, s.Schema.Block)
	}
	for name, s := range identities.IdentitySchemas {
		for _, a := range s.IdentityAttributes {
			if a.Description == "" {
				t.Errorf("identity of %s: %s has no description", name, a.Name)
			}
		}
	}
}

func checkDescriptions(t *testing.T, where string, block *tfprotov6.SchemaBlock) {
	t.Helper()
	if block.Description == "" || block.DescriptionKind != tfprotov6.StringKindMarkdown {
		t.Errorf("%s has no Markdown description", where)
	}
	for _, attribute := range block.Attributes {
		checkDescription(t, where, attribute)
	}
}

func checkDescription(t *testing.T, where string, attribute *tfprotov6.SchemaAttribute) {
	t.Helper()
	where += "." + attribute.Name
	if attribute.NestedType != nil {
		for _, nested := range attribute.NestedType.Attributes {
			checkDescription(t, where, nested)
		}
	}
	if attribute.Description == "" {
		t.Errorf("%s has no description", where)
	}
}

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

var credentials = []string{"ZOOM_CLIENT_ID", "id", "ZOOM_CLIENT_SECRET", "s3cret"}

// Every setting comes from HCL, else from the environment, and is checked.
func TestSettings_everyRow(t *testing.T) {
	t.Parallel()
	rows := map[string]struct{ value, other, wrong string }{
		"client_id":     {"a", "b", "a b"},
		"client_secret": {"a", "b", "s3cret\n"},
		"account_id":    {"a", "b", " a"},
		"robot_jid":     {"a@x", "b@x", "a"},
		"user_jid":      {"a@x", "b@x", "@x"},
		"base_url":      {"https://a.zoom.us/v2", "https://b.zoom.us/v2", "http://a.example.com"},
		"token_url":     {"https://zoom.us/t", "http://127.0.0.1/t", "https://u:p@a"},
	}
	for _, s := range settings {
		row, ok := rows[s.attribute]
		if !ok {
			t.Errorf("%s has no row", s.attribute)
		}
		t.Run(s.attribute, func(t *testing.T) {
			t.Parallel()
			resolve := func(configured types.String, env ...string) (types.String, diag.Diagnostics) {
				config := providerModel{ClientID: types.StringValue("id"), ClientSecret: types.StringValue("secret")}
				*s.field(&config) = configured
				resolved, diags := config.withEnvironment(environment(env...))
				return *s.field(&resolved), diags
			}
			expect := func(what string, want types.String, got types.String, diags diag.Diagnostics) {
				if diags.HasError() || !got.Equal(want) {
					t.Errorf("%s: got %v (%v), want %v", what, got, diags, want)
				}
			}
			value, diags := resolve(types.StringNull(), s.variable, row.value)
			expect("from the environment", types.StringValue(row.value), value, diags)
			value, diags = resolve(types.StringValue(row.other), s.variable, row.value)
			expect("HCL wins", types.StringValue(row.other), value, diags)
			value, diags = resolve(types.StringUnknown(), s.variable, row.value)
			expect("unknown is not wrong, and not the environment's", types.StringUnknown(), value, diags)
			for origin, configured := range map[string]types.String{
				"The provider's": types.StringValue(row.wrong), "The environment variable " + s.variable: types.StringNull(),
			} {
				_, diags = resolve(configured, s.variable, row.wrong)
				named := len(diags) == 1 && strings.Contains(diags[0].Detail(), origin)
				if !named || strings.Contains(diags[0].Detail(), "s3cret") {
					t.Errorf("wrong value: got %v, want one error that names %q", diags, origin)
				}
			}
			_, diags = resolve(types.StringValue(""), s.variable, row.value)
			if len(diags) != 1 {
				t.Errorf("an empty string in HCL: got %v, want one error", diags)
			}
		})
	}
}

func TestSettings_missing(t *testing.T) {
	t.Parallel()
	s, diags := providerModel{}.withEnvironment(environment())
	if len(diags) != 2 {
		t.Fatalf("got %v, want one diagnostic for each missing credential", diags)
	}
	checkDiagnostic(t, diags[0], "Missing Zoom Client ID", `"client_id"`, "ZOOM_CLIENT_ID")
	checkDiagnostic(t, diags[1], "Missing Zoom Client Secret", `"client_secret"`, "ZOOM_CLIENT_SECRET")
	for _, value := range []types.String{s.AccountID, s.RobotJID, s.UserJID, s.BaseURL, s.TokenURL} {
		if !value.IsNull() {
			t.Errorf("got %v for a setting that nobody made", value)
		}
	}
	s, diags = providerModel{}.withEnvironment(environment(credentials...))
	if diags.HasError() {
		t.Errorf("with credentials from the environment: %v", diags)
	}
	if s.BaseURL.ValueString() != zoom.DefaultBaseURL || s.TokenURL.ValueString() != zoom.DefaultTokenURL {
		t.Errorf("the endpoints are %v and %v, want the defaults", s.BaseURL, s.TokenURL)
	}
}

// Client ID and secret go to no host because only one of two URLs was set.
func TestSettings_endpointsAgree(t *testing.T) {
	t.Parallel()
	const govBase, govToken = "https://api.zoomgov.com/v2", "https://zoomgov.com/oauth/token"
	const emulatorBase, emulatorToken = "http://127.0.0.1:8080/v2", "http://127.0.0.1:8080/oauth/token"
	value, unknown := types.StringValue, types.StringUnknown()
	tests := map[string]struct {
		base, token types.String
		env         []string
		wantToken   types.String
		missing     string // the attribute that the one error is about
		names       []string
	}{
		"a regional API": {base: value("https://api-eu.zoom.us/v2"), wantToken: value(zoom.DefaultTokenURL)},
		"an emulator":    {base: value(emulatorBase), wantToken: value(emulatorToken)},
		"an emulator, by the environment": {
			env: []string{"ZOOM_BASE_URL", emulatorBase}, wantToken: value(emulatorToken),
		},
		"another cloud's API": {
			base: value(govBase), missing: "token_url", names: []string{"ZOOM_TOKEN_URL", "ZOOM_BASE_URL", `"base_url"`},
		},
		"another cloud's API, by the environment": {
			env: []string{"ZOOM_BASE_URL", govBase}, missing: "token_url", names: []string{"ZOOM_BASE_URL"},
		},
		"another cloud's tokens": {
			token: value(govToken), missing: "base_url", names: []string{"ZOOM_BASE_URL", `"token_url"`},
		},
		"one in HCL, one in the environment": {
			base: value(govBase), env: []string{"ZOOM_TOKEN_URL", govToken}, wantToken: value(govToken),
		},
		"a base URL that is not known yet":  {base: unknown, wantToken: types.StringNull()},
		"a token URL that is not known yet": {base: value(govBase), token: unknown, wantToken: unknown},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := providerModel{BaseURL: test.base, TokenURL: test.token}
			resolved, diags := config.withEnvironment(environment(append(test.env, credentials...)...))
			if test.missing == "" {
				if len(diags) > 0 || !resolved.TokenURL.Equal(test.wantToken) {
					t.Errorf("the token URL is %v (%v), want %v", resolved.TokenURL, diags, test.wantToken)
				}
				return
			}
			if len(diags) != 1 {
				t.Fatalf("got %v, want one error", diags)
			}
			checkDiagnostic(t, diags[0], "Missing Zoom", "the client secret of one Zoom cloud to another")
			for _, name := range test.names {
				if !strings.Contains(diags[0].Detail(), name) {
					t.Errorf("%q is not in %s", name, diags[0].Detail())
				}
			}
			if at, ok := diags[0].(diag.DiagnosticWithPath); !ok || at.Path().String() != test.missing {
				t.Errorf("%v is not about %s", diags[0], test.missing)
			}
		})
	}
}

// As a user sees them, at plan time and without any call.
func TestProvider_wrongSettings(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		setting string
		want    *regexp.Regexp
	}{
		"a cap of nothing": {`max_requests_per_second = 0`, phrases("max_requests_per_second", "at least")},
		"unknown checks":   {`content_checks = "none"`, phrases("content_checks", "one of")},
		"a base URL without TLS": {
			`base_url = "http://zoom.example.com"`,
			phrases("Invalid Zoom Base URL", "must use https"),
		},
		"a client ID from a file":   {`client_id = "id\n"`, phrases("Invalid Zoom Client ID", "line break", "trimspace()")},
		"an empty client secret":    {`client_secret = ""`, phrases("Invalid Zoom Client Secret", "must not be empty")},
		"a robot JID that is an ID": {`robot_jid = "v1bot"`, phrases("Invalid Zoom Robot JID", "must be a JID")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			attribute, _, _ := strings.Cut(test.setting, " ")
			lines := strings.Split(providerBlockWith(server), "\n")
			for i, line := range lines {
				if strings.HasPrefix(strings.TrimSpace(line), attribute+" ") {
					lines[i] = ""
				}
			}
			block := strings.Replace(strings.Join(lines, "\n"), `provider "zoom" {`, "provider \"zoom\" {\n  "+test.setting, 1)
			run(t, resource.TestStep{
				Config:      block + messageBlock("x", `account_id = "a"`, `robot_jid = "r@x"`, `user_jid = "u@x"`),
				PlanOnly:    true,
				ExpectError: test.want,
			})
			checkCalls(t, server, nil)
		})
	}
}

// As a user sees it who points the provider at another cloud, or at an
// emulator, by one URL.
func TestProvider_oneURLAlone(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	block := func(baseURL string) string {
		const format = "provider \"zoom\" {\n  client_id = %q\n  client_secret = %q\n  base_url = %q\n}\n"
		return fmt.Sprintf(format, emulator.DefaultClientID, emulator.DefaultClientSecret, baseURL)
	}
	config := messageBlock("x", `account_id = "a"`, `robot_jid = "v1bot@xmpp.zoom.us"`, `user_jid = "u@x"`)
	run(t,
		resource.TestStep{
			Config: block("https://api.zoomgov.com/v2") + config, PlanOnly: true,
			ExpectError: phrases("Missing Zoom Token URL", `"base_url"`, "ZOOM_TOKEN_URL"),
		},
		resource.TestStep{Config: block(server.BaseURL()) + config},
	)
	checkCalls(t, server, map[string]int{"POST": 1, "DELETE": 1, "TOKEN": 2})
}

func TestProvider_userAgent(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	run(t, resource.TestStep{Config: providerBlock(server) + messageBlock("x")})
	want := regexp.MustCompile(
		`^terraform-provider-zoom/test \(\+https://github\.com/zoom-chatbot/terraform-provider-zoom\) Terraform/\d+\.\d+\.\d+`,
	)
	for _, r := range server.Requests() {
		if got := r.Header.Get("User-Agent"); !want.MatchString(got) {
			t.Errorf("%s %s came from %q", r.Method, r.Path, got)
		}
	}
}

func TestProvider_maxRequestsPerSecond(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{RequestsPerSecond: 5})
	run(t, resource.TestStep{
		Config: providerBlock(
			server,
			"max_requests_per_second = 4",
		) + strings.Replace(
			messageBlock("x"),
			`to_jid`,
			"count = 8\n  to_jid",
			1,
		),
	})
	if got := server.Stats().RateLimited; got != 0 {
		t.Errorf("%d calls were over the limit of 5 a second", got)
	}
}

func TestProviderData_ofAnotherType(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	if data := providerDataFrom(42, &diags); data != nil || len(diags) != 1 {
		t.Fatalf("got %v and %v, want one error", data, diags)
	}
	checkDiagnostic(t, diags[0], "Unexpected Provider Data", "int", "bug", "/issues")
	diags = nil
	if data := providerDataFrom(nil, &diags); data != nil || diags.HasError() {
		t.Errorf("got %v and %v before the provider is configured, want nothing", data, diags)
	}
	if client := (*providerData)(nil).clientOrError(&diags); client != nil || len(diags) != 1 {
		t.Errorf("got %v and %v, want an error", client, diags)
	}
}

func TestJIDs(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"v1pky3tyBBB5pl8q@xmpp.zoom.us":                   "",
		"T9ti3NBx@shj.zoom.us":                            "",
		"user@xmpp.zoom.us/robot_v1abc@xmpp.zoom.us":      "",
		"0123456789abcdef0123456789abcdef@conference.x.y": "",
		"0123456789abcdef0123456789abcdef":                "must be a JID",
		"@xmpp.zoom.us":                                   "must be a JID",
		"user@":                                           "must be a JID",
		"":                                                "must not be empty",
		"a b@x":                                           "white space",
		"a@x\n":                                           "trimspace",
	}
	for value, want := range tests {
		err := checkJID(value)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("checkJID(%q) = %v, want %q", value, err, want)
		}
	}
}

func TestChatbotMessage_wrongArguments(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	valid := []string{`to_jid = "c@x"`, `content = jsonencode({ head = { text = "x" } })`}
	for name, test := range map[string]struct {
		arguments []string
		want      *regexp.Regexp
	}{
		"a channel ID for a JID": {
			[]string{`to_jid = "0123456789abcdef0123456789abcdef"`, `content = "{}"`},
			phrases("Invalid Attribute Value", `"to_jid" must be a JID`, "GET /chat/users/{userId}/channels", "channel_jid"),
		},
		"broken JSON": {
			[]string{`to_jid = "c@x"`, `content = "{\"head\": }"`}, phrases("Invalid Message Content", "line 1"),
		},
		"JSON, but no object": {
			[]string{`to_jid = "c@x"`, `content = jsonencode(["x"])`}, phrases("Invalid Message Content", "object"),
		},
		"no content":      {[]string{`to_jid = "c@x"`}, phrases("Missing required argument", "content")},
		"an empty parent": {append(valid[:2:2], `reply_to = ""`), phrases("reply_to", "must not be empty")},
		"a time without a unit": {
			append(valid[:2:2], `timeouts = { create = "30" }`), phrases("Invalid Attribute Value", `"timeouts.create" must be a duration`),
		},
		"no time":         {append(valid[:2:2], `timeouts = { create = "0s" }`), phrases(`"timeouts.create" must be at least 1s`)},
		"a negative time": {append(valid[:2:2], `timeouts = { update = "-5s" }`), phrases(`"timeouts.update" must be at least 1s`)},
		"next to no time": {append(valid[:2:2], `timeouts = { delete = "1ns" }`), phrases(`"timeouts.delete" must be at least 1s`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(
				t,
				resource.TestStep{
					Config:      providerBlock(server) + messageBlockWith(test.arguments...),
					PlanOnly:    true,
					ExpectError: test.want,
				},
			)
		})
	}
}
