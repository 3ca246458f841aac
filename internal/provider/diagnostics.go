package provider

import (
	"errors"
	"fmt"
	"net/http"
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
	untracked     bool   // no state will know the message
}

var (
	sending  = operation{verb: "send the message to", summary: "Send", changed: "posted", timeout: "create", posts: true}
	editing  = operation{verb: "edit the message in", summary: "Edit", changed: "edited", timeout: "update"}
	deleting = operation{verb: "delete the message in", summary: "Delete", changed: "deleted", timeout: "delete"}
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
func messageDiagnostic(op operation, m chatbotMessageModel, err error) diag.Diagnostic {
	e := callError(err)
	switch {
	case zoom.IsNotFound(e) && op.posts:
		return parentIsGone(m, e)
	case zoom.IsNotFound(e):
		return diag.NewErrorDiagnostic("Chatbot Message No Longer Exists", fmt.Sprintf(
			"Zoom does not have the message %q any more: %s\n\nSomebody deleted it in Zoom Team Chat, or it was posted by another account or bot. "+
				"Terraform takes it out of the state with the next refresh; the next plan shows that it will be posted again.",
			m.MessageID.ValueString(), answerOf(e)))
	case op.posts && e.Outcome == zoom.Unknown:
		return maybePosted(op, m, e)
	}
	where := m.ToJID.ValueString()
	if m.ToJID.IsNull() {
		where = "an unknown channel"
	}
	detail := fmt.Sprintf("The provider could not %s %q: %s", op.verb, where, reasonOf(op, e))
	if e.Outcome == zoom.Unknown {
		detail += fmt.Sprintf("\n\nThe message may have been %s all the same. Applying again is safe: it cannot post a second message.", op.changed)
	}
	attribute, hint := hintFor(e)
	if hint != "" {
		detail += "\n\n" + hint
	}
	summary := "Unable to " + op.summary + " Chatbot Message"
	if attribute != "" {
		return diag.NewAttributeErrorDiagnostic(path.Root(attribute), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// parentIsGone is about the only message that a new one can name.
func parentIsGone(m chatbotMessageModel, e *zoom.CallError) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("reply_to"), "Unable to Send Chatbot Message", fmt.Sprintf(
		"The provider could not send the message to %q: %s\n\n"+
			"The message that reply_to names was deleted, or posted by another account or bot.", m.ToJID.ValueString(), answerOf(e)))
}

// maybePosted is the one failure that Terraform cannot mend: only a person can
// see whether the message is in the channel.
func maybePosted(op operation, m chatbotMessageModel, e *zoom.CallError) diag.Diagnostic {
	detail := fmt.Sprintf(
		"The message to %q was sent at %s, but no answer says whether it was posted: %s\n\n"+
			"Zoom's chatbot API cannot be asked, and the provider does not send a message a second time on its own account.",
		m.ToJID.ValueString(), e.SentAt.UTC().Format(time.RFC3339), reasonOf(op, e))
	if op.untracked {
		detail += fmt.Sprintf(" Look into %q for a message of that time, and run the action again only if it is not there.", m.ToJID.ValueString())
	} else {
		detail += fmt.Sprintf(" Look into %[1]q for a message of that time.\n"+
			"- If it is not there, apply again.\n"+
			"- If it is there, delete it by hand and apply again; or, if you can find out its ID, adopt it before you apply again:\n"+
			"  terraform import <address of this resource> '%[2]s,%[3]s,<message_id>'",
			m.ToJID.ValueString(), m.AccountID.ValueString(), m.RobotJID.ValueString())
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("to_jid"), "Chatbot Message May Have Been Posted", detail)
}

// reasonOf returns why a call failed, in a sentence or two.
func reasonOf(op operation, e *zoom.CallError) string {
	prefix := ""
	if e.Token {
		prefix = "no access token could be had: "
	}
	switch e.Reason {
	case zoom.RateLimited:
		return prefix + limitReason(op, e)
	case zoom.TimedOut:
		return fmt.Sprintf("%sthe operation's time-out (timeouts.%s) ended before it succeeded. %s", prefix, op.timeout, lastAttempt(e))
	case zoom.Interrupted:
		return fmt.Sprintf("%sthe operation was interrupted before it succeeded. %s", prefix, lastAttempt(e))
	}
	return prefix + answerOf(e)
}

func lastAttempt(e *zoom.CallError) string {
	switch {
	case e.Answer() != "":
		return "The last attempt failed: " + answerOf(e)
	case e.Outcome == zoom.Unknown:
		return "The request was on its way by then."
	}
	return "Nothing was sent."
}

func limitReason(op operation, e *zoom.CallError) string {
	kind, when := "a rate limit", "Zoom did not say when it answers again."
	if e.Daily {
		kind = "the account's daily limit of requests"
	}
	if !e.Until.IsZero() {
		when = fmt.Sprintf("Zoom answers again at %s.", e.Until.UTC().Format(time.RFC3339))
		if !e.Daily {
			when += fmt.Sprintf(" That is later than the operation's time-out (timeouts.%s).", op.timeout)
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

// codeHints are the remedies for the codes of Zoom's answers, and the
// attribute to blame, if it is one. The causes are documented by Zoom unless
// the text says "often".
var codeHints = map[int]struct{ attribute, hint string }{
	zoom.CodeInvalidBody: {"content", "Zoom does not say what is wrong with the body. Check content against the guide \"Writing message content\"; " +
		"with is_markdown_support, a link or an editable field in a message is refused, too."},
	zoom.CodeInvalidRobotJID: {"robot_jid", "robot_jid is malformed. Copy the Bot JID from the app's Team Chat settings in the Zoom App Marketplace."},
	zoom.CodeUnknownRobot: {"robot_jid", "No chatbot has this robot_jid. An app has one Bot JID for development and one for production, " +
		"and each goes with its own client credentials: make sure that they are not mixed up, and that the Bot JID belongs to this app."},
	zoom.CodeNotAuthorized: {"to_jid", "The bot may not write there, or there is no such channel or user. Check to_jid and account_id, that the app was added to this account " +
		"(a private app in development, too), and that the bot can see the channel. A user-managed app writes only to users who added it."},
	zoom.CodeInvalidAuthToken: {"", "Zoom refused the access token, and once more after it was renewed. If the app has worked before, apply again. If it has not: it must be a General app with Team Chat (chatbot) and the scope imchat:bot: " +
		"tokens of Server-to-Server OAuth apps and of users are refused here."},
	zoom.CodeInvalidAccessToken: {"", "Zoom refused the access token, and once more after it was renewed. If the app has worked before, apply again. If it has not, check that the client credentials belong to an active app of this account."},
	zoom.CodeTokenRefused:       {"", scopeHint},
	zoom.CodeMissingScope:       {"", scopeHint},
	zoom.CodeUnknownMessage:     {"message_id", "Zoom does not have this message: it was deleted, or posted by another account or bot."},
}

const (
	scopeHint       = "The access token lacks a permission. Add the scope imchat:bot to the app, and authorize the app again."
	credentialsHint = "Check client_id and client_secret of the provider (ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET): they must be of the same app, and of the same environment (development or production) as robot_jid."
)

// hintFor returns what a person can do about an error, and which attribute is
// to blame, if one is.
func hintFor(e *zoom.CallError) (attribute, hint string) {
	switch {
	case e.Reason == zoom.RateLimited:
		return "", "Limits are per account and shared by all its apps. max_requests_per_second of the provider, or terraform apply -parallelism, slows Terraform down."
	case e.Status == 0 || e.Cause != nil:
		if e.Reason == zoom.Interrupted {
			return "", ""
		}
		return "", "Check the network, any proxy, and base_url and token_url of the provider."
	}
	if known, ok := codeHints[e.Code]; ok {
		return known.attribute, known.hint
	}
	switch {
	case e.Token && (e.Status == http.StatusBadRequest || e.Status == http.StatusUnauthorized):
		return "", credentialsHint
	case e.Status == http.StatusNotFound, e.Status/100 == 3, e.Excerpt != "" && e.Status/100 == 4:
		return "", "This does not look like an answer of Zoom's chatbot API. Check base_url and token_url of the provider, and any proxy."
	}
	return "", ""
}
