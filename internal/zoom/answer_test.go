package zoom

import (
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestErrorAnswer_understandsEachShape(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body   string
		header http.Header
		status int
		want   CallError
		answer string
	}{
		"of the chatbot calls": {
			status: 403, body: `{"code":7004,"message":"Not authorized.","result":false}`,
			header: http.Header{"X-Zm-Trackingid": {"v=2.0;clid=aw1"}},
			want:   CallError{Code: 7004, Message: "Not authorized.", TrackingID: "v=2.0;clid=aw1"},
			answer: "HTTP 403 Forbidden, code 7004: Not authorized. (tracking ID v=2.0;clid=aw1)",
		},
		"with faults of fields": {
			status: 400, body: `{"code":300,"message":"Validation Failed.","errors":[{"field":"to_jid","message":"Invalid."}]}`,
			want:   CallError{Code: 300, Message: "Validation Failed.", Fields: []FieldError{{"to_jid", "Invalid."}}},
			answer: "HTTP 400 Bad Request, code 300: Validation Failed. [to_jid: Invalid.]",
		},
		"of the token endpoint": {
			status: 400, body: `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`,
			want:   CallError{Message: "Invalid client_id or client_secret", OAuthError: "invalid_client"},
			answer: "HTTP 400 Bad Request, invalid_client: Invalid client_id or client_secret",
		},
		"a page": {
			status: 502, body: "<html>\n <h1>Bad\x00 Gateway</h1>",
			want:   CallError{Excerpt: "<html> <h1>Bad Gateway</h1>"},
			answer: "HTTP 502 Bad Gateway: <html> <h1>Bad Gateway</h1>",
		},
		"nothing":                    {status: 500, answer: "HTTP 500 Internal Server Error"},
		"a status that nobody knows": {status: 599, answer: "HTTP 599"},
		"cut off": {
			status: 503, body: `{"code":70`,
			want: CallError{Excerpt: `{"code":70`}, answer: `HTTP 503 Service Unavailable: {"code":70`,
		},
		"a code in quotes": {
			status: 400, body: `{"code":"7001","message":"x"}`,
			want: CallError{Code: 7001, Message: "x"}, answer: "HTTP 400 Bad Request, code 7001: x",
		},
		"a message that is an object": {
			status: 400, body: `{"code":7001,"message":{"a":1}}`, want: CallError{Code: 7001},
			answer: "HTTP 400 Bad Request, code 7001",
		},
		"an array": {status: 400, body: `[1]`, want: CallError{Excerpt: "[1]"}, answer: "HTTP 400 Bad Request: [1]"},
		"a redirect": {
			status: 307, header: http.Header{"Location": {"https://user:pw@login.example.com/x?token=1"}},
			want:   CallError{Location: "https://login.example.com/x"},
			answer: "HTTP 307 Temporary Redirect: a redirect to https://login.example.com/x, which is not followed",
		},
		"secrets that the server repeats": {
			status: 400, body: `{"code":1,"message":"bad s3cret and dG9rZW4 at http://u:pw@proxy/"}`,
			want:   CallError{Code: 1, Message: "bad (redacted) and (redacted) at http://(redacted)@proxy/"},
			answer: "HTTP 400 Bad Request, code 1: bad (redacted) and (redacted) at http://(redacted)@proxy/",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &caller{clean: newCleaner("s3cret")}
			c.clean.add("dG9rZW4")
			if test.header == nil {
				test.header = http.Header{}
			}
			got := c.errorAnswer(call{}, &http.Response{StatusCode: test.status, Header: test.header}, []byte(test.body))
			test.want.Status, test.want.Reason, test.want.Outcome = test.status, ErrorAnswer, Refused
			if test.status >= 500 {
				test.want.Outcome = Unknown
			}
			if diff := cmp.Diff(&test.want, got, cmpopts.IgnoreUnexported(CallError{})); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if got.Answer() != test.answer {
				t.Errorf("got  %s\nwant %s", got.Answer(), test.answer)
			}
		})
	}
}

func FuzzDecodeAnswers(f *testing.F) {
	for _, seed := range []string{
		`{"message_id":"a","sent_time":1}`, `{"code":7001,"message":"x","errors":[{"field":1}]}`,
		`{"reason":"r","error":"e"}`,
		`{"access_token":"t","expires_in":1e999}`, `[]`, `null`, `{"message_id":`,
		"<html>", "\xff\xfe{}", strings.Repeat("[", 20000),
	} {
		f.Add([]byte(seed), 400)
	}
	f.Fuzz(func(t *testing.T, body []byte, status int) {
		c := &caller{clean: newCleaner("never-show-this")}
		e := c.errorAnswer(
			call{},
			&http.Response{StatusCode: status, Header: http.Header{}},
			append(body, "never-show-this"...),
		)
		if text := e.Error(); strings.Contains(text, "never-show-this") || !utf8.ValidString(text) ||
			len(text) > 40*maxExcerpt {
			t.Errorf("the error is %q", text)
		}
		var m Message
		if err := c.decodeMessage(body, &m); err != nil && m.MessageID != "" {
			t.Errorf("the message %q was lost to %v", m.MessageID, err)
		}
		if token, err := decodeToken(body); err == nil && (token.AccessToken == "" || !token.ExpiresAt.After(time.Now())) {
			t.Errorf("accepted the token %+v", token)
		}
	})
}
