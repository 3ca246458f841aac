package emulator_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// Wherever a client puts a secret, a redacted request does not hold it. Copies
// of it in the answers and messages are not the requests' to redact.
func TestRequest_redacted(t *testing.T) {
	t.Parallel()
	const secret = "s3cret-value"
	c := start(t, emulator.Options{ClientSecret: secret, UnknownPath: func(emulator.Request) {}})
	ask := func(method, path, body string) {
		t.Helper()
		r := c.request(method, path, []byte(body))
		r.SetBasicAuth(emulator.DefaultClientID, secret)
		for _, name := range []string{"Cookie", "X-Api-Key", "Proxy-Authorization", "Referer"} {
			r.Header.Set(name, secret)
		}
		c.must(c.do(r))
	}
	ask(http.MethodPost, "/oauth/token?grant_type=client_credentials&client_secret="+secret, "client_secret="+secret)
	ask(http.MethodPost, "/v2/oauth/token?account_id="+secret, secret)
	ask(http.MethodPost, "/v2/im/chat/messages?access_token="+secret, `{"client_secret":"`+secret+`"}`)
	ask(http.MethodDelete, "/v2/im/chat/messages/m1?robot_jid=v1bot&access_token="+secret, "")
	all := c.s.Requests()
	if len(all) != 4 {
		t.Fatalf("got %d requests, want 4", len(all))
	}
	for _, r := range all {
		text, err := json.Marshal(r.Redacted())
		if err != nil {
			t.Fatal(err)
		}
		if got := string(text); strings.Contains(got, secret) || strings.Contains(got, "Authorization") {
			t.Errorf("got %s, want no secret in it", got)
		}
		if r.Header.Get("Authorization") == "" || !strings.Contains(r.RawQuery, secret) {
			t.Errorf("got %+v, want the request itself unchanged", r)
		}
	}
	if r := all[3].Redacted(); r.RawQuery != "robot_jid=v1bot" || r.Method != http.MethodDelete ||
		r.Status != all[3].Status ||
		r.Header.Get("User-Agent") == "" {
		t.Errorf("got %+v, want what is harmless to be left", r)
	}
}
