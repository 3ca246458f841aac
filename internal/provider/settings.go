package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// providerModel is the provider block, and after withEnvironment what holds.
type providerModel struct {
	ClientID             types.String  `tfsdk:"client_id"`
	ClientSecret         types.String  `tfsdk:"client_secret"`
	AccountID            types.String  `tfsdk:"account_id"`
	RobotJID             types.String  `tfsdk:"robot_jid"`
	UserJID              types.String  `tfsdk:"user_jid"`
	BaseURL              types.String  `tfsdk:"base_url"`
	TokenURL             types.String  `tfsdk:"token_url"`
	MaxRequestsPerSecond types.Float64 `tfsdk:"max_requests_per_second"`
	ContentChecks        types.String  `tfsdk:"content_checks"`
	Directory            types.Object  `tfsdk:"directory"`
}

// setting is a setting of the provider that an environment variable can hold
// as well.
type setting struct {
	attribute, variable string
	name                string // as diagnostics call it, after "Zoom"
	field               func(*providerModel) *types.String
	required, sensitive bool
	check               func(string) error // its error completes "<setting> …"
	description         string
}

// settings are all of them, in the order in which diagnostics come.
var settings = []setting{
	{
		attribute: "client_id", variable: "ZOOM_CLIENT_ID", name: "Client ID",
		field:    func(m *providerModel) *types.String { return &m.ClientID },
		required: true, check: checkNoSpace,
		description: "Client ID of the Zoom app.",
	},
	{
		attribute: "client_secret", variable: "ZOOM_CLIENT_SECRET", name: "Client Secret",
		field:    func(m *providerModel) *types.String { return &m.ClientSecret },
		required: true, sensitive: true, check: checkNoSpace,
		description: "Client secret of the Zoom app.",
	},
	{
		attribute: "account_id", variable: "ZOOM_ACCOUNT_ID", name: "Account ID",
		field:       func(m *providerModel) *types.String { return &m.AccountID },
		check:       checkNoSpace,
		description: "ID of the Zoom account that authorized the app. Used by every message that does not set its own.",
	},
	{
		attribute: "robot_jid", variable: "ZOOM_ROBOT_JID", name: "Robot JID",
		field: func(m *providerModel) *types.String { return &m.RobotJID },
		check: checkJID,
		description: "Bot JID of the app. Used by every message that does not set its own. " +
			"An app has one Bot JID for development and one for production, each with its own client credentials.",
	},
	{
		attribute: "user_jid", variable: "ZOOM_USER_JID", name: "User JID",
		field: func(m *providerModel) *types.String { return &m.UserJID },
		check: checkJID,
		description: "JID of the user on whose behalf messages are sent. Used by every message that does not set its own. " +
			"Zoom's guide asks for it with user-managed apps only, its API reference always.",
	},
	{
		attribute: "base_url", variable: "ZOOM_BASE_URL", name: "Base URL",
		field: func(m *providerModel) *types.String { return &m.BaseURL },
		check: zoom.CheckURL,
		description: "Base URL of the Zoom API, for a regional host, another Zoom cloud, or an emulator. " +
			"Must use `https`, except for loopback addresses. " +
			"Defaults to `" + zoom.DefaultBaseURL + "`, or to `/v2` next to a `token_url` on a loopback address. " +
			"Required if `token_url` is on any other host outside `zoom.us`.",
	},
	{
		attribute: "token_url", variable: "ZOOM_TOKEN_URL", name: "Token URL",
		field: func(m *providerModel) *types.String { return &m.TokenURL },
		check: zoom.CheckURL,
		description: "URL of the endpoint that issues access tokens, which gets the client secret. " +
			"Must use `https`, except for loopback addresses. " +
			"Defaults to `" + zoom.DefaultTokenURL + "`, or to `/oauth/token` next to a `base_url` on a loopback address. " +
			"Required if `base_url` is on any other host outside `zoom.us`.",
	},
}

