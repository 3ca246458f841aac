package emulator

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
)

// Message is a message in a channel.
type Message struct {
	ID, AccountID, RobotJID, ToJID, UserJID string
	// ClientID is the app that sent the message. One that was posted without a
	// request has none, and belongs to every app.
	ClientID string
	// VisibleToUser and ReplyTo are as given. Nothing is documented about a
	// reply to a message that does not exist, so that is accepted.
	VisibleToUser, ReplyTo string
	// Content is as it was sent, byte for byte.
	Content           json.RawMessage
	IsMarkdownSupport bool
	// SentTime is as POST answered it. Edits do not change it.
	SentTime string
	// Edits counts the edits since the message was posted.
	Edits int
}

func (m Message) copy() Message {
	m.Content = slices.Clone(m.Content)
	return m
}

// sentTimeFormat is how POST writes the time, in UTC.
const sentTimeFormat = "2006-01-02 15:04:05"

// messageAnswer is what the three calls answer on success.
type messageAnswer struct {
	MessageID string `json:"message_id"`
	RobotJID  string `json:"robot_jid"`
	SentTime  string `json:"sent_time"`
	ToJID     string `json:"to_jid"`
	UserJID   string `json:"user_jid,omitempty"`
}

// answer returns the answer of PUT and DELETE, where the time has a zone.
func (m Message) answer() messageAnswer {
	return messageAnswer{m.ID, m.RobotJID, m.SentTime + " +0000", m.ToJID, m.UserJID}
}

// postAnswer returns the answer of POST, where the time has no zone.
func (m Message) postAnswer() messageAnswer {
	a := m.answer()
	a.SentTime = m.SentTime
	return a
}

// Messages returns the messages in a channel, in order of posting, and those in
// all channels if toJID is empty.
func (e *Emulator) Messages(toJID string) []Message {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []Message
	for _, m := range e.messages {
		if toJID == "" || m.ToJID == toJID {
			out = append(out, m.copy())
		}
	}
	return out
}

// Channels returns the channels that have messages, in order of their oldest
// message.
func (e *Emulator) Channels() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	var out []string
	for _, m := range e.messages {
		if !slices.Contains(out, m.ToJID) {
			out = append(out, m.ToJID)
		}
	}
	return out
}

// DeleteByHand deletes a message as a person does in the Zoom client. It reports
// whether the message existed.
func (e *Emulator) DeleteByHand(id string) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.remove(id, 0)
}

// Post adds a message without a request, as if it had been posted before. What is
// empty is filled in: an ID, the time, the emulator's account and bot, the
// default user and channel, and a short content. It returns the message.
func (e *Emulator) Post(m Message) Message {
	e.mu.Lock()
	defer e.mu.Unlock()
	fill := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	fill(&m.AccountID, e.options.AccountID)
	fill(&m.AccountID, DefaultAccountID)
	if len(e.options.RobotJIDs) > 0 {
		fill(&m.RobotJID, e.options.RobotJIDs[0])
	}
	fill(&m.RobotJID, DefaultRobotJID)
	if len(e.options.ChannelJIDs) > 0 {
		fill(&m.ToJID, e.options.ChannelJIDs[0])
	}
	fill(&m.ToJID, DefaultChannelJID)
	fill(&m.UserJID, DefaultUserJID)
	if m.Content == nil {
		m.Content = json.RawMessage(`{"head":{"text":"Posted before"}}`)
	}
	m = m.copy()
	e.add(&m, 0)
	return m.copy()
}

// add adds a message, with an ID and a time if it has none, for a request. The
// lock is held.
func (e *Emulator) add(m *Message, request int) {
	if m.ID == "" {
		e.ids++
		m.ID = e.options.NewID(e.ids)
		if e.find(m.ID) != nil {
			m.ID += "_" + strconv.Itoa(e.ids)
		}
	}
	if m.SentTime == "" {
		m.SentTime = e.options.Now().UTC().Format(sentTimeFormat)
	}
	e.messages = append(e.messages, m)
	e.posted[m.key()]++
	e.note(Posted, m, request)
}

// find returns the message with that ID, or nil. The lock is held.
func (e *Emulator) find(id string) *Message {
	for _, m := range e.messages {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// remove deletes a message for a request and reports whether it existed. The lock
// is held.
func (e *Emulator) remove(id string, request int) bool {
	m := e.find(id)
	if m == nil {
		return false
	}
	e.messages = slices.DeleteFunc(e.messages, func(m *Message) bool { return m.ID == id })
	e.note(Deleted, m, request)
	return true
}

// key is equal for messages of the same channel whose contents mean the same:
// spaces, key order and escapes do not count, the spelling of numbers does.
func (m *Message) key() string {
	d := json.NewDecoder(bytes.NewReader(m.Content))
	d.UseNumber()
	var v any
	content := m.Content
	if d.Decode(&v) == nil {
		if sorted, err := json.Marshal(v); err == nil {
			content = sorted
		}
	}
	return m.ToJID + " " + string(content)
}
