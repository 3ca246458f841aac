package provider

import (
	"context"
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
	timeout       string
}

var (
	sending  = operation{verb: "send the message to", summary: "Send", changed: "posted", timeout: "create"}
	editing  = operation{verb: "edit the message in", summary: "Edit", changed: "edited", timeout: "update"}
	deleting = operation{verb: "delete the message in", summary: "Delete", changed: "deleted", timeout: "delete"}
)

// messageDiagnostic says what was tried, what Zoom answered and what to do.
func messageDiagnostic(op operation, m chatbotMessageModel, err error) diag.Diagnostic {
	if zoom.IsNotFound(err) && op.summary == sending.summary {
		return parentIsGone(m, err)
	}
	if zoom.IsNotFound(err) {
		return diag.NewErrorDiagnostic("Chatbot Message No Longer Exists", fmt.Sprintf(
			"Zoom does not have the message %q any more: %s\n\nSomebody deleted it in Zoom Team Chat, or it was posted by another account or bot. "+
				"Terraform takes it out of the state with the next refresh; the next plan shows that it will be posted again.",
			m.MessageID.ValueString(), answerOf(err)))
	}
	var unknown *zoom.UnknownOutcomeError
	if op == sending && errors.As(err, &unknown) {
		return maybePosted(m, unknown)
	}
	where := m.ToJID.ValueString()
	if m.ToJID.IsNull() {
		where = "an unknown channel"
	}
	detail := fmt.Sprintf("The provider could not %s %q: %s", op.verb, where, reasonOf(op, err))
	if unknown != nil || errors.As(err, &unknown) {
		detail += fmt.Sprintf("\n\nThe message may have been %s all the same. Applying again is safe: it cannot post a second message.", op.changed)
	}
	attribute, hint := hintFor(err)
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
func parentIsGone(m chatbotMessageModel, err error) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("reply_to"), "Unable to Send Chatbot Message", fmt.Sprintf(
		"The provider could not send the message to %q: %s\n\n"+
			"The message that reply_to names was deleted, or posted by another account or bot.", m.ToJID.ValueString(), answerOf(err)))
}

const maybePostedSummary = "Chatbot Message May Have Been Posted"

// maybePosted is the one failure that Terraform cannot mend: only a person can
// see whether the message is in the channel.
func maybePosted(m chatbotMessageModel, unknown *zoom.UnknownOutcomeError) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("to_jid"), maybePostedSummary, maybePostedDetail(sending, m, unknown)+fmt.Sprintf(
		" Look into %[1]q for a message of that time.\n"+
			"- If it is not there, apply again.\n"+
			"- If it is there, delete it by hand and apply again; or, if you can find out its ID, adopt it before you apply again:\n"+
			"  terraform import <address of this resource> '%[2]s,%[3]s,<message_id>'",
		m.ToJID.ValueString(), m.AccountID.ValueString(), m.RobotJID.ValueString()))
}

func maybePostedDetail(op operation, m chatbotMessageModel, unknown *zoom.UnknownOutcomeError) string {
	return fmt.Sprintf(
		"The message to %q was sent at %s, but no answer says whether it was posted: %s\n\n"+
			"Zoom's chatbot API cannot be asked, and the provider does not send a message a second time on its own account.",
		m.ToJID.ValueString(), unknown.SentAt.UTC().Format(time.RFC3339), reasonOf(op, unknown.Err))
}

// reasonOf says in a sentence or two why a call failed.
func reasonOf(op operation, err error) string {
	var limited *zoom.RateLimitError
	var stopped *zoom.StoppedError
	var token *zoom.TokenError
	prefix := ""
	if errors.As(err, &token) {
		prefix = "no access token could be had: "
	}
	switch {
	case errors.As(err, &limited):
		return prefix + limitReason(op, limited)
	case errors.As(err, &stopped) && errors.Is(stopped.Cause, context.DeadlineExceeded):
		return fmt.Sprintf("%sthe operation's time-out (timeouts.%s) ended before it succeeded. %s", prefix, op.timeout, lastReason(stopped, err))
	case errors.As(err, &stopped):
		return fmt.Sprintf("%sthe operation was interrupted before it succeeded. %s", prefix, lastReason(stopped, err))
	}
	return prefix + answerOf(err)
}

func lastReason(stopped *zoom.StoppedError, err error) string {
	switch {
	case stopped.Last != nil:
		return "The last attempt failed: " + answerOf(stopped.Last)
	case zoom.IsUnknownOutcome(err):
		return "The request was on its way by then."
	}
	return "Nothing was sent."
}

func limitReason(op operation, limited *zoom.RateLimitError) string {
	kind, when := "a rate limit", "Zoom did not say when it answers again."
	if limited.Daily {
		kind = "the account's daily limit of requests"
	}
	if !limited.Until.IsZero() {
		when = fmt.Sprintf("Zoom answers again at %s.", limited.Until.UTC().Format(time.RFC3339))
		if !limited.Daily {
			when += fmt.Sprintf(" That is later than the operation's time-out (timeouts.%s).", op.timeout)
		}
	}
	return fmt.Sprintf("%s is used up. %s The answer was %s", kind, when, sentence(limited.Err.Answer()))
}

// answerOf is what Zoom answered, or what happened instead of an answer.
func answerOf(err error) string {
	var unknown *zoom.UnknownOutcomeError
	if errors.As(err, &unknown) {
		err = unknown.Err
	}
	var token *zoom.TokenError
	if errors.As(err, &token) {
		err = token.Err
	}
	var api *zoom.APIError
	if errors.As(err, &api) {
		return "Zoom answered " + sentence(api.Answer())
	}
	return sentence(err.Error())
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

// hintFor says what a person can do about an error, and which attribute is to
// blame, if one is.
func hintFor(err error) (attribute, hint string) {
	var limited *zoom.RateLimitError
	var api *zoom.APIError
	var token *zoom.TokenError
	switch {
	case errors.As(err, &limited):
		return "", "Limits are per account and shared by all its apps. max_requests_per_second of the provider, or terraform apply -parallelism, slows Terraform down."
	case !errors.As(err, &api):
		return "", connectionHint(err)
	}
	if known, ok := codeHints[api.Code]; ok {
		return known.attribute, known.hint
	}
	switch isToken := errors.As(err, &token); {
	case isToken && (api.StatusCode == http.StatusBadRequest || api.StatusCode == http.StatusUnauthorized):
		return "", credentialsHint
	case api.StatusCode == http.StatusNotFound, api.StatusCode/100 == 3, api.Excerpt != "" && api.StatusCode/100 == 4:
		return "", "This does not look like an answer of Zoom's chatbot API. Check base_url and token_url of the provider, and any proxy."
	}
	return "", ""
}

func connectionHint(err error) string {
	var stopped *zoom.StoppedError
	if errors.As(err, &stopped) && errors.Is(stopped.Cause, context.Canceled) {
		return ""
	}
	return "Check the network, any proxy, and base_url and token_url of the provider."
}
