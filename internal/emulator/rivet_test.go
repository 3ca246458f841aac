package emulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// zoomHosts are the hosts that Zoom's SDK has in its code.
var zoomHosts = []string{"zoom.us", "api.zoom.us"}

// Zoom's own SDK is a client that nobody here wrote. It runs as it is published,
// against Zoom's own hosts, behind a proxy that leads them to the emulator.
func TestZoomSDK(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("installing Zoom's SDK with npm takes some seconds, which -short leaves out")
	}
	dir := installSDK(t)
	c := start(t, strict())
	proxy, ca := zoomProxy(t, c.s.Emulator)

	bot := exec.CommandContext(t.Context(), "node", "bot.mjs")
	bot.Dir = dir
	bot.Env = append(
		os.Environ(),
		"HTTPS_PROXY="+proxy,
		"https_proxy="+proxy,
		"NO_PROXY=",
		"no_proxy=",
		"NODE_EXTRA_CA_CERTS="+ca,
		"CLIENT_ID="+emulator.DefaultClientID,
		"CLIENT_SECRET="+emulator.DefaultClientSecret,
		"ACCOUNT_ID="+emulator.DefaultAccountID,
		"ROBOT_JID="+emulator.DefaultRobotJID,
		"TO_JID="+channel,
		"USER_JID="+emulator.DefaultUserJID,
	)
	var stderr bytes.Buffer
	bot.Stderr = &stderr
	out, err := bot.Output()
	if err != nil {
		t.Fatalf("the bot: %v\n%s", err, &stderr)
	}
	type answer struct {
		StatusCode int
		TrackingID string
		Data       struct {
			MessageID string `json:"message_id"`
			SentTime  string `json:"sent_time"`
			ToJID     string `json:"to_jid"`
		}
	}
	var got struct {
		Sent, Edited, Deleted answer
		Again                 string
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("the bot printed %s: %v", out, err)
	}
	id := got.Sent.Data.MessageID
	for i, a := range []answer{got.Sent, got.Edited, got.Deleted} {
		if want := []int{201, 200, 200}[i]; a.StatusCode != want || a.TrackingID == "" || id == "" ||
			a.Data.MessageID != id ||
			a.Data.ToJID != channel {
			t.Errorf("call %d: got %+v, want status %d, the message and a tracking ID", i+1, a, want)
		}
	}
	if want := `[404/8001]: "Invalid message_id value."`; got.Again != want {
		t.Errorf("got %q for a second deletion, want %q", got.Again, want)
	}
	if s := c.s.Stats(); s.Posts != 1 || s.Edits != 1 || s.Deletes != 1 || s.Calls != 4 || s.TokenRequests != 1 ||
		s.Unknown != 0 {
		t.Errorf("got %+v, want one token, one message and four calls", s)
	}
	if r := c.s.TokenRequests()[0]; r.RawQuery != "" || string(r.Body) != "grant_type=client_credentials" {
		t.Errorf("got the token request %q with the body %q: the SDK sends the grant elsewhere now", r.RawQuery, r.Body)
	}
}

// installSDK installs the SDK, in the version of the lock file, into a temporary
// folder. Only CI has to have what that takes.
func installSDK(t *testing.T) (dir string) {
	t.Helper()
	giveUp := t.Skipf
	if os.Getenv("CI") != "" {
		giveUp = t.Fatalf
	}
	for _, program := range []string{"npm", "node"} {
		if _, err := exec.LookPath(program); err != nil {
			giveUp("Zoom's SDK is not tried: there is no %s", program)
		}
	}
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "rivet"))); err != nil {
		t.Fatal(err)
	}
	install := exec.CommandContext(
		t.Context(),
		"npm",
		"ci",
		"--ignore-scripts",
		"--no-audit",
		"--no-fund",
		"--prefer-offline",
	)
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		giveUp("Zoom's SDK is not tried, as npm could not install it: %v\n%s", err, out)
	}
	return dir
}

// zoomProxy starts an HTTP proxy for Zoom's hosts that leads to the emulator,
// over TLS, and to nowhere else. It returns its URL and the file with the
// certificate to trust.
func zoomProxy(t *testing.T, zoom *emulator.Emulator) (url, caFile string) {
	t.Helper()
	certificate, ca, err := emulator.SelfSigned(zoomHosts...)
	if err != nil {
		t.Fatal(err)
	}
	server, err := emulator.ListenTLS("", zoom, certificate)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close(context.Background()) })
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, port, _ := net.SplitHostPort(r.Host)
		if r.Method != http.MethodConnect || !slices.Contains(zoomHosts, host) || port != "443" {
			t.Errorf("the SDK asked for %s %s", r.Method, r.Host)
			w.WriteHeader(http.StatusForbidden)
			return
		}
		tunnel(t, w, strings.TrimPrefix(server.URL(), "https://"))
	}))
	t.Cleanup(proxy.Close)
	caFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(caFile, ca, 0o600); err != nil {
		t.Fatal(err)
	}
	return proxy.URL, caFile
}

// tunnel answers CONNECT: it connects the client with an address.
func tunnel(t *testing.T, w http.ResponseWriter, addr string) {
	t.Helper()
	var d net.Dialer
	server, err := d.DialContext(t.Context(), "tcp", addr)
	if err != nil {
		t.Error(err)
		return
	}
	w.WriteHeader(http.StatusOK)
	client, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	go func() {
		_, _ = io.Copy(server, buffered)
		_ = server.Close()
	}()
	_, _ = io.Copy(client, server)
	_ = client.Close()
}
