package zoom

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const (
	testSecret = "s3cret-that-nobody-may-see"
	testToken  = "t0ken-that-nobody-may-see"
)

// badServer is a server whose token endpoint works and whose API does as told.
// It counts the calls of the API.
func badServer(t *testing.T, api http.HandlerFunc) (*Client, *atomic.Int64) {
	t.Helper()
	var calls atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/oauth/") {
			_, _ = fmt.Fprintf(w, `{"access_token":%q,"expires_in":3600}`, testToken)
			return
		}
		calls.Add(1)
		_, _ = io.Copy(io.Discard, r.Body)
		api(w, r)
	}))
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return testClient(t, Config{BaseURL: server.URL + "/v2", TokenURL: server.URL + "/oauth/token"}), &calls
}

// testClient has the waits between attempts, not those for rate limits,
// shortened.
func testClient(t *testing.T, config Config) *Client {
	t.Helper()
	config.ClientID, config.ClientSecret = "client", testSecret
	if config.AttemptTimeout == 0 {
		config.AttemptTimeout = 10 * time.Second
	}
	client, err := NewClient(config)
	if err != nil {
		t.Fatal(err)
	}
	client.backoff = func(int) time.Duration { return time.Millisecond }
	t.Cleanup(client.http.CloseIdleConnections)
	return client
}

func send(ctx context.Context, c *Client) error {
	_, err := c.SendMessage(ctx, SendMessageRequest{Content: []byte(`{"head":{"text":"x"}}`)})
	return err
}

func edit(ctx context.Context, c *Client) error {
	_, err := c.EditMessage(ctx, "id", EditMessageRequest{Content: []byte(`{"head":{"text":"x"}}`)})
	return err
}

func remove(ctx context.Context, c *Client) error {
	return c.DeleteMessage(ctx, "id", DeleteMessageRequest{RobotJID: "r@x", AccountID: "a"})
}

var operations = map[string]func(context.Context, *Client) error{"send": send, "edit": edit, "delete": remove}

func TestBadServers(t *testing.T) {
	t.Parallel()
	page := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<html>Welcome to the hotel's network</html>")
	}
	half := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, `{"message_id":"abc`)
	}
	gigabyte := func(w http.ResponseWriter, _ *http.Request) {
		chunk := strings.Repeat("x", 1<<20)
		for range 1 << 10 {
			if _, err := io.WriteString(w, chunk); err != nil {
				return
			}
		}
		panic("the client read a gigabyte")
	}
	echo := func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		_, _ = fmt.Fprint(w, r.Header)
	}
	tests := map[string]struct {
		api     http.HandlerFunc
		do      func(context.Context, *Client) error
		unknown bool
		calls   int64
		text    string
	}{
		"a page instead of an answer to a send":   {page, send, true, 1, "Welcome to the hotel's network"},
		"a page instead of an answer to an edit":  {page, edit, true, 1, "Welcome to the hotel's network"},
		"a page instead of an answer to a delete": {page, remove, true, 1, "Welcome to the hotel's network"},
		"half an answer to a send":                {half, send, true, 1, "unexpected EOF"},
		"a gigabyte in answer to a send":          {gigabyte, send, true, 1, "longer than 1048576 bytes"},
		"a gigabyte in answer to an edit":         {gigabyte, edit, true, 1, "longer than 1048576 bytes"},
		"a server that repeats what it was sent":  {echo, send, false, 1, "Bearer (redacted)"},
		"a success without a message_id": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusCreated)
			_, _ = io.WriteString(w, `{"to_jid":"x@y"}`)
		}, send, true, 1, "no message_id"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, calls := badServer(t, test.api)
			err := test.do(t.Context(), client)
			if err == nil {
				t.Fatal("no error")
			}
			if IsUnknownOutcome(err) != test.unknown {
				t.Errorf("unknown outcome: %v, want %v: %v", !test.unknown, test.unknown, err)
			}
			if got := calls.Load(); got != test.calls {
				t.Errorf("%d calls, want %d", got, test.calls)
			}
			checkText(t, err, test.text)
		})
	}
}

