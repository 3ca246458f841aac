package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// This file has the diagnostics of plans, and of answers that are no failures.
// None of them quotes a configured value: Terraform may hide it as sensitive,
// and a provider cannot know.

// messageDefault is an attribute that every message takes from the provider
// unless it has its own.
type messageDefault struct {
	attribute, variable, name string
	fallback                  types.String
	field                     func(*messageModel) *types.String
	required                  bool // and an edit cannot change it
}

func (d *providerData) messageDefaults() [3]messageDefault {
	return [...]messageDefault{
		{
			"account_id", "ZOOM_ACCOUNT_ID", "Account ID", d.accountID,
			func(m *messageModel) *types.String { return &m.AccountID }, true,
		},
		{
			"robot_jid", "ZOOM_ROBOT_JID", "Robot JID", d.robotJID,
			func(m *messageModel) *types.String { return &m.RobotJID }, true,
		},
		{
			"user_jid", "ZOOM_USER_JID", "User JID", d.userJID,
			func(m *messageModel) *types.String { return &m.UserJID }, false,
		},
	}
}

func (d messageDefault) missing() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(d.attribute), "Missing Zoom "+d.name, fmt.Sprintf(
		"Every message needs %[1]s. Set %[1]s here, or as a default in the provider block, "+
			"or in the environment variable %[2]s.", d.attribute, d.variable))
}

// adoptedElsewhere refuses to replace an imported message: deleting it as
// another bot would not find it, and posting would be the second message.
func (d messageDefault) adoptedElsewhere() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(d.attribute),
		"Imported Chatbot Message Belongs to Another Bot or Account", fmt.Sprintf(
			"The %s of the import is not the one of the configuration or the provider. "+
				"Applying that would post a second message.\n\n"+
				"Remove the message from the state with \"terraform state rm\", and import it again as "+
				"\"<account_id>,<robot_jid>,<message_id>\" with the values that it was posted with.", d.attribute))
}

// differsFromPlan is for the apply of a plan that did not know the default.
// That plan showed no replacement, so the apply must not make one.
func (d messageDefault) differsFromPlan() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(d.attribute), "Zoom "+d.name+" Differs From Plan", fmt.Sprintf(
		"The provider's %[1]s was not known when this change was planned. It is not the one that the message was "+
			"posted with, so that the message has to be replaced, which the plan did not show. "+
			"Nothing was sent to Zoom for this message.\n\n"+
			"Run \"terraform plan\" again, with a refresh, to review the replacement.", d.attribute))
}

func ignoredChannel() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("to_jid"), "Channel of Imported Chatbot Message Is Ignored",
		"The state does not have the channel of this message, because the message was imported. "+
			"The configuration has it, but ignore_changes makes Terraform ignore it.\n\n"+
			"Remove to_jid (or \"all\") from ignore_changes until the message has been applied.")
}

func ignoredContent() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("content"), "Content of Chatbot Message Is Ignored",
		"The state does not have the content of this message, because the message was imported, or because its last "+
			"edit was not answered. The configuration has it, but ignore_changes makes Terraform ignore it.\n\n"+
			"Remove content (or \"all\") from ignore_changes until the message has been applied.")
}

func editsAgain() diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("content"), "Chatbot Message Will Be Edited Again",
		"Zoom did not answer the last edit of this message, so that it is not known which content the channel shows. "+
			"The message will be edited to show the content of this plan, even if nothing else changes.")
}

func managedTwice() diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("message_id"), "Chatbot Message Is Managed Twice",
		"Another resource of this configuration has the same message_id. Each of them edits the message to its own "+
			"content, and destroying one of them deletes the message of both.\n\n"+
			"Remove one of them from the state with \"terraform state rm\", "+
			"or with a removed block that has destroy = false.")
}

// skipDestroyChanges is about the only replacement for which Terraform does
// not pass the private state of the plan: with create_before_destroy, it
// destroys the old message as a deposed object, with a plan of its own.
func skipDestroyChanges(before bool) diag.Diagnostic {
	fate := "deleted"
	if before {
		fate = "left in the channel"
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("skip_destroy"), "New skip_destroy Needs Destroy Before Create",
		"The message is replaced in the same change, and the new value of skip_destroy is used for the old message. "+
			"If the resource has create_before_destroy, it is not: Terraform then does not tell the provider about this "+
			"plan when it destroys the old message, which is "+fate+", as the value from the last apply says.\n\n"+
			"If the resource has create_before_destroy, apply the change of skip_destroy first.")
}

