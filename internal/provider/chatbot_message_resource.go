package provider

import (
	"context"
	"fmt"
	"strings"

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

// goneKey is set in the private state of a message that an edit did not find:
// nothing can be read back, so this is how the next refresh knows.
const goneKey = "gone"

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

func (r *chatbotMessageResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_chatbot_message"
	// The identity of a message that was moved from another provider may lack
	// its account and bot until the first apply completes it. Apart from that
	// it never changes: another account or bot means another message.
	resp.ResourceBehavior.MutableIdentity = true
}

func (r *chatbotMessageResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A message that stands in Zoom Team Chat: posted when the resource is created, edited in place when it changes, deleted when it is destroyed.\n\n" +
			"The Zoom chatbot API cannot read a message back. Terraform therefore does not notice when somebody deletes or edits the message by hand.",
		Attributes: map[string]schema.Attribute{
			"to_jid": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "JID of the channel or user that gets the message. Changing this deletes the message and posts a new one.",
				Validators:          []validator.String{isJID},
				PlanModifiers:       []planmodifier.String{replacesMessage()},
			},
			"content": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "The message, as a JSON object with Zoom's message template (`head`, `body`, `settings`), usually written with `jsonencode`. " +
					"It is sent as written, white space apart. A change of its meaning edits the message in place; formatting and key order plan no change.",
				Validators:    []validator.String{isJSONObject{}},
				PlanModifiers: []planmodifier.String{sameMeaning{}},
			},
			"is_markdown_support": schema.BoolAttribute{
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
				MarkdownDescription: "Whether Zoom applies its Markdown parser to the message. Defaults to `false`. Changing this edits the message in place.",
			},
			"user_jid": schema.StringAttribute{
				Optional:            true,
				Computed:            true,
				MarkdownDescription: "JID of the user on whose behalf the message is sent. Defaults to the provider's `user_jid`. Changing this edits the message in place.",
				Validators:          []validator.String{isJID},
			},
			"account_id": schema.StringAttribute{
				Optional:            true,
				Computed:            true,
				MarkdownDescription: "Account that authorized the app. Defaults to the provider's `account_id`. Changing this deletes the message and posts a new one.",
				Validators:          []validator.String{isWord},
			},
			"robot_jid": schema.StringAttribute{
				Optional:            true,
				Computed:            true,
				MarkdownDescription: "JID of the bot that sends the message. Defaults to the provider's `robot_jid`. Changing this deletes the message and posts a new one.",
				Validators:          []validator.String{isJID},
			},
			"visible_to_user": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "User ID of the only member of the channel who sees the message. Defaults to everybody. Changing this deletes the message and posts a new one.",
				Validators:          []validator.String{isWord},
				PlanModifiers:       []planmodifier.String{replacesMessage()},
			},
			"reply_to": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "`message_id` of the message that this one replies to, in its thread. Changing this deletes the message and posts a new one.",
				Validators:          []validator.String{isWord},
				PlanModifiers:       []planmodifier.String{replacesMessage()},
			},
			"skip_destroy": schema.BoolAttribute{
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
				MarkdownDescription: "Whether the message stays in the channel when the resource is destroyed or replaced, so that only the state lets go of it. Defaults to `false`. " +
					"It counts as it was when last applied. Changing this asks nothing of Zoom.",
			},
			"message_id": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "ID that Zoom gave the message. It stays the same through edits.",
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"sent_time": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "When the message was posted, as Zoom wrote it; for an imported message, as Zoom answered to the first edit.",
				// Null after an import, until an edit tells it.
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"timeouts": messageTimeouts(ctx),
		},
	}
}

