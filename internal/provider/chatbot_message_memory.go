package provider

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// What the provider remembers of a message beside the values of its
// attributes, by the keys of its private state.
const (
	// goneKey is set when an edit did not find the message: the next refresh
	// removes it from the state.
	goneKey = "gone"
	// contentUnknownKey is set when an edit ended without an answer: the next
	// plan edits the message again, whatever the configuration says then.
	contentUnknownKey = "content_unknown"
	// clientIDKey has the client ID of the app that sent the message. A state
	// without it is that of an earlier version, and of the same app.
	clientIDKey = "client_id"
	// skipDestroyKey has the planned skip_destroy of a replacement. Terraform
	// hands it to the destruction of the old message, of which the provider
	// otherwise sees the prior state only.
	skipDestroyKey = "skip_destroy"
	// timeoutsUnknownKey is whether the timeouts of a planned message are only
	// known in the apply. The destruction of the message that it replaces, if
	// there is one, is then refused: see checkTimeoutsOfReplacement.
	timeoutsUnknownKey = "timeouts_unknown"
	// foreignKey has the client IDs of other apps by the IDs of their messages,
	// in the plan of a new message. If it replaces a tainted one, Terraform hands
	// this to the destruction of the old message in place of its own memory.
	foreignKey = "foreign"
	// defaultUnknownKey is set by a refresh that does not know the provider's
	// account_id or robot_jid. Where the plan knows it and has this key, it is
	// the second plan, which Terraform makes during the apply.
	defaultUnknownKey = "default_unknown"
)

// privateState is the private state in any request or response.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// recall returns what is remembered under a key, or the zero value and false.
func recall[T any](ctx context.Context, private privateState, key string, diags *diag.Diagnostics) (value T, ok bool) {
	raw, problems := private.GetKey(ctx, key)
	diags.Append(problems...)
	if raw == nil || json.Unmarshal(raw, &value) != nil {
		return value, false
	}
	return value, true
}

func remember[T string | bool | map[string]string](
	ctx context.Context, private privateState, key string, value T,
) (diags diag.Diagnostics) {
	raw, err := json.Marshal(value)
	if err != nil {
		diags.AddError("Unable to Remember State of Chatbot Message", err.Error())
		return diags
	}
	return private.SetKey(ctx, key, raw)
}

func forget(ctx context.Context, private privateState, keys ...string) (diags diag.Diagnostics) {
	for _, key := range keys {
		diags.Append(private.SetKey(ctx, key, nil)...)
	}
	return diags
}

// rememberSender remembers the provider's app as the one whose message it is.
func (d *providerData) rememberSender(ctx context.Context, private privateState) diag.Diagnostics {
	if d.clientID.IsNull() || d.clientID.IsUnknown() {
		return nil
	}
	return remember(ctx, private, clientIDKey, d.clientID.ValueString())
}

// isForeign reports whether the message is known to be another app's than the
// provider's.
func (d *providerData) isForeign(ctx context.Context, private privateState, diags *diag.Diagnostics) bool {
	sender, ok := recall[string](ctx, private, clientIDKey, diags)
	return ok && d.isOtherApp(sender)
}

func (d *providerData) isOtherApp(clientID string) bool {
	return !d.clientID.IsNull() && !d.clientID.IsUnknown() && clientID != d.clientID.ValueString()
}

// noteForeign notes the message for rememberForeign if it is another app's.
func (d *providerData) noteForeign(
	ctx context.Context, private privateState, messageID string,
) (diags diag.Diagnostics) {
	if sender, ok := recall[string](ctx, private, clientIDKey, &diags); ok && d.isOtherApp(sender) {
		d.foreign.Store(messageID, sender)
	}
	return diags
}

// rememberForeign remembers, in the plan of a new message, the messages of
// other apps that were refreshed: Terraform does not tell which message a new
// one replaces if that is tainted. With -refresh=false, there is none.
func (d *providerData) rememberForeign(ctx context.Context, private privateState) diag.Diagnostics {
	senders := map[string]string{}
	d.foreign.Range(func(messageID, sender any) bool {
		senders[fmt.Sprint(messageID)] = fmt.Sprint(sender)
		return true
	})
	if len(senders) == 0 {
		return nil
	}
	return remember(ctx, private, foreignKey, senders)
}

// restoreSender puts back the memory of a tainted message that is destroyed,
// as far as the plan of its replacement has it.
func restoreSender(ctx context.Context, private privateState, messageID string) (diags diag.Diagnostics) {
	senders, ok := recall[map[string]string](ctx, private, foreignKey, &diags)
	if !ok {
		return diags
	}
	if sender, ok := senders[messageID]; ok {
		diags.Append(remember(ctx, private, clientIDKey, sender)...)
	}
	diags.Append(forget(ctx, private, foreignKey)...)
	return diags
}
