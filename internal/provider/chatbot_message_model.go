package provider

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

type chatbotMessageModel struct {
	ToJID             types.String   `tfsdk:"to_jid"`
	Content           types.String   `tfsdk:"content"`
	IsMarkdownSupport types.Bool     `tfsdk:"is_markdown_support"`
	UserJID           types.String   `tfsdk:"user_jid"`
	AccountID         types.String   `tfsdk:"account_id"`
	RobotJID          types.String   `tfsdk:"robot_jid"`
	VisibleToUser     types.String   `tfsdk:"visible_to_user"`
	ReplyTo           types.String   `tfsdk:"reply_to"`
	SkipDestroy       types.Bool     `tfsdk:"skip_destroy"`
	MessageID         types.String   `tfsdk:"message_id"`
	SentTime          types.String   `tfsdk:"sent_time"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

// chatbotMessageIdentity is what tells one message from every other.
type chatbotMessageIdentity struct {
	AccountID types.String `tfsdk:"account_id"`
	RobotJID  types.String `tfsdk:"robot_jid"`
	MessageID types.String `tfsdk:"message_id"`
}

func (m chatbotMessageModel) identity() chatbotMessageIdentity {
	return chatbotMessageIdentity{AccountID: m.AccountID, RobotJID: m.RobotJID, MessageID: m.MessageID}
}

func (m chatbotMessageModel) sendRequest() zoom.SendMessageRequest {
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

func (m chatbotMessageModel) editRequest() zoom.EditMessageRequest {
	return zoom.EditMessageRequest{
		RobotJID:          m.RobotJID.ValueString(),
		AccountID:         m.AccountID.ValueString(),
		Content:           json.RawMessage(m.Content.ValueString()),
		UserJID:           m.UserJID.ValueString(),
		IsMarkdownSupport: m.IsMarkdownSupport.ValueBool(),
	}
}

func (m chatbotMessageModel) deleteRequest() zoom.DeleteMessageRequest {
	return zoom.DeleteMessageRequest{
		RobotJID:  m.RobotJID.ValueString(),
		AccountID: m.AccountID.ValueString(),
		UserJID:   m.UserJID.ValueString(),
	}
}

// isAdopted reports whether the state is that of an imported message which no
// apply has edited yet: where it stands is not known.
func (m chatbotMessageModel) isAdopted() bool { return m.ToJID.IsNull() }

// needsEdit reports whether Zoom has to be told of the change from state to m.
// Settings that only Terraform uses, such as timeouts, are not Zoom's business.
func (m chatbotMessageModel) needsEdit(state chatbotMessageModel) bool {
	return state.isAdopted() ||
		!m.UserJID.Equal(state.UserJID) ||
		!m.IsMarkdownSupport.Equal(state.IsMarkdownSupport) ||
		state.Content.IsNull() ||
		!content.Equal(state.Content.ValueString(), m.Content.ValueString())
}
