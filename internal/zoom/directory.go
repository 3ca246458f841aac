package zoom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const (
	// channelsOfUserPage and channelsPage are the sizes of pages that are asked
	// for: what Zoom's page on pagination allows for light data, and the maximum
	// that the Team Chat API documents for the channels of an account.
	channelsOfUserPage = 300
	channelsPage       = 20
)

// Directory looks up users and channels. It reads only, with a token of its own
// for another app than the chatbot's: Server-to-Server OAuth
// (https://developers.zoom.us/docs/internal-apps/s2s-oauth/). It is safe for
// concurrent use.
//
// What it has looked up once it does not ask again: a Directory lives for one run
// of Terraform.
type Directory struct {
	*caller
	users    memo[*User]
	channels memo[[]Channel] // by the ID of the user, "" for the public ones
}

// User is a user as the Users API has it
// (https://developers.zoom.us/docs/api/users/, "Get a user").
type User struct {
	ID, Email, DisplayName, AccountID string
	// JID is empty for a user whom Zoom has given none.
	JID string
}

// Channel is a channel as the Team Chat API has it
// (https://developers.zoom.us/docs/api/team-chat/, "List user's channels").
type Channel struct {
	ID, JID string
	// Name is as Zoom has it, with its blanks.
	Name string
}

// NewDirectory returns a directory, or an error that says which part of the
// configuration cannot be used. The credentials are those of the app that looks
// up, accountID is its account. It makes no request.
func NewDirectory(config Config, accountID string) (*Directory, error) {
	if accountID == "" {
		return nil, errors.New("account ID is required")
	}
	c, err := newCaller(config, url.Values{"grant_type": {"account_credentials"}, "account_id": {accountID}})
	if err != nil {
		return nil, err
	}
	return &Directory{caller: c}, nil
}

// User returns the user with an ID or e-mail address. The error is a [*CallError].
func (d *Directory) User(ctx context.Context, idOrEmail string) (*User, error) {
	return d.users.get(ctx, idOrEmail, func(ctx context.Context) (*User, error) {
		var user *User
		err := d.get(ctx, "/users/"+userInPath, idOrEmail, nil, func(body []byte) (err error) {
			user, err = decodeUser(body)
			return err
		})
		return user, err
	})
}

// ChannelsOf returns the channels of the user with an ID, public or not. However
// often it is called, the channels of a user are listed once. The error is a
// [*CallError].
func (d *Directory) ChannelsOf(ctx context.Context, userID string) ([]Channel, error) {
	return d.list(ctx, "/chat/users/"+userInPath+"/channels", userID, channelsOfUserPage)
}

// PublicChannels returns the public channels of the account. However often it is
// called, they are listed once. The error is a [*CallError].
func (d *Directory) PublicChannels(ctx context.Context) ([]Channel, error) {
	return d.list(ctx, "/chat/channels", "", channelsPage)
}

// list returns all pages of a listing.
func (d *Directory) list(ctx context.Context, path, user string, pageSize int) ([]Channel, error) {
	return d.channels.get(ctx, user, func(ctx context.Context) (all []Channel, err error) {
		query := url.Values{"page_size": {strconv.Itoa(pageSize)}}
		seen := map[string]bool{}
		for next := ""; ; {
			err := d.get(ctx, path, user, query, func(body []byte) (err error) {
				var page []Channel
				page, next, err = decodeChannels(body)
				if err == nil && next != "" && seen[next] {
					return errors.New("it has the next_page_token of an earlier page")
				}
				all = append(all, page...)
				return err
			})
			if err != nil || next == "" {
				return all, err
			}
			seen[next] = true
			query.Set("next_page_token", next)
		}
	})
}

// userInPath is what errors have in the place of a user, who may be nobody's
// business.
const userInPath = "{userId}"

// get makes a call about a user, if the path has a place for one, that only reads.
// It is repeated on every fault that may pass, until ctx ends.
func (d *Directory) get(ctx context.Context, path, user string, query url.Values, read func([]byte) error) error {
	cl := call{method: http.MethodGet, path: path, read: read, stateless: true}
	cl.url = d.baseURL + strings.Replace(path, userInPath, url.PathEscape(user), 1)
	if len(query) > 0 {
		cl.url += "?" + query.Encode()
	}
	return d.do(ctx, cl)
}

func decodeUser(body []byte) (*User, error) {
	var wire struct {
		ID          text `json:"id"`
		Email       text `json:"email"`
		DisplayName text `json:"display_name"`
		AccountID   text `json:"account_id"`
		JID         text `json:"jid"`
	}
	if err := json.Unmarshal(body, &wire); err != nil {
		return nil, errors.New("it is not the JSON of a user")
	}
	if wire.ID == "" {
		return nil, errors.New("it has no id")
	}
	if err := checkJID(string(wire.JID)); err != nil && wire.JID != "" {
		return nil, err
	}
	return &User{
		ID: string(wire.ID), Email: string(wire.Email), DisplayName: string(wire.DisplayName),
		AccountID: string(wire.AccountID), JID: string(wire.JID),
	}, nil
}

func decodeChannels(body []byte) (page []Channel, next string, err error) {
	var wire struct {
		Channels *[]struct {
			ID   text `json:"id"`
			JID  text `json:"jid"`
			Name text `json:"name"`
		} `json:"channels"`
		NextPageToken text `json:"next_page_token"`
	}
	if err := json.Unmarshal(body, &wire); err != nil || wire.Channels == nil {
		return nil, "", errors.New("it is not the JSON of a list of channels")
	}
	for _, c := range *wire.Channels {
		if checkJID(string(c.JID)) != nil {
			continue // nothing can be sent to it
		}
		page = append(page, Channel{ID: string(c.ID), JID: string(c.JID), Name: string(c.Name)})
	}
	return page, string(wire.NextPageToken), nil
}

// checkJID returns why a text cannot be a JID. Zoom does not document more of
// their form.
func checkJID(jid string) error {
	if !strings.Contains(jid, "@") || strings.ContainsFunc(jid, isInvisible) || strings.Contains(jid, " ") {
		return fmt.Errorf("its jid cannot be used: %q", cut(jid, maxExcerpt))
	}
	return nil
}
