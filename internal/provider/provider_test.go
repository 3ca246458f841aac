package provider

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
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

func TestSettings_everyRow(t *testing.T) {
	t.Parallel()
	rows := map[string]struct {
		variable, value, other, wrong string
		configured                    func(*providerModel) *types.String
		resolved                      func(settings) types.String
	}{
		"client_id": {"ZOOM_CLIENT_ID", "a", "b", "a b", func(m *providerModel) *types.String { return &m.ClientID }, func(s settings) types.String { return s.clientID }},
		"client_secret": {"ZOOM_CLIENT_SECRET", "a", "b", "s3cret\n", func(m *providerModel) *types.String { return &m.ClientSecret },
			func(s settings) types.String { return s.clientSecret }},
		"account_id": {"ZOOM_ACCOUNT_ID", "a", "b", " a", func(m *providerModel) *types.String { return &m.AccountID }, func(s settings) types.String { return s.accountID }},
		"robot_jid":  {"ZOOM_ROBOT_JID", "a@x", "b@x", "a", func(m *providerModel) *types.String { return &m.RobotJID }, func(s settings) types.String { return s.robotJID }},
		"user_jid":   {"ZOOM_USER_JID", "a@x", "b@x", "@x", func(m *providerModel) *types.String { return &m.UserJID }, func(s settings) types.String { return s.userJID }},
		"base_url": {"ZOOM_BASE_URL", "https://a/v2", "https://b/v2", "http://a.example.com", func(m *providerModel) *types.String { return &m.BaseURL },
			func(s settings) types.String { return s.baseURL }},
		"token_url": {"ZOOM_TOKEN_URL", "https://a/t", "http://127.0.0.1/t", "https://u:p@a", func(m *providerModel) *types.String { return &m.TokenURL },
			func(s settings) types.String { return s.tokenURL }},
	}
	for attribute, row := range rows {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			resolve := func(configured types.String, env ...string) (types.String, diag.Diagnostics) {
				config := providerModel{ClientID: types.StringValue("id"), ClientSecret: types.StringValue("secret")}
				*row.configured(&config) = configured
				var diags diag.Diagnostics
				return row.resolved(newSettings(config, environment(env...), &diags)), diags
			}
			expect := func(what string, want types.String, got types.String, diags diag.Diagnostics) {
				if diags.HasError() || !got.Equal(want) {
					t.Errorf("%s: got %v (%v), want %v", what, got, diags, want)
				}
			}
			value, diags := resolve(types.StringNull(), row.variable, row.value)
			expect("from the environment", types.StringValue(row.value), value, diags)
			value, diags = resolve(types.StringValue(row.other), row.variable, row.value)
			expect("HCL wins", types.StringValue(row.other), value, diags)
			value, diags = resolve(types.StringUnknown(), row.variable, row.value)
			expect("unknown is not wrong, and not the environment's", types.StringUnknown(), value, diags)
			for origin, configured := range map[string]types.String{"The provider's": types.StringValue(row.wrong), "The environment variable " + row.variable: types.StringNull()} {
				_, diags = resolve(configured, row.variable, row.wrong)
				if len(diags) != 1 || !strings.Contains(diags[0].Detail(), origin) || strings.Contains(diags[0].Detail(), "s3cret") {
					t.Errorf("wrong value: got %v, want one error that names %q", diags, origin)
				}
			}
			_, diags = resolve(types.StringValue(""), row.variable, row.value)
			if len(diags) != 1 {
				t.Errorf("an empty string in HCL: got %v, want one error", diags)
			}
		})
	}
}

func TestSettings_missing(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	s := newSettings(providerModel{}, environment(), &diags)
	if len(diags) != 2 {
		t.Fatalf("got %v, want one diagnostic for each missing credential", diags)
	}
	checkDiagnostic(t, diags[0], "Missing Zoom Client ID", `"client_id"`, "ZOOM_CLIENT_ID")
	checkDiagnostic(t, diags[1], "Missing Zoom Client Secret", `"client_secret"`, "ZOOM_CLIENT_SECRET")
	for _, value := range []types.String{s.accountID, s.robotJID, s.userJID, s.baseURL, s.tokenURL} {
		if !value.IsNull() {
			t.Errorf("got %v for a setting that nobody made", value)
		}
	}
	diags = nil
	newSettings(providerModel{}, environment(credentials...), &diags)
	if diags.HasError() {
		t.Errorf("with credentials from the environment: %v", diags)
	}
}

// As a user sees them, at plan time and without any call.
func TestProvider_wrongSettings(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		setting string
		want    *regexp.Regexp
	}{
		"a cap of nothing":          {`max_requests_per_second = 0`, phrases("max_requests_per_second", "at least")},
		"unknown checks":            {`content_checks = "none"`, phrases("content_checks", "one of")},
		"a base URL without TLS":    {`base_url = "http://zoom.example.com"`, phrases("Invalid Zoom Base URL", "must use https")},
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

func TestProvider_userAgent(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	run(t, resource.TestStep{Config: providerBlock(server) + messageBlock("x")})
	want := regexp.MustCompile(`^terraform-provider-zoom/test \(\+https://github\.com/zoom-chatbot/terraform-provider-zoom\) Terraform/\d+\.\d+\.\d+`)
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
		Config: providerBlock(server, "max_requests_per_second = 4") + strings.Replace(messageBlock("x"), `to_jid`, "count = 8\n  to_jid", 1),
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
	for name, test := range map[string]struct {
		arguments []string
		want      *regexp.Regexp
	}{
		"a channel ID for a JID": {[]string{`to_jid = "0123456789abcdef0123456789abcdef"`, `content = "{}"`}, phrases("Invalid Attribute Value", "to_jid", "must be a JID")},
		"broken JSON":            {[]string{`to_jid = "c@x"`, `content = "{\"head\": }"`}, phrases("Invalid Message Content", "line 1")},
		"JSON, but no object":    {[]string{`to_jid = "c@x"`, `content = jsonencode(["x"])`}, phrases("Invalid Message Content", "object")},
		"no content":             {[]string{`to_jid = "c@x"`}, phrases("Missing required argument", "content")},
		"an empty parent":        {[]string{`to_jid = "c@x"`, `content = jsonencode({ head = { text = "x" } })`, `reply_to = ""`}, phrases("reply_to", "must not be empty")},
		"a bad time-out":         {[]string{`to_jid = "c@x"`, `content = jsonencode({ head = { text = "x" } })`, `timeouts = { create = "soon" }`}, phrases("Invalid Attribute Value Time Duration", "soon")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, resource.TestStep{Config: providerBlock(server) + messageBlockWith(test.arguments...), PlanOnly: true, ExpectError: test.want})
		})
	}
}
