package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

var (
	_ resource.ResourceWithConfigure   = (*chatbotMessageResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*chatbotMessageResource)(nil)
	_ resource.ResourceWithImportState = (*chatbotMessageResource)(nil)
	_ resource.ResourceWithIdentity    = (*chatbotMessageResource)(nil)
	_ resource.ResourceWithMoveState   = (*chatbotMessageResource)(nil)
)

// chatbotMessageResource is the resource zoom_chatbot_message.
type chatbotMessageResource struct {
	data     *providerData   // nil until the provider is configured
	declared *declaredChecks // for the time before that
}

func (r *chatbotMessageResource) Metadata(
	_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_chatbot_message"
	// The identity of a message that was moved from another provider may lack
	// its account and bot until the first apply completes it. Apart from that
	// it never changes: another account or bot means another message.
	resp.ResourceBehavior.MutableIdentity = true
}

func (r *chatbotMessageResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A chatbot message in Zoom Team Chat. Creating the resource posts the message, changing it " +
			"edits the message in place, and destroying it deletes the message.\n\n" +
			"The Zoom chatbot API has no endpoint to read a message. Terraform therefore does not detect that somebody " +
			"edited or deleted the message in Zoom Team Chat.",
		Attributes: map[string]schema.Attribute{
			"to_jid": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "JID of the channel or user that receives the message. Changing this deletes the message " +
					"and posts a new one.",
				Validators: []validator.String{isRecipient},
			},
			"content": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Content of the message: a JSON object in Zoom's message format (`head`, `body`, " +
					"`settings`), usually written with `jsonencode`. It is sent as written, apart from whitespace. A change in " +
					"meaning edits the message in place; a change of formatting or key order plans no change.",
				Validators:    []validator.String{isJSONObject{}},
				PlanModifiers: []planmodifier.String{sameMeaning{}},
			},
			"is_markdown_support": schema.BoolAttribute{
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
				MarkdownDescription: "Whether Zoom applies its Markdown parser to the message. Defaults to `false`. Changing " +
					"this edits the message in place.",
			},
			"user_jid": schema.StringAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "JID of the user on whose behalf the message is sent. Defaults to the provider's " +
					"`user_jid`. If neither is set, requests have no `user_jid`: Zoom's API reference requires it for posting, " +
					"Zoom's guide for user-managed apps only. Changing this edits the message in place.",
				Validators: []validator.String{isJID},
			},
			"account_id": schema.StringAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "ID of the account that authorized the app. Defaults to the provider's `account_id`. " +
					"Changing this deletes the message and posts a new one.",
				Validators: []validator.String{isWord},
			},
			"robot_jid": schema.StringAttribute{
				Optional: true,
				Computed: true,
				MarkdownDescription: "JID of the bot that sends the message. Defaults to the provider's `robot_jid`. Changing " +
					"this deletes the message and posts a new one.",
				Validators: []validator.String{isJID},
			},
			"visible_to_user": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "ID of the only user who sees the message in the channel. By default, every member sees " +
					"it. Changing this deletes the message and posts a new one.",
				Validators: []validator.String{isWord},
			},
			"reply_to": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "`message_id` of the message to reply to, in its thread. Changing this deletes the " +
					"message and posts a new one.",
				Validators: []validator.String{isWord},
			},
			"skip_destroy": schema.BoolAttribute{
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
				MarkdownDescription: "Whether to leave the message in the channel when the resource is destroyed or replaced, " +
					"and only remove it from the state. Defaults to `false`. When the resource is destroyed, the value from the " +
					"last apply is used. When it is replaced, the new value is used, unless the resource has " +
					"`create_before_destroy`. Changing this makes no API call.",
			},
			"message_id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "ID that Zoom assigned to the message. It does not change when the message is edited.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"sent_time": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "Time when the message was posted, in the format of Zoom's answer. For an imported " +
					"message, the time in Zoom's answer to the first edit.",
				// Null after an import, until the first edit.
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"timeouts": messageTimeouts(),
		},
	}
}

