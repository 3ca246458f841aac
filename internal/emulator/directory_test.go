package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// directory is an account with a user of each kind, and 45 channels of which 42
// are public.
func directory() *emulator.Directory {
	d := &emulator.Directory{
		AccountID: "A1",
		Users: []emulator.User{
			{ID: "U1", Email: "ann@example.com", DisplayName: "Ann", JID: "u1@xmpp.zoom.us"},
			{ID: "U2", Email: "bob@example.com", Invited: true},
		},
	}
	for i := range 45 {
		c := emulator.Channel{
			ID:   fmt.Sprintf("c%02d", i),
			Name: fmt.Sprintf("Channel %d", i),
			JID:  fmt.Sprintf("c%02d@conference.xmpp.zoom.us", i),
		}
		if c.Public = i >= 3; i%2 == 0 {
			c.Members = []string{"U1"}
		}
		d.Channels = append(d.Channels, c)
	}
	return d
}

// loginDirectory gets a token of the directory's app.
func (c *client) loginDirectory() *client {
	c.t.Helper()
	r := c.request(http.MethodPost, "/oauth/token?grant_type=account_credentials&account_id=A1", nil)
	r.SetBasicAuth(emulator.DefaultDirectoryClientID, emulator.DefaultDirectoryClientSecret)
	a := c.must(c.do(r))
	if a.status != http.StatusOK {
		c.t.Fatalf("token request: got %d %s, want 200", a.status, a.body)
	}
	c.token = a.field("access_token")
	return c
}

func (c *client) lookUp(path string) got {
	c.t.Helper()
	return c.must(c.do(c.request(http.MethodGet, "/v2"+path, nil)))
}

func TestDirectory_user(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Directory: directory()}).loginDirectory()
	for _, id := range []string{"U1", "ann@example.com", "ann%40example.com"} {
		a := c.lookUp("/users/" + id)
		if a.status != http.StatusOK || a.field("id") != "U1" || a.field("jid") != "u1@xmpp.zoom.us" ||
			a.field("display_name") != "Ann" || a.field("account_id") != "A1" || a.field("email") != "ann@example.com" {
			t.Errorf("%s: got %d %s, want Ann", id, a.status, a.body)
		}
	}
	if got := c.s.Calls(http.MethodGet); len(got) != 3 || got[0].EscapedPath != "/v2/users/U1" {
		t.Errorf("got %+v recorded, want three calls", got)
	}
}

func TestDirectory_listsChannelsInPages(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Directory: directory()}).loginDirectory()
	tests := map[string]struct {
		path         string
		total, pages int
	}{
		"of the account":               {"/chat/channels?page_size=20", 42, 3},
		"of the account, by default":   {"/chat/channels?", 42, 5},
		"of a user":                    {"/chat/users/U1/channels?page_size=1000", 23, 1},
		"of a user, a page is full":    {"/chat/users/U1/channels?page_size=23", 23, 1},
		"of a user, a page is too few": {"/chat/users/U1/channels?page_size=22", 23, 2},
	}
	for name, test := range tests {
		var seen []string
		pages, next := 0, ""
		for {
			a := c.lookUp(test.path + "&next_page_token=" + url.QueryEscape(next))
			if a.status != http.StatusOK {
				t.Fatalf("%s: got %d %s", name, a.status, a.body)
			}
			var page struct {
				Channels []struct {
					ID, JID, Name string
					Type          int
				}
				NextPageToken string `json:"next_page_token"`
				TotalRecords  int    `json:"total_records"`
			}
			if err := json.Unmarshal([]byte(a.body), &page); err != nil || page.TotalRecords != test.total {
				t.Fatalf("%s: got %s (%v), want %d in all", name, a.body, err, test.total)
			}
			for _, channel := range page.Channels {
				if channel.JID != channel.ID+"@conference.xmpp.zoom.us" || !strings.HasPrefix(channel.Name, "Channel ") {
					t.Errorf("%s: got %+v", name, channel)
				}
				seen = append(seen, channel.ID)
			}
			pages++
			if next = page.NextPageToken; next == "" {
				break
			}
		}
		slices.Sort(seen)
		if pages != test.pages || len(slices.Compact(seen)) != test.total {
			t.Errorf("%s: got %d channels in %d pages, want %d in %d", name, len(seen), pages, test.total, test.pages)
		}
	}
}

