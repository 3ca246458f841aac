package provider

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// hintFor returns what the user can do about a call that failed, and the
// attribute to blame, if there is one. Causes are Zoom's own words unless the
// hint marks them as likely.
func hintFor(op operation, m messageModel, e *zoom.CallError) (attribute, hint string) {
	switch {
	case e.Reason == zoom.RateLimited:
		return "", limitHint(e)
	case e.Reason == zoom.Interrupted:
		return "", ""
	case e.Reason == zoom.InvalidRequest:
		return "", ""
	case e.Status == 0:
		return "", "Check the network, any proxy, and base_url and token_url of the provider."
	case isDisabled(e):
		return "", disabledHint
	case e.Token:
		return "", tokenHint(e)
	case e.Cause != nil:
		return "", notZoomHint
	}
	attribute, hint = codeHint(op, m, e)
	if hint == "" {
		hint = statusHint(op, e)
	}
	if !op.posts && isFinalRefusal(e) {
		exits := editExits
		if op.deletes {
			exits = destroyExits
		}
		hint = strings.TrimSpace(hint + "\n\n" + exits)
	}
	return attribute, hint
}

const (
	notZoomHint = "This does not look like an answer of Zoom's chatbot API. Check base_url and token_url of the " +
		"provider, and any proxy."

	disabledHint = "The app is disabled. Activate it in the Zoom App Marketplace, or ask an administrator of the " +
		"account to allow it."

	scopeHint = "The access token lacks a permission. Add the scope imchat:bot to the app, and authorize the app again."

	headerHint = "The request arrived without its Authorization header. A proxy or gateway on the way is likely to have " +
		"removed it: let it pass, or go around the gateway (base_url, NO_PROXY)."

	credentialsHint = "Check client_id and client_secret of the provider (ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET): they " +
		"must be of the same app, and of the same environment (development or production) as robot_jid."

	grantHint = "Zoom does not issue tokens for chatbots (grant type client_credentials) to this app. It must be a " +
		"General app with Team Chat, not a Server-to-Server OAuth app; see the guide \"Getting started\". If it is, check " +
		"token_url of the provider."

	chatbotTokenHint = "it must be a General app with Team Chat (chatbot) and the scope imchat:bot: tokens of " +
		"Server-to-Server OAuth apps and of users are refused here."

	activeAppHint = "check that the client credentials belong to an active app of this account."
)

func limitHint(e *zoom.CallError) string {
	if !e.Daily {
		return "Limits apply to the account and are shared by all its apps. To send more slowly, set " +
			"max_requests_per_second of the provider, or run terraform apply with a lower -parallelism."
	}
	hint := "The limit applies to the account and is shared by all its apps. Apply again when it has ended, or change " +
		"the account's plan."
	if e.Until.IsZero() {
		hint += " Daily limits have been seen to end at 00:00 UTC."
	}
	return hint
}

// isDisabled also looks at the text, because the token endpoint has no codes.
func isDisabled(e *zoom.CallError) bool {
	return e.Code == zoom.CodeAppDisabled || e.Code == zoom.CodeDisabledByAdmin ||
		strings.Contains(strings.ToLower(e.Message), "app has been disabled")
}

func tokenHint(e *zoom.CallError) string {
	switch {
	case e.OAuthError == zoom.OAuthUnsupportedGrantType:
		return grantHint
	case e.OAuthError == zoom.OAuthInvalidClient:
		return credentialsHint
	case e.OAuthError != "", e.Code != 0:
		return "Check the app in the Zoom App Marketplace, and client_id and client_secret of the provider " +
			"(ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET)."
	}
	return "This does not look like an answer of Zoom's token endpoint. It is not shown, because such an answer may " +
		"contain a token. Check token_url of the provider, and whether a proxy or the login page of a network answers in " +
		"its place."
}

