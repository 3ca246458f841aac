package emulator_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatortest"
)

const (
	formatMessage  = "Invalid Request Body format."
	otherBot       = "v1other@xmpp.zoom.us"
	foreignChannel = "foo@conference.xmpp.zoom.us"
)

// strict is a Zoom that knows one of everything, and a second bot.
func strict() emulator.Options {
	return emulator.Options{
		AccountID:   emulator.DefaultAccountID,
		RobotJIDs:   []string{emulator.DefaultRobotJID, otherBot},
		ChannelJIDs: []string{channel},
	}
}

func TestPost_refuses(t *testing.T) {
	t.Parallel()
	c := start(t, strict()).login()
	tests := map[string]struct {
		change        with
		status        int
		code, message string
	}{
		"no robot_jid":            {with{"robot_jid": nil}, 400, "7001", formatMessage},
		"no to_jid":               {with{"to_jid": nil}, 400, "7001", formatMessage},
		"no account_id":           {with{"account_id": nil}, 400, "7001", formatMessage},
		"no user_jid":             {with{"user_jid": nil}, 400, "7001", formatMessage},
		"empty user_jid":          {with{"user_jid": ""}, 400, "7001", formatMessage},
		"no content":              {with{"content": nil}, 400, "7001", formatMessage},
		"content as a string":     {with{"content": `{"head":{"text":"x"}}`}, 400, "7001", formatMessage},
		"content as a list":       {with{"content": []any{}}, 400, "7001", formatMessage},
		"null as content":         {with{"content": json.RawMessage("null")}, 400, "7001", formatMessage},
		"number as to_jid":        {with{"to_jid": 7}, 400, "7001", formatMessage},
		"number as reply_to":      {with{"reply_to": 7}, 400, "7001", formatMessage},
		"list as visible_to_user": {with{"visible_to_user": []any{}}, 400, "7001", formatMessage},
		"word as a boolean":       {with{"is_markdown_support": "true"}, 400, "7001", formatMessage},
		"bot without @": {
			with{"robot_jid": "v1bot"},
			404,
			"7002",
			"Invalid robot_jid value specified in the Request Body.",
		},
		"bot with a resource": {
			with{"robot_jid": "u@xmpp.zoom.us/robot_v1@xmpp.zoom.us"},
			404,
			"7002",
			"Invalid robot_jid value specified in the Request Body.",
		},
		"unknown bot": {
			with{"robot_jid": "v1none@xmpp.zoom.us"},
			403,
			"7003",
			"No Chatbot can be found with the given robot_jid value.",
		},
		"unknown account": {with{"account_id": "other"}, 403, "7004", "Not authorized."},
		"unknown channel": {
			with{"to_jid": foreignChannel},
			403,
			"7004",
			"No channel or user can be found with the given to_jid value.",
		},
		"bot before account": {
			with{"robot_jid": "v1none@xmpp.zoom.us", "account_id": "other"},
			403,
			"7003",
			"No Chatbot can be found with the given robot_jid value.",
		},
		"content before anything": {with{"robot_jid": "v1bot", "content": nil}, 400, "7001", formatMessage},
		"malformed before unknown": {
			with{"robot_jid": "v1bot", "to_jid": foreignChannel},
			404,
			"7002",
			"Invalid robot_jid value specified in the Request Body.",
		},
		"account before to channel": {with{"account_id": "other", "to_jid": foreignChannel}, 403, "7004", "Not authorized."},
	}
	for name, test := range tests {
		wantError(t, c.must(c.post(test.change)), test.status, test.code, test.message)
		if t.Failed() {
			t.Fatal("the case is: ", name)
		}
	}
	if got := c.s.Messages(""); len(got) != 0 || c.s.Stats().Posts != 0 {
		t.Errorf("got %+v, want nothing to stand", got)
	}
}

func TestPost_refusesWhatIsNoJSONObject(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	good := string(body(nil))
	for name, raw := range map[string]string{
		"nothing": "", "null": "null", "list": "[" + good + "]", "cut": good[:len(good)-1], "two": good + good,
		"not UTF-8":         strings.Replace(good, "Friday", "Fr\xe9day", 1),
		"null as a string":  strings.Replace(good, `"`+emulator.DefaultUserJID+`"`, "null", 1),
		"null as a boolean": strings.Replace(good, `"is_markdown_support":false`, `"is_markdown_support":null`, 1),
		"too long":          `{"x":"` + strings.Repeat("x", 5<<20) + `",` + good[1:],
	} {
		g := c.must(c.do(c.request(http.MethodPost, "/v2/im/chat/messages", []byte(raw))))
		wantError(t, g, 400, "7001", formatMessage)
		if t.Failed() {
			t.Fatal("the case is: ", name)
		}
	}
	r := c.request(http.MethodPost, "/v2/im/chat/messages", []byte(good))
	r.Header.Set("Content-Type", "text/plain")
	wantError(t, c.must(c.do(r)), 400, "7001", formatMessage)
}

