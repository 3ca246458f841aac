package provider

import (
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

var reading = operation{timeout: "read"}

// lookup is a call that looks up, in the words of its diagnostics.
type lookup struct {
	act, summary string
	attribute    string // what names the user, if one is named
	// scope is the granular scope that the call needs, classic the older one
	// that does as well. Both are documented with the call, at page.
	scope, classic, page string
}

const (
	usersPage    = "https://developers.zoom.us/docs/api/users/"
	teamChatPage = "https://developers.zoom.us/docs/api/team-chat/"
)

func lookingUpUser(attribute, summary string) lookup {
	return lookup{
		act: "look up the user", summary: summary, attribute: attribute,
		scope: "user:read:user:admin", classic: "user:read:admin", page: usersPage,
	}
}

var (
	listingOfMember = lookup{
		act: "list the channels of the member", summary: "Unable to Look Up Zoom Channel", attribute: "member",
		scope: "team_chat:read:list_user_channels:admin", classic: "chat_channel:read:admin", page: teamChatPage,
	}
	listingPublic = lookup{
		act: "list the public channels", summary: "Unable to Look Up Zoom Channel",
		scope: "team_chat:read:list_channels:admin", classic: "chat_channel:read:admin", page: teamChatPage,
	}
)

// lookupDiagnostic returns the diagnostic of a look-up that failed: what was
// tried, what Zoom answered, and what the user can do.
func lookupDiagnostic(l lookup, err error) diag.Diagnostic {
	e := *callError(err)
	if e.Code == zoom.CodeUnknownUser {
		e.Message = "" // it repeats the user, which may be a sensitive value
	}
	detail := fmt.Sprintf("The provider could not %s: %s", l.act, reasonOf(reading, &e))
	summary, hint, blamed := l.remedy(&e)
	if hint != "" {
		detail += "\n\n" + hint
	}
	if blamed && l.attribute != "" {
		return diag.NewAttributeErrorDiagnostic(path.Root(l.attribute), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// remedy returns the summary of a look-up that failed, what a person can do, and
// whether the attribute is to blame.
func (l lookup) remedy(e *zoom.CallError) (summary, hint string, blamed bool) {
	switch {
	case e.Reason == zoom.ErrorAnswer && e.Token:
		return l.summary, tokenRemedy(e), false
	case isDisabled(e):
		return l.summary, disabledHint, false
	case e.Reason != zoom.ErrorAnswer:
		_, hint = hintFor(reading, messageModel{}, e)
		return l.summary, hint, false
	case e.Code == zoom.CodeMissingScope, e.Code == zoom.CodeTokenRefused:
		return "Missing Zoom Scope", fmt.Sprintf(
			"The Server-to-Server OAuth app needs the scope %s, or %s if it has classic scopes (%s). "+
				"Add it to the app in the Zoom App Marketplace.",
			l.scope,
			l.classic,
			l.page,
		), false
	case e.Code == zoom.CodeUnknownUser:
		return "Zoom User Not Found", "The account of the Server-to-Server OAuth app has no such user. " +
			"Check the value, and that directory.account_id is the account of the user.", true
	case e.Code == zoom.CodeExpiredInvitation:
		return "Zoom User Not Found", "The user was invited to the account, and did not accept the invitation in time. " +
			"Invite the user again.", true
	case e.Code == zoom.CodeNoPermission, e.Status == http.StatusForbidden:
		return l.summary, "Zoom asks for a role with the View or Edit permission for Chat Channels (" + teamChatPage + "). " +
			"Give such a role to the owner of the Server-to-Server OAuth app, under User Management, Roles.", false
	case e.Code == zoom.CodeInvalidAccessToken, e.Status == http.StatusUnauthorized:
		return l.summary, "Zoom refused the access token, and once more after it was renewed. " +
			"Check that the Server-to-Server OAuth app is activated.", false
	}
	return l.summary, statusHint(reading, e), false
}

// tokenRemedy returns what a person can do about a refusal of the token.
func tokenRemedy(e *zoom.CallError) string {
	switch {
	case isDisabled(e):
		return disabledHint
	case e.OAuthError == zoom.OAuthUnsupportedGrantType:
		return "The credentials of directory must be those of an app of the type Server-to-Server OAuth, " +
			"and the app must be activated. The credentials of the chatbot app do not work here."
	case e.OAuthError == zoom.OAuthInvalidClient:
		return "Check directory.client_id and directory.client_secret " +
			"(ZOOM_DIRECTORY_CLIENT_ID, ZOOM_DIRECTORY_CLIENT_SECRET)."
	case e.OAuthError != "", e.Code != 0:
		return "Check directory.account_id (ZOOM_DIRECTORY_ACCOUNT_ID): it must be the account that owns the app. " +
			"Check that the app is activated."
	}
	return tokenHint(e)
}
