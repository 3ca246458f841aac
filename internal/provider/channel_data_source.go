package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

var _ datasource.DataSourceWithConfigure = (*channelDataSource)(nil)

type channelDataSource struct {
	data *providerData
}

// NewChannelDataSource returns the data source zoom_channel.
func NewChannelDataSource() datasource.DataSource { return &channelDataSource{} }

type channelModel struct {
	Name     types.String   `tfsdk:"name"`
	ID       types.String   `tfsdk:"id"`
	Member   types.String   `tfsdk:"member"`
	JID      types.String   `tfsdk:"jid"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

var (
	isChannelID = wordValidator{
		description: "value must be the ID of a channel",
		check: checkID(
			`the ID of a channel, such as "0123456789abcdef0123456789abcdef"`,
			"a JID, which needs no look-up",
		),
	}
	isMember = wordValidator{description: "value must be the e-mail address or the ID of a user", check: checkMember}
)

func checkMember(value string) error {
	if strings.Contains(value, "@") {
		return checkEmail(value)
	}
	return checkUserID(value)
}

func (d *channelDataSource) Metadata(
	_ context.Context,
	req datasource.MetadataRequest,
	resp *datasource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_channel"
}

func (d *channelDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A channel of the Zoom account, looked up by name or ID. " +
			"Provides the JID for `to_jid`.\n\n" + lookupNote +
			"The Server-to-Server OAuth app needs a scope, as Zoom documents for the calls (" +
			"[List user's channels](" + teamChatPage + "), [List account's public channels](" + teamChatPage + ")): " +
			"`team_chat:read:list_user_channels:admin` with `member`, `team_chat:read:list_channels:admin` without it, " +
			"or `chat_channel:read:admin` for both if the app has classic scopes. " +
			"Its owner needs a role with the View permission for Chat Channels.\n\n" +
			"Zoom has no call that finds a channel by its name, so the channels are listed: once in a run for each `member`, " +
			"however many channels are looked up. A page has up to 300 channels of a member, but only 20 public channels: " +
			"in an account with many of them, `member` takes fewer requests.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Name of the channel, exactly as it is shown in Zoom: case and white space count. " +
					"If several channels have the name, the look-up fails and lists their IDs. " +
					"Exactly one of `name` and `id` must be set.",
				Validators: []validator.String{
					stringvalidator.LengthAtLeast(1), stringvalidator.ExactlyOneOf(path.MatchRoot("name"), path.MatchRoot("id")),
				},
			},
			"id": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "ID of the channel. Exactly one of `name` and `id` must be set.",
				Validators:          []validator.String{isChannelID},
			},
			"member": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "E-mail address or ID of a user whose channels are listed, public or not. " +
					"An e-mail address takes one more request, for the user's ID, and the scope of `zoom_user`. " +
					"By default, the public channels of the account are listed.",
				Validators: []validator.String{isMember},
			},
			"jid": schema.StringAttribute{
				Computed: true, MarkdownDescription: "JID of the channel, as Zoom has it.",
			},
			"timeouts": lookupTimeouts(),
		},
	}
}

func (d *channelDataSource) Configure(
	_ context.Context,
	req datasource.ConfigureRequest,
	resp *datasource.ConfigureResponse,
) {
	d.data = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

// Read lists the channels, unless that was done already, and finds the one.
func (d *channelDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model channelModel
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

	all, problem := channelsFor(ctx, client, model.Member)
	if problem == nil {
		var channel zoom.Channel
		if channel, problem = model.find(all); problem == nil {
			model.Name, model.ID = types.StringValue(channel.Name), types.StringValue(channel.ID)
			model.JID = types.StringValue(channel.JID)
			resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
			return
		}
	}
	resp.Diagnostics.Append(problem)
}

// channelsFor returns the channels of a member, or the public ones if there is
// none. Zoom documents the ID of a user for that call, and no e-mail address.
func channelsFor(ctx context.Context, client *zoom.Directory, member types.String) ([]zoom.Channel, diag.Diagnostic) {
	if member.IsNull() {
		all, err := client.PublicChannels(ctx)
		if err != nil {
			return nil, lookupDiagnostic(listingPublic, err)
		}
		return all, nil
	}
	id := member.ValueString()
	if strings.Contains(id, "@") {
		user, err := client.User(ctx, id)
		if err != nil {
			return nil, lookupDiagnostic(lookingUpUser("member", "Unable to Look Up Zoom Channel"), err)
		}
		id = user.ID
	}
	all, err := client.ChannelsOf(ctx, id)
	if err != nil {
		return nil, lookupDiagnostic(listingOfMember, err)
	}
	return all, nil
}

// find returns the one channel that the configuration names.
func (m channelModel) find(all []zoom.Channel) (zoom.Channel, diag.Diagnostic) {
	attribute, named := "name", func(c zoom.Channel) bool { return c.Name == m.Name.ValueString() }
	if m.Name.IsNull() {
		attribute, named = "id", func(c zoom.Channel) bool { return c.ID == m.ID.ValueString() }
	}
	var found, similar []zoom.Channel
	for _, c := range all {
		switch {
		case named(c):
			if !slices.Contains(found, c) { // a listing that changes meanwhile may repeat one
				found = append(found, c)
			}
		case attribute == "name" && folded(c.Name) == folded(m.Name.ValueString()):
			similar = append(similar, c)
		}
	}
	switch len(found) {
	case 0:
		return zoom.Channel{}, m.notFound(attribute, len(all), similar)
	case 1:
		return found[0], nil
	default:
		return zoom.Channel{}, diag.NewAttributeErrorDiagnostic(path.Root("name"), "Ambiguous Zoom Channel Name", fmt.Sprintf(
			"%d channels have this name. Their IDs: %s.\n\nSet id instead of name.", len(found), listed(found)))
	}
}

func (m channelModel) notFound(attribute string, count int, similar []zoom.Channel) diag.Diagnostic {
	whose := "public channel of the account"
	if !m.Member.IsNull() {
		whose = "channel of the member"
	}
	detail := fmt.Sprintf("No %s has this %s. Channels listed: %d.", whose, attribute, count)
	if len(similar) > 0 {
		detail += fmt.Sprintf(
			" Case and white space count; with other case or white space, the name is that of: %s.",
			listed(similar),
		)
	}
	detail += "\n\nCheck the " + attribute
	if m.Member.IsNull() {
		detail += ", or set member to the e-mail address or ID of a member of the channel: " +
			"without it, only public channels are found"
	} else {
		detail += ", and that the member is in the channel"
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), "Zoom Channel Not Found", detail+".")
}

// folded returns a name without the differences that people overlook.
func folded(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// listed returns the IDs of the first of the channels. They are quoted, as a
// server chose them.
func listed(channels []zoom.Channel) string {
	const most = 10
	var ids []string
	for _, c := range channels[:min(len(channels), most)] {
		ids = append(ids, fmt.Sprintf("%q", c.ID))
	}
	text := strings.Join(ids, ", ")
	if len(channels) > most {
		text += fmt.Sprintf(" and %d more", len(channels)-most)
	}
	return text
}
