package zoom

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
)

const messagesPath = "/im/chat/messages"

// SendMessageRequest is the body of POST /im/chat/messages.
type SendMessageRequest struct {
	RobotJID          string          `json:"robot_jid"`
	ToJID             string          `json:"to_jid"`
	AccountID         string          `json:"account_id"`
	Content           json.RawMessage `json:"content"` // a JSON object, sent byte for byte
	VisibleToUser     string          `json:"visible_to_user,omitempty"`
	UserJID           string          `json:"user_jid,omitempty"` // the guide requires it of user-managed apps only
	ReplyTo           string          `json:"reply_to,omitempty"`
	IsMarkdownSupport bool            `json:"is_markdown_support"` // always sent: its default is not documented
}

// EditMessageRequest is the body of PUT /im/chat/messages/{message_id}.
type EditMessageRequest struct {
	RobotJID          string          `json:"robot_jid"`
	AccountID         string          `json:"account_id"`
	Content           json.RawMessage `json:"content"`
	UserJID           string          `json:"user_jid,omitempty"`
	IsMarkdownSupport bool            `json:"is_markdown_support"`
}

// DeleteMessageRequest is the query of DELETE /im/chat/messages/{message_id}.
type DeleteMessageRequest struct {
	RobotJID, AccountID string
	UserJID             string // optional
}

// Message is what Zoom answers. Only after a send is anything of it certain to
// be there (MessageID). SentTime is opaque: Zoom documents one format for
// sending and another for editing.
type Message struct {
	MessageID string
	RobotJID  string
	ToJID     string
	UserJID   string
	SentTime  string

	// Warnings are what is odd about the answer to a send: that its ID was the
	// ID of an earlier message, or that it names another channel. Each is one
	// or two sentences for the user. The message was posted all the same.
	Warnings []string
}

// SendMessage posts a message. The call is repeated only if the attempt before
// it certainly posted nothing: Zoom refused it for its rate limit or for the
// token, or no connection could be opened. Once the request is on its way, the
// end of ctx does not cut it off, because only the answer names the message.
//
// The error is a [*CallError]. [IsUnknownOutcome] reports whether the message may
// have been posted all the same.
func (c *Client) SendMessage(ctx context.Context, request SendMessageRequest) (*Message, error) {
	var sent Message
	err := c.do(ctx, call{
		method:        http.MethodPost,
		url:           c.baseURL + messagesPath,
		path:          messagesPath,
		body:          request,
		nonIdempotent: true,
		read: func(body []byte) error {
			if err := c.decodeMessage(body, &sent); err != nil {
				return err
			}
			if err := CheckMessageID(sent.MessageID); err != nil {
				return err
			}
			if c.clean.text(sent.MessageID) != sent.MessageID { // it would be in the state
				return errors.New("its message_id cannot be used: it contains a secret")
			}
			return nil
		},
	})
	if err != nil {
		return nil, err
	}
	sent.Warnings = c.sent.warnings(sent, request.ToJID)
	return &sent, nil
}

// EditMessage replaces the content of a message in place. It is repeated on
// every fault that may pass, until ctx ends. All fields of the answer are
// optional.
func (c *Client) EditMessage(ctx context.Context, messageID string, request EditMessageRequest) (*Message, error) {
	var edited Message
	err := c.onMessage(ctx, messageID, call{method: http.MethodPut, body: request, read: c.readOptional(&edited)}, nil)
	if err != nil {
		return nil, err
	}
	return &edited, nil
}

// DeleteMessage deletes a message. It is repeated like an edit. For a message
// that Zoom does not have, see [IsNotFound].
func (c *Client) DeleteMessage(ctx context.Context, messageID string, request DeleteMessageRequest) error {
	query := url.Values{"robot_jid": {request.RobotJID}, "account_id": {request.AccountID}}
	if request.UserJID != "" {
		query.Set("user_jid", request.UserJID)
	}
	return c.onMessage(ctx, messageID, call{method: http.MethodDelete, read: c.readOptional(&Message{})}, query)
}

func (c *Client) onMessage(ctx context.Context, messageID string, cl call, query url.Values) error {
	cl.path = messagesPath + "/" + url.PathEscape(messageID)
	if err := CheckMessageID(messageID); err != nil {
		return cl.invalid(err)
	}
	cl.url = c.baseURL + cl.path
	if len(query) > 0 {
		cl.url += "?" + query.Encode()
	}
	return c.do(ctx, cl)
}
