// Package provider is Terraform's side of the Zoom provider: schemas, plans
// and diagnostics. What Zoom is asked is decided in internal/zoom.
package provider

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
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
	_ provider.ProviderWithValidateConfig     = (*zoomProvider)(nil)
)

type zoomProvider struct {
	version  string
	declared declaredChecks
}

// New returns a function that makes the provider; version is its own version,
// which Zoom sees in the user agent.
func New(version string) func() provider.Provider {
	return func() provider.Provider {
		return &zoomProvider{version: version}
	}
}

func (p *zoomProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "zoom"
	resp.Version = p.version
}

func (p *zoomProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"max_requests_per_second": schema.Float64Attribute{
			Optional: true,
			MarkdownDescription: "Maximum number of requests per second, for accounts whose limit is shared with other apps. " +
				"By default there is no maximum, and the provider slows down when Zoom answers that a limit is reached.",
			Validators: []validator.Float64{float64validator.AtLeast(0.01)},
		},
		"content_checks": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "How to treat mistakes found in `content` during planning. " +
				"`\"error\"` stops the plan for what Zoom would refuse or show broken, " +
				"and warns of what it may not show as it is meant. " +
				"`\"strict\"` stops the plan for both, for pipelines. " +
				"`\"warn\"` only warns, in case Zoom accepts more than this version of the provider knows. " +
				"A content that is not a JSON object is always an error. Defaults to `\"error\"`.",
			Validators: []validator.String{stringvalidator.OneOf(contentChecksError, contentChecksStrict, contentChecksWarn)},
		},
	}
	attributes["directory"] = directoryAttribute()
	for _, s := range settings {
		attributes[s.attribute] = schema.StringAttribute{
			Optional: true, Sensitive: s.sensitive, MarkdownDescription: s.markdown(),
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Posts, edits and deletes chatbot messages in Zoom Team Chat, " +
			"with the client credentials of a Zoom app. " +
			"Planning a message makes no request to Zoom and needs no access token. " +
			"The data sources do: they look up users and channels with a second app, see `directory`.",
		Attributes: attributes,
	}
}

// ValidateConfig notes how contents are to be checked.
func (p *zoomProvider) ValidateConfig(
	ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse,
) {
	var level types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("content_checks"), &level)...)
	p.declared.declare(level)
}

// Configure reads the settings and builds the client that everything shares.
// It calls nothing: the token is requested by the first call that needs one.
func (p *zoomProvider) Configure(
	ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse,
) {
	var config providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// What a resource of the same apply still has to find out makes the plan of
	// every message uncertain. A client that can plan in several rounds waits.
	if req.ClientCapabilities.DeferralAllowed && !req.Config.Raw.IsFullyKnown() {
		resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
	}
	config, diags := config.withEnvironment(os.Getenv)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	data := &providerData{
		clientID:      config.ClientID,
		accountID:     config.AccountID,
		robotJID:      config.RobotJID,
		userJID:       config.UserJID,
		contentChecks: config.ContentChecks,
	}
	shared := zoom.Config{
		BaseURL:              config.BaseURL.ValueString(),
		TokenURL:             config.TokenURL.ValueString(),
		UserAgent:            p.userAgent(req.TerraformVersion),
		WrapTransport:        logRequests,
		MaxRequestsPerSecond: config.MaxRequestsPerSecond.ValueFloat64(),
	}
	data.directory = newDirectory(ctx, config, shared, os.Getenv)
	if config.clientIsKnown() {
		shared.ClientID, shared.ClientSecret = config.ClientID.ValueString(), config.ClientSecret.ValueString()
		client, err := zoom.NewClient(shared)
		if err != nil {
			resp.Diagnostics.AddError("Invalid Provider Configuration", "The Zoom client cannot be set up: "+err.Error()+".")
			return
		}
		data.client = client
	}
	resp.ResourceData = data
	resp.DataSourceData = data
	resp.EphemeralResourceData = data
	resp.ActionData = data
}

func (p *zoomProvider) userAgent(terraformVersion string) string {
	return fmt.Sprintf("terraform-provider-zoom/%s (+%s) Terraform/%s", p.version, repository, terraformVersion)
}

func (p *zoomProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &chatbotMessageResource{declared: &p.declared} },
	}
}

func (p *zoomProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{NewChatbotTokenEphemeral}
}

func (p *zoomProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		func() action.Action { return &sendChatbotMessageAction{declared: &p.declared} },
	}
}

func (p *zoomProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		NewUserJIDFunction,
		NewChannelJIDFunction,
		NewMentionFunction,
		NewLinkFunction,
		NewContentFromMarkdownFunction,
	}
}

// DataSources has none for messages: the chatbot API reads nothing back.
func (p *zoomProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{NewUserDataSource, NewChannelDataSource}
}
