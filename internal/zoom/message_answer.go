package zoom

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"
)

// readOptional reads an answer that may be empty: Zoom marks every field of
// the answers to PUT and DELETE optional, and a 204 has been seen.
func (c *caller) readOptional(message *Message) func([]byte) error {
	return func(body []byte) error {
		if len(body) == 0 {
			return nil
		}
		return c.decodeMessage(body, message)
	}
}

// decodeMessage parses the JSON of a message. A field of an unexpected type
// does not cost the others: losing a message's ID would lose the message.
func (c *caller) decodeMessage(body []byte, message *Message) error {
	var wire struct {
		MessageID text `json:"message_id"`
		RobotJID  text `json:"robot_jid"`
		ToJID     text `json:"to_jid"`
		UserJID   text `json:"user_jid"`
		SentTime  text `json:"sent_time"`
	}
	if err := json.Unmarshal(body, &wire); err != nil {
		return errors.New("it is not the JSON of a message")
	}
	*message = Message{
		MessageID: string(wire.MessageID),
		RobotJID:  c.clean.excerpt(string(wire.RobotJID)),
		ToJID:     c.clean.excerpt(string(wire.ToJID)),
		UserJID:   c.clean.excerpt(string(wire.UserJID)),
		SentTime:  c.clean.excerpt(string(wire.SentTime)),
	}
	return nil
}

// text is a JSON string, or a number as it is written. Any other value is "".
type text string

// UnmarshalJSON never returns an error.
func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	var n json.Number
	switch {
	case json.Unmarshal(data, &s) == nil:
		*t = text(s)
	case json.Unmarshal(data, &n) == nil:
		*t = text(n)
	}
	return nil
}

// maxMessageID is the longest ID that is taken for one, in bytes. Those that
// were seen have at most 40.
const maxMessageID = 1024

// CheckMessageID returns why id cannot be used in the path of a request.
func CheckMessageID(id string) error {
	switch {
	case id == "":
		return errors.New("it has no message_id")
	case id == "." || id == "..", len(id) > maxMessageID, !utf8.ValidString(id), strings.ContainsFunc(id, isInvisible):
		// It would address another path, or hide in a text.
		return fmt.Errorf("its message_id cannot be used: %q", cut(id, maxExcerpt))
	}
	return nil
}

// sentMessages are the messages that a client sent.
type sentMessages struct {
	mu  sync.Mutex
	ids map[string]bool
}

// warnings returns what is odd about the answer to a send to the channel or
// user toJID.
func (s *sentMessages) warnings(sent Message, toJID string) (all []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ids[sent.MessageID] {
		all = append(all, fmt.Sprintf("Zoom gave the message the ID %q, which another message of this run has as well. "+
			"An edit or a deletion of one of them may reach the other.", sent.MessageID))
	}
	if s.ids == nil {
		s.ids = map[string]bool{}
	}
	s.ids[sent.MessageID] = true
	if sent.ToJID != "" && !SameJID(sent.ToJID, toJID) {
		all = append(all, fmt.Sprintf("Zoom answered that the message was posted to %q, which is not the channel or user "+
			"of the request.", sent.ToJID))
	}
	return all
}

// SameJID reports whether two JIDs name the same channel or user. Case does not
// matter, and an answer about a direct message has been seen with "/robot_…"
// after the user's JID.
func SameJID(a, b string) bool {
	a, _, _ = strings.Cut(a, "/")
	b, _, _ = strings.Cut(b, "/")
	return strings.EqualFold(a, b)
}