func TestPost_userJIDOptional(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{UserJIDOptional: true}).login()
	g := c.must(c.post(with{"user_jid": nil}))
	if g.status != 201 || strings.Contains(g.body, "user_jid") {
		t.Errorf("got %d %s, want 201 without a user_jid", g.status, g.body)
	}
	wantError(t, c.must(c.post(with{"user_jid": 7})), 400, "7001", formatMessage)
}

// What is accepted here is not what the provider's checks accept: it is what
// Zoom is not known to refuse.
func TestContent_isJudgedByWhatIsKnownOfZoom(t *testing.T) {
	t.Parallel()
	const link = `{"type":"message","text":"x","link":"https://example.com"}`
	const field = `{"type":"fields","items":[{"key":"k","value":"v","editable":true}]}`
	tests := map[string]struct {
		content           string
		plain, inMarkdown int
	}{
		"the sample of the reference": {`{}`, 201, 201},
		"no text":                     {`{"body":[{"type":"message"}]}`, 201, 201},
		"an unknown type":             {`{"body":[{"type":"mesage","text":1}]}`, 201, 201},
		"an object as body":           {`{"body":{"type":"message","text":"x"}}`, 201, 201},
		"a link":                      {`{"body":[` + link + `]}`, 201, 400},
		"a link in a section":         {`{"body":[{"type":"section","sections":[` + link + `]}]}`, 201, 400},
		"no link":                     {`{"body":[{"type":"message","text":"x","link":""}]}`, 201, 201},
		"a link of something else":    {`{"body":[{"type":"attachments","link":"https://example.com"}]}`, 201, 201},
		"an editable message":         {`{"body":[{"type":"message","text":"x","editable":true}]}`, 201, 400},
		"a message not editable":      {`{"body":[{"type":"message","text":"x","editable":false}]}`, 201, 201},
		"an editable field":           {`{"body":[` + field + `]}`, 201, 400},
		"a list":                      {`[]`, 400, 400},
		"a text":                      {`"{}"`, 400, 400},
		"null":                        {`null`, 400, 400},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, emulator.Options{}).login()
			id := c.s.Post(emulator.Message{}).ID
			for markdown, want := range map[bool]int{false: test.plain, true: test.inMarkdown} {
				change := with{"content": json.RawMessage(test.content), "is_markdown_support": markdown}
				if g := c.must(c.post(change)); g.status != want {
					t.Errorf("POST, markdown %t: got %d %s, want %d", markdown, g.status, g.body, want)
				}
				if g := c.must(c.put(id, change)); (g.status == 200) != (want == 201) {
					t.Errorf("PUT, markdown %t: got %d %s, want the same as for POST, %d", markdown, g.status, g.body, want)
				}
			}
		})
	}
}

func TestPost_keepsEverything(t *testing.T) {
	t.Parallel()
	c := start(t, strict()).login()
	raw := []byte(
		`{"content": {"head" : {"text":"1"},"body":[{"type":"message","text":"<b>"}]}, "robot_jid":"` + otherBot + `","to_jid":"` + channel +
			`","account_id":"` + emulator.DefaultAccountID + `","user_jid":"u@x.y","visible_to_user":"FGH","reply_to":"not known","is_markdown_support":true}`,
	)
	g := c.must(c.do(c.request(http.MethodPost, "/v2/im/chat/messages", raw)))
	if g.status != 201 {
		t.Fatalf("got %d %s, want 201", g.status, g.body)
	}
	m := c.s.Messages("")[0]
	if m.AccountID != emulator.DefaultAccountID || m.RobotJID != otherBot || m.ToJID != channel || m.UserJID != "u@x.y" ||
		m.VisibleToUser != "FGH" || m.ReplyTo != "not known" || !m.IsMarkdownSupport || m.SentTime != g.field("sent_time") {
		t.Errorf("got %+v, want what was posted", m)
	}
	if want := `{"head" : {"text":"1"},"body":[{"type":"message","text":"<b>"}]}`; string(m.Content) != want {
		t.Errorf("got content %s, want %s", m.Content, want)
	}
	r := c.s.Calls("POST")[0]
	if string(r.Body) != string(raw) || r.Header.Get("Authorization") != "Bearer "+c.token || r.Status != 201 ||
		!r.Processed || !r.Answered || r.MessageID != m.ID || r.TrackingID != g.header.Get("x-zm-trackingid") || r.TrackingID == "" {
		t.Errorf("got %+v in the books, want the request as it came and what was done", r)
	}
	if got := g.header.Get("X-RateLimit-Category"); got != "Medium" {
		t.Errorf("got X-RateLimit-Category %q, want Medium", got)
	}
}