func TestDirectory_refusals(t *testing.T) {
	t.Parallel()
	scopeless, denied := directory(), directory()
	scopeless.Scopes, denied.Denied = []string{"meeting:read:admin"}, true
	tests := map[string]struct {
		directory *emulator.Directory
		path      string
		token     string
		status    int
		code      string
		message   string
	}{
		"no such user":                   {nil, "/users/U9", "", 404, "1001", "User does not exist: U9."},
		"an invitation that has expired": {nil, "/users/U2", "", 400, "1120", "invitation"},
		"channels of nobody":             {nil, "/chat/users/U9/channels", "", 404, "1001", "does not exist"},
		"channels by e-mail address":     {nil, "/chat/users/ann@example.com/channels", "", 404, "1001", "does not exist"},
		"a large page of the account":    {nil, "/chat/channels?page_size=21", "", 400, "300", "Validation"},
		"a large page of a user":         {nil, "/chat/users/U1/channels?page_size=1001", "", 400, "300", "Validation"},
		"no page":                        {nil, "/chat/channels?page_size=x", "", 400, "300", "Validation"},
		"a page token of somebody": {
			nil,
			"/chat/channels?next_page_token=abc",
			"",
			400,
			"300",
			"invalid or has expired",
		},
		"no token":    {nil, "/users/U1", "-", 401, "124", "Invalid access token."},
		"a bad token": {nil, "/users/U1", "bad", 401, "124", "Invalid access token."},
		"the chatbot's token": {
			nil,
			"/users/U1",
			"chatbot",
			400,
			"4711",
			"does not contain scopes:[user:read:user:admin",
		},
		"no scope for users": {scopeless, "/users/U1", "", 400, "4711", "user:read:user:admin"},
		"no scope for a user's channels": {
			scopeless,
			"/chat/users/U1/channels",
			"",
			400,
			"4711",
			"team_chat:read:list_user_channels:admin",
		},
		"no scope for channels": {
			scopeless,
			"/chat/channels",
			"",
			400,
			"4711",
			"team_chat:read:list_channels:admin",
		},
		"no role for a user's channels": {denied, "/chat/users/U1/channels", "", 400, "200", "permission"},
		"no role for channels":          {denied, "/chat/channels", "", 400, "200", "permission"},
	}
	for name, test := range tests {
		if test.directory == nil {
			test.directory = directory()
		}
		c := start(t, emulator.Options{Directory: test.directory})
		switch test.token {
		case "":
			c.loginDirectory()
		case "chatbot":
			c.login()
		case "-":
		default:
			c.token = test.token
		}
		a := c.lookUp(test.path)
		if a.status != test.status || a.field("code") != test.code || !strings.Contains(a.field("message"), test.message) {
			t.Errorf("%s: got %d %s, want %d, code %s and %q", name, a.status, a.body, test.status, test.code, test.message)
		}
	}
}

func TestDirectory_takesClassicScopes(t *testing.T) {
	t.Parallel()
	d := directory()
	d.Scopes = []string{"user:read:admin", "chat_channel:read:admin"}
	c := start(t, emulator.Options{Directory: d}).loginDirectory()
	for _, path := range []string{"/users/U1", "/chat/users/U1/channels", "/chat/channels"} {
		if a := c.lookUp(path); a.status != http.StatusOK {
			t.Errorf("%s: got %d %s, want 200", path, a.status, a.body)
		}
	}
}

func TestDirectory_hasATokenOfItsOwn(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Directory: directory(), SingleToken: true}).login()
	chatbot := c.token
	directory := c.loginDirectory().token
	c.token = chatbot
	if a := c.must(c.post(nil)); a.status != http.StatusCreated {
		t.Errorf("got %d, want the chatbot's token to be valid beside the other", a.status)
	}
	c.token = directory
	if a := c.must(c.post(nil)); a.status != http.StatusUnauthorized || a.field("code") != "7010" {
		t.Errorf("got %d %s, want the directory's token to be refused by the chatbot calls", a.status, a.body)
	}
	for query, want := range map[string]string{
		"grant_type=client_credentials":                "unsupported_grant_type",
		"grant_type=account_credentials":               "invalid_request",
		"grant_type=account_credentials&account_id=A2": "invalid_request",
	} {
		r := c.request(http.MethodPost, "/oauth/token?"+query, nil)
		r.SetBasicAuth(emulator.DefaultDirectoryClientID, emulator.DefaultDirectoryClientSecret)
		if a := c.must(c.do(r)); a.status != http.StatusBadRequest || a.field("error") != want {
			t.Errorf("%s: got %d %s, want 400 and %s", query, a.status, a.body, want)
		}
	}
	form := c.request(http.MethodPost, "/oauth/token", []byte("grant_type=account_credentials&account_id=A1"))
	form.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	form.SetBasicAuth(emulator.DefaultDirectoryClientID, emulator.DefaultDirectoryClientSecret)
	if a := c.must(c.do(form)); a.status != http.StatusOK {
		t.Errorf("got %d %s, want a token for a form", a.status, a.body)
	}
}

func TestDirectory_keepsLimitsAndFaults(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{Directory: directory(), RequestsPerDay: 1}).loginDirectory()
	c.s.Fail(emulator.Fault{Match: "GET", Status: 503})
	for _, want := range []int{503, 200, 429} {
		if a := c.lookUp("/users/U1"); a.status != want {
			t.Errorf("got %d, want %d", a.status, want)
		}
	}
	c.s.Fail(emulator.Fault{Match: "GET", ExpireToken: true})
	if a := c.lookUp("/users/U1"); a.status != http.StatusUnauthorized {
		t.Errorf("got %d, want the token to have expired", a.status)
	}
}

func TestParseDirectory(t *testing.T) {
	t.Parallel()
	d, err := emulator.ParseDirectory([]byte(`{
		"client_id": "i", "scopes": ["user:read:user:admin"],
		"users": [{"id": "U1", "email": "ann@example.com", "jid": "u1@xmpp.zoom.us"}],
		"channels": [{"id": "c1", "name": "Ops", "jid": "c1@conference.xmpp.zoom.us", "members": ["U1"]}]
	}`))
	if err != nil || d.ClientID != "i" || len(d.Users) != 1 || d.Channels[0].Members[0] != "U1" || d.Channels[0].Public {
		t.Errorf("got %+v and error %v", d, err)
	}
	for text, want := range map[string]string{
		`{`:                           "unexpected EOF",
		`{} {}`:                       "more than one",
		`{"user": []}`:                `unknown field "user"`,
		`{"users": [{"id": "U1"}]}`:   "users[0] needs",
		`{"channels": [{"id": "c"}]}`: "channels[0] needs",
		`{"channels": [{"id": "c", "name": "n", "jid": "j", "members": ["U1"]}]}`: "channels[0] has a member",
	} {
		if _, err := emulator.ParseDirectory([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v, want %q", text, err, want)
		}
	}
}
