package contract

import (
	"encoding/base64"
	"net/http"
	"net/url"
)

const (
	users    = "https://developers.zoom.us/docs/api/users/"
	teamChat = "https://developers.zoom.us/docs/api/team-chat/"
	s2sOAuth = "https://developers.zoom.us/docs/internal-apps/s2s-oauth/"
)

// directoryClaims are about the calls that look up users and channels.
func directoryClaims() []Claim {
	return []Claim{
		{
			Name:  "directory-token",
			Says:  "A Server-to-Server OAuth app gets a token by account_credentials and account_id in the query.",
			Grade: Documented, Source: s2sOAuth,
			probe: answers((*session).directoryToken, http.StatusOK, ""),
		},
		{
			Name:  "directory-token-of-another-account",
			Says:  "The token endpoint answers 400, invalid_request to an account_id that is not the app's.",
			Grade: Assumed, Source: noSource,
			probe: answers(func(s *session) answer {
				return s.once("directory account", func() answer { return s.accountToken("contract-unknown-acct") })
			}, http.StatusBadRequest, "invalid_request"),
		},
		{
			Name:  "directory-user-jid",
			Says:  "GET /users/{userId} answers the user's jid.",
			Grade: Documented, Source: users,
			probe: shows(func(s *session) answer {
				if s.target.UserID == "" {
					return answer{why: "needs the ID of a user"}
				}
				return s.lookUp("/users/" + url.PathEscape(s.target.UserID))
			}, "the user's jid", func(s *session, a answer) observation {
				return judge(a.text("jid") == s.target.UserJID, "jid "+shape(a.text("jid")))
			}),
		},
		{
			Name:  "directory-unknown-user",
			Says:  "GET /users/{userId} answers 404, code 1001 to an unknown user.",
			Grade: Documented, Source: users,
			probe: answers(func(s *session) answer { return s.lookUp("/users/contract-unknown-user") },
				http.StatusNotFound, "1001"),
		},
		{
			Name:  "directory-channel-jid",
			Says:  "GET /chat/users/{userId}/channels lists the channels of a user with their jid.",
			Grade: Documented, Source: teamChat,
			probe: shows(func(s *session) answer { return s.listChannels("") }, "the channel for tests", listsChannel),
		},
		{
			Name:  "directory-page-token",
			Says:  "An unknown next_page_token is answered with 400, code 300.",
			Grade: Documented, Source: teamChat,
			probe: answers(func(s *session) answer { return s.listChannels("contract-unknown") }, http.StatusBadRequest, "300"),
		},
		{
			Name:  "directory-bad-token",
			Says:  "A look-up with an unknown token is answered with 401, code 124.",
			Grade: Assumed, Source: "https://developers.zoom.us/docs/api/errors/ has the status, others saw the code",
			probe: answers(func(s *session) answer {
				return s.lookUpAs("bad token", "contract-unknown-token", "/users/contract-unknown-user")
			}, http.StatusUnauthorized, "124"),
		},
		{
			Name:  "directory-with-chatbot-token",
			Says:  "A look-up with the chatbot's token is answered with 400, code 4711.",
			Grade: Assumed, Source: "seen for missing scopes; " + devForum + " say that such a token does not do",
			probe: answers(func(s *session) answer {
				return s.lookUpAs("chatbot", s.token(s.target.App), "/users/contract-unknown-user")
			}, http.StatusBadRequest, "4711"),
		},
	}
}

// accountToken asks for a token of the app that looks up.
func (s *session) accountToken(accountID string) answer {
	app := s.target.Directory
	if app == nil {
		return answer{why: "needs a Server-to-Server OAuth app"}
	}
	basic := base64.StdEncoding.EncodeToString([]byte(app.ClientID + ":" + app.ClientSecret))
	query := url.Values{"grant_type": {"account_credentials"}, "account_id": {accountID}}
	return s.send(s.ctx, request{
		method: http.MethodPost, url: s.target.TokenURL + "?" + query.Encode(), token: true,
		header: http.Header{"Authorization": {"Basic " + basic}},
	})
}

func (s *session) directoryToken() answer {
	return s.once("directory token", func() answer {
		if s.target.Directory == nil {
			return answer{why: "needs a Server-to-Server OAuth app"}
		}
		return s.accountToken(s.target.Directory.AccountID)
	})
}

// lookUp looks up with the token of the app for it.
func (s *session) lookUp(path string) answer {
	token := s.directoryToken()
	if !token.ok() {
		return answer{why: "no token"}
	}
	return s.lookUpAs("directory", token.text("access_token"), path)
}

func (s *session) lookUpAs(name, token, path string) answer {
	return s.once("look up "+name+" "+path, func() answer {
		if s.target.Directory == nil {
			return answer{why: "needs a Server-to-Server OAuth app"}
		}
		return s.send(s.ctx, request{
			method: http.MethodGet, url: s.target.BaseURL + path,
			header: http.Header{"Authorization": {"Bearer " + token}},
		})
	})
}

func (s *session) listChannels(page string) answer {
	if s.target.UserID == "" {
		return answer{why: "needs the ID of a user"}
	}
	query := url.Values{"page_size": {"300"}}
	if page != "" {
		query.Set("next_page_token", page)
	}
	return s.lookUp("/chat/users/" + url.PathEscape(s.target.UserID) + "/channels?" + query.Encode())
}

// listsChannel looks for the channel for tests, which may be on another page or
// none of the user's.
func listsChannel(s *session, a answer) observation {
	channels, _ := a.fields["channels"].([]any)
	if len(channels) == 0 {
		return unclear("the user has no channels")
	}
	for _, c := range channels {
		channel, _ := c.(map[string]any)
		switch jid, _ := channel["jid"].(string); jid {
		case "":
			return judge(false, "a channel without jid")
		case s.target.ToJID:
			return judge(true, "the channel for tests")
		}
	}
	return unclear("the user is not in the channel for tests, or it is on another page")
}
