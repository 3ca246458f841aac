// Package provider is Terraform's side of the Zoom provider: schemas, plans
// and diagnostics. What Zoom is asked is decided in internal/zoom.
package provider

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

const (
	// Address is the provider's address in the registry.
	Address = "registry.terraform.io/zoom-chatbot/zoom"

	repository = "https://github.com/zoom-chatbot/terraform-provider-zoom"
)

var (
	_ provider.ProviderWithFunctions          = (*zoomProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*zoomProvider)(nil)
	_ provider.ProviderWithActions            = (*zoomProvider)(nil)
)

type zoomProvider struct {
	version string
}

// New returns a function that makes the provider; version is its own version,
// which Zoom sees in the user agent.
func New(version string) func() provider.Provider {
	return func() provider.Provider {
		return &zoomProvider{version: version}
	}
}

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
}

func (p *zoomProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "zoom"
	resp.Version = p.version
}

func (p *zoomProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Posts, edits and deletes chatbot messages in Zoom Team Chat, with the client credentials of a Zoom app. " +
			"Nothing is asked of Zoom until a message changes: plans need no network and no token.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Client ID of the Zoom app. Required, here or in the environment variable `ZOOM_CLIENT_ID`.",
			},
			"client_secret": schema.StringAttribute{
				Optional:            true,
				Sensitive:           true,
				MarkdownDescription: "Client secret of the Zoom app. Required, here or in the environment variable `ZOOM_CLIENT_SECRET`.",
			},
			"account_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Account that authorized the app: the default for every message. Environment variable: `ZOOM_ACCOUNT_ID`.",
			},
			"robot_jid": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Bot JID of the app: the default for every message. An app has one for development and one for production, each with its own client credentials. Environment variable: `ZOOM_ROBOT_JID`.",
			},
			"user_jid": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "JID of the user on whose behalf messages are sent: the default for every message. Environment variable: `ZOOM_USER_JID`.",
			},
			"base_url": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "URL of the Zoom API, for accounts on another cluster, or for an emulator. Must use `https`, except for loopback addresses. Defaults to `" + zoom.DefaultBaseURL + "`. Environment variable: `ZOOM_BASE_URL`.",
			},
			"token_url": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "URL of the token endpoint, with the same rules. Defaults to `" + zoom.DefaultTokenURL + "`. Environment variable: `ZOOM_TOKEN_URL`.",
			},
			"max_requests_per_second": schema.Float64Attribute{
				Optional:            true,
				MarkdownDescription: "Most requests that this provider sends to Zoom in a second, for accounts whose limit is shared with other apps. Defaults to no cap: when Zoom answers that a limit is reached, the provider slows down by itself.",
				Validators:          []validator.Float64{float64validator.AtLeast(0.01)},
			},
			"content_checks": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "What becomes of mistakes that the plan finds in the `content` of a message: `\"error\"` stops the plan, `\"warn\"` only warns, for the day when Zoom accepts more than this version of the provider knows. " +
					"What is not a JSON object is always an error. Defaults to `\"error\"`.",
				Validators: []validator.String{stringvalidator.OneOf(contentChecksError, contentChecksWarn)},
			},
		},
	}
}

