package provider

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// refusal is an answer of Zoom as the client reports it.
func refusal(status, code int, message string) *zoom.CallError {
	return &zoom.CallError{Outcome: zoom.Refused, Reason: zoom.ErrorAnswer, Status: status, Code: code, Message: message}
}

func tokenRefusal(status int, oauthError, message string) *zoom.CallError {
	return &zoom.CallError{
		Outcome: zoom.NotSent, Reason: zoom.ErrorAnswer, Token: true,
		Status: status, OAuthError: oauthError, Message: message,
	}
}

// The texts for what real servers do rarely: what they have, and what they
// must not have.
func TestMessageDiagnostic(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		op    operation
		err   error
		reply bool
		want  []string
		not   string
	}{
		"interrupted before anything was sent": {
			op: sending, err: &zoom.CallError{Outcome: zoom.NotSent, Reason: zoom.Interrupted},
			want: []string{"Unable to Send Chatbot Message", "the operation was interrupted. Nothing was sent."}, not: "Check"},
		"interrupted between attempts": {
			op: deleting, err: &zoom.CallError{
				Outcome: zoom.Refused, Reason: zoom.Interrupted, Status: 503, Message: "Try later.",
			},
			want: []string{
				"Unable to Delete Chatbot Message",
				"was interrupted",
				"The last attempt failed: Zoom answered HTTP 503 Service Unavailable: Try later.",
			}},
		"an edit cut off": {
			op: editing, err: &zoom.CallError{Outcome: zoom.Unknown, Reason: zoom.Interrupted, SentAt: time.Now()},
			want: []string{
				"Unable to Edit Chatbot Message",
				"was interrupted",
				"had been sent by then",
				"may still have been edited",
			}},
		"a daily limit without an end": {
			op: editing, err: &zoom.CallError{Outcome: zoom.Refused, Reason: zoom.RateLimited, Status: 429, Daily: true},
			want: []string{
				"the account's daily limit of requests is used up. Zoom did not say when it accepts requests again.",
				"00:00 UTC",
			}, not: "max_requests"},
		"a daily limit with its end": {
			op: sending, err: &zoom.CallError{
				Outcome: zoom.Refused, Reason: zoom.RateLimited, Status: 429, Daily: true, Until: time.Unix(1e9, 0),
			},
			want: []string{
				"daily limit",
				"Zoom accepts requests again at 2001-09-09T01:46:40Z",
				"Apply again when it has ended",
			}, not: "00:00 UTC"},
		"a reply to a message that is gone": {op: sending, reply: true, err: refusal(404, zoom.CodeUnknownMessage, ""),
			want: []string{"Unable to Send Chatbot Message", "code 8001", "The message that reply_to names was deleted"}},
		"a send that names no message": {op: sending, err: refusal(404, zoom.CodeUnknownMessage, ""),
			want: []string{"Unable to Send Chatbot Message", "code 8001", "names no message", "base_url"}, not: "was deleted"},
		"a refused connection": {
			op: editing, err: &zoom.CallError{
				Outcome: zoom.NotSent, Reason: zoom.NoConnection, Cause: errors.New("no connection: refused"),
			},
			want: []string{"no connection: refused.", "Check the network"}},
		"something else": {
			op: editing, err: errors.New("something else"), want: []string{"something else."}, not: "Check the network",
		},
		"a refusal in a 200": {op: editing, err: refusal(200, zoom.CodeInvalidBody, "Invalid."),
			want: []string{"Unable to Edit Chatbot Message", "HTTP 200 OK, code 7001: Invalid.", "content"}, not: "network"},
		"a refused token in a 200": {op: sending, err: refusal(200, zoom.CodeInvalidAccessToken, "No."),
			want: []string{"Zoom refused the access token. If the app has worked"}, not: "renewed"},
		"a token that was refused twice": {op: sending, err: &zoom.CallError{
			Outcome: zoom.Refused, Reason: zoom.ErrorAnswer, Status: 401, Code: zoom.CodeInvalidAuthToken, Renewed: true,
		}, want: []string{"refused it again after it was renewed. If the app has worked", "General app"}},
		"an answer of something else": {
			op: editing, err: &zoom.CallError{
				Outcome: zoom.Unknown, Reason: zoom.UnusableAnswer, Status: 200,
				Cause: errors.New("it is not the JSON of a message"),
			},
			want: []string{"it is not the JSON of a message", "may still have been edited", "Check base_url"}},
		"7001 without user_jid": {
			op: sending, err: refusal(400, zoom.CodeInvalidBody, ""), want: []string{"content", "user_jid", "contradict"},
		},
		"7001 of an edit": {
			op: editing, err: refusal(400, zoom.CodeInvalidBody, ""), want: []string{"content"}, not: "contradict",
		},
		"7003 of an edit": {
			op: editing, err: refusal(403, zoom.CodeUnknownRobot, ""),
			want: []string{"posted by another app", "Either edit the message", "terraform state rm"}, not: "write",
		},
		"7003 of a delete": {
			op: deleting, err: refusal(403, zoom.CodeUnknownRobot, ""),
			want: []string{"posted by another app", "Either destroy the message", "terraform state rm", "destroy = false"},
		},
		"7004 of an edit": {
			op: editing, err: refusal(403, zoom.CodeNotAuthorized, ""),
			want: []string{"may not edit this message", "the channel was deleted"}, not: "write there",
		},
		"7004 of a delete": {
			op: deleting, err: refusal(403, zoom.CodeNotAuthorized, ""),
			want: []string{
				"may not delete this message",
				"the channel was deleted",
				"terraform state rm",
				"destroy = false",
			}, not: "write there",
		},
		"7004 of a send": {
			op: sending, err: refusal(403, zoom.CodeNotAuthorized, ""), want: []string{"may not write there"}, not: "state rm",
		},
		"a header that was removed": {
			op: sending, err: refusal(401, zoom.CodeTokenRefused, "Token cannot be empty"),
			want: []string{"without its Authorization header", "proxy or gateway"}, not: "imchat:bot",
		},
		"a scope that is missing": {
			op: sending, err: refusal(401, zoom.CodeTokenRefused, "Invalid access token, does not contain scopes."),
			want: []string{"imchat:bot"}, not: "gateway",
		},
		"a disabled app": {
			op: sending, err: refusal(401, zoom.CodeAppDisabled, ""),
			want: []string{"The app is disabled. Activate it"}, not: "client_id",
		},
		"disabled by an admin": {
			op: deleting, err: refusal(401, zoom.CodeDisabledByAdmin, ""),
			want: []string{"The app is disabled", "administrator"},
		},
		"a disabled app's token": {
			op: sending, err: tokenRefusal(400, "", "The app has been disabled."),
			want: []string{"could not obtain an access token", "The app is disabled"}, not: "client_secret",
		},
		"a wrong kind of app": {
			op: sending, err: tokenRefusal(400, zoom.OAuthUnsupportedGrantType, ""),
			want: []string{"General app with Team Chat", "Getting started"}, not: "ZOOM_CLIENT_SECRET",
		},
		"wrong credentials": {
			op: sending, err: tokenRefusal(400, zoom.OAuthInvalidClient, ""), want: []string{"ZOOM_CLIENT_SECRET", "same app"},
		},
		"another error of the grant": {
			op: sending, err: tokenRefusal(400, "invalid_grant", ""), want: []string{"invalid_grant", "Marketplace"},
		},
		"a hotel's login page": {
			op: sending, err: tokenRefusal(403, "", ""),
			want: []string{"HTTP 403", "not shown", "token_url", "login page"}, not: "client_secret",
		},
		"too large": {
			op: sending, err: &zoom.CallError{Outcome: zoom.Refused, Reason: zoom.ErrorAnswer, Status: 413, Excerpt: "<html>"},
			want: []string{"too large", "Shorten content"}, not: "base_url",
		},
		"switching protocols": {
			op: editing, err: &zoom.CallError{Outcome: zoom.Unknown, Reason: zoom.ErrorAnswer, Status: 101},
			want: []string{"HTTP 101", "Check base_url"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := messageModel{ToJID: types.StringValue("c@x")}
			if test.reply {
				m.ReplyTo = types.StringValue("parent")
			}
			d := messageDiagnostic(test.op, m, test.err)
			checkDiagnostic(t, d, test.want...)
			if test.not != "" && strings.Contains(d.Detail(), test.not) {
				t.Errorf("got %s\nwant no %q in it", d.Detail(), test.not)
			}
		})
	}
}

func checkDiagnostic(t *testing.T, d diag.Diagnostic, want ...string) {
	t.Helper()
	if text := fmt.Sprintf("%s: %s", d.Summary(), d.Detail()); !phrases(want...).MatchString(text) {
		t.Errorf("got %s\nwant %q in it", text, want)
	}
}
