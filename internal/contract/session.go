package contract

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const messagesPath = "/im/chat/messages"

// session is one run against a target. Its steps are shared by the probes, so
// that a run makes few calls and posts few messages.
type session struct {
	ctx    context.Context
	target Target
	mark   string

	done    map[string]answer
	tokens  map[App]string
	answers []answer
	calls   int
	last    time.Time // when the last request left
	lost    int       // messages that expendable has lost so far

	posted  []string        // the IDs of the messages that were posted
	gone    map[string]bool // those of them that were deleted
	unknown int             // posts without an answer
}

// once returns the answer to a step, which is made only once.
func (s *session) once(name string, do func() answer) answer {
	if a, ok := s.done[name]; ok {
		return a
	}
	a := do()
	s.done[name] = a
	return a
}

// requestToken asks an endpoint for a token. The grant type is in the query, or
// in the body.
func (s *session) requestToken(at Endpoint, app App, grant string, inBody bool) answer {
	r := request{method: http.MethodPost, url: at.TokenURL, header: http.Header{}, token: true}
	basic := base64.StdEncoding.EncodeToString([]byte(app.ClientID + ":" + app.ClientSecret))
	r.header.Set("Authorization", "Basic "+basic)
	form := url.Values{"grant_type": {grant}}.Encode()
	if inBody {
		r.header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.body = []byte(form)
	} else {
		r.url += "?" + form
	}
	return s.send(s.ctx, r)
}

// token returns a token of an app, which is requested when it is first needed,
// by whichever form works.
func (s *session) token(app App) string {
	if s.tokens[app] == "" {
		for _, inBody := range []bool{false, true} {
			a := s.requestToken(s.target.Endpoint, app, "client_credentials", inBody)
			if s.tokens[app] = a.text("access_token"); s.tokens[app] != "" {
				break
			}
		}
	}
	return s.tokens[app]
}

// call makes a call with a token of an app, which is renewed once if it is
// refused. A call that Zoom answers with 429 is made again, once, after a while.
func (s *session) call(app App, r request) answer {
	var a answer
	for attempt := 0; ; attempt++ {
		token := s.token(app)
		if token == "" {
			return answer{why: "no token"}
		}
		r.header.Set("Authorization", "Bearer "+token)
		a = s.send(s.ctx, r)
		switch {
		case attempt > 0:
			return a
		case a.status == http.StatusUnauthorized:
			delete(s.tokens, app)
		case a.status == http.StatusTooManyRequests:
			s.last = time.Now().Add(5 * s.target.Interval)
		default:
			return a
		}
	}
}

// with is what differs from the usual fields of a call: nil leaves a field out.
type with map[string]any

func (w with) over(fields map[string]any) []byte {
	for name, value := range w {
		fields[name] = value
		if value == nil {
			delete(fields, name)
		}
	}
	body, err := json.Marshal(fields)
	if err != nil {
		panic("contract: " + err.Error()) // every field is in this package
	}
	return body
}

func jsonRequest(method, url string, body []byte) request {
	return request{method: method, url: url, body: body, header: http.Header{"Content-Type": {"application/json"}}}
}

// content returns a small message that names the run that posted it.
func (s *session) content(text string) map[string]any {
	return map[string]any{
		"head": map[string]any{"text": s.mark},
		"body": []any{map[string]any{"type": "message", "text": text}},
	}
}

// postBody is the body of a POST.
func (s *session) postBody(text string, w with) []byte {
	return w.over(map[string]any{
		"robot_jid": s.target.RobotJID, "account_id": s.target.AccountID, "to_jid": s.target.ToJID,
		"user_jid": s.target.UserJID, "content": s.content(text), "is_markdown_support": false,
	})
}

// post posts a message under a name.
func (s *session) post(name string, w with) answer {
	return s.once("post "+name, func() answer {
		return s.sent(s.call(s.target.App, jsonRequest(http.MethodPost, s.target.BaseURL+messagesPath, s.postBody(name, w))))
	})
}

// sent takes the message of an answer into account, so that it is removed in
// the end.
func (s *session) sent(a answer) answer {
	id := a.text("message_id")
	switch {
	case id != "":
		s.posted = append(s.posted, id)
	case strings.Contains(a.why, "answer"), a.failed() && a.status >= 500:
		s.unknown++
	}
	return a
}

// id returns the ID of the message that was posted under a name, or "".
func (s *session) id(name string) string { return s.done["post "+name].text("message_id") }

func (s *session) messageURL(id string) string {
	return s.target.BaseURL + messagesPath + "/" + url.PathEscape(id)
}

var noMessage = answer{why: "there is no message to do it to"}

func (s *session) escaped(name string) string { return url.PathEscape(s.id(name)) }

// put edits a message.
func (s *session) put(name string, app App, id string, w with) answer {
	return s.once("put "+name, func() answer {
		if id == "" {
			return noMessage
		}
		body := w.over(map[string]any{
			"robot_jid": app.RobotJID, "account_id": s.target.AccountID, "user_jid": s.target.UserJID,
			"content": s.content(name), "is_markdown_support": false,
		})
		return s.call(app, jsonRequest(http.MethodPut, s.messageURL(id), body))
	})
}

// remove deletes a message, with these arguments in the query and that body.
func (s *session) remove(name string, app App, id string, query url.Values, body []byte) answer {
	return s.once("delete "+name, func() answer {
		if id == "" {
			return noMessage
		}
		r := request{method: http.MethodDelete, url: s.messageURL(id), header: http.Header{}, body: body}
		if len(body) > 0 {
			r.header.Set("Content-Type", "application/json")
		}
		if len(query) > 0 {
			r.url += "?" + query.Encode()
		}
		a := s.call(app, r)
		if a.ok() {
			s.gone[id] = true
		}
		return a
	})
}

// arguments are those of DELETE, without the ones that are named.
func (s *session) arguments(app App, without ...string) url.Values {
	query := url.Values{"robot_jid": {app.RobotJID}, "account_id": {s.target.AccountID}}
	for _, name := range without {
		query.Del(name)
	}
	return query
}

// expendable returns the ID of a message that a step may delete although it
// should not be able to.
func (s *session) expendable() string {
	for {
		name := "expendable " + strings.Repeat("I", s.lost+1)
		s.post(name, nil)
		id := s.id(name)
		if !s.gone[id] {
			return id
		}
		s.lost++
	}
}

// clean deletes every message that the run has posted and reports which are
// left. The end of the run's context does not stop it.
func (s *session) clean() (left []string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), cleanTimeout)
	defer cancel()
	s.ctx = ctx
	for _, id := range slices.Backward(s.posted) {
		if s.gone[id] {
			continue
		}
		a := s.remove("clean "+id, s.target.App, id, s.arguments(s.target.App), nil)
		if !a.ok() && a.code != unknownMessage {
			left = append(left, id)
		}
	}
	return left
}

// newTransport returns a transport that speaks HTTP/1 only: one that replays
// requests by itself cannot be counted on to post once.
func newTransport() *http.Transport {
	var http1 http.Protocols
	http1.SetHTTP1(true)
	return &http.Transport{Proxy: http.ProxyFromEnvironment, Protocols: &http1}
}

func newSession(ctx context.Context, target Target, mark string) *session {
	if target.Timeout <= 0 {
		target.Timeout = 30 * time.Second
	}
	client := http.Client{Transport: newTransport()}
	if target.HTTPClient != nil {
		client = *target.HTTPClient
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	target.HTTPClient = &client
	return &session{
		ctx: ctx, target: target, mark: mark,
		done: map[string]answer{}, tokens: map[App]string{}, gone: map[string]bool{},
	}
}