// Configure reads the settings and builds the client that everything shares.
// It calls nothing: the token is requested by the first call that needs one.
func (p *zoomProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	settings := newSettings(config, os.Getenv, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	data := &providerData{
		accountID:     settings.accountID,
		robotJID:      settings.robotJID,
		userJID:       settings.userJID,
		contentChecks: config.ContentChecks,
	}
	if settings.clientIsKnown() {
		client, err := zoom.NewClient(zoom.Config{
			ClientID:             settings.clientID.ValueString(),
			ClientSecret:         settings.clientSecret.ValueString(),
			BaseURL:              settings.baseURL.ValueString(),
			TokenURL:             settings.tokenURL.ValueString(),
			UserAgent:            p.userAgent(req.TerraformVersion),
			HTTPClient:           newLoggingHTTPClient(),
			MaxRequestsPerSecond: config.MaxRequestsPerSecond.ValueFloat64(),
		})
		if err != nil {
			resp.Diagnostics.AddError("Invalid Provider Configuration", "The Zoom client cannot be set up: "+err.Error()+".")
			return
		}
		data.client = client
	}
	resp.ResourceData = data
	resp.EphemeralResourceData = data
	resp.ActionData = data
}

func (p *zoomProvider) userAgent(terraformVersion string) string {
	return fmt.Sprintf("terraform-provider-zoom/%s (+%s) Terraform/%s", p.version, repository, terraformVersion)
}

func (p *zoomProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{NewChatbotMessageResource}
}

func (p *zoomProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{NewChatbotTokenEphemeral}
}

func (p *zoomProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{NewSendChatbotMessageAction}
}

func (p *zoomProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{NewUserJIDFunction, NewChannelJIDFunction, NewMentionFunction, NewLinkFunction, NewContentFromMarkdownFunction}
}

// DataSources is empty: the chatbot API reads nothing back.
func (p *zoomProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

// settings are the provider's settings after the environment has filled what
// HCL left out.
type settings struct {
	clientID, clientSecret       types.String
	accountID, robotJID, userJID types.String
	baseURL, tokenURL            types.String
	maxRequestsPerSecond         types.Float64
}

// clientIsKnown reports whether everything that a client needs is known.
func (s settings) clientIsKnown() bool {
	return !s.clientID.IsUnknown() && !s.clientSecret.IsUnknown() && !s.baseURL.IsUnknown() &&
		!s.tokenURL.IsUnknown() && !s.maxRequestsPerSecond.IsUnknown()
}

// newSettings resolves each setting and checks it, wherever it came from.
// Settings that are not known yet are left for the apply.
func newSettings(config providerModel, getenv func(string) string, diags *diag.Diagnostics) settings {
	source := settingSource{getenv: getenv, diags: diags}
	return settings{
		clientID:             source.resolve(config.ClientID, "client_id", "ZOOM_CLIENT_ID", "Client ID", required, checkNoSpace),
		clientSecret:         source.resolve(config.ClientSecret, "client_secret", "ZOOM_CLIENT_SECRET", "Client Secret", required, checkNoSpace),
		accountID:            source.resolve(config.AccountID, "account_id", "ZOOM_ACCOUNT_ID", "Account ID", optional, checkNoSpace),
		robotJID:             source.resolve(config.RobotJID, "robot_jid", "ZOOM_ROBOT_JID", "Robot JID", optional, checkJID),
		userJID:              source.resolve(config.UserJID, "user_jid", "ZOOM_USER_JID", "User JID", optional, checkJID),
		baseURL:              source.resolve(config.BaseURL, "base_url", "ZOOM_BASE_URL", "Base URL", optional, zoom.CheckURL),
		tokenURL:             source.resolve(config.TokenURL, "token_url", "ZOOM_TOKEN_URL", "Token URL", optional, zoom.CheckURL),
		maxRequestsPerSecond: config.MaxRequestsPerSecond,
	}
}

const (
	required = true
	optional = false
)

type settingSource struct {
	getenv func(string) string
	diags  *diag.Diagnostics
}

// resolve returns the configured value, else that of the environment variable,
// else null. A value that is there but wrong is reported where it was written;
// it is never printed, since it may be a secret in the wrong place.
func (s settingSource) resolve(configured types.String, attribute, variable, name string, isRequired bool, check func(string) error) types.String {
	value, origin := configured, fmt.Sprintf("The provider's %q", attribute)
	if configured.IsNull() {
		text := s.getenv(variable)
		if text == "" {
			if isRequired {
				s.diags.AddAttributeError(path.Root(attribute), "Missing Zoom "+name,
					fmt.Sprintf("The provider needs the %s of the Zoom app. Set %q in the provider block, or the environment variable %s.",
						strings.ToLower(name[:1])+name[1:], attribute, variable))
			}
			return types.StringNull()
		}
		value, origin = types.StringValue(text), "The environment variable "+variable
	}
	if value.IsUnknown() {
		return value
	}
	if err := check(value.ValueString()); err != nil {
		s.diags.AddAttributeError(path.Root(attribute), "Invalid Zoom "+name, fmt.Sprintf("%s %s.", origin, err))
	}
	return value
}
