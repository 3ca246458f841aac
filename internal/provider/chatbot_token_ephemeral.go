package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/ephemeral/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// tokenLife is how long a token that is handed out is good at least: half of
// the hour that Zoom documents.
//
// The client's own token is shared as long as it has that much left, rather
// than requesting one for each holder: whether a new token of client
// credentials ends the earlier ones is not documented, and a shared one cannot
// be ended by its own sister.
const tokenLife = 30 * time.Minute

// There is no Renew. Terraform would call it, but its answer has no place for
// a new value: whoever holds the token keeps the one that it was given. Zoom
// cannot prolong a token either, and to request another might even end this
// one. Nor is there a Close: the client goes on using the token.
var _ ephemeral.EphemeralResourceWithConfigure = (*chatbotTokenEphemeral)(nil)

type chatbotTokenEphemeral struct {
	data *providerData
}

// NewChatbotTokenEphemeral makes the ephemeral resource zoom_chatbot_token.
func NewChatbotTokenEphemeral() ephemeral.EphemeralResource { return &chatbotTokenEphemeral{} }

type chatbotTokenModel struct {
	AccessToken types.String   `tfsdk:"access_token"`
	ExpiresAt   types.String   `tfsdk:"expires_at"`
	Timeouts    timeouts.Value `tfsdk:"timeouts"`
}

func (r *chatbotTokenEphemeral) Metadata(
	_ context.Context,
	req ephemeral.MetadataRequest,
	resp *ephemeral.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_chatbot_token"
}

func (r *chatbotTokenEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A bearer token of the app, for other providers and for scripts that call Zoom's chatbot API. " +
			"It is stored in no state and no plan. " +
			"Needs Terraform 1.10 or OpenTofu 1.11, or newer.\n\n" +
			"Terraform opens an ephemeral resource in each plan and in each apply that uses it. " +
			"Unlike with messages, a plan therefore requests a token and needs the network. " +
			"Within one run, the provider's own messages and every `zoom_chatbot_token` " +
			"of the same provider configuration share one token: " +
			"Zoom does not document whether several tokens of one app can live side by side.\n\n" +
			"**The token is not renewed while it is in use.** Zoom's tokens are valid for an hour and cannot be extended, " +
			"and Terraform cannot pass a new value to what already uses the old one. " +
			"When the resource is opened, the token is valid for at least 30 minutes " +
			"(at least half of its lifetime, if that is less than an hour); split an apply that uses it for longer. " +
			"The provider's own messages do not depend on that: they go on with a new token.",
		Attributes: map[string]schema.Attribute{
			"access_token": schema.StringAttribute{
				Computed:  true,
				Sensitive: true,
				MarkdownDescription: "The token, for the header `Authorization: Bearer <access_token>`. " +
					"It can send, edit and delete messages of the bot, and nothing else.",
			},
			"expires_at": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "When the token ends, in RFC 3339 format and UTC, such as `2006-01-02T15:04:05Z`.",
			},
			"timeouts": tokenTimeouts(),
		},
	}
}

func (r *chatbotTokenEphemeral) Configure(
	_ context.Context,
	req ephemeral.ConfigureRequest,
	resp *ephemeral.ConfigureResponse,
) {
	r.data = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

// Open hands out the client's token. In a plan that does not know the
// provider's settings yet, it hands out that the token is not known yet.
func (r *chatbotTokenEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model chatbotTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	timeout, diags := model.Timeouts.Open(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if r.data != nil && r.data.client == nil {
		// OpenTofu 1.12 refuses this as a bug of the provider. The provider
		// cannot tell whom it speaks to, so the warning says it to both.
		resp.Diagnostics.AddWarning("Access Token Not Known Yet",
			"The token is requested in the apply, because a setting of the provider has a value that is not known yet. "+
				"OpenTofu does not accept that, and reports it as a bug of the provider: "+
				"with OpenTofu, use provider settings that do not depend on resources of the same apply.")
		model.AccessToken, model.ExpiresAt = types.StringUnknown(), types.StringUnknown()
		resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
		return
	}
	client := r.data.clientOrError(&resp.Diagnostics)
	if client == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	token, err := client.Token(ctx, tokenLife)
	if err != nil {
		resp.Diagnostics.Append(tokenDiagnostic(err))
		return
	}
	model.AccessToken = types.StringValue(token.AccessToken)
	model.ExpiresAt = types.StringValue(token.ExpiresAt.UTC().Format(time.RFC3339))
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
	tflog.Debug(ctx, "handed out access token", map[string]any{"expires_at": model.ExpiresAt.ValueString()})
}

// tokenDiagnostic returns the diagnostic of a token that could not be had.
func tokenDiagnostic(err error) diag.Diagnostic {
	e := *callError(err)
	op := operation{timeout: "open"}
	_, hint := hintFor(op, messageModel{}, &e)
	e.Token = false // the detail says so already
	detail := "The provider could not get an access token: " + reasonOf(op, &e)
	if hint != "" {
		detail += "\n\n" + hint
	}
	return diag.NewErrorDiagnostic("Unable to Get Access Token", detail)
}