func replacesMessageOfAnotherBot() diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("robot_jid"), "Old Chatbot Message Belongs to Another Bot",
		"The message is replaced because robot_jid changes. If the provider has the credentials of the new bot, "+
			"Zoom is likely to refuse to delete the message of the old one, and the apply fails.\n\n"+replaceExits)
}

func replacesForeignMessage() diag.Diagnostic {
	return diag.NewWarningDiagnostic("Replaced Chatbot Message Was Sent by Another App",
		"The message to be replaced was sent with another client_id than the provider's. Zoom is likely to refuse to "+
			"delete it, and the apply fails. With create_before_destroy, the new message is posted before that.\n\n"+
			replaceExits+placeholderNote)
}

func destroysForeignMessage() diag.Diagnostic {
	return diag.NewWarningDiagnostic(sentByAnotherApp,
		"The message to be destroyed was sent with another client_id than the provider's. Zoom is likely to refuse to "+
			"delete it, and the apply fails.\n\n"+destroyExits+placeholderNote)
}

const (
	sentByAnotherApp = "Chatbot Message Was Sent by Another App"

	replaceExits = "Either delete the old message with the credentials that it was sent with, or leave it in the " +
		"channel with skip_destroy = true, which can be set in the same change."

	destroyExits = "Either destroy the message with the credentials that it was sent with, or leave it in the " +
		"channel: apply skip_destroy = true first, or remove the resource from the state with \"terraform state rm\" or " +
		"with a removed block that has destroy = false."

	editExits = "Either edit the message with the credentials that it was sent with, or leave it as it is and post a " +
		"new one: remove the resource from the state with \"terraform state rm\", and apply again."

	placeholderNote = "\n\nIf client_id is a placeholder in this plan, ignore this warning."
)

// foreignMessage is about a message that Zoom did not find for this app: it may
// still exist for the app that sent it.
func foreignMessage(act, exits string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(sentByAnotherApp, fmt.Sprintf(
		"The provider could not %s the message: Zoom does not have it for the app of the provider's client_id. "+
			"It was sent with another client_id, and may still be in the channel. "+
			"Nothing was posted, and the resource is still in the state.\n\n%s", act, exits))
}

// goneOrForeign is for a message whose sender is not remembered: it was never
// applied with this version, or it is tainted and replaced with -refresh=false.
// The same is said of a tainted message of the same app that is gone.
func goneOrForeign() diag.Diagnostic {
	return diag.NewWarningDiagnostic("Chatbot Message Was Not Found",
		"Zoom does not have the message for the app of the provider's client_id, and the resource was removed from the "+
			"state. If another app sent the message, it is still in the channel.")
}

// sentWarnings are about what is odd in the answer to a message that was posted.
func sentWarnings(sent *zoom.Message) (diags diag.Diagnostics) {
	for _, text := range sent.Warnings {
		diags.AddWarning("Unexpected Answer to Chatbot Message", "The message was posted. "+text)
	}
	return diags
}

// checkEdited compares the channel in the answer to an edit with to_jid. For
// an imported message, the first edit is the only way to find its channel out.
func checkEdited(plan, state chatbotMessageModel, edited *zoom.Message) (diags diag.Diagnostics) {
	at, id := path.Root("to_jid"), plan.MessageID.ValueString()
	switch elsewhere := edited.ToJID != "" && !zoom.SameJID(edited.ToJID, plan.ToJID.ValueString()); {
	case elsewhere && state.isAdopted():
		diags.AddAttributeError(at, "Imported Chatbot Message Is in Another Channel", fmt.Sprintf(
			"The message %q was edited, and Zoom answered that it is in %q, which is not the configured to_jid.\n\n"+
				"If it is the right message, set to_jid to %[2]q. Otherwise remove it from the state with "+
				"\"terraform state rm\", and import the right one. Until then, Terraform does not move or post anything.",
			id, edited.ToJID))
	case elsewhere:
		diags.AddAttributeWarning(at, "Chatbot Message Is in Another Channel", fmt.Sprintf(
			"The message %q was edited, and Zoom answered that it is in %q, which is not the configured to_jid.",
			id, edited.ToJID))
	case edited.ToJID == "" && state.isAdopted():
		diags.AddAttributeWarning(at, "Channel of Imported Chatbot Message Not Confirmed", fmt.Sprintf(
			"The message %q was edited, but Zoom's answer did not name its channel. "+
				"Make sure that it is in the configured to_jid.", id))
	}
	return diags
}
