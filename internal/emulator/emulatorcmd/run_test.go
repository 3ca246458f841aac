package emulatorcmd

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// output is a writer that a test reads while the command writes.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// begin runs the command until stop is called, which gives its error.
func begin(t *testing.T, args ...string) (out *output, url string, stop func() error) {
	t.Helper()
	out = &output{}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- run(ctx, append([]string{"-addr", "127.0.0.1:0"}, args...), out) }()
	stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(10 * time.Second):
			return errors.New("the command did not end")
		}
	})
	t.Cleanup(func() { _ = stop() })
	address := regexp.MustCompile(`(?s)export ZOOM_BASE_URL='(http://127\.0\.0\.1:\d+)/v2'.*ZOOM_USER_JID=.*\n`)
	for range 1000 {
		if m := address.FindStringSubmatch(out.String()); m != nil {
			return out, m[1], stop
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("the command did not say where it serves: %q", out.String())
	return nil, "", nil
}

// ask makes a request and gives status and body.
func ask(t *testing.T, method, url, token, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Close = true
	if token == "" {
		r.SetBasicAuth("it's", "secret-1")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else {
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(got)
}

func TestRun_servesLogsAndSaysWhatStands(t *testing.T) {
	t.Parallel()
	out, url, stop := begin(t, "-client-id", "it's", "-client-secret", "secret-1", "-account-id", "A1",
		"-robot", "v1a@xmpp.zoom.us", "-robot", "v1b@xmpp.zoom.us", "-channel", "c@conference.xmpp.zoom.us",
		"-fault", "POST:502")
	for _, want := range []string{
		"export ZOOM_TOKEN_URL='" + url + "/oauth/token'\n",
		`export ZOOM_CLIENT_ID='it'\''s'` + "\n",
		"export ZOOM_CLIENT_SECRET='secret-1'\n",
		"export ZOOM_ACCOUNT_ID='A1'\n",
		"export ZOOM_ROBOT_JID='v1a@xmpp.zoom.us'\n",
		"export ZOOM_USER_JID='" + emulator.DefaultUserJID + "'\n",
		"export TF_VAR_channel_jid='c@conference.xmpp.zoom.us'\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("got %q, want it to contain %q", out.String(), want)
		}
	}
	_, answer := ask(t, "POST", url+"/oauth/token?grant_type=client_credentials", "", "")
	token := regexp.MustCompile(`emulator-token-\w+`).FindString(answer)
	message := `{"robot_jid":"v1b@xmpp.zoom.us","to_jid":"c@conference.xmpp.zoom.us","account_id":"A1",
		"user_jid":"u@xmpp.zoom.us","content":{"head":{"text":"Hello"}}}`
	for _, want := range []int{502, 201} {
		if status, body := ask(t, "POST", url+"/v2/im/chat/messages", token, message); status != want {
			t.Errorf("got %d %s, want %d", status, body, want)
		}
	}
	if _, view := ask(t, "GET", url+"/_emulator/messages", token, ""); !strings.Contains(view, "1 message in 1 channel.") {
		t.Errorf("got %q, want a list of one message", view)
	}
	if err := stop(); err != nil {
		t.Errorf("got error %v, want none", err)
	}
	log := out.String()
	for _, want := range []string{
		`\d\d:\d\d:\d\d\.\d{3} POST /oauth/token 200\n`,
		`POST /v2/im/chat/messages 502 fault=502\n`,
		`POST /v2/im/chat/messages 201 message=\S+\n`,
		`calls 2, posts 1, edits 0, deletes 0, posted again 0, done but not answered 0, token requests 1, bad tokens 0, 502 1\n`,
		`1 message in 1 channel\.\n\nc@conference\.xmpp\.zoom\.us\n  \S+, sent .*\n    Hello\n`,
	} {
		if !regexp.MustCompile(want).MatchString(log) {
			t.Errorf("got %q, want it to match %q", log, want)
		}
	}
	if strings.Contains(log, token) {
		t.Error("the token is in the log")
	}
}

func TestRun_endsAtOnceWhileARequestIsHeld(t *testing.T) {
	t.Parallel()
	out, url, stop := begin(t, "-fault", "TOKEN:hold-after=1h")
	asked, written := make(chan error, 1), make(chan struct{})
	trace := &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { close(written) }}
	ctx := httptrace.WithClientTrace(t.Context(), trace)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/oauth/token", nil)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		resp, err := http.DefaultClient.Do(r)
		if err == nil {
			_ = resp.Body.Close()
		}
		asked <- err
	}()
	<-written
	// The command does not tell when it has read a request.
	time.Sleep(100 * time.Millisecond)
	if err := stop(); err != nil {
		t.Errorf("got error %v, want none", err)
	}
	if err := <-asked; err == nil {
		t.Error("got an answer, want the connection to end")
	}
	if want := "POST /oauth/token no answer fault=hold-after\n"; !strings.Contains(out.String(), want) {
		t.Errorf("got %q, want it to contain %q", out.String(), want)
	}
}

