package emulator

import (
	"crypto/rand"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// token answers a request for a token. It takes the documented form only: the
// grant type once, in the query, and the credentials by HTTP Basic.
func (x *exchange) token() answer {
	e := x.e
	id, secret, ok := x.r.BasicAuth()
	if !ok || id != e.options.ClientID || secret != e.options.ClientSecret {
		return tokenRefusal(http.StatusBadRequest, "invalid_client", "Invalid client_id or client_secret")
	}
	if !x.grantTypeIsRight() {
		return tokenRefusal(http.StatusBadRequest, "unsupported_grant_type", "unsupported grant type")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.options.SingleToken {
		clear(e.tokens)
	}
	token := "emulator-token-" + rand.Text()
	e.tokens[token] = e.options.Now().Add(e.options.TokenLifetime)
	e.stats.Tokens++
	x.processed("")
	return jsonAnswer(http.StatusOK, struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int    `json:"expires_in"`
		Scope       string `json:"scope"`
		APIURL      string `json:"api_url"`
	}{token, "bearer", max(1, int(e.options.TokenLifetime/time.Second)), "imchat:bot", "http://" + x.r.Host})
}

// grantTypeIsRight also refuses a second grant type in the body. Zoom takes it
// from either place; what it does about both is not documented.
func (x *exchange) grantTypeIsRight() bool {
	if !slices.Equal(x.r.URL.Query()["grant_type"], []string{"client_credentials"}) {
		return false
	}
	x.e.mu.Lock()
	body := string(x.rec.Body)
	x.e.mu.Unlock()
	kind, _, _ := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	if body == "" || kind != "application/x-www-form-urlencoded" {
		return body == ""
	}
	form, err := url.ParseQuery(body)
	return err == nil && !form.Has("grant_type")
}

// RevokeTokens ends all tokens that were given so far.
func (e *Emulator) RevokeTokens() {
	e.mu.Lock()
	defer e.mu.Unlock()
	clear(e.tokens)
}

// checkToken gives Zoom's message if the token is missing, unknown or expired.
// The lock is held.
func (e *Emulator) checkToken(h http.Header) string {
	if h.Get("Authorization") == "" {
		return messageNoToken
	}
	until, ok := e.tokens[bearer(h)]
	if !ok || !e.options.Now().Before(until) {
		return messageBadToken
	}
	return ""
}

func bearer(h http.Header) string {
	scheme, token, _ := strings.Cut(h.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}
