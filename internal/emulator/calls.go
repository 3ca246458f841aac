package emulator

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// writeMessage posts or edits a message.
func (x *exchange) writeMessage() answer {
	m, ok := x.parseBody()
	if !ok {
		return invalidBody()
	}
	e := x.e
	e.mu.Lock()
	defer e.mu.Unlock()
	if a, ok := e.checkSender(m); !ok {
		return a
	}
	if x.kind == kindPut {
		return x.edit(m)
	}
	if !e.knowsChannel(m.ToJID) {
		return refusal(http.StatusForbidden, 7004, messageUnknownChannel)
	}
	if e.posted[m.key()] > 0 {
		e.stats.Duplicates++
	}
	m.ClientID = x.clientID()
	e.add(m, x.rec.Seq)
	e.stats.Posts++
	x.processed(m.ID)
	return jsonAnswer(http.StatusCreated, m.postAnswer())
}

// edit changes the message in the path. What PUT cannot change stays, and so
// does the user if the request has none. The lock is held.
func (x *exchange) edit(change *Message) answer {
	m := x.findOf(change)
	if m == nil {
		return unknownMessage()
	}
	m.Content = change.Content
	m.IsMarkdownSupport = change.IsMarkdownSupport
	if change.UserJID != "" {
		m.UserJID = change.UserJID
	}
	m.Edits++
	x.e.note(Edited, m, x.rec.Seq)
	x.e.stats.Edits++
	x.processed(m.ID)
	return jsonAnswer(http.StatusOK, m.answer())
}

// deleteMessage takes its arguments from the query; a body is an error, so
// that clients are kept to that.
func (x *exchange) deleteMessage() answer {
	q := x.r.URL.Query()
	account, okAccount := single(q, "account_id")
	robot, okRobot := single(q, "robot_jid")
	if users := q["user_jid"]; !okAccount || !okRobot || len(users) > 1 {
		return invalidBody()
	}
	e := x.e
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(x.rec.Body) > 0 {
		return invalidBody()
	}
	sender := &Message{AccountID: account, RobotJID: robot}
	if a, ok := e.checkSender(sender); !ok {
		return a
	}
	m := x.findOf(sender)
	if m == nil {
		return unknownMessage()
	}
	e.remove(m.ID, x.rec.Seq)
	e.stats.Deletes++
	x.processed(m.ID)
	return jsonAnswer(http.StatusOK, m.answer())
}

func single(q url.Values, name string) (string, bool) {
	v := q[name]
	return q.Get(name), len(v) == 1 && v[0] != ""
}

// parseBody parses the body of POST and PUT, and reports whether Zoom would
// accept it.
func (x *exchange) parseBody() (*Message, bool) {
	kind, _, _ := mime.ParseMediaType(x.r.Header.Get("Content-Type"))
	if kind != "application/json" {
		return nil, false
	}
	var fields map[string]json.RawMessage
	body := x.record().Body
	if !utf8.Valid(body) || json.Unmarshal(body, &fields) != nil || fields == nil {
		return nil, false
	}
	m := &Message{Content: fields["content"]}
	ok := field(fields, "robot_jid", &m.RobotJID, true) &&
		field(fields, "account_id", &m.AccountID, true) &&
		field(fields, "user_jid", &m.UserJID, x.kind == kindPost && !x.e.options.UserJIDOptional) &&
		flag(fields, "is_markdown_support", &m.IsMarkdownSupport)
	if x.kind == kindPost {
		ok = ok && field(fields, "to_jid", &m.ToJID, true) &&
			field(fields, "visible_to_user", &m.VisibleToUser, false) &&
			field(fields, "reply_to", &m.ReplyTo, false)
	}
	return m, ok && acceptsContent(m.Content, m.IsMarkdownSupport)
}

// field parses a string, and reports whether it could. Null is not a string.
func field(fields map[string]json.RawMessage, name string, to *string, required bool) bool {
	raw, ok := fields[name]
	if !ok {
		return !required
	}
	return strings.HasPrefix(string(raw), `"`) && json.Unmarshal(raw, to) == nil && (*to != "" || !required)
}

// flag parses a boolean, and reports whether it could. Null is not a boolean.
func flag(fields map[string]json.RawMessage, name string, to *bool) bool {
	raw, ok := fields[name]
	return !ok || (string(raw) != "null" && json.Unmarshal(raw, to) == nil)
}

// wellFormedJID is what robot_jid must look like not to be answered with 7002.
// What Zoom calls malformed is not documented.
var wellFormedJID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

// checkSender checks the bot and then the account. The lock is held.
func (e *Emulator) checkSender(m *Message) (answer, bool) {
	switch {
	case !wellFormedJID.MatchString(m.RobotJID):
		return refusal(http.StatusNotFound, 7002, messageInvalidRobot), false
	case len(e.options.RobotJIDs) > 0 && !slices.Contains(e.options.RobotJIDs, m.RobotJID):
		return refusal(http.StatusForbidden, 7003, messageUnknownRobot), false
	case e.options.AccountID != "" && m.AccountID != e.options.AccountID:
		return refusal(http.StatusForbidden, 7004, messageNotAuthorized), false
	}
	return answer{}, true
}

func (e *Emulator) knowsChannel(jid string) bool {
	if len(e.options.ChannelJIDs) > 0 {
		return slices.Contains(e.options.ChannelJIDs, jid)
	}
	return strings.Contains(jid, "@")
}

// findOf returns the message in the path if it belongs to that sender and to the
// app of the request, or nil. The lock is held.
func (x *exchange) findOf(sender *Message) *Message {
	m := x.e.find(x.id)
	if m == nil || m.RobotJID != sender.RobotJID || m.AccountID != sender.AccountID ||
		(m.ClientID != "" && m.ClientID != x.clientID()) {
		return nil
	}
	return m
}

// clientID returns the app that the request's token was issued to. The lock is
// held.
func (x *exchange) clientID() string { return x.e.tokens[bearer(x.r.Header)].clientID }

// cleanPath reports whether a request target has only characters that are
// allowed in one. The parser of net/http lets a client pass that forgets to
// escape braces; Zoom's servers are not known to.
func cleanPath(target string) bool {
	return !strings.ContainsAny(target, "{}|\\^`<>\" ")
}