func checkText(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("the error is %v; want %q in it", err, want)
	}
	for _, secret := range []string{testSecret, testToken} {
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("the error shows a secret: %v", err)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the redirect was followed")
	}))
	t.Cleanup(elsewhere.Close)
	// A server that has done the work answers 302 or 303, too.
	for status, unknown := range map[int]bool{
		300: true, 301: false, 302: true, 303: true, 304: true, 307: false, 308: false,
	} {
		client, calls := badServer(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", elsewhere.URL+"/login?secret=1")
			w.WriteHeader(status)
		})
		for name, do := range operations {
			calls.Store(0)
			err := do(t.Context(), client)
			checkText(t, err, "a redirect to "+elsewhere.URL+"/login, which is not followed")
			if IsUnknownOutcome(err) != unknown || calls.Load() != 1 {
				t.Errorf("%s, %d: unknown %v after %d calls; want %v after one",
					name, status, IsUnknownOutcome(err), calls.Load(), unknown)
			}
		}
	}
}

func TestTokenRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("the credentials followed a redirect")
	}))
	t.Cleanup(elsewhere.Close)
	server := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	t.Cleanup(server.Close)
	client := testClient(t, Config{BaseURL: server.URL, TokenURL: server.URL})
	err := send(t.Context(), client)
	checkText(t, err, "HTTP 307 Temporary Redirect")
	if strings.Contains(err.Error(), elsewhere.URL) {
		t.Errorf("the error shows a part of the answer: %v", err)
	}
}

func TestConnectionsThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	untrusted := httptest.NewTLSServer(http.NotFoundHandler())
	untrusted.Config.ErrorLog = nil
	t.Cleanup(untrusted.Close)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	tests := map[string]struct{ url, text string }{
		"a certificate that is not trusted": {untrusted.URL, "certificate"},
		"a server that speaks no TLS": {
			strings.Replace(plain.URL, "http:", "https:", 1), "HTTP response to HTTPS client",
		},
		"a host that does not exist": {"https://host.invalid", "no such host"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := testClient(t, Config{BaseURL: test.url, TokenURL: test.url})
			if test.url == "https://host.invalid" {
				client.http.Transport = failing{&net.DNSError{Err: "no such host", Name: "host.invalid", IsNotFound: true}}
			}
			client.backoff = func(int) time.Duration {
				t.Error("it was tried again")
				return 0
			}
			err := send(t.Context(), client)
			checkText(t, err, test.text)
			if IsUnknownOutcome(err) {
				t.Errorf("unknown outcome: %v", err)
			}
		})
	}
}

type failing struct{ err error }

func (f failing) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

func TestProxies(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	t.Cleanup(refusing.Close)
	tests := map[string]struct{ proxy, text string }{
		"one that refuses": {
			strings.Replace(refusing.URL, "http://", "http://user:"+testSecret+"@", 1), "Proxy Authentication Required",
		},
		"one whose address is bad": {"http://user:" + testSecret + "@[broken", "proxy"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			transport := &http.Transport{Proxy: func(*http.Request) (*url.URL, error) { // as http.ProxyFromEnvironment does it
				parsed, err := url.Parse(test.proxy)
				if err != nil {
					return nil, fmt.Errorf("invalid proxy address %q: %w", test.proxy, err)
				}
				return parsed, nil
			}}
			client := testClient(
				t,
				Config{BaseURL: "https://api.example.com", TokenURL: "https://api.example.com", Transport: transport},
			)
			err := send(t.Context(), client)
			checkText(t, err, test.text)
			if IsUnknownOutcome(err) {
				t.Errorf("unknown outcome: %v", err)
			}
		})
	}
	t.Cleanup(func() {
		if asked.Load() != 1 {
			t.Errorf("the proxy that refuses was asked %d times, want once", asked.Load())
		}
	})
}

