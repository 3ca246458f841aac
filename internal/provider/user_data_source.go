package provider

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ datasource.DataSourceWithConfigure = (*userDataSource)(nil)

// lookupNote is the part of the descriptions that says what a look-up costs.
const lookupNote = "**Reading it calls Zoom, in each plan and each apply**, " +
	"with the credentials of `directory` in the provider block: " +
	"a pipeline that plans needs their secret and the network. " +
	"Messages alone are planned without a call.\n\n"

type userDataSource struct {
	data *providerData
}

// NewUserDataSource returns the data source zoom_user.
func NewUserDataSource() datasource.DataSource { return &userDataSource{} }

type userModel struct {
	Email       types.String   `tfsdk:"email"`
	ID          types.String   `tfsdk:"id"`
	JID         types.String   `tfsdk:"jid"`
	DisplayName types.String   `tfsdk:"display_name"`
	AccountID   types.String   `tfsdk:"account_id"`
	Timeouts    timeouts.Value `tfsdk:"timeouts"`
}

var (
	isEmail  = wordValidator{description: "value must be an e-mail address", check: checkEmail}
	isUserID = wordValidator{description: "value must be the ID of a user", check: checkUserID}
)

func checkEmail(value string) error {
	if err := checkNoSpace(value); err != nil {
		return err
	}
	if local, domain, _ := strings.Cut(value, "@"); local == "" || domain == "" || strings.ContainsAny(value, "/?#") {
		return errors.New(`must be an e-mail address, such as "ann@example.com"`)
	}
	return nil
}

// checkUserID finds what is certainly not the ID of a user. "me" is a word of
// Zoom's for the caller, which a Server-to-Server OAuth app is not.
func checkUserID(value string) error {
	if value == "me" || value == "." || value == ".." {
		return errors.New(`must be the ID of a user, such as "KdYKjnimT4KPd8KKdQt9FQ"`)
	}
	return checkID(`the ID of a user, such as "KdYKjnimT4KPd8KKdQt9FQ"`, "an e-mail address or a JID")(value)
}

func (d *userDataSource) Metadata(
	_ context.Context,
	req datasource.MetadataRequest,
	resp *datasource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_user"
}

func (d *userDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A user of the Zoom account, looked up by e-mail address or ID. " +
			"Provides the JID for `to_jid` and `user_jid`, and for the function `mention`.\n\n" + lookupNote +
			"The Server-to-Server OAuth app needs the scope `user:read:user:admin`, " +
			"or `user:read:admin` if it has classic scopes, " +
			"as [Zoom documents for the call](" + usersPage + "). Within one run, each user is looked up once.",
		Attributes: map[string]schema.Attribute{
			"email": schema.StringAttribute{
				Optional:            true,
				Computed:            true,
				MarkdownDescription: "E-mail address of the user. Exactly one of `email` and `id` must be set.",
				Validators: []validator.String{
					isEmail,
					stringvalidator.ExactlyOneOf(path.MatchRoot("email"), path.MatchRoot("id")),
				},
			},
			"id": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "ID of the user. Exactly one of `email` and `id` must be set.",
				Validators:          []validator.String{isUserID},
			},
			"jid": schema.StringAttribute{
				Computed: true, MarkdownDescription: "JID of the user, as Zoom has it.",
			},
			"display_name": schema.StringAttribute{
				Computed: true, MarkdownDescription: "Display name of the user. Empty if Zoom has none.",
			},
			"account_id": schema.StringAttribute{
				Computed: true, MarkdownDescription: "ID of the user's account.",
			},
			"timeouts": lookupTimeouts(),
		},
	}
}

func (d *userDataSource) Configure(
	_ context.Context,
	req datasource.ConfigureRequest,
	resp *datasource.ConfigureResponse,
) {
	d.data = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

// Read looks the user up.
func (d *userDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model userModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	timeout, diags := model.Timeouts.Read(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	client := d.data.directory.clientOrError(&resp.Diagnostics)
	if client == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	attribute, value := "email", model.Email
	if value.IsNull() {
		attribute, value = "id", model.ID
	}
	user, err := client.User(ctx, value.ValueString())
	if err != nil {
		resp.Diagnostics.Append(lookupDiagnostic(lookingUpUser(attribute, "Unable to Look Up Zoom User"), err))
		return
	}
	if user.JID == "" {
		resp.Diagnostics.AddAttributeError(path.Root(attribute), "Zoom User Has No JID",
			"Zoom has the user, but answered without a JID. No message can be sent to the user: "+
				"check that the user has activated the account, and that Team Chat is turned on for the user.")
		return
	}
	if model.Email.IsNull() {
		model.Email = types.StringValue(user.Email)
	}
	if model.ID.IsNull() {
		model.ID = types.StringValue(user.ID)
	}
	model.JID = types.StringValue(user.JID)
	model.DisplayName = types.StringValue(user.DisplayName)
	model.AccountID = types.StringValue(user.AccountID)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
