package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

func (r *chatbotMessageResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"message_id": identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "ID that Zoom assigned to the message.",
			},
			"account_id": identityschema.StringAttribute{
				OptionalForImport: true,
				Description:       "ID of the account that authorized the app. Defaults to the provider's account_id.",
			},
			"robot_jid": identityschema.StringAttribute{
				OptionalForImport: true,
				Description:       "JID of the bot that sent the message. Defaults to the provider's robot_jid.",
			},
		},
	}
}

// ImportState adopts a message by its ids. Nothing else can be known: the
// first apply then edits the message to be as configured.
func (r *chatbotMessageResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	var identity chatbotMessageIdentity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		identity = parseImportID(req.ID, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if r.data != nil {
		identity.AccountID = firstSet(identity.AccountID, r.data.accountID)
		identity.RobotJID = firstSet(identity.RobotJID, r.data.robotJID)
	}
	for _, part := range []struct {
		name  string
		value types.String
		check func(string) error
	}{
		{"account_id", identity.AccountID, checkNoSpace},
		{"robot_jid", identity.RobotJID, checkJID},
		{"message_id", identity.MessageID, checkMessageID},
	} {
		resp.Diagnostics.Append(checkImported(part.name, part.value, part.check)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(part.name), part.value)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
}

const importForm = `Import a message with its "<message_id>" if the provider has its account_id and robot_jid, ` +
	`or else with "<account_id>,<robot_jid>,<message_id>".`

// parseImportID reads "<message_id>" or "<account_id>,<robot_jid>,<message_id>".
func parseImportID(id string, diags *diag.Diagnostics) chatbotMessageIdentity {
	switch parts := strings.Split(id, ","); len(parts) {
	case 1:
		return chatbotMessageIdentity{MessageID: types.StringValue(id)}
	case 3:
		return chatbotMessageIdentity{
			AccountID: types.StringValue(parts[0]),
			RobotJID:  types.StringValue(parts[1]),
			MessageID: types.StringValue(parts[2]),
		}
	default:
		diags.AddError("Invalid Import ID", fmt.Sprintf("%q has %d parts. %s", id, len(parts), importForm))
		return chatbotMessageIdentity{}
	}
}

func checkImported(name string, value types.String, check func(string) error) (diags diag.Diagnostics) {
	if value.IsUnknown() {
		diags.AddError("Incomplete Import ID", fmt.Sprintf(
			"The %s of the message is not in the import ID, and that of the provider is not known before the apply. "+
				"Import the message with \"<account_id>,<robot_jid>,<message_id>\".", name))
	} else if value.IsNull() {
		diags.AddError("Incomplete Import ID", fmt.Sprintf(
			"The %s of the message is neither in the import ID nor set in the provider. %s", name, importForm))
	} else if err := check(value.ValueString()); err != nil {
		diags.AddError("Invalid Import ID", fmt.Sprintf("The %s %q %s. %s", name, value.ValueString(), err, importForm))
	}
	return diags
}

// checkMessageID leaves the form of an ID to Zoom, which uses several.
func checkMessageID(value string) error {
	if strings.TrimSpace(value) != value || zoom.CheckMessageID(value) != nil {
		return errors.New("is not a message ID")
	}
	return nil
}

// firstSet returns value, or else its fallback, which may be unknown.
func firstSet(value, fallback types.String) types.String {
	if value.IsNull() {
		return fallback
	}
	return value
}
