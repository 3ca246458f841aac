package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// MoveState takes messages over from generic providers, so that people switch
// without posting again: moved { from = restapi_object.a, to = … }.
//
// The sources are read as plain JSON: each keeps the request and the answer in
// its state, whatever else its schema has in whichever version.
func (r *chatbotMessageResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: moveMessage}}
}

// moveSource is a resource type of another provider.
type moveSource struct {
	provider string // the last part of its address; forks keep it
	// request and answers name the attributes with the body that was sent and
	// with what came back, best first.
	request string
	answers []string
	// ids name the attributes that may hold the message's ID, alone or at the
	// end of a path.
	ids []string
}

var moveSources = map[string]moveSource{
	"restapi_object": {
		"restapi", "data", []string{"create_response", "api_response", "api_data"}, []string{"id", "object_id"},
	},
	"restful_resource":  {"restful", "body", []string{"output", "sensitive_output"}, []string{"id"}},
	"restful_operation": {"restful", "body", []string{"output", "sensitive_output"}, nil},
	"http_request": {
		"http", "request_body", []string{"response_body", "response_body_json"}, []string{"response_body_id"},
	},
}

// movedMessage is what requests and answers of the chatbot API may tell.
type movedMessage struct {
	MessageID         string          `json:"message_id"`
	ToJID             string          `json:"to_jid"`
	UserJID           string          `json:"user_jid"`
	AccountID         string          `json:"account_id"`
	RobotJID          string          `json:"robot_jid"`
	VisibleToUser     string          `json:"visible_to_user"`
	ReplyTo           string          `json:"reply_to"`
	SentTime          string          `json:"sent_time"`
	IsMarkdownSupport json.RawMessage `json:"is_markdown_support"`
	Content           json.RawMessage `json:"content"`
}

func moveMessage(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	source, ok := moveSources[req.SourceTypeName]
	if !ok || !strings.HasSuffix(strings.ToLower(req.SourceProviderAddress), "/"+source.provider) {
		return // the framework says that this source is not supported
	}
	var state map[string]json.RawMessage
	if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, &state) != nil {
		resp.Diagnostics.AddError("Unable to Move Chatbot Message",
			fmt.Sprintf("The state of the %s cannot be read.", req.SourceTypeName))
		return
	}
	moved := source.read(state)
	if err := checkMessageID(moved.MessageID); err != nil {
		resp.Diagnostics.Append(source.noMessage(req.SourceTypeName))
		return
	}
	resp.Diagnostics.Append(moved.set(ctx, resp)...)
}

// read gathers what the state tells: answers are surer than the request about
// the message's ID, the request is all there is for the rest.
func (s moveSource) read(state map[string]json.RawMessage) movedMessage {
	var moved movedMessage
	readBody(state[s.request], &moved)
	for _, answer := range slices.Backward(s.answers) { // the best overwrites
		readBody(state[answer], &moved)
	}
	for _, name := range s.ids {
		if id := lastOfPath(text(state[name])); moved.MessageID == "" && !strings.Contains(id, "@") {
			moved.MessageID = id
		}
	}
	if len(moved.Content) == 0 {
		// Without the request it is not known either whether the message is a
		// reply, or for one reader only. The first apply must not replace it.
		moved.ToJID = ""
	}
	return moved
}

// readBody reads a body that is kept as a string, as an object, or as a
// dynamic value, which has its type beside it. What does not fit is passed
// over: a later body may have it.
func readBody(raw json.RawMessage, moved *movedMessage) {
	if inner := text(raw); inner != "" {
		raw = json.RawMessage(inner)
	}
	var dynamic struct {
		Value json.RawMessage `json:"value"`
		Type  json.RawMessage `json:"type"`
	}
	if json.Unmarshal(raw, &dynamic) == nil && dynamic.Value != nil && dynamic.Type != nil {
		raw = dynamic.Value
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return
	}
	for name, value := range fields {
		// One by one, so that a field of another type costs itself only.
		if field, err := json.Marshal(map[string]json.RawMessage{name: value}); err == nil {
			_ = json.Unmarshal(field, moved)
		}
	}
}

func text(raw json.RawMessage) string {
	var s string
	_ = json.Unmarshal(raw, &s)
	return s
}

// lastOfPath is the ID in "/im/chat/messages/<id>", or the text if it is none.
func lastOfPath(id string) string {
	last := id[strings.LastIndex(id, "/")+1:]
	if last == id {
		return id
	}
	if unescaped, err := url.PathUnescape(last); err == nil && last != "messages" {
		return unescaped
	}
	return ""
}

// set writes the state. What is not known stays null: then the first apply
// edits the message to be as configured, as after an import.
func (m movedMessage) set(ctx context.Context, resp *resource.MoveStateResponse) (diags diag.Diagnostics) {
	for name, value := range map[string]string{
		"message_id": m.MessageID, "to_jid": m.ToJID,
		"user_jid": m.UserJID, "account_id": m.AccountID, "robot_jid": m.RobotJID,
		"visible_to_user": m.VisibleToUser, "reply_to": m.ReplyTo, "sent_time": m.SentTime, "content": m.contentText(),
	} {
		diags.Append(resp.TargetState.SetAttribute(ctx, path.Root(name), nullIfEmpty(value))...)
	}
	diags.Append(resp.TargetState.SetAttribute(ctx, path.Root("is_markdown_support"), m.isMarkdownSupport())...)
	diags.Append(resp.TargetState.SetAttribute(ctx, path.Root("skip_destroy"), types.BoolValue(false))...)
	if resp.TargetIdentity != nil && m.AccountID != "" && m.RobotJID != "" {
		diags.Append(resp.TargetIdentity.Set(ctx, chatbotMessageIdentity{
			AccountID: types.StringValue(m.AccountID),
			RobotJID:  types.StringValue(m.RobotJID),
			MessageID: types.StringValue(m.MessageID),
		})...)
	}
	return diags
}

func (m movedMessage) isMarkdownSupport() types.Bool {
	switch string(m.IsMarkdownSupport) {
	case "true", "false":
		return types.BoolValue(string(m.IsMarkdownSupport) == "true")
	}
	return types.BoolNull()
}

func (m movedMessage) contentText() string {
	if !bytes.HasPrefix(bytes.TrimSpace(m.Content), []byte("{")) {
		return ""
	}
	return string(m.Content)
}

func (s moveSource) noMessage(typeName string) diag.Diagnostic {
	places := append(append([]string{}, s.answers...), s.ids...)
	return diag.NewErrorDiagnostic("Unable to Move Chatbot Message", fmt.Sprintf(
		"The state of the %s does not tell which message it posted: there is no message_id in %s.\n\n"+
			"Remove the moved block, remove the resource from the state with a removed block that has destroy = false, "+
			"and import the message by its ID.",
		typeName, strings.Join(places, ", ")))
}
