package zoom

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func TestCheckURL(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"https://api.zoom.us/v2":          "",
		"https://api.zoomgov.com/v2/":     "",
		"http://127.0.0.1:8080/v2":        "",
		"http://localhost:8080":           "",
		"http://[::1]:1/":                 "",
		"http://api.zoom.us/v2":           "must use https",
		"http://127.0.0.1.example.com":    "must use https",
		"ftp://api.zoom.us":               `not "ftp"`,
		"api.zoom.us/v2":                  "absolute URL",
		"https://":                        "absolute URL",
		"":                                "absolute URL",
		"https://user:pw@api.zoom.us":     "user name or password",
		"https://api.zoom.us/v2?x=1":      "query",
		"https://api.zoom.us/v2#x":        "fragment",
		"https://api.zoom.us:port/":       "invalid port",
		"https://user:s3cret@[broken/url": "missing ']'",
	}
	for text, want := range tests {
		err := CheckURL(text)
		switch {
		case want == "" && err != nil:
			t.Errorf("CheckURL(%q) = %v, want it accepted", text, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("CheckURL(%q) = %v, want %q in the error", text, err, want)
		case err != nil && strings.Contains(err.Error(), "s3cret"):
			t.Errorf("CheckURL(%q) shows the password: %v", text, err)
		}
	}
}

func TestNewClient_refusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]Config{
		"no client ID":     {ClientSecret: "s"},
		"no client secret": {ClientID: "i"},
		"a bad base URL":   {ClientID: "i", ClientSecret: "s", BaseURL: "zoom"},
		"a bad token URL":  {ClientID: "i", ClientSecret: "s", TokenURL: "http://zoom.us"},
	} {
		if _, err := NewClient(config); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// The requests are those of Zoom's reference, byte for byte where it matters.
func TestRequestsOnTheWire(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{})
	request := announcement
	request.Content = json.RawMessage(
		"{\n \"head\": {\"text\": \"<a & b> \\u00e9 \u2028\", \"n\": 1560446471819, \"f\": 1.50}\n}",
	)
	request.VisibleToUser, request.ReplyTo, request.IsMarkdownSupport = "FGHIJ67890", "{27ED2949}", true
	sent, err := client.SendMessage(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	edited, err := client.EditMessage(t.Context(), sent.MessageID, EditMessageRequest{
		RobotJID: request.RobotJID, AccountID: request.AccountID, Content: announcement.Content, UserJID: request.UserJID,
	})
	if err != nil {
		t.Fatal(err)
	}
	if edited.ToJID != request.ToJID || sent.SentTime == edited.SentTime ||
		len(sent.SentTime) != len("2019-10-17 01:40:24") {
		t.Errorf("sent %+v, edited %+v", sent, edited)
	}
	del := DeleteMessageRequest{RobotJID: request.RobotJID, AccountID: request.AccountID, UserJID: "a+b c@xmpp.zoom.us"}
	if err := client.DeleteMessage(t.Context(), sent.MessageID, del); err != nil {
		t.Fatal(err)
	}
	post, put, remove := server.Calls("POST")[0], server.Calls("PUT")[0], server.Calls("DELETE")[0]
	wantPost := `{"robot_jid":"` + request.RobotJID + `","to_jid":"` + request.ToJID +
		`","account_id":"` + request.AccountID +
		`","content":{"head":{"text":"<a & b> \u00e9 ` + "\u2028" + `","n":1560446471819,"f":1.50}},` +
		`"visible_to_user":"FGHIJ67890","user_jid":"` + request.UserJID +
		`","reply_to":"{27ED2949}","is_markdown_support":true}`
	if string(post.Body) != wantPost {
		t.Errorf("POST body\ngot  %s\nwant %s", post.Body, wantPost)
	}
	wantPut := `{"robot_jid":"` + request.RobotJID + `","account_id":"` + request.AccountID +
		`","content":{"head":{"text":"x"}},"user_jid":"` + request.UserJID + `","is_markdown_support":false}`
	if string(put.Body) != wantPut {
		t.Errorf("PUT body\ngot  %s\nwant %s", put.Body, wantPut)
	}
	if len(remove.Body) != 0 || remove.Query.Get("user_jid") != del.UserJID ||
		remove.Query.Get("robot_jid") != del.RobotJID ||
		remove.Query.Get("account_id") != del.AccountID ||
		len(remove.Query) != 3 {
		t.Errorf("DELETE had query %s and %d bytes of body", remove.RawQuery, len(remove.Body))
	}
	for _, r := range []emulator.Request{post, put, remove} {
		if r.Header.Get("User-Agent") != "test" || !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
			t.Errorf("%s had the headers %v", r.Method, r.Header)
		}
	}
	for _, r := range []emulator.Request{post, put} {
		if got := r.Header.Get("Content-Type"); got != "application/json" {
			t.Errorf("%s had the content type %q", r.Method, got)
		}
	}
}

