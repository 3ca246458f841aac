package zoom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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
	UserJID           string          `json:"user_jid"`
	ReplyTo           string          `json:"reply_to,omitempty"`
	IsMarkdownSupport bool            `json:"is_markdown_support"` // always said: what leaving it out means is not documented
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
	MessageID string `json:"message_id"`
	RobotJID  string `json:"robot_jid"`
	ToJID     string `json:"to_jid"`
	UserJID   string `json:"user_jid"`
	SentTime  string `json:"sent_time"`
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
			if err := decodeMessage(body, &sent); err != nil {
				return err
			}
			if sent.MessageID == "" {
				return errors.New("it has no message_id")
			}
			return nil
		},
	})
	if err != nil {
		return nil, err
	}
	return &sent, nil
}

// EditMessage replaces the content of a message in place. It is repeated on
// every fault that may pass, until ctx ends. All fields of the answer are
// optional.
func (c *Client) EditMessage(ctx context.Context, messageID string, request EditMessageRequest) (*Message, error) {
	var edited Message
	err := c.onMessage(ctx, messageID, call{method: http.MethodPut, body: request, read: readOptional(&edited)}, nil)
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
	return c.onMessage(ctx, messageID, call{method: http.MethodDelete, read: readOptional(&Message{})}, query)
}

func (c *Client) onMessage(ctx context.Context, messageID string, cl call, query url.Values) error {
	cl.path = messagesPath + "/" + url.PathEscape(messageID)
	switch messageID {
	case "", ".", "..":
		return cl.invalid(fmt.Errorf("%q is not a message ID", messageID)) // it would address another path
	}
	cl.url = c.baseURL + cl.path
	if len(query) > 0 {
		cl.url += "?" + query.Encode()
	}
	return c.do(ctx, cl)
}

// readOptional reads an answer that may be empty: Zoom marks every field of
// the answers to PUT and DELETE optional, and a 204 has been seen.
func readOptional(message *Message) func([]byte) error {
	return func(body []byte) error {
		if len(body) == 0 {
			return nil
		}
		return decodeMessage(body, message)
	}
}

// decodeMessage reads the JSON of a message. A field of an unexpected type
// does not cost the others: losing a message's id would lose the message.
func decodeMessage(body []byte, message *Message) error {
	answer := struct {
		*Message
		Code int `json:"code"` // 0 is a success; another has not been seen with a 2xx
	}{Message: message}
	var typeErr *json.UnmarshalTypeError
	err := json.Unmarshal(body, &answer)
	switch {
	case err != nil && (!errors.As(err, &typeErr) || typeErr.Field == ""):
		return errors.New("it is not the JSON of a message")
	case answer.Code != 0 && message.MessageID == "":
		return fmt.Errorf("it says code %d", answer.Code)
	}
	return nil
}