func TestPut_refusesAndChangesNothing(t *testing.T) {
	t.Parallel()
	c := start(t, strict()).login()
	id := c.s.Post(emulator.Message{}).ID
	tests := map[string]struct {
		id            string
		change        with
		status        int
		code, message string
	}{
		"no content":       {id, with{"content": nil}, 400, "7001", formatMessage},
		"no robot_jid":     {id, with{"robot_jid": nil}, 400, "7001", formatMessage},
		"no account_id":    {id, with{"account_id": nil}, 400, "7001", formatMessage},
		"number as a user": {id, with{"user_jid": 1}, 400, "7001", formatMessage},
		"malformed bot": {
			id,
			with{"robot_jid": "v1bot"},
			404,
			"7002",
			"Invalid robot_jid value specified in the Request Body.",
		},
		"unknown bot": {
			id,
			with{"robot_jid": "v1none@xmpp.zoom.us"},
			403,
			"7003",
			"No Chatbot can be found with the given robot_jid value.",
		},
		"unknown account": {id, with{"account_id": "other"}, 403, "7004", "Not authorized."},
		"another bot":     {id, with{"robot_jid": otherBot}, 404, "8001", "Invalid message_id value."},
		"unknown message": {"none", nil, 404, "8001", "Invalid message_id value."},
	}
	for name, test := range tests {
		wantError(t, c.must(c.put(test.id, test.change)), test.status, test.code, test.message)
		if t.Failed() {
			t.Fatal("the case is: ", name)
		}
	}
	if got := c.s.Messages("")[0]; got.Edits != 0 || c.s.Stats().Edits != 0 {
		t.Errorf("got %+v, want no edit", got)
	}
}

func TestPut_needsNoUserAndMovesNothing(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	before := c.s.Post(emulator.Message{IsMarkdownSupport: true, ReplyTo: "parent", VisibleToUser: "u"})
	g := c.must(
		c.put(before.ID, with{"user_jid": nil, "to_jid": foreignChannel, "is_markdown_support": nil, "reply_to": "other"}),
	)
	if g.status != 200 || g.field("to_jid") != channel {
		t.Errorf("got %d %s, want 200 and the old channel", g.status, g.body)
	}
	m := c.s.Messages("")[0]
	if m.ToJID != channel || m.ReplyTo != "parent" || m.VisibleToUser != "u" || m.UserJID != before.UserJID ||
		m.IsMarkdownSupport {
		t.Errorf("got %+v, want only the content and the flag to change", m)
	}
}

func TestDelete_takesTheQueryOnly(t *testing.T) {
	t.Parallel()
	c := start(t, strict()).login()
	id := c.s.Post(emulator.Message{ID: "m1"}).ID
	const account, robot = "account_id=" + emulator.DefaultAccountID, "robot_jid=v1emulator0000bot%40xmpp.zoom.us"
	refuse := func(query, body string, status int, code, message string) {
		t.Helper()
		r := c.request(http.MethodDelete, "/v2/im/chat/messages/"+id+"?"+query, []byte(body))
		wantError(t, c.must(c.do(r)), status, code, message)
	}
	refuse("", "", 400, "7001", formatMessage)
	refuse(account, "", 400, "7001", formatMessage)
	refuse(robot, "", 400, "7001", formatMessage)
	refuse(account+"&robot_jid=", "", 400, "7001", formatMessage)
	refuse(account+"&"+account+"&"+robot, "", 400, "7001", formatMessage)
	refuse(account+"&"+robot+"&user_jid=a&user_jid=b", "", 400, "7001", formatMessage)
	refuse("", string(body(nil)), 400, "7001", formatMessage)
	refuse(account+"&"+robot, "{}", 400, "7001", formatMessage)
	refuse(account+"&robot_jid=v1bot", "", 404, "7002", "Invalid robot_jid value specified in the Request Body.")
	refuse(
		account+"&robot_jid=v1none@xmpp.zoom.us",
		"",
		403,
		"7003",
		"No Chatbot can be found with the given robot_jid value.",
	)
	refuse("account_id=other&"+robot, "", 403, "7004", "Not authorized.")
	refuse(account+"&robot_jid="+otherBot, "", 404, "8001", "Invalid message_id value.")
	if len(c.s.Messages("")) != 1 {
		t.Fatal("the message is gone")
	}
	g := c.must(
		c.do(c.request(http.MethodDelete, "/v2/im/chat/messages/"+id+"?"+account+"&"+robot+"&user_jid=u%40x.y", nil)),
	)
	if g.status != 200 || len(c.s.Messages("")) != 0 {
		t.Errorf("got %d %s, want 200 and the message gone", g.status, g.body)
	}
	if r := c.s.Calls("DELETE"); r[len(r)-1].Query.Get("user_jid") != "u@x.y" {
		t.Errorf("got %+v in the books, want the query un-escaped", r[len(r)-1])
	}
}

