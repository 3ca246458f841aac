package contract

import (
	"fmt"
	"net/http"
	"strings"
)

func tokenClaims() []Claim {
	return []Claim{
		{
			Name:  "token-grant-in-query",
			Says:  "The token endpoint takes the grant type in the query.",
			Grade: Documented, Source: reference,
			probe: answers((*session).tokenByQuery, http.StatusOK, ""),
		},
		{
			Name:  "token-grant-in-body",
			Says:  "The token endpoint takes the grant type in a form in the body.",
			Grade: Seen, Source: sdk,
			probe: answers((*session).tokenByBody, http.StatusOK, ""),
		},
		{
			Name:  "token-lifetime",
			Says:  "A token is valid for one hour (expires_in is 3600, or one second less).",
			Grade: Documented, Source: oauth,
			probe: shows((*session).aToken, "expires_in 3600", func(_ *session, a answer) observation {
				seconds, ok := a.fields["expires_in"].(float64)
				if !ok {
					return judge(false, "expires_in is not a number")
				}
				return judge(seconds == 3600 || seconds == 3599, fmt.Sprintf("expires_in %.0f", seconds))
			}),
		},
		{
			Name:  "token-type-and-scope",
			Says:  "A token is a bearer token with the scope imchat:bot.",
			Grade: Documented, Source: reference,
			probe: shows((*session).aToken, "bearer, imchat:bot", func(_ *session, a answer) observation {
				bearer := strings.EqualFold(a.text("token_type"), "bearer")
				scoped := strings.Contains(a.text("scope"), "imchat:bot")
				return judge(bearer && scoped, fmt.Sprintf("bearer %t, imchat:bot %t", bearer, scoped))
			}),
		},
		{
			Name:   "token-two-at-a-time",
			Says:   "A new token leaves the one before it valid.",
			Grade:  Assumed,
			Source: "documented for Server-to-Server OAuth only: https://developers.zoom.us/docs/internal-apps/s2s-oauth/",
			probe: probe{"any answer but 401", func(s *session) observation {
				a := s.firstTokenAgain()
				if a.failed() {
					return unclear(a.String())
				}
				return judge(a.status != http.StatusUnauthorized, a.String())
			}},
		},
		{
			Name:  "token-bad-credentials",
			Says:  "The token endpoint answers 400, invalid_client to unknown credentials.",
			Grade: Seen, Source: zoomLaravel,
			probe: answers(func(s *session) answer {
				return s.once("token unknown", func() answer {
					nobody := App{ClientID: "contract-unknown-id", ClientSecret: "contract-unknown-secret"}
					return s.requestToken(s.target.Endpoint, nobody, "client_credentials", false)
				})
			}, http.StatusBadRequest, "invalid_client"),
		},
		{
			Name:  "token-bad-grant",
			Says:  "The token endpoint answers 400, unsupported_grant_type to a grant that it does not know.",
			Grade: Seen, Source: zoomLaravel,
			probe: answers(func(s *session) answer {
				return s.once("token grant", func() answer {
					return s.requestToken(s.target.Endpoint, s.target.App, "contract_unknown", false)
				})
			}, http.StatusBadRequest, "unsupported_grant_type"),
		},
		{
			Name:  "call-without-token",
			Says:  "A POST without Authorization is answered with 401, code 7010.",
			Grade: Documented, Source: reference,
			probe: answers(func(s *session) answer { return s.postAs("", "without token") }, http.StatusUnauthorized, badToken),
		},
		{
			Name:  "call-with-bad-token",
			Says:  "A POST with an unknown token is answered with 401, code 7010.",
			Grade: Documented, Source: reference + ", " + devForum,
			probe: answers(func(s *session) answer {
				return s.postAs("Bearer contract-unknown-token", "bad token")
			}, http.StatusUnauthorized, badToken),
		},
		{
			Name:  "edit-with-bad-token",
			Says:  "A PUT with an unknown token is answered as a POST is: 401, code 7010.",
			Grade: Assumed, Source: likePost,
			probe: answers(func(s *session) answer {
				return s.once("edit bad token", func() answer {
					r := jsonRequest(http.MethodPut, s.messageURL("contract-unknown-message"), []byte("{}"))
					r.header.Set("Authorization", "Bearer contract-unknown-token")
					return s.send(s.ctx, r)
				})
			}, http.StatusUnauthorized, badToken),
		},
	}
}

func (s *session) tokenByQuery() answer {
	return s.once("token query", func() answer {
		return s.keep(s.requestToken(s.target.Endpoint, s.target.App, "client_credentials", false))
	})
}

func (s *session) tokenByBody() answer {
	return s.once("token body", func() answer {
		return s.keep(s.requestToken(s.target.Endpoint, s.target.App, "client_credentials", true))
	})
}

// keep uses a token for the calls that follow.
func (s *session) keep(a answer) answer {
	if token := a.text("access_token"); token != "" {
		s.tokens[s.target.App] = token
	}
	return a
}

// aToken is the answer to the first request for a token that succeeded.
func (s *session) aToken() answer {
	if a := s.tokenByQuery(); a.ok() {
		return a
	}
	return s.tokenByBody()
}

// firstTokenAgain calls with a token after another one was issued, in a way that
// changes nothing.
func (s *session) firstTokenAgain() answer {
	return s.once("token again", func() answer {
		first := s.aToken()
		second := s.keep(s.requestToken(s.target.Endpoint, s.target.App, "client_credentials", !s.tokenByQuery().ok()))
		if !first.ok() || !second.ok() {
			return answer{why: "there are no two tokens"}
		}
		r := request{method: http.MethodDelete, url: s.messageURL("contract-unknown-message"), header: http.Header{}}
		r.url += "?" + s.arguments(s.target.App).Encode()
		r.header.Set("Authorization", "Bearer "+first.text("access_token"))
		return s.send(s.ctx, r)
	})
}

// postAs posts a message with an Authorization that should not suffice.
func (s *session) postAs(authorization, name string) answer {
	return s.once("post "+name, func() answer {
		r := jsonRequest(http.MethodPost, s.target.BaseURL+messagesPath, s.postBody(name, nil))
		if authorization != "" {
			r.header.Set("Authorization", authorization)
		}
		return s.sent(s.send(s.ctx, r))
	})
}