func TestMessageIDs_areEscapedOnce(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{NastyIDs: true})
	for range 10 {
		sent, err := client.SendMessage(t.Context(), announcement)
		if err != nil {
			t.Fatal(err)
		}
		for _, method := range []string{http.MethodPut, http.MethodDelete} {
			if err := perform(t.Context(), client, method, sent.MessageID); err != nil {
				t.Errorf("%s %q: %v", method, sent.MessageID, err)
			}
		}
	}
	if got := server.Messages(""); len(got) != 0 {
		t.Errorf("%d messages stand", len(got))
	}
}

func TestMessageIDs_thatAddressAnotherPathAreRefused(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{})
	for _, id := range []string{"", ".", ".."} {
		if err := perform(t.Context(), client, http.MethodDelete, id); err == nil {
			t.Errorf("%q was accepted", id)
		}
	}
	if got := server.Requests(); len(got) != 0 {
		t.Errorf("%d requests, want none", len(got))
	}
}

func TestContentThatIsNotJSON_isNotSent(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{})
	request := announcement
	request.Content = []byte(`{"head":`)
	if _, err := client.SendMessage(t.Context(), request); err == nil || len(server.Requests()) != 0 {
		t.Errorf("error %v after %d requests, want an error after none", err, len(server.Requests()))
	}
}

// Every documented refusal arrives with its code.
func TestRefusals(t *testing.T) {
	t.Parallel()
	options := emulator.Options{
		AccountID: emulator.DefaultAccountID, RobotJIDs: []string{emulator.DefaultRobotJID},
		ChannelJIDs: []string{emulator.DefaultChannelJID},
	}
	tests := map[string]struct {
		change func(*SendMessageRequest)
		status int
		code   int
	}{
		"wrong content":   {func(r *SendMessageRequest) { r.Content = []byte(`[]`) }, 400, CodeInvalidBody},
		"a malformed bot": {func(r *SendMessageRequest) { r.RobotJID = "bot" }, 404, CodeInvalidRobotJID},
		"an unknown bot": {
			func(r *SendMessageRequest) { r.RobotJID = "v1anotherbot00000@xmpp.zoom.us" }, 403, CodeUnknownRobot,
		},
		"an unknown channel": {
			func(r *SendMessageRequest) { r.ToJID = "nowhere@conference.xmpp.zoom.us" }, 403, CodeNotAuthorized,
		},
		"an unknown account":  {func(r *SendMessageRequest) { r.AccountID = "another" }, 403, CodeNotAuthorized},
		"a missing parameter": {func(r *SendMessageRequest) { r.UserJID = "" }, 400, CodeInvalidBody},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, _ := emulated(t, options)
			request := announcement
			test.change(&request)
			_, err := client.SendMessage(t.Context(), request)
			var api *CallError
			if !asCallError(err, &api) || api.Outcome != Refused || api.Reason != ErrorAnswer || api.Status != test.status ||
				api.Code != test.code ||
				api.TrackingID == "" ||
				api.Path != messagesPath ||
				api.Method != http.MethodPost {
				t.Errorf("got %#v, want status %d, code %d", err, test.status, test.code)
			}
		})
	}
	t.Run("an unknown message", func(t *testing.T) {
		t.Parallel()
		client, _ := emulated(t, options)
		for _, method := range []string{http.MethodPut, http.MethodDelete} {
			if err := perform(t.Context(), client, method, "gone"); !IsNotFound(err) || IsUnknownOutcome(err) {
				t.Errorf("%s: %v, want a message that is not found", method, err)
			}
		}
	})
}

func asCallError(err error, target **CallError) bool {
	e, ok := err.(*CallError) //nolint:errorlint // every error comes unwrapped
	*target = e
	return ok
}
