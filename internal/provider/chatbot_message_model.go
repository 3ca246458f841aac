package provider

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// messageModel is a message as it is sent: the attributes that the resource
// and the action have in common.
type messageModel struct {
	ToJID             types.String `tfsdk:"to_jid"`
	Content           types.String `tfsdk:"content"`
	IsMarkdownSupport types.Bool   `tfsdk:"is_markdown_support"`
	UserJID           types.String `tfsdk:"user_jid"`
	AccountID         types.String `tfsdk:"account_id"`
	RobotJID          types.String `tfsdk:"robot_jid"`
	VisibleToUser     types.String `tfsdk:"visible_to_user"`
	ReplyTo           types.String `tfsdk:"reply_to"`
}

// chatbotMessageModel is a message as the state keeps it.
type chatbotMessageModel struct {
	messageModel
	SkipDestroy types.Bool     `tfsdk:"skip_destroy"`
	MessageID   types.String   `tfsdk:"message_id"`
	SentTime    types.String   `tfsdk:"sent_time"`
	Timeouts    timeouts.Value `tfsdk:"timeouts"`
}

// decodeMessage returns the message of a configuration, plan or state, without
// its timeouts. It is Get of the framework without reflection, which would be a
// third of the work of a plan: a plan decodes every message three times.
func decodeMessage(raw tftypes.Value) (m chatbotMessageModel, diags diag.Diagnostics) {
	var values map[string]tftypes.Value
	if err := raw.As(&values); err != nil {
		diags.AddError("Unexpected Message Value",
			fmt.Sprintf("The message cannot be decoded: %s. This is a bug in the provider; please report it at "+
				"%s/issues.", err, repository))
		return m, diags
	}
	m.ToJID = stringFrom(values["to_jid"])
	m.Content = stringFrom(values["content"])
	m.IsMarkdownSupport = boolFrom(values["is_markdown_support"])
	m.UserJID = stringFrom(values["user_jid"])
	m.AccountID = stringFrom(values["account_id"])
	m.RobotJID = stringFrom(values["robot_jid"])
	m.VisibleToUser = stringFrom(values["visible_to_user"])
	m.ReplyTo = stringFrom(values["reply_to"])
	m.SkipDestroy = boolFrom(values["skip_destroy"])
	m.MessageID = stringFrom(values["message_id"])
	m.SentTime = stringFrom(values["sent_time"])
	return m, diags
}

// stringFrom returns null for a value of another type, which the schema rules
// out.
func stringFrom(value tftypes.Value) types.String {
	var s *string
	switch {
	case !value.IsKnown():
		return types.StringUnknown()
	case value.As(&s) != nil:
		return types.StringNull()
	}
	return types.StringPointerValue(s)
}

func boolFrom(value tftypes.Value) types.Bool {
	var b *bool
	switch {
	case !value.IsKnown():
		return types.BoolUnknown()
	case value.As(&b) != nil:
		return types.BoolNull()
	}
	return types.BoolPointerValue(b)
}

// chatbotMessageIdentity tells one message from every other.
type chatbotMessageIdentity struct {
	AccountID types.String `tfsdk:"account_id"`
	RobotJID  types.String `tfsdk:"robot_jid"`
	MessageID types.String `tfsdk:"message_id"`
}

func (m chatbotMessageModel) identity() chatbotMessageIdentity {
	return chatbotMessageIdentity{AccountID: m.AccountID, RobotJID: m.RobotJID, MessageID: m.MessageID}
}

// setIdentity sets an identity to the one in the state. Its attributes have the
// names and types that they have in the state.
func setIdentity(identity *tfsdk.ResourceIdentity, state tftypes.Value) {
	var all map[string]tftypes.Value
	typ, ok := identity.Raw.Type().(tftypes.Object)
	if err := state.As(&all); err != nil || !ok {
		return // the framework reports a missing identity
	}
	values := make(map[string]tftypes.Value, len(typ.AttributeTypes))
	for name := range typ.AttributeTypes {
		values[name] = all[name]
	}
	identity.Raw = tftypes.NewValue(typ, values)
}

func (m messageModel) sendRequest() zoom.SendMessageRequest {
	return zoom.SendMessageRequest{
		RobotJID:          m.RobotJID.ValueString(),
		ToJID:             m.ToJID.ValueString(),
		AccountID:         m.AccountID.ValueString(),
		Content:           json.RawMessage(m.Content.ValueString()),
		VisibleToUser:     m.VisibleToUser.ValueString(),
		UserJID:           m.UserJID.ValueString(),
		ReplyTo:           m.ReplyTo.ValueString(),
		IsMarkdownSupport: m.IsMarkdownSupport.ValueBool(),
	}
}

func (m messageModel) editRequest() zoom.EditMessageRequest {
	return zoom.EditMessageRequest{
		RobotJID:          m.RobotJID.ValueString(),
		AccountID:         m.AccountID.ValueString(),
		Content:           json.RawMessage(m.Content.ValueString()),
		UserJID:           m.UserJID.ValueString(),
		IsMarkdownSupport: m.IsMarkdownSupport.ValueBool(),
	}
}

func (m messageModel) deleteRequest() zoom.DeleteMessageRequest {
	return zoom.DeleteMessageRequest{
		RobotJID:  m.RobotJID.ValueString(),
		AccountID: m.AccountID.ValueString(),
		UserJID:   m.UserJID.ValueString(),
	}
}

// isAdopted reports whether the state is that of an imported message which no
// apply has edited yet: its channel is not known.
func (m messageModel) isAdopted() bool { return m.ToJID.IsNull() }

// differsInZoom reports whether Zoom has to be told of the change from state to
// m. Settings that only Terraform uses, such as timeouts, make no difference.
func (m messageModel) differsInZoom(state messageModel) bool {
	return state.isAdopted() ||
		!m.UserJID.Equal(state.UserJID) ||
		!m.IsMarkdownSupport.Equal(state.IsMarkdownSupport) ||
		state.Content.IsNull() ||
		!content.Equal(state.Content.ValueString(), m.Content.ValueString())
}
