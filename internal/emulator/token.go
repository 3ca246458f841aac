package emulator

import (
	"crypto/rand"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// token is what is known of an access token.
type token struct {
	clientID string // the app that it was issued to
	until    time.Time
}

// secretOf returns the client secret of an app, or nothing for an unknown one.
func (e *Emulator) secretOf(clientID string) string {
	if clientID == e.options.ClientID {
		return e.options.ClientSecret
	}
	return e.options.OtherApps[clientID]
}

// token answers a request for a token: the credentials by HTTP Basic, the grant
// type once, in the query or in a form.
func (x *exchange) token() answer {
	e := x.e
	id, secret, ok := x.r.BasicAuth()
	if d := e.options.Directory; ok && id == d.ClientID && secret == d.ClientSecret {
		return x.directoryToken(d)
	}
	if !ok || secret == "" || secret != e.secretOf(id) {
		return tokenRefusal("invalid_client", "Invalid client_id or client_secret")
	}
	if !x.hasGrant("client_credentials") {
		return tokenRefusal("unsupported_grant_type", "unsupported grant type")
	}
	return x.issue(id, "imchat:bot")
}

// issue answers a token of an app.
func (x *exchange) issue(clientID, scope string) answer {
	e := x.e
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.options.SingleToken {
		maps.DeleteFunc(e.tokens, func(_ string, t token) bool { return t.clientID == clientID })
	}
	text := "emulator-token-" + rand.Text()
	e.tokens[text] = token{clientID: clientID, until: e.options.Now().Add(e.options.TokenLifetime)}
	e.stats.Tokens++
	x.processed("")
	return jsonAnswer(http.StatusOK, struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int    `json:"expires_in"`
		Scope       string `json:"scope"`
		APIURL      string `json:"api_url"`
	}{text, "bearer", max(1, int(e.options.TokenLifetime/time.Second)), scope, x.origin()})
}

// hasGrant reports whether this grant is asked for, once. What Zoom does about a
// grant type in both places is not documented.
func (x *exchange) hasGrant(grant string) bool {
	grants := x.r.URL.Query()["grant_type"]
	kind, _, _ := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	switch body := string(x.record().Body); {
	case body == "":
	case kind != "application/x-www-form-urlencoded":
		return false
	default:
		form, err := url.ParseQuery(body)
		if err != nil || (form.Has("grant_type") && x.e.options.GrantInQueryOnly) {
			return false
		}
		grants = append(grants, form["grant_type"]...)
	}
	return slices.Equal(grants, []string{grant})
}

// parameter returns a parameter of a token request, from the query or a form.
func (x *exchange) parameter(name string) string {
	if query := x.r.URL.Query(); query.Has(name) {
		return query.Get(name)
	}
	form, err := url.ParseQuery(string(x.record().Body))
	if err != nil {
		return ""
	}
	return form.Get(name)
}

// RevokeTokens ends all tokens that were issued so far.
func (e *Emulator) RevokeTokens() {
	e.mu.Lock()
	defer e.mu.Unlock()
	clear(e.tokens)
}

// checkToken returns Zoom's message if the token is missing, unknown or expired,
// and nothing otherwise. The lock is held.
func (e *Emulator) checkToken(h http.Header) string {
	if h.Get("Authorization") == "" {
		return messageNoToken
	}
	issued, ok := e.tokens[bearer(h)]
	if !ok || !e.options.Now().Before(issued.until) || issued.clientID == e.options.Directory.ClientID {
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

// origin is where the client sees the emulator: scheme and host.
func (x *exchange) origin() string {
	if x.r.TLS != nil {
		return "https://" + x.r.Host
	}
	return "http://" + x.r.Host
}