// markdown is the description of the attribute, with its variable.
func (s setting) markdown() string {
	if s.required {
		return fmt.Sprintf("%s Required, either here or in the environment variable `%s`.", s.description, s.variable)
	}
	return fmt.Sprintf("%s Environment variable: `%s`.", s.description, s.variable)
}

// withEnvironment returns the configuration with every setting that it leaves
// out taken from the environment, and reports what is missing or wrong,
// wherever it came from. Values that are not known yet are checked in the
// apply.
func (m providerModel) withEnvironment(getenv func(string) string) (providerModel, diag.Diagnostics) {
	var diags diag.Diagnostics
	for _, s := range settings {
		diags.Append(s.resolve(s.field(&m), getenv)...)
	}
	if !diags.HasError() {
		diags.Append(m.completeEndpoints()...)
	}
	return m, diags
}

// resolve fills in and checks one setting. A wrong value is never printed,
// since it may be a secret in the wrong place.
func (s setting) resolve(value *types.String, getenv func(string) string) (diags diag.Diagnostics) {
	origin := fmt.Sprintf("The provider's %q", s.attribute)
	if value.IsNull() {
		origin = "The environment variable " + s.variable
		if text := getenv(s.variable); text != "" {
			*value = types.StringValue(text)
		}
	}
	switch {
	case value.IsUnknown():
	case value.IsNull() && s.required:
		diags.AddAttributeError(path.Root(s.attribute), "Missing Zoom "+s.name, fmt.Sprintf(
			"The provider needs the %s of the Zoom app. %s", strings.ToLower(s.name[:1])+s.name[1:], s.howToSet()))
	case !value.IsNull():
		if err := s.check(value.ValueString()); err != nil {
			diags.AddAttributeError(path.Root(s.attribute), "Invalid Zoom "+s.name, fmt.Sprintf("%s %s.", origin, err))
		}
	}
	return diags
}

func (s setting) howToSet() string {
	return fmt.Sprintf("Set %q in the provider block, or the environment variable %s.", s.attribute, s.variable)
}

// completeEndpoints fills in the one of base_url and token_url that is not
// set. If the one that is set does not tell the other, that is an error: the
// default would send the client secret of one Zoom cloud to another.
func (m *providerModel) completeEndpoints() (diags diag.Diagnostics) {
	if m.BaseURL.IsUnknown() || m.TokenURL.IsUnknown() {
		return nil
	}
	base, token, ok := zoom.Endpoints(m.BaseURL.ValueString(), m.TokenURL.ValueString())
	if ok {
		m.BaseURL, m.TokenURL = types.StringValue(base), types.StringValue(token)
		return nil
	}
	var missing, set setting
	for _, s := range settings {
		switch field := s.field(m); {
		case field != &m.BaseURL && field != &m.TokenURL:
		case field.IsNull():
			missing = s
		default:
			set = s
		}
	}
	detail := fmt.Sprintf("%q, or the environment variable %s, is set to a host outside zoom.us, and %q is not set. "+
		"Its default would send the client secret of one Zoom cloud to another. %s",
		set.attribute, set.variable, missing.attribute, missing.howToSet())
	if strings.Contains(set.field(m).ValueString(), "zoomgov.com") {
		detail += "\n\nOther products use https://api.zoomgov.com/v2 with https://zoomgov.com/oauth/token; " +
			"Zoom's public documentation does not name them."
	}
	diags.AddAttributeError(path.Root(missing.attribute), "Missing Zoom "+missing.name, detail)
	return diags
}

// clientIsKnown reports whether everything that a client needs is known.
func (m providerModel) clientIsKnown() bool {
	return !m.ClientID.IsUnknown() && !m.ClientSecret.IsUnknown() && !m.BaseURL.IsUnknown() &&
		!m.TokenURL.IsUnknown() && !m.MaxRequestsPerSecond.IsUnknown()
}
