package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// directoryModel is the app that looks up users and channels.
type directoryModel struct {
	ClientID     types.String `tfsdk:"client_id"`
	ClientSecret types.String `tfsdk:"client_secret"`
	AccountID    types.String `tfsdk:"account_id"`
}

// directorySettings are its settings. Each can be in an environment variable as
// well.
var directorySettings = []struct {
	attribute, variable, description string
	sensitive                        bool
	field                            func(*directoryModel) *types.String
}{
	{
		attribute: "client_id", variable: "ZOOM_DIRECTORY_CLIENT_ID",
		description: "Client ID of the Server-to-Server OAuth app.",
		field:       func(m *directoryModel) *types.String { return &m.ClientID },
	},
	{
		attribute: "client_secret", variable: "ZOOM_DIRECTORY_CLIENT_SECRET", sensitive: true,
		description: "Client secret of the Server-to-Server OAuth app.",
		field:       func(m *directoryModel) *types.String { return &m.ClientSecret },
	},
	{
		attribute: "account_id", variable: "ZOOM_DIRECTORY_ACCOUNT_ID",
		description: "ID of the Zoom account that owns the app, as its credentials page shows it.",
		field:       func(m *directoryModel) *types.String { return &m.AccountID },
	},
}

func directoryAttribute() schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for _, s := range directorySettings {
		attributes[s.attribute] = schema.StringAttribute{
			Optional: true, Sensitive: s.sensitive,
			MarkdownDescription: fmt.Sprintf("%s Environment variable: `%s`.", s.description, s.variable),
		}
	}
	return schema.SingleNestedAttribute{
		Optional:   true,
		Attributes: attributes,
		MarkdownDescription: "Credentials of a second Zoom app, of the type " +
			"[Server-to-Server OAuth](https://developers.zoom.us/docs/internal-apps/s2s-oauth/), " +
			"for the data sources `zoom_user` and `zoom_channel`. " +
			"Zoom does not allow a chatbot app to look up users and channels. " +
			"Without these data sources, the credentials are neither needed nor checked, and no request is made with them. " +
			"The requests go to `base_url` and `token_url`; `max_requests_per_second` applies to them separately.",
	}
}

// directory is the client that looks up, or why there is none. That is told only
// to those who look up.
type directory struct {
	client  *zoom.Directory
	problem diag.Diagnostic
}

// newDirectory returns the directory of a configuration, whose settings the
// environment has filled in. It makes no request, and reports nothing.
func newDirectory(ctx context.Context, config providerModel, shared zoom.Config, getenv func(string) string) directory {
	var model directoryModel
	unknown := config.BaseURL.IsUnknown() || config.TokenURL.IsUnknown() || config.MaxRequestsPerSecond.IsUnknown()
	lenient := basetypes.ObjectAsOptions{UnhandledNullAsEmpty: true, UnhandledUnknownAsEmpty: true}
	switch diags := config.Directory.As(ctx, &model, lenient); {
	case diags.HasError():
		return directory{problem: diags[0]}
	case unknown, config.Directory.IsUnknown(), model.isUnknown():
		return directory{problem: diag.NewErrorDiagnostic(
			"Zoom Directory Settings Not Known Yet",
			"Users and channels cannot be looked up, because a value of directory, base_url, token_url or "+
				"max_requests_per_second of the provider is only known in the apply. "+
				"Use values that do not depend on resources of the same apply, "+
				"or apply what they depend on first, with -target.",
		)}
	}
	if problem := model.complete(getenv); problem != nil {
		return directory{problem: problem}
	}
	shared.ClientID, shared.ClientSecret = model.ClientID.ValueString(), model.ClientSecret.ValueString()
	client, err := zoom.NewDirectory(shared, model.AccountID.ValueString())
	if err != nil {
		return directory{problem: diag.NewErrorDiagnostic("Invalid Provider Configuration",
			"The client that looks up users and channels cannot be set up: "+err.Error()+".")}
	}
	return directory{client: client}
}

func (m directoryModel) isUnknown() bool {
	for _, value := range []attr.Value{m.ClientID, m.ClientSecret, m.AccountID} {
		if value.IsUnknown() {
			return true
		}
	}
	return false
}

// complete takes what is not set from the environment, and returns what is
// missing or wrong. A wrong value is never printed, since it may be a secret in
// the wrong place.
func (m *directoryModel) complete(getenv func(string) string) diag.Diagnostic {
	var missing []string
	for _, s := range directorySettings {
		value := s.field(m)
		origin := fmt.Sprintf("The provider's %q", "directory."+s.attribute)
		if value.IsNull() {
			origin = "The environment variable " + s.variable
			*value = types.StringValue(getenv(s.variable))
			if value.ValueString() == "" {
				missing = append(missing, fmt.Sprintf("directory.%s (or the environment variable %s)", s.attribute, s.variable))
				continue
			}
		}
		if err := checkNoSpace(value.ValueString()); err != nil {
			return diag.NewErrorDiagnostic("Invalid Zoom Directory Credentials", fmt.Sprintf("%s %s.", origin, err))
		}
	}
	if missing == nil {
		return nil
	}
	return diag.NewErrorDiagnostic("Missing Zoom Directory Credentials",
		"Zoom does not allow a chatbot app to look up users and channels. The data sources need a second app, "+
			"of the type Server-to-Server OAuth. The provider does not have its credentials: set "+strings.Join(missing, ", ")+
			".\n\nWithout such an app, use JIDs instead: the guide \"Getting started\" says where to find them.")
}

// clientOrError is the client that looks up, or the problem as an error.
func (d directory) clientOrError(diags *diag.Diagnostics) *zoom.Directory {
	if d.problem != nil {
		diags.Append(d.problem)
	}
	return d.client
}
