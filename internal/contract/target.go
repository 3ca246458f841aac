package contract

import (
	"net/http"
	"time"
)

// Endpoint is where an API is.
type Endpoint struct {
	// BaseURL and TokenURL have no slash at the end.
	BaseURL, TokenURL string
}

// App is a chatbot app: its credentials and its bot.
type App struct {
	ClientID, ClientSecret, RobotJID string
}

// DirectoryApp is an app that looks up users and channels.
type DirectoryApp struct {
	ClientID, ClientSecret, AccountID string
}

// Target is what the claims are held against.
type Target struct {
	Endpoint
	App
	// AccountID, ToJID and UserJID are the account, the channel that gets the
	// messages and the user on whose behalf they are sent.
	AccountID, ToJID, UserJID string
	// UserID is the ID of that user. Without it, some claims cannot be told.
	UserID string
	// Other is a second app of the same account. Without it, the claims about
	// the messages of others cannot be told.
	Other *App
	// Directory is an app of the same account that looks up users and channels.
	// Without it, the claims about that cannot be told.
	Directory *DirectoryApp
	// PerSecond and PerDay are targets with the same credentials whose limit
	// may be exceeded. Without them, the claims about limits are judged by the
	// answers that a run happens to get.
	PerSecond, PerDay *Endpoint
	// Look returns a message as a person sees it. Without it, some claims
	// cannot be told.
	Look func(messageID string) (Message, bool)

	// HTTPClient carries the requests. Nil means a client of its own.
	HTTPClient *http.Client
	// Interval is the least time between two requests.
	Interval time.Duration
	// Timeout bounds one request with its answer. Zero means 30 seconds.
	Timeout time.Duration
}

// Message is what a person sees of a message.
type Message struct {
	ReplyTo  string
	Text     string
	Markdown bool
}
