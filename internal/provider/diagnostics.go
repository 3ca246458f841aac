package provider

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// operation is what was tried on a message, in the words of its diagnostics.
type operation struct {
	verb, summary string
	changed       string // what may have happened if the outcome is unknown
	timeout       string // the member of timeouts that bounds it
	posts         bool   // it posts a new message
	deletes       bool   // it deletes the message
	untracked     bool   // no state will know the message
}

var (
	sending  = operation{verb: "send the message to", summary: "Send", changed: "posted", timeout: "create", posts: true}
	editing  = operation{verb: "edit the message in", summary: "Edit", changed: "edited", timeout: "update"}
	deleting = operation{
		verb: "delete the message in", summary: "Delete", changed: "deleted", timeout: "delete", deletes: true,
	}
)

// callError returns the one type of error that the client's calls return.
func callError(err error) *zoom.CallError {
	var e *zoom.CallError
	if !errors.As(err, &e) {
		return &zoom.CallError{Outcome: zoom.NotSent, Reason: zoom.InvalidRequest, Cause: err}
	}
	return e
}

// messageDiagnostic returns the diagnostic of an operation that failed: what
// was tried, what Zoom answered, and what the user can do.
func messageDiagnostic(op operation, m messageModel, err error) diag.Diagnostic {
	e := callError(err)
	if op.posts && e.Outcome == zoom.Unknown {
		return maybePosted(op, m, e)
	}
	where := fmt.Sprintf("%q", m.ToJID.ValueString())
	if m.ToJID.IsNull() {
		where = "a channel that is not known yet"
	}
	detail := fmt.Sprintf("The provider could not %s %s: %s", op.verb, where, reasonOf(op, e))
	if e.Outcome == zoom.Unknown {
		detail += fmt.Sprintf("\n\n"+
			"The message may still have been %s. It is safe to apply again: that cannot post a second message.", op.changed)
	}
	attribute, hint := hintFor(op, m, e)
	if hint != "" {
		detail += "\n\n" + hint
	}
	summary := "Unable to " + op.summary + " Chatbot Message"
	if attribute != "" {
		return diag.NewAttributeErrorDiagnostic(path.Root(attribute), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// goneDiagnostic is about an edit of a message that Zoom does not have any more.
func goneDiagnostic(messageID string, err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Chatbot Message No Longer Exists", fmt.Sprintf(
		"Zoom no longer has the message %q: %s\n\n"+
			"Somebody deleted it in Zoom Team Chat, or another account or bot posted "+
			"it. The next refresh removes it from the state, and the next plan shows "+
			"that it will be posted again.", messageID, answerOf(callError(err))))
}

// adoptedNotFound is about an imported message that Zoom does not find. It may
// be another app's, or have another ID, so posting it could be the second one.
func adoptedNotFound(messageID string, err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Imported Chatbot Message Not Found", fmt.Sprintf(
		"Zoom does not have the message %q for the app of the provider's client_id: %s\n\n"+
			"Either the ID is wrong, or somebody deleted the message, or another app, account or bot posted it. "+
			"Nothing was posted, and the resource is still in the state.\n\n"+
			"Remove it from the state with \"terraform state rm\". Then import the message with its ID and the credentials "+
			"that it was sent with, or apply again to post a new one.", messageID, answerOf(callError(err))))
}

// maybePosted is about the one failure that Terraform cannot repair: only a
// person can see whether the message is in the channel.
func maybePosted(op operation, m messageModel, e *zoom.CallError) diag.Diagnostic {
	detail := fmt.Sprintf(
		"The message to %q was sent at %s, but no answer confirms that it was posted: %s\n\n"+
			"Zoom's chatbot API cannot read messages, and the provider does not send a message twice unless it is certain "+
			"that the first was not posted.",
		m.ToJID.ValueString(), e.SentAt.UTC().Format(time.RFC3339), reasonOf(op, e))
	if op.untracked {
		detail += fmt.Sprintf(" Look in %q for a message of that time, and run the action again "+
			"only if it is not there.", m.ToJID.ValueString())
	} else {
		detail += fmt.Sprintf(" Look in %[1]q for a message of that time.\n"+
			"- If it is not there, apply again.\n"+
			"- If it is there, delete it by hand and apply again. "+
			"Or, if you can find out its ID, import it before you apply again:\n"+
			"  terraform import <address of this resource> '%[2]s,%[3]s,<message_id>'",
			m.ToJID.ValueString(), m.AccountID.ValueString(), m.RobotJID.ValueString())
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("to_jid"), "Chatbot Message May Have Been Posted", detail)
}

// reasonOf returns why a call failed, in a sentence or two.
func reasonOf(op operation, e *zoom.CallError) string {
	prefix := ""
	if e.Token {
		prefix = "could not obtain an access token: "
	}
	switch e.Reason {
	case zoom.RateLimited:
		return prefix + limitReason(op, e)
	case zoom.TimedOut:
		return fmt.Sprintf("%sthe operation timed out (timeouts.%s). %s", prefix, op.timeout, lastAttempt(e))
	case zoom.Interrupted:
		return fmt.Sprintf("%sthe operation was interrupted. %s", prefix, lastAttempt(e))
	}
	return prefix + answerOf(e)
}

func lastAttempt(e *zoom.CallError) string {
	switch {
	case e.Answer() != "":
		return "The last attempt failed: " + answerOf(e)
	case e.Outcome == zoom.Unknown:
		return "The request had been sent by then."
	}
	return "Nothing was sent."
}

func limitReason(op operation, e *zoom.CallError) string {
	kind, when := "a rate limit", "Zoom did not say when it accepts requests again."
	if e.Daily {
		kind = "the account's daily limit of requests"
	}
	if !e.Until.IsZero() {
		when = fmt.Sprintf("Zoom accepts requests again at %s.", e.Until.UTC().Format(time.RFC3339))
		if !e.Daily {
			when += fmt.Sprintf(" That is after the operation's timeout (timeouts.%s).", op.timeout)
		}
	}
	return fmt.Sprintf("%s is used up. %s The answer was %s", kind, when, sentence(e.Answer()))
}

// answerOf returns what Zoom answered, or what happened instead of an answer.
func answerOf(e *zoom.CallError) string {
	if e.Status != 0 && e.Cause == nil {
		return "Zoom answered " + sentence(e.Answer())
	}
	return sentence(strings.TrimPrefix(e.Method+" "+e.Path+": ", " : ") + e.Answer())
}

func sentence(text string) string {
	if strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
