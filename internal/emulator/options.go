package emulator

import "time"

// What the emulator knows by default. The shapes are those of real values, the
// values are nobody's.
const (
	DefaultClientID     = "emulator-client-id"
	DefaultClientSecret = "emulator-client-secret"
	DefaultAccountID    = "emulatorAccount_000-00"
	DefaultRobotJID     = "v1emulator0000bot@xmpp.zoom.us"
	DefaultUserJID      = "emulatoruser0000000000@xmpp.zoom.us"
	DefaultChannelJID   = "00000000000000000000000000000000@conference.xmpp.zoom.us"
)

// Options is how the emulated Zoom is set up. The zero value is a Zoom without
// limits and faults that knows the default credentials, any account, any bot
// and any channel.
type Options struct {
	// ClientID and ClientSecret are the credentials of the app. Empty means the
	// default constants.
	ClientID, ClientSecret string
	// OtherApps are the secrets of further apps, by client ID. A message belongs
	// to the app that sent it, and no other app finds it, which is assumed.
	OtherApps map[string]string
	// AccountID is the only account known. Empty means any.
	AccountID string
	// RobotJIDs are the bots known. Empty means any well-formed one.
	RobotJIDs []string
	// ChannelJIDs are the channels and users known. Empty means any.
	ChannelJIDs []string
	// Directory is the users and channels that can be looked up. Nil means
	// DefaultDirectory.
	Directory *Directory
	// UserJIDOptional accepts a POST without user_jid. The API reference
	// requires the field; Zoom's guide asks for it for user-managed apps only,
	// and published bots leave it out.
	UserJIDOptional bool
	// GrantInQueryOnly refuses a grant_type in the body of a token request. The
	// API reference has it in the query, Zoom's SDK sends it in the body.
	GrantInQueryOnly bool
	// TokenLifetime is how long a token is valid. Zero means one hour, as at
	// Zoom. The answer has it in whole seconds, at least 1.
	TokenLifetime time.Duration
	// SingleToken makes a new token end all earlier ones. Whether Zoom does so
	// for client credentials is an open question; a client must survive both.
	SingleToken bool
	// RequestsPerSecond and RequestsPerDay limit the API calls, token requests
	// apart. Zero means no limit.
	RequestsPerSecond, RequestsPerDay int
	// Latency is how long each answer takes, token requests included.
	Latency time.Duration
	// CloseIdleWithin makes a Server close connections that wait for another
	// request, each at a random time within this after its last answer. The
	// request that a client may just be sending is never read, nor recorded.
	// Zero leaves them open.
	CloseIdleWithin time.Duration
	// Chaos injects faults at random. Nil means none.
	Chaos *Chaos
	// Now is the clock for tokens, limits and sent_time. Nil means time.Now.
	Now func() time.Time
	// NewID returns the ID of the n-th message, n from 1. Nil means IDs in all
	// shapes that Zoom is known to use, in turn.
	NewID func(n int) string
	// NastyIDs makes message IDs of what must be escaped in a path.
	NastyIDs bool
	// IDSeed varies the default IDs, so that two emulators, one after the
	// other, do not use the same ones.
	IDSeed uint64
	// KeepRequests is how many requests are recorded; the oldest are dropped. Zero
	// means all, as a test needs them.
	KeepRequests int
	// UnknownPath is called with each request that is none of Zoom's, before
	// it is answered.
	UnknownPath func(Request)
	// Log is called with each request when it is done, from many goroutines at
	// once.
	Log func(Request)
}

func (o Options) withDefaults() Options {
	if o.ClientID == "" {
		o.ClientID = DefaultClientID
	}
	if o.ClientSecret == "" {
		o.ClientSecret = DefaultClientSecret
	}
	if o.Directory == nil {
		o.Directory = DefaultDirectory()
	}
	o.Directory = o.Directory.withDefaults()
	if o.TokenLifetime <= 0 {
		o.TokenLifetime = time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		seed := o.IDSeed
		o.NewID = func(n int) string { return usualID(seed, n) }
		if o.NastyIDs {
			o.NewID = func(n int) string { return nastyID(seed, n) }
		}
	}
	return o
}