func (r *chatbotMessageResource) Configure(
	_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse,
) {
	r.data = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

// Create posts the message.
func (r *chatbotMessageResource) Create(
	ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse,
) {
	plan, diags := decodeMessage(req.Plan.Raw)
	resp.Diagnostics.Append(diags...)
	timeout, diags := messageTimeout(ctx, req.Plan, timeouts.Value.Create)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(checkKnown(plan.messageModel)...)
	client := r.data.clientOrError(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	sent, err := client.SendMessage(ctx, plan.sendRequest())
	if err != nil {
		resp.Diagnostics.Append(messageDiagnostic(sending, plan.messageModel, err))
		return
	}
	plan.MessageID = types.StringValue(sent.MessageID)
	plan.SentTime = nullIfEmpty(sent.SentTime)
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("message_id"), plan.MessageID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("sent_time"), plan.SentTime)...)
	setIdentity(resp.Identity, resp.State.Raw)
	resp.Diagnostics.Append(r.data.rememberSender(ctx, resp.Private)...)
	resp.Diagnostics.Append(sentWarnings(sent)...)
	tflog.Debug(ctx, "posted chatbot message", map[string]any{"message_id": sent.MessageID})
}

// Read asks Zoom nothing: the API has no endpoint to read a bot's message, so
// Read keeps the state, except that of a message which an edit did not find. A
// message that was moved from another provider may not know its account and bot
// yet.
func (r *chatbotMessageResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	if r.data != nil {
		resp.Diagnostics.Append(r.completeSender(ctx, resp)...)
		resp.Diagnostics.Append(r.rememberUnknownDefault(ctx, resp.Private)...)
		var messageID types.String
		resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("message_id"), &messageID)...)
		resp.Diagnostics.Append(r.data.noteForeign(ctx, req.Private, messageID.ValueString())...)
	}
	setIdentity(resp.Identity, resp.State.Raw)
	if gone, _ := recall[bool](ctx, req.Private, goneKey, &resp.Diagnostics); gone {
		resp.State.RemoveResource(ctx)
	}
}

// completeSender fills in the account and the bot of a moved message.
func (r *chatbotMessageResource) completeSender(ctx context.Context, resp *resource.ReadResponse) diag.Diagnostics {
	state, diags := decodeMessage(resp.State.Raw)
	for _, d := range r.data.messageDefaults() {
		isKnown := !d.fallback.IsUnknown() && !d.fallback.IsNull()
		if d.required && isKnown && d.field(&state.messageModel).IsNull() {
			diags.Append(resp.State.SetAttribute(ctx, path.Root(d.attribute), d.fallback)...)
		}
	}
	return diags
}

// rememberUnknownDefault remembers, until the next refresh, that this one does
// not know a default that every message has.
func (r *chatbotMessageResource) rememberUnknownDefault(
	ctx context.Context, private privateState,
) (diags diag.Diagnostics) {
	isUnknown := r.data.accountID.IsUnknown() || r.data.robotJID.IsUnknown()
	wasUnknown, _ := recall[bool](ctx, private, defaultUnknownKey, &diags)
	switch {
	case isUnknown && !wasUnknown:
		diags.Append(remember(ctx, private, defaultUnknownKey, true)...)
	case wasUnknown && !isUnknown:
		diags.Append(forget(ctx, private, defaultUnknownKey)...)
	}
	return diags
}

