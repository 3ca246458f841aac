package contract

import (
	"context"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// emulatedOther is the second bot that an emulated target knows, and what its app
// is called.
const emulatedOther = "v1emulator0000two@xmpp.zoom.us"

// emulatedOptions is an emulated Zoom that knows one account, one channel and
// two bots, so that it can refuse everybody else.
func emulatedOptions() emulator.Options {
	return emulator.Options{
		AccountID:   emulator.DefaultAccountID,
		RobotJIDs:   []string{emulator.DefaultRobotJID, emulatedOther},
		ChannelJIDs: []string{emulator.DefaultChannelJID},
		OtherApps:   map[string]string{emulatedOther: emulatedOther},
	}
}

// emulatedTarget is the target that an emulated Zoom is, at these URLs: the
// second and third have limits of one call per second and per day.
func emulatedTarget(e *emulator.Emulator, url, perSecond, perDay string) Target {
	at := func(url string) Endpoint { return Endpoint{BaseURL: url + "/v2", TokenURL: url + "/oauth/token"} }
	second, day := at(perSecond), at(perDay)
	return Target{
		Endpoint: at(url),
		App: App{
			ClientID: emulator.DefaultClientID, ClientSecret: emulator.DefaultClientSecret, RobotJID: emulator.DefaultRobotJID,
		},
		Other: &App{
			ClientID: emulatedOther, ClientSecret: emulatedOther, RobotJID: emulatedOther,
		},
		AccountID: emulator.DefaultAccountID, ToJID: emulator.DefaultChannelJID,
		UserJID: emulator.DefaultUserJID, UserID: emulator.DefaultDirectory().Users[0].ID,
		Directory: &DirectoryApp{
			ClientID: emulator.DefaultDirectoryClientID, ClientSecret: emulator.DefaultDirectoryClientSecret,
			AccountID: emulator.DefaultAccountID,
		},
		PerSecond: &second, PerDay: &day,
		Look: func(id string) (Message, bool) {
			for _, m := range e.Messages("") {
				if m.ID == id {
					return Message{ReplyTo: m.ReplyTo, Text: string(m.Content), Markdown: m.IsMarkdownSupport}, true
				}
			}
			return Message{}, false
		},
	}
}

// Emulated serves a target that is the emulator, until stop is called.
func Emulated() (target Target, stop func(), err error) {
	var servers []*emulator.Server
	stop = func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		for _, s := range servers {
			// It fails if a connection is still in use, which is closed then.
			_ = s.Close(ctx)
		}
	}
	standard, perSecond, perDay := emulatedOptions(), emulatedOptions(), emulatedOptions()
	perSecond.RequestsPerSecond, perDay.RequestsPerDay = 1, 1
	for _, options := range []emulator.Options{standard, perSecond, perDay} {
		s, err := emulator.Listen("", emulator.New(options))
		if err != nil {
			stop()
			return Target{}, nil, err
		}
		servers = append(servers, s)
	}
	return emulatedTarget(servers[0].Emulator, servers[0].URL(), servers[1].URL(), servers[2].URL()), stop, nil
}