func TestRun_refusesWrongFlags(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args []string
		want string
	}{
		"all interfaces":    {[]string{"-addr", ":8080"}, "loopback"},
		"another interface": {[]string{"-addr", "192.0.2.1:8080"}, "loopback"},
		"no port":           {[]string{"-addr", "127.0.0.1"}, "missing port"},
		"a word":            {[]string{"serve"}, `"serve" is not a flag`},
		"unknown flag":      {[]string{"-frobnicate"}, "-frobnicate"},
		"fault":             {[]string{"-fault", "PATCH:502"}, `"PATCH" is none of`},
		"negative limit":    {[]string{"-rps", "-1"}, "-rps"},
		"no lifetime":       {[]string{"-token-lifetime", "0s"}, "-token-lifetime"},
		"negative latency":  {[]string{"-latency", "-1s"}, "-latency"},
		"empty credentials": {[]string{"-client-secret", ""}, "-client-secret"},
		"empty bot":         {[]string{"-robot", ""}, "must not be empty"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			err := run(t.Context(), test.args, &out)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got error %v, want one line with %q", err, test.want)
			}
			if out.Len() > 0 {
				t.Errorf("got output %q, want none", out.String())
			}
		})
	}
}

func TestRun_namesTheFlagWhenThePortIsBusy(t *testing.T) {
	t.Parallel()
	_, url, _ := begin(t)
	busy := strings.TrimPrefix(url, "http://")
	var out bytes.Buffer
	err := run(t.Context(), []string{"-addr", busy}, &out)
	if err == nil || !strings.Contains(err.Error(), busy+" is in use") || !strings.Contains(err.Error(), "-addr") {
		t.Errorf("got error %v, want it to name %s and -addr", err, busy)
	}
}

// A shell that runs what it is told to paste has the variables, and nothing else
// happens: also in a shell without comments, as zsh is when a person types.
func TestRun_printsExportsToPaste(t *testing.T) {
	t.Parallel()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no sh to paste the lines into")
	}
	out, url, _ := begin(t, "-client-id", "it's $HOME", "-client-secret", `a"b\c`)
	_, lines, _ := strings.Cut(out.String(), "shell:\n\n")
	for line := range strings.Lines(lines) {
		if !strings.HasPrefix(line, "export ") {
			t.Errorf("got the line %q among those to paste", line)
		}
	}
	cmd := exec.CommandContext(
		t.Context(),
		shell,
		"-c",
		lines+`printf '%s\n' "$ZOOM_BASE_URL" "$ZOOM_CLIENT_ID" "$ZOOM_CLIENT_SECRET"`,
	)
	cmd.Env = []string{"HOME=/"}
	got, err := cmd.CombinedOutput()
	if want := url + "/v2\nit's $HOME\na\"b\\c\n"; err != nil || string(got) != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}

func TestRun_relaxesAndRestricts(t *testing.T) {
	t.Parallel()
	_, url, _ := begin(t, "-client-id", "it's", "-client-secret", "secret-1", "-user-jid-optional", "-grant-in-query-only")
	_, answer := ask(t, "POST", url+"/oauth/token?grant_type=client_credentials", "", "")
	token := regexp.MustCompile(`emulator-token-\w+`).FindString(answer)
	message := `{"robot_jid":"v1b@xmpp.zoom.us","to_jid":"c@conference.xmpp.zoom.us","account_id":"A1","content":{}}`
	if status, body := ask(t, "POST", url+"/v2/im/chat/messages", token, message); status != 201 {
		t.Errorf("got %d %s, want 201 without user_jid", status, body)
	}
	_, answer = ask(t, "POST", url+"/oauth/token", "", "grant_type=client_credentials")
	if !strings.Contains(answer, "unsupported_grant_type") {
		t.Errorf("got %s, want a grant in the body to be refused", answer)
	}
}

func TestRun_explainsItself(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, &out); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("got error %v, want ErrHelp", err)
	}
	for _, want := range []string{"/_emulator/messages", "-grant-in-query-only", "-user-jid-optional", "REQUESTS:WHAT", "-rpd"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the help does not have %q", want)
		}
	}
}

func TestRun_looksUpWhatAFileHas(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "directory.json")
	if err := os.WriteFile(
		file,
		[]byte(`{"users": [{"id": "U1", "email": "ann@example.com", "jid": "u1@xmpp.zoom.us"}]}`),
		0o600,
	); err != nil {
		t.Fatal(err)
	}
	out, url, _ := begin(t, "-directory", file)
	for _, want := range []string{"ZOOM_DIRECTORY_CLIENT_ID='emulator-directory-id'", "ZOOM_DIRECTORY_ACCOUNT_ID='emulatorAccount_000-00'"} {
		if !strings.Contains(out.String(), "export "+want) {
			t.Errorf("got %q, want %s exported", out.String(), want)
		}
	}
	if status, body := ask(t, "GET", url+"/v2/users/U1", "none", ""); status != 401 || !strings.Contains(body, "124") {
		t.Errorf("got %d %s, want a token to be asked for", status, body)
	}
	if err := run(
		t.Context(),
		[]string{"-directory", file + ".none"},
		io.Discard,
	); err == nil ||
		!strings.Contains(err.Error(), "-directory") {
		t.Errorf("got error %v, want one that names the flag", err)
	}
}
