package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

var (
	_ action.ActionWithConfigure  = (*sendChatbotMessageAction)(nil)
	_ action.ActionWithModifyPlan = (*sendChatbotMessageAction)(nil)
)

// sendChatbotMessageAction is the action zoom_send_chatbot_message.
type sendChatbotMessageAction struct {
	data     *providerData   // nil until the provider is configured
	declared *declaredChecks // for the time before that
}

type sendChatbotMessageModel struct {
	messageModel
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (a *sendChatbotMessageAction) Metadata(
	_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_send_chatbot_message"
}

func (a *sendChatbotMessageAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: sendActionDescription,
		Attributes: map[string]schema.Attribute{
			"to_jid": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "JID of the channel or user that receives the message.",
				Validators:          []validator.String{isRecipient},
			},
			"content": schema.StringAttribute{
				Required: true,
				MarkdownDescription: "Content of the message: a JSON object in Zoom's message format (`head`, `body`, " +
					"`settings`), usually written with `jsonencode`. It is sent as written, apart from whitespace.",
				Validators: []validator.String{isJSONObject{}},
			},
			"is_markdown_support": schema.BoolAttribute{
				Optional:            true,
				MarkdownDescription: "Whether Zoom applies its Markdown parser to the message. Defaults to `false`.",
			},
			"user_jid": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "JID of the user on whose behalf the message is sent. Defaults to the provider's " +
					"`user_jid`. If neither is set, the request has no `user_jid`: Zoom's API reference requires it, Zoom's " +
					"guide for user-managed apps only.",
				Validators: []validator.String{isJID},
			},
			"account_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "ID of the account that authorized the app. Defaults to the provider's `account_id`.",
				Validators:          []validator.String{isWord},
			},
			"robot_jid": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "JID of the bot that sends the message. Defaults to the provider's `robot_jid`.",
				Validators:          []validator.String{isJID},
			},
			"visible_to_user": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "ID of the only user who sees the message in the channel. By default, every member sees it.",
				Validators:          []validator.String{isWord},
			},
			"reply_to": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "`message_id` of the message to reply to, in its thread, such as that of a " +
					"`zoom_chatbot_message`. An action has no result, so no other message can reply to this one.",
				Validators: []validator.String{isWord},
			},
			"timeouts": actionTimeouts(),
		},
	}
}

const sendActionDescription = "Posts a message in Zoom Team Chat when something happens, such as a deployment. " +
	"Requires Terraform 1.14 or later; OpenTofu has no actions.\n\n" +
	"Use the action for an event: each run posts a message, which Terraform does not keep in its state, edit or " +
	"delete. Use the resource `zoom_chatbot_message` for a message that Terraform manages: it keeps the " +
	"`message_id`, edits the message in place and deletes it.\n\n" +
	"Terraform runs an action for an `action_trigger` in the `lifecycle` block of a resource, or by hand with " +
	"`terraform apply -invoke=action.zoom_send_chatbot_message.<name>`. A change of the action's own configuration " +
	"does not run it.\n\n" +
	"The content is checked in the plan as that of the resource is. Values that are known only in the apply are " +
	"checked then, before anything is sent. A message is never sent twice: if Zoom's answer is lost, the action " +
	"fails and reports that the message may have been posted. An interrupt ends every wait, but does not cut off a " +
	"message that is being sent.\n\n" +
	"If the action fails, the apply fails. A resource that triggered it with `after_create` or `after_update` is not " +
	"rolled back, **and the next apply does not run the action again**, because its event is over. Run it by hand in " +
	"that case. If it was triggered with `before_create` or `before_update`, the resource is not changed, so that " +
	"the next apply tries both again. With Terraform 1.16 or later, `on_failure` of the trigger decides: with " +
	"`continue`, a message that cannot be sent is a warning."

func (a *sendChatbotMessageAction) Configure(
	_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse,
) {
	a.data = providerDataFrom(req.ProviderData, &resp.Diagnostics)
}

// ModifyPlan checks what is known of the message. An action has no plan to
// modify.
func (a *sendChatbotMessageAction) ModifyPlan(
	ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse,
) {
	if a.data == nil {
		return
	}
	var config sendChatbotMessageModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	_, diags := a.prepare(ctx, config.messageModel)
	resp.Diagnostics.Append(diags...)
}

// Invoke sends the message.
func (a *sendChatbotMessageAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	progress := func(message string) { resp.SendProgress(action.InvokeProgressEvent{Message: message}) }
	for _, d := range a.send(ctx, req.Config, progress) {
		resp.Diagnostics.Append(withWayToRepeat(d))
	}
}