// codeHint returns the hint for a code of Zoom.
func codeHint(op operation, m messageModel, e *zoom.CallError) (attribute, hint string) {
	switch e.Code {
	case zoom.CodeInvalidBody:
		return "content", invalidBodyHint(op, m)
	case zoom.CodeInvalidRobotJID:
		return "robot_jid", "robot_jid is malformed. Copy the Bot JID from the Team Chat settings of the app in the Zoom " +
			"App Marketplace."
	case zoom.CodeUnknownRobot:
		return "robot_jid", unknownRobotHint(op)
	case zoom.CodeNotAuthorized:
		return notAuthorizedHint(op)
	case zoom.CodeInvalidAuthToken:
		return "", refusedTokenHint(e) + chatbotTokenHint
	case zoom.CodeInvalidAccessToken:
		return "", refusedTokenHint(e) + activeAppHint
	case zoom.CodeTokenRefused, zoom.CodeMissingScope:
		if strings.Contains(strings.ToLower(e.Message), "cannot be empty") { // the code is Zoom's catch-all for tokens
			return "", headerHint
		}
		return "", scopeHint
	case zoom.CodeUnknownMessage:
		if m.ReplyTo.ValueString() == "" {
			return "", "The request names no message: reply_to is not set. Check base_url of the provider, and any proxy."
		}
		return "reply_to", "The message that reply_to names was deleted, or another account or bot posted it."
	}
	return "", ""
}

// refusedTokenHint returns the beginning of the hint for a refused token. The
// token is not renewed after an answer whose status is not that of a refusal.
func refusedTokenHint(e *zoom.CallError) string {
	hint := "Zoom refused the access token."
	if e.Renewed {
		hint = "Zoom refused the access token, and refused it again after it was renewed."
	}
	return hint + " If the app has worked before, apply again. If it has not, "
}

func invalidBodyHint(op operation, m messageModel) string {
	hint := "Zoom does not say what is wrong with the request. Check content against the guide \"Writing message " +
		"content\"; with is_markdown_support, a link or an editable field in a message is refused, too."
	if op.posts && m.UserJID.ValueString() == "" {
		hint += "\n\n" +
			"The request has no user_jid. Zoom's documents contradict each other: the API reference requires it, the guide " +
			"\"Send, edit, and delete messages\" requires it of user-managed apps only. If content is right, set user_jid."
	}
	return hint
}

func unknownRobotHint(op operation) string {
	if !op.posts {
		return "Zoom knows no chatbot with this robot_jid for the app of the provider's client_id: the message was posted " +
			"by another app, or the chatbot no longer exists."
	}
	return "No chatbot has this robot_jid. An app has one Bot JID for development and one for production, and each goes " +
		"with its own client credentials: make sure that they are not mixed up, and that the Bot JID belongs to this app."
}

func notAuthorizedHint(op operation) (attribute, hint string) {
	if !op.posts {
		return "", fmt.Sprintf("The bot may not %s this message, or Zoom no longer finds the "+
			"channel. Likely causes: the channel was deleted, the app was removed from the "+
			"account, or another bot posted the message.", strings.ToLower(op.summary))
	}
	return "to_jid", "The bot may not write there, or there is no such channel or user. Check to_jid and account_id, " +
		"that the app was added to this account (a private app in development, too), and that the bot can see the channel. " +
		"A user-managed app writes only to users who added it."
}

// statusHint returns the hint for a status, where there is none for a code.
func statusHint(op operation, e *zoom.CallError) string {
	switch {
	case e.Status == http.StatusRequestEntityTooLarge && !op.deletes:
		return "The message is too large for Zoom or for a proxy on the way. Zoom documents no limit. Shorten content."
	case e.Status == http.StatusNotFound, e.Status/100 == 3, e.Status < 200, e.Excerpt != "" && e.Status/100 == 4:
		return notZoomHint
	}
	return ""
}

// isFinalRefusal reports whether Zoom refuses to edit or delete the message in
// a way that applying again does not change.
func isFinalRefusal(e *zoom.CallError) bool {
	if e.Outcome != zoom.Refused {
		return false
	}
	switch e.Code {
	case zoom.CodeInvalidRobotJID, zoom.CodeUnknownRobot, zoom.CodeNotAuthorized:
		return true
	}
	return false
}