func TestCalls_withoutGoodToken(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	good := c.token
	for value, message := range map[string]string{
		"":                   "Missing Authorization header.",
		"Bearer none":        "Invalid Authorization token.",
		"Bearer":             "Invalid Authorization token.",
		"Basic " + good:      "Invalid Authorization token.",
		good:                 "Invalid Authorization token.",
		"Bearer " + good[1:]: "Invalid Authorization token.",
	} {
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete} {
			path := "/v2/im/chat/messages"
			if method != http.MethodPost {
				path += "/none"
			}
			// The token is looked at first: all else is wrong here, too.
			r := c.request(method, path, nil)
			r.Header.Set("Authorization", value)
			if value == "" {
				r.Header.Del("Authorization")
			}
			wantError(t, c.must(c.do(r)), 401, "7010", message)
		}
	}
	if got := c.s.Stats().BadToken; got != 18 {
		t.Errorf("got %d bad tokens, want 18", got)
	}
}

func TestUnknownPaths(t *testing.T) {
	t.Parallel()
	var unknown []string
	c := newClient(t, emulatortest.Start(t, emulator.Options{UnknownPath: func(r emulator.Request) {
		unknown = append(unknown, r.Method+" "+r.EscapedPath)
	}})).login()
	want := []string{
		"GET /v2/im/chat/messages",
		"GET /v2/im/chat/messages/1",
		"POST /v2/im/chat/messages/1",
		"PUT /v2/im/chat/messages",
		"DELETE /v2/im/chat/messages/",
		"DELETE /v2/im/chat/messages/a/b",
		"POST /im/chat/messages",
		"POST /v2/im/chat/messages/",
		"GET /oauth/token",
		"POST /oauth/token/",
		"POST /",
		"GET /index.html",
	}
	for _, w := range want {
		method, path, _ := strings.Cut(w, " ")
		g := c.must(c.do(c.request(method, path, nil)))
		if g.status != 404 || g.body != `{"code":2300,"message":"This API endpoint is not recognized."}` {
			t.Errorf("%s: got %d %s, want 404", w, g.status, g.body)
		}
		if g.header.Get("x-zm-trackingid") == "" {
			t.Errorf("%s: the tracking id is missing", w)
		}
	}
	if got := strings.Join(unknown, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got told of\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	if got := c.s.Stats(); got.Unknown != len(want) || got.Calls != 0 || len(c.s.Calls("")) != 0 {
		t.Errorf("got %+v, want all of them unknown", got)
	}
	if got := c.s.Requests(); len(got) != len(want)+1 || !got[1].Unknown || got[0].Unknown {
		t.Errorf("got %d requests in the books, want %d", len(got), len(want)+1)
	}
}

// A message belongs to the app that sent it, except one that no request sent.
func TestOtherApps_findTheirOwnMessagesOnly(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{OtherApps: map[string]string{"other": "hush"}}).login()
	byHand := c.s.Post(emulator.Message{})
	sent := c.must(c.post(nil)).field("message_id")

	r := c.request(http.MethodPost, "/oauth/token?grant_type=client_credentials", nil)
	r.SetBasicAuth("other", "hush")
	c.token = c.must(c.do(r)).field("access_token")
	for _, g := range []got{c.must(c.put(sent, nil)), c.must(c.delete(sent))} {
		wantError(t, g, 404, "8001", "Invalid message_id value.")
	}
	if g := c.must(c.delete(byHand.ID)); g.status != 200 {
		t.Errorf("got %d %s, want 200", g.status, g.body)
	}
	if got := c.s.Messages(""); len(got) != 1 || got[0].ID != sent || got[0].Edits != 0 {
		t.Errorf("got %+v, want the message as it was", got)
	}
}
