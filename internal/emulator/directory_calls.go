package emulator

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const (
	kindGet         = http.MethodGet
	usersPath       = "/v2/users/"
	chatUsersPath   = "/v2/chat/users/"
	channelsSegment = "/channels"
	channelsPath    = "/v2/chat" + channelsSegment
)

// The largest pages of channels: those of one user, and those of the account.
const (
	maxUserChannels = 1000
	maxChannels     = 20
	defaultPageSize = 10
)

// Zoom's messages to the codes of the directory.
const (
	messageInvitation = "A valid invitation to join the Zoom account was not found for this user."
	messageNoRole     = "Unauthorized request. You do not have permission to access this user's channel information."
	messageBadPage    = "The next page token is either invalid or has expired."
	messageValidation = "Validation Failed."
)

// scopes are what allows each call: the granular scope and then the classic ones
// of an account-level app.
var scopes = map[string][]string{
	usersPath:     {ScopeUser, "user:read:admin", "user:write:admin"},
	chatUsersPath: {ScopeUserChannels, "chat_channel:read:admin", "chat_channel:write:admin"},
	channelsPath:  {ScopeChannels, "chat_channel:read:admin", "chat_channel:write:admin"},
}

// lookup is one of the calls that look up users and channels.
type lookup struct {
	path string // which call, a key of scopes
	id   string // the user in the path, unescaped
}

// routeLookup returns which call a GET is, and whether it is one.
func routeLookup(escaped string) (lookup, bool) {
	l := lookup{path: channelsPath}
	if escaped == channelsPath {
		return l, true
	}
	id, ok := strings.CutPrefix(escaped, usersPath)
	l.path = usersPath
	if !ok {
		l.path = chatUsersPath
		id, ok = strings.CutPrefix(escaped, chatUsersPath)
		id, ok = cutSuffix(id, channelsSegment, ok)
	}
	if !ok || id == "" || strings.Contains(id, "/") {
		return lookup{}, false
	}
	var err error
	l.id, err = url.PathUnescape(id)
	return l, err == nil
}

func cutSuffix(s, suffix string, ok bool) (string, bool) {
	rest, found := strings.CutSuffix(s, suffix)
	return rest, found && ok
}

// directoryToken answers a request for a token of the directory's app.
func (x *exchange) directoryToken(d *Directory) answer {
	if !x.hasGrant("account_credentials") {
		return tokenRefusal("unsupported_grant_type", "unsupported grant type")
	}
	if x.parameter("account_id") != d.AccountID {
		return tokenRefusal("invalid_request", "Bad Request")
	}
	return x.issue(d.ClientID, strings.Join(d.Scopes, " "))
}

// admitLookup checks the token, its scopes and the limits.
func (x *exchange) admitLookup(l lookup) (a answer, refused bool) {
	e := x.e
	e.mu.Lock()
	defer e.mu.Unlock()
	allowed := scopes[l.path]
	missing := fmt.Sprintf("Invalid access token, does not contain scopes:[%s].", strings.Join(allowed, ", "))
	issued, ok := e.tokens[bearer(x.r.Header)]
	if !ok || !e.options.Now().Before(issued.until) {
		e.stats.BadToken++
		return gatewayRefusal(http.StatusUnauthorized, 124, messageBadAccessToken), true
	}
	var has []string // the token of a chatbot has none of these
	if issued.clientID == e.options.Directory.ClientID {
		has = e.options.Directory.Scopes
	}
	if !slices.ContainsFunc(allowed, func(s string) bool { return slices.Contains(has, s) }) {
		return gatewayRefusal(http.StatusBadRequest, 4711, missing), true
	}
	a, refused = e.limits.take(e.options.Now(), e.options.RequestsPerSecond, e.options.RequestsPerDay)
	if refused {
		e.stats.RateLimited++
	}
	return a, refused
}

// lookUp answers one of the calls. The directory never changes, so no lock is
// needed.
func (x *exchange) lookUp(l lookup) answer {
	d := x.e.options.Directory
	if l.path == channelsPath {
		if d.Denied {
			return gatewayRefusal(http.StatusBadRequest, 200, messageNoRole)
		}
		return x.channels(func(c Channel) bool { return c.Public }, maxChannels)
	}
	u := d.user(l.id)
	// Zoom documents an e-mail address for the user alone, not for channels.
	if u == nil || (l.path == chatUsersPath && u.ID != l.id) {
		return gatewayRefusal(http.StatusNotFound, 1001, "User does not exist: "+l.id+".")
	}
	switch {
	case u.Invited:
		return gatewayRefusal(http.StatusBadRequest, 1120, messageInvitation)
	case l.path == usersPath:
		return jsonAnswer(http.StatusOK, struct {
			ID          string `json:"id"`
			Email       string `json:"email"`
			DisplayName string `json:"display_name"`
			Type        int    `json:"type"`
			Status      string `json:"status"`
			AccountID   string `json:"account_id"`
			JID         string `json:"jid,omitempty"`
		}{u.ID, u.Email, u.DisplayName, 1, "active", d.AccountID, u.JID})
	case d.Denied:
		return gatewayRefusal(http.StatusBadRequest, 200, messageNoRole)
	}
	return x.channels(func(c Channel) bool { return slices.Contains(c.Members, u.ID) }, maxUserChannels)
}

// channels answers one page of channels.
func (x *exchange) channels(listed func(Channel) bool, most int) answer {
	query := x.r.URL.Query()
	size := defaultPageSize
	if text := query.Get("page_size"); text != "" {
		var err error
		if size, err = strconv.Atoi(text); err != nil || size < 1 || size > most {
			return gatewayRefusal(http.StatusBadRequest, 300, messageValidation)
		}
	}
	type wire struct {
		ID   string `json:"id"`
		JID  string `json:"jid"`
		Name string `json:"name"`
		Type int    `json:"type"`
	}
	all := []wire{}
	for _, c := range x.e.options.Directory.Channels {
		if !listed(c) {
			continue
		}
		kind := 2 // private, within the account
		if c.Public {
			kind = 3
		}
		all = append(all, wire{c.ID, c.JID, c.Name, kind})
	}
	first, ok := pageStart(query.Get("next_page_token"), len(all))
	if !ok {
		return gatewayRefusal(http.StatusBadRequest, 300, messageBadPage)
	}
	last, next := min(first+size, len(all)), ""
	if last < len(all) {
		next = nextPagePrefix + strconv.Itoa(last)
	}
	return jsonAnswer(http.StatusOK, struct {
		Channels      []wire `json:"channels"`
		NextPageToken string `json:"next_page_token"`
		PageSize      int    `json:"page_size"`
		TotalRecords  int    `json:"total_records"`
	}{all[first:last], next, size, len(all)})
}

const nextPagePrefix = "emulator+page/"

// pageStart returns the index of the first channel of a page.
func pageStart(token string, count int) (int, bool) {
	if token == "" {
		return 0, true
	}
	text, ok := strings.CutPrefix(token, nextPagePrefix)
	n, err := strconv.Atoi(text)
	return n, ok && err == nil && n > 0 && n < count
}
