package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The credentials of the app that looks up users and channels, by default.
const (
	DefaultDirectoryClientID     = "emulator-directory-id"
	DefaultDirectoryClientSecret = "emulator-directory-secret"
)

// Scopes of the calls that look up users and channels, in their granular form,
// as an account-level app has them. Each call also takes the classic scopes.
const (
	ScopeUser         = "user:read:user:admin"
	ScopeUserChannels = "team_chat:read:list_user_channels:admin"
	ScopeChannels     = "team_chat:read:list_channels:admin"
)

// Directory is the users and channels of an account, and the Server-to-Server
// OAuth app that may look them up.
type Directory struct {
	// ClientID and ClientSecret are the only credentials that get a token.
	// Empty means the default constants.
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	// AccountID is the account of the app. Empty means DefaultAccountID.
	AccountID string `json:"account_id"`
	// Scopes are those of the app. Nil means what the three calls need.
	Scopes []string `json:"scopes"`
	// Denied is whether the role of the app's owner cannot see chat channels.
	Denied bool `json:"denied"`

	Users    []User    `json:"users"`
	Channels []Channel `json:"channels"`
}

// User is a user of the account.
type User struct {
	ID          string `json:"id"`
	Email       string `json:"email"`
	DisplayName string `json:"display_name"`
	// JID is what a message is sent to. Empty means that the answer has none.
	JID string `json:"jid"`
	// Invited is whether the user has not accepted the invitation to the account
	// in time.
	Invited bool `json:"invited"`
}

// Channel is a channel of the account.
type Channel struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	JID  string `json:"jid"`
	// Public is whether everybody in the account can join it.
	Public bool `json:"public"`
	// Members are the IDs of its members.
	Members []string `json:"members"`
}

// DefaultDirectory returns a directory with the default user and channel in it,
// and a few more.
func DefaultDirectory() *Directory {
	const ann = "EmulatorUser0000000000"
	return &Directory{
		Users: []User{
			{ID: ann, Email: "ann@example.com", DisplayName: "Ann", JID: DefaultUserJID},
			{
				ID:          "EmulatorOther000000000",
				Email:       "bob@example.com",
				DisplayName: "Bob",
				JID:         "emulatorother000000000@xmpp.zoom.us",
			},
		},
		Channels: []Channel{
			{
				ID: strings.Repeat("0", 32), Name: "Announcements", JID: DefaultChannelJID,
				Public: true, Members: []string{ann},
			},
			{
				ID: strings.Repeat("1", 32), Name: "Operations", JID: strings.Repeat("1", 32) + "@conference.xmpp.zoom.us",
				Members: []string{ann},
			},
		},
	}
}

// ParseDirectory parses a directory in JSON, whose members have the names of
// Zoom's own fields.
func ParseDirectory(text []byte) (*Directory, error) {
	var d Directory
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more than one JSON value")
	}
	for i, u := range d.Users {
		if u.ID == "" || u.Email == "" {
			return nil, fmt.Errorf("users[%d] needs an id and an email", i)
		}
	}
	for i, c := range d.Channels {
		if c.ID == "" || c.Name == "" || c.JID == "" {
			return nil, fmt.Errorf("channels[%d] needs an id, a name and a jid", i)
		}
		for _, id := range c.Members {
			if !slices.ContainsFunc(d.Users, func(u User) bool { return u.ID == id }) {
				return nil, fmt.Errorf("channels[%d] has a member that is not among the ids of the users", i)
			}
		}
	}
	return &d, nil
}

func (d Directory) withDefaults() *Directory {
	if d.ClientID == "" {
		d.ClientID = DefaultDirectoryClientID
	}
	if d.ClientSecret == "" {
		d.ClientSecret = DefaultDirectoryClientSecret
	}
	if d.AccountID == "" {
		d.AccountID = DefaultAccountID
	}
	if d.Scopes == nil {
		d.Scopes = []string{ScopeUser, ScopeUserChannels, ScopeChannels}
	}
	return &d
}

// user returns the user with that ID or e-mail address, or nil.
func (d *Directory) user(id string) *User {
	i := slices.IndexFunc(d.Users, func(u User) bool { return u.ID == id || u.Email == id })
	if i < 0 {
		return nil
	}
	return &d.Users[i]
}