func (a *sendChatbotMessageAction) send(
	ctx context.Context, raw tfsdk.Config, progress func(string),
) (diags diag.Diagnostics) {
	var config sendChatbotMessageModel
	diags.Append(raw.Get(ctx, &config)...)
	client := a.data.clientOrError(&diags)
	if diags.HasError() {
		return diags
	}
	message, problems := a.prepare(ctx, config.messageModel)
	diags.Append(problems...)
	diags.Append(checkKnown(message)...)
	timeout, problems := config.Timeouts.Invoke(ctx, defaultTimeout)
	diags.Append(problems...)
	if diags.HasError() {
		return diags
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	progress("sending the message")
	sent, err := client.SendMessage(limited, message.sendRequest())
	if err != nil {
		diags.Append(messageDiagnostic(invoking, message, err))
		return diags
	}
	tflog.Debug(ctx, "posted chatbot message", map[string]any{"message_id": sent.MessageID})
	diags.Append(sentWarnings(sent)...)
	if ctx.Err() == nil {
		progress("posted the message " + sent.MessageID)
	} else {
		// A progress message after an interrupt makes Terraform 1.15 panic.
		diags.AddWarning("Chatbot Message Was Posted Before the Interrupt",
			fmt.Sprintf("The message was being sent when Terraform was interrupted. Zoom posted it as %q.", sent.MessageID))
	}
	return diags
}

// prepare fills in the provider's defaults and checks the message. Both the
// plan and the apply do so, because Terraform validates the configuration of
// an action only before values become known.
func (a *sendChatbotMessageAction) prepare(ctx context.Context, message messageModel) (messageModel, diag.Diagnostics) {
	var diags diag.Diagnostics
	for _, d := range a.data.messageDefaults() {
		value := d.field(&message)
		*value = firstSet(*value, d.fallback)
		if value.IsNull() && d.required {
			diags.Append(d.missing())
		}
	}
	for _, p := range textParts(message) {
		at := path.Root(p.attribute)
		checked := validator.StringResponse{}
		p.check.ValidateString(ctx, validator.StringRequest{
			Path: at, PathExpression: at.Expression(), ConfigValue: p.value,
		}, &checked)
		diags.Append(checked.Diagnostics...)
	}
	diags.Append(checkContent(message.Content, message.IsMarkdownSupport, a.data.contentChecks)...)
	return message, diags
}

// textPart is an attribute of a message whose value is text.
type textPart struct {
	attribute string
	value     types.String
	check     validator.String
}

func textParts(m messageModel) []textPart {
	return []textPart{
		{"to_jid", m.ToJID, isRecipient},
		{"content", m.Content, isJSONObject{}},
		{"user_jid", m.UserJID, isJID},
		{"account_id", m.AccountID, isWord},
		{"robot_jid", m.RobotJID, isJID},
		{"visible_to_user", m.VisibleToUser, isWord},
		{"reply_to", m.ReplyTo, isWord},
	}
}

// checkKnown stops a message of which something is still unknown when it is to
// be sent, as a default that the provider takes from a resource which was not
// applied yet.
func checkKnown(m messageModel) (diags diag.Diagnostics) {
	unknown := func(attribute string) {
		diags.AddAttributeError(path.Root(attribute), "Unknown Value in Chatbot Message", fmt.Sprintf(
			"The message was not sent, because the value of %s, or the provider's default for it, is not known yet. Apply "+
				"what it comes from first.", attribute))
	}
	for _, p := range textParts(m) {
		if p.value.IsUnknown() {
			unknown(p.attribute)
		}
	}
	if m.IsMarkdownSupport.IsUnknown() {
		unknown("is_markdown_support")
	}
	return diags
}

var invoking = operation{
	verb: sending.verb, summary: sending.summary, changed: sending.changed,
	timeout: "invoke", posts: true, untracked: true,
}

// withWayToRepeat adds to an error how the action can be run again, since
// applying again often does not.
func withWayToRepeat(d diag.Diagnostic) diag.Diagnostic {
	if d.Severity() != diag.SeverityError {
		return d
	}
	detail := d.Detail() + "\n\nThe next apply runs the action again only if the event that triggers it happens " +
		"again. To run it by hand:\n" +
		"  terraform apply -invoke=action.zoom_send_chatbot_message.<name>\n" +
		"If its configuration refers to \"caller\", Terraform runs it for every resource that triggers it; " +
		"add -target=<resource> for only one."
	result := diag.NewErrorDiagnostic(d.Summary(), detail)
	if at, ok := d.(diag.DiagnosticWithPath); ok {
		return diag.WithPath(at.Path(), result)
	}
	return result
}