// Update edits the message in place, if there is something that Zoom has to
// know.
func (r *chatbotMessageResource) Update(
	ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse,
) {
	plan, diags := decodeMessage(req.Plan.Raw)
	resp.Diagnostics.Append(diags...)
	state, diags := decodeMessage(req.State.Raw)
	resp.Diagnostics.Append(diags...)
	contentUnknown, _ := recall[bool](ctx, req.Private, contentUnknownKey, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	edited := &zoom.Message{}
	if contentUnknown || plan.differsInZoom(state.messageModel) {
		edited = r.edit(ctx, req, resp, plan, state)
	} else if _, ok := recall[string](ctx, req.Private, clientIDKey, &resp.Diagnostics); !ok {
		resp.Diagnostics.Append(r.data.rememberSender(ctx, resp.Private)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.State.Raw = req.Plan.Raw
	if plan.SentTime.IsUnknown() {
		sentTime := state.SentTime
		if sentTime.IsNull() {
			sentTime = nullIfEmpty(edited.SentTime)
		}
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("sent_time"), sentTime)...)
	}
	setIdentity(resp.Identity, resp.State.Raw)
}

// edit edits the message and remembers how that went. The answer is nil if
// there was none.
func (r *chatbotMessageResource) edit(
	ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse, plan, state chatbotMessageModel,
) *zoom.Message {
	timeout, diags := messageTimeout(ctx, req.Plan, timeouts.Value.Update)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(checkKnown(plan.messageModel)...)
	client := r.data.clientOrError(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	edited, err := client.EditMessage(ctx, state.MessageID.ValueString(), plan.editRequest())
	switch {
	case err == nil:
		resp.Diagnostics.Append(forget(ctx, resp.Private, goneKey, contentUnknownKey)...)
		resp.Diagnostics.Append(r.data.rememberSender(ctx, resp.Private)...)
		resp.Diagnostics.Append(checkEdited(plan, state, edited)...)
		return edited
	case zoom.IsNotFound(err) && r.data.isForeign(ctx, req.Private, &resp.Diagnostics):
		// It is not gone: posting it again would be the second message.
		resp.Diagnostics.Append(foreignMessage("edit", editExits))
		return nil
	case zoom.IsNotFound(err) && state.isAdopted():
		// Nobody knows which app sent it: it may be another one's, as above.
		resp.Diagnostics.Append(adoptedNotFound(state.MessageID.ValueString(), err))
		return nil
	case zoom.IsNotFound(err):
		resp.Diagnostics.Append(remember(ctx, resp.Private, goneKey, true)...)
		resp.Diagnostics.Append(goneDiagnostic(state.MessageID.ValueString(), err))
		return nil
	case zoom.IsUnknownOutcome(err):
		resp.Diagnostics.Append(remember(ctx, resp.Private, contentUnknownKey, true)...)
	}
	resp.Diagnostics.Append(messageDiagnostic(editing, plan.messageModel, err))
	return nil
}

// Delete deletes the message. One that is gone already is deleted, unless it
// is another app's, for which Zoom answers the same.
func (r *chatbotMessageResource) Delete(
	ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse,
) {
	state, diags := decodeMessage(req.State.Raw)
	resp.Diagnostics.Append(diags...)
	if skipsDestroy(ctx, state, req.Private, &resp.Diagnostics) {
		tflog.Debug(ctx, "left chatbot message in its channel", map[string]any{"message_id": state.MessageID.ValueString()})
		return
	}
	if unknown, _ := recall[bool](ctx, req.Private, timeoutsUnknownKey, &resp.Diagnostics); unknown {
		resp.Diagnostics.Append(unknownTimeouts())
		resp.Diagnostics.Append(restoreSender(ctx, req.Private, state.MessageID.ValueString())...)
		resp.Diagnostics.Append(forget(ctx, resp.Private, timeoutsUnknownKey, skipDestroyKey)...)
		return
	}
	timeout, diags := messageTimeout(ctx, req.State, timeouts.Value.Delete)
	resp.Diagnostics.Append(diags...)
	client := r.data.clientOrError(&resp.Diagnostics)
	if client != nil {
		resp.Diagnostics.Append(r.data.checkSender(state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	err := client.DeleteMessage(ctx, state.MessageID.ValueString(), state.deleteRequest())
	resp.Diagnostics.Append(restoreSender(ctx, req.Private, state.MessageID.ValueString())...)
	_, sender := recall[string](ctx, req.Private, clientIDKey, &resp.Diagnostics)
	switch {
	case err == nil:
		return
	case !zoom.IsNotFound(err):
		resp.Diagnostics.Append(messageDiagnostic(deleting, state.messageModel, err))
	case r.data.isForeign(ctx, req.Private, &resp.Diagnostics):
		resp.Diagnostics.Append(foreignMessage("delete", destroyExits))
	case !sender:
		resp.Diagnostics.Append(goneOrForeign())
	}
	// The plan that it came with is over.
	resp.Diagnostics.Append(forget(ctx, resp.Private, skipDestroyKey)...)
}

// skipsDestroy reports whether the message is to be left in its channel: as
// the plan of its replacement says, or else the state.
func skipsDestroy(ctx context.Context, state chatbotMessageModel, private privateState, diags *diag.Diagnostics) bool {
	if planned, ok := recall[bool](ctx, private, skipDestroyKey, diags); ok {
		return planned
	}
	return state.SkipDestroy.ValueBool()
}

// checkSender finds that a message which was moved from another provider, and
// never applied since, does not know its account or bot.
func (d *providerData) checkSender(state chatbotMessageModel) (diags diag.Diagnostics) {
	for _, sender := range d.messageDefaults() {
		if sender.required && sender.field(&state.messageModel).IsNull() {
			diags.Append(sender.missing())
		}
	}
	return diags
}

func nullIfEmpty(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}
