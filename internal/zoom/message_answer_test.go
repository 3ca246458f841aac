package zoom

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func answering(t *testing.T, status int, body string) *Client {
	t.Helper()
	client, _ := badServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	})
	return client
}

// A refusal is one whatever the status says.
func TestRefusalInsideASuccess(t *testing.T) {
	t.Parallel()
	for body, code := range map[string]int{
		`{"code":7004,"message":"Not authorized.","result":false}`:       7004,
		`{"code":"7004","message":"Not authorized.","result":false}`:     7004,
		`{"code":"7004","message":"Not authorized."}`:                    7004,
		`{"message":"Not authorized.","result":false}`:                   0,
		`{"result":"false","message_id":"","message":"Not authorized."}`: 0,
		`{"code":7001,"message":"Not authorized.","errors":7}`:           7001,
	} {
		client, calls := badServer(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) })
		for name, do := range operations {
			calls.Store(0)
			var e *CallError
			err := do(t.Context(), client)
			if !asCallError(err, &e) || e.Outcome != Refused || e.Reason != ErrorAnswer || e.Code != code ||
				e.Message != "Not authorized." {
				t.Errorf("%s, %s: got %v, want a refusal with code %d", name, body, err, code)
			}
			if calls.Load() != 1 {
				t.Errorf("%s, %s: %d calls, want 1", name, body, calls.Load())
			}
		}
	}
}

// A refusal that names a message contradicts itself: the person who looks for
// the message gets its ID.
func TestRefusalInsideASuccess_thatNamesAMessage(t *testing.T) {
	t.Parallel()
	client := answering(t, 201, `{"message_id":"abc","result":false}`)
	if err := send(t.Context(), client); !IsUnknownOutcome(err) || !strings.Contains(err.Error(), "abc") {
		t.Errorf("a send: got %v, want an unknown outcome that names the ID", err)
	}
	if err := edit(t.Context(), client); err == nil || IsUnknownOutcome(err) {
		t.Errorf("an edit: got %v, want a refusal", err)
	}
}

func TestSuccess_withACodeOfZero(t *testing.T) {
	t.Parallel()
	for _, code := range []string{`0`, `"0"`, `null`, `""`} {
		client := answering(t, 200, `{"message_id":"a","result":true,"code":`+code+`}`)
		for name, do := range operations {
			if err := do(t.Context(), client); err != nil {
				t.Errorf("%s, code %s: %v", name, code, err)
			}
		}
	}
}

func TestMessageID_thatIsANumber(t *testing.T) {
	t.Parallel()
	client := answering(t, 201, `{"message_id":12345678901234567890,"sent_time":7}`)
	sent, err := client.SendMessage(t.Context(), announcement)
	if err != nil || sent.MessageID != "12345678901234567890" || sent.SentTime != "7" {
		t.Errorf("got %+v, %v; want the number as it is written", sent, err)
	}
}

func TestMessageID_thatCannotBeUsed(t *testing.T) {
	t.Parallel()
	for _, id := range []string{
		`""`, `"."`, `".."`, `"a\u0000b"`, `"\u001b[31m"`, `"a\nb"`, `"\u009b"`, `"a\u202eb"`, `"a\u200bb"`,
		`null`, `{}`, `true`,
		`"` + strings.Repeat("x", 5000) + `"`, `"` + testSecret + `"`,
	} {
		client := answering(t, 201, `{"message_id":`+id+`}`)
		var e *CallError
		err := send(t.Context(), client)
		if !asCallError(err, &e) || e.Outcome != Unknown || e.Reason != UnusableAnswer ||
			!strings.Contains(err.Error(), "message_id") {
			t.Errorf("%.40s: got %v, want an unknown outcome that blames the ID", id, err)
		}
		if err != nil && (strings.ContainsFunc(err.Error(), isInvisible) || strings.Contains(err.Error(), testSecret)) {
			t.Errorf("%.40s: the error has invisible characters, or a secret: %q", id, err)
		}
	}
}

func TestWarnings(t *testing.T) {
	t.Parallel()
	var id, toJID string
	client, _ := badServer(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"message_id":%q,"to_jid":%q}`, id, toJID)
	})
	for _, test := range []struct {
		id, toJID string
		want      string // in the only warning; "" for none
	}{
		{"a", announcement.ToJID, ""},
		{"b", strings.ToUpper(announcement.ToJID), ""},
		{"c", announcement.ToJID + "/robot_x@y", ""},
		{"d", "", ""},
		{"e", "elsewhere@x", `was posted to "elsewhere@x"`},
		{"a", announcement.ToJID, `the ID "a"`},
	} {
		id, toJID = test.id, test.toJID
		sent, err := client.SendMessage(t.Context(), announcement)
		switch {
		case err != nil || sent.MessageID != test.id:
			t.Errorf("%+v: got %+v, %v", test, sent, err)
		case test.want == "" && len(sent.Warnings) > 0, test.want != "" && len(sent.Warnings) != 1,
			test.want != "" && !strings.Contains(strings.Join(sent.Warnings, "\n"), test.want):
			t.Errorf("%+v: the warnings are %q", test, sent.Warnings)
		}
	}
}

func TestUserJID_isLeftOutWhenEmpty(t *testing.T) {
	t.Parallel()
	client, server := emulated(t, emulator.Options{UserJIDOptional: true})
	request := announcement
	request.UserJID = ""
	if _, err := client.SendMessage(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	if body := string(server.Calls("POST")[0].Body); strings.Contains(body, "user_jid") {
		t.Errorf("the body is %s", body)
	}
}