func (r *chatbotMessageResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

// Create posts the message.
func (r *chatbotMessageResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan chatbotMessageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	timeout, diags := plan.Timeouts.Create(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	client := r.data.clientOrError(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	sent, err := client.SendMessage(ctx, plan.sendRequest())
	if err != nil {
		resp.Diagnostics.Append(messageDiagnostic(sending, plan, err))
		return
	}
	plan.MessageID = types.StringValue(sent.MessageID)
	plan.SentTime = nullIfEmpty(sent.SentTime)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	tflog.Debug(ctx, "posted chatbot message", map[string]any{"message_id": sent.MessageID})
}

// Read asks nothing: the API has no endpoint that reads a bot's message, so
// the state stands, except for a message that an edit did not find. One that
// was moved from another provider may not know its account and bot yet.
func (r *chatbotMessageResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state chatbotMessageModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if r.data != nil && (state.AccountID.IsNull() || state.RobotJID.IsNull()) {
		fillFrom(&state.AccountID, r.data.accountID)
		fillFrom(&state.RobotJID, r.data.robotJID)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)

	gone, diags := req.Private.GetKey(ctx, goneKey)
	resp.Diagnostics.Append(diags...)
	if gone != nil {
		resp.State.RemoveResource(ctx)
	}
}

// Update edits the message in place, if there is something that Zoom has to
// know.
func (r *chatbotMessageResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state chatbotMessageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	timeout, diags := plan.Timeouts.Update(ctx, defaultTimeout)
	resp.Diagnostics.Append(diags...)
	client := r.data.clientOrError(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	edited := &zoom.Message{}
	if plan.needsEdit(state) {
		ctx, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()
		var err error
		edited, err = client.EditMessage(ctx, state.MessageID.ValueString(), plan.editRequest())
		if err != nil {
			resp.Diagnostics.Append(messageDiagnostic(editing, plan, err))
			resp.Diagnostics.Append(r.rememberFailedEdit(ctx, state, err, resp)...)
			return
		}
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, goneKey, nil)...) // it is there after all
	}
	if state.isAdopted() {
		resp.Diagnostics.Append(checkAdopted(plan, edited)...)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	if plan.SentTime.IsUnknown() {
		plan.SentTime = nullIfEmpty(edited.SentTime)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

// Delete deletes the message. One that is gone already is deleted.
func (r *chatbotMessageResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state chatbotMessageModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if state.SkipDestroy.ValueBool() {
		tflog.Debug(ctx, "left chatbot message standing", map[string]any{"message_id": state.MessageID.ValueString()})
		return
	}
	timeout, diags := state.Timeouts.Delete(ctx, defaultTimeout)
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
	if err != nil && !zoom.IsNotFound(err) {
		resp.Diagnostics.Append(messageDiagnostic(deleting, state, err))
	}
}

// rememberFailedEdit writes down what a failed edit leaves behind: that the
// message is gone, so that the next plan posts it again, or that nobody knows
// which content it shows, so that the next plan edits it whatever is
// configured then.
func (r *chatbotMessageResource) rememberFailedEdit(ctx context.Context, state chatbotMessageModel, err error, resp *resource.UpdateResponse) (diags diag.Diagnostics) {
	switch {
	case zoom.IsNotFound(err):
		diags.Append(resp.Private.SetKey(ctx, goneKey, []byte("true"))...)
	case zoom.IsUnknownOutcome(err):
		state.Content = types.StringNull()
		diags.Append(resp.State.Set(ctx, &state)...)
	}
	return diags
}

// checkAdopted compares where an imported message stands, which only the
// answer to its first edit tells, with where it is configured to stand.
func checkAdopted(plan chatbotMessageModel, edited *zoom.Message) (diags diag.Diagnostics) {
	switch configured := plan.ToJID.ValueString(); {
	case edited.ToJID == "":
		diags.AddAttributeWarning(path.Root("to_jid"), "Channel of Imported Chatbot Message Not Confirmed",
			fmt.Sprintf("The message %q was edited, but Zoom's answer did not say where it stands. Make sure that it is in %q.",
				plan.MessageID.ValueString(), configured))
	case !strings.EqualFold(edited.ToJID, configured):
		diags.AddAttributeError(path.Root("to_jid"), "Imported Chatbot Message Stands in Another Channel",
			fmt.Sprintf("The message %q was edited, and Zoom answered that it stands in %q; the configuration says %q.\n\n"+
				"If it is the right message, set to_jid to %[2]q. Otherwise take it out of the state with \"terraform state rm\" and import the right one. Until then Terraform does not move or post anything.",
				plan.MessageID.ValueString(), edited.ToJID, configured))
	}
	return diags
}

func nullIfEmpty(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}