// A proxy chooses the text of the status with which it refuses a connection.
func TestProxy_statusTextIsClean(t *testing.T) {
	t.Parallel()
	address := rawServer(t, func(conn net.Conn) {
		if req, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
			_, credentials, _ := strings.Cut(req.Header.Get("Proxy-Authorization"), " ")
			_, _ = io.WriteString(conn, "HTTP/1.1 403 Go \x1b[31maway, \u202e"+testSecret+" \u009b31m "+
				"pRoxy-Password "+credentials+"\r\n\r\n")
		}
	})
	proxy := &url.URL{Scheme: "http", Host: address, User: url.UserPassword("u", "pRoxy-Password")}
	client := testClient(t, Config{
		BaseURL: "https://api.example.com", TokenURL: "https://api.example.com",
		Transport: &http.Transport{Proxy: http.ProxyURL(proxy)},
	})
	err := send(t.Context(), client)
	checkText(t, err, "Go [31maway, "+redacted+" 31m "+redacted+" dTp"+redacted)
	if strings.ContainsFunc(err.Error(), isInvisible) {
		t.Errorf("the error has invisible characters: %q", err)
	}
}

// A connection that the server closed while it was idle costs nothing: no byte
// of the request was taken, or the transport noticed before writing.
func TestSend_survivesClosedIdleConnections(t *testing.T) {
	t.Parallel()
	client, calls := badServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Connection", "close")
		_, _ = io.WriteString(w, `{"message_id":"a"}`)
	})
	for range 20 {
		if err := send(t.Context(), client); err != nil {
			t.Fatal(err)
		}
	}
	if calls.Load() != 20 {
		t.Errorf("%d calls, want 20", calls.Load())
	}
}

// The first attempt dies in the handshake, before the request is written.
func TestSend_repeatsWhenTheHandshakeFails(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth/token" {
			_, _ = io.WriteString(w, `{"access_token":"t"}`)
			return
		}
		_, _ = io.WriteString(w, `{"message_id":"a"}`)
	}))
	t.Cleanup(server.Close)
	backend := server.Listener.Addr().String()
	var dials atomic.Int64
	trusting := server.Client().Transport.(*http.Transport) //nolint:forcetypeassert // httptest documents the type
	transport := trusting.Clone()
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, backend)
		if err == nil && dials.Add(1)%2 == 1 {
			_ = conn.Close() // every other connection breaks before the handshake
		}
		return conn, err
	}
	client := testClient(t, Config{BaseURL: server.URL, TokenURL: server.URL + "/oauth/token", Transport: transport})
	if err := send(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	if dials.Load() != 4 {
		t.Errorf("%d connections, want 4: two for the token, two for the message", dials.Load())
	}
}

// The server takes the connection, reads nothing and hangs up. Whether the
// request's bytes were read cannot be known from here.
func TestSend_isNotRepeatedWhenTheConnectionBreaks(t *testing.T) {
	t.Parallel()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	var posts atomic.Int64
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			req, err := http.ReadRequest(bufio.NewReader(conn))
			if err == nil && req.URL.Path == "/oauth/token" {
				_, _ = io.WriteString(
					conn,
					"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 20\r\n\r\n{\"access_token\":\"t\"}",
				)
			} else {
				posts.Add(1)
			}
			_ = conn.Close()
		}
	}()
	url := "http://" + listener.Addr().String()
	client := testClient(t, Config{BaseURL: url, TokenURL: url + "/oauth/token"})
	err = send(t.Context(), client)
	var unknown *CallError
	if !asCallError(err, &unknown) || unknown.Outcome != Unknown || time.Since(unknown.SentAt) > time.Minute {
		t.Errorf("got %v, want an unknown outcome with its time", err)
	}
	if posts.Load() != 1 {
		t.Errorf("%d posts, want 1", posts.Load())
	}
}
