package zoom

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"
)

// rawServer hands each connection to serve, and closes it afterwards.
func rawServer(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var conns sync.Map
	t.Cleanup(func() {
		_ = listener.Close()
		conns.Range(func(conn, _ any) bool {
			_ = conn.(net.Conn).Close() //nolint:forcetypeassert // stored below
			return true
		})
	})
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conns.Store(conn, nil)
			go func() {
				serve(conn)
				_ = conn.Close()
			}()
		}
	}()
	return listener.Addr().String()
}

const tokenAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n{\"access_token\":\"t\",\"x\":1234567}"

// apiConn serves one HTTP/1 connection: tokens as usual, and the API's n-th
// request on this connection as told, until that returns false.
func apiConn(conn net.Conn, api func(n int, req *http.Request) bool) {
	reader := bufio.NewReader(conn)
	for n := 0; ; {
		req, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		_, _ = io.Copy(io.Discard, req.Body)
		if req.URL.Path == "/oauth/token" {
			_, _ = io.WriteString(conn, tokenAnswer)
			continue
		}
		n++
		if !api(n, req) {
			return
		}
	}
}

func answerOK(conn net.Conn) {
	_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{\"message_id\":\"a\"}")
}

// A server that offers HTTP/2 and would make net/http repeat a request over
// it gets every request once, over HTTP/1.
func TestHTTP2_isNotSpoken(t *testing.T) {
	t.Parallel()
	certified := httptest.NewTLSServer(nil)
	t.Cleanup(certified.Close)
	config := &tls.Config{
		Certificates: certified.TLS.Certificates,
		NextProtos:   []string{"h2", "http/1.1"},
		MinVersion:   tls.VersionTLS12,
	}
	trusting := certified.Client().Transport.(*http.Transport) //nolint:forcetypeassert // httptest documents the type
	withHTTP2 := trusting.Clone()
	withHTTP2.ForceAttemptHTTP2 = true
	if err := http2.ConfigureTransport(withHTTP2); err != nil {
		t.Fatal(err)
	}
	for name, refuse := range map[string]func(f *http2.Framer, stream uint32) error{
		"PROTOCOL_ERROR": func(f *http2.Framer, stream uint32) error {
			return f.WriteRSTStream(stream, http2.ErrCodeProtocol)
		},
		"REFUSED_STREAM": func(f *http2.Framer, stream uint32) error {
			return f.WriteRSTStream(stream, http2.ErrCodeRefusedStream)
		},
		"a final GOAWAY": func(f *http2.Framer, _ uint32) error { return f.WriteGoAway(0, http2.ErrCodeNo, nil) },
		"a closed stream": func(f *http2.Framer, stream uint32) error {
			return f.WriteRSTStream(stream, http2.ErrCodeCancel)
		},
	} {
		for kind, transport := range map[string]*http.Transport{"plain": trusting, "set up for HTTP/2": withHTTP2} {
			t.Run(name+", "+kind, func(t *testing.T) {
				t.Parallel()
				var http1, overHTTP2 atomic.Int64
				address := rawServer(t, func(raw net.Conn) {
					conn := tls.Server(raw, config)
					if conn.HandshakeContext(t.Context()) != nil {
						return
					}
					if conn.ConnectionState().NegotiatedProtocol == "h2" {
						serveHTTP2(conn, &overHTTP2, refuse)
						return
					}
					apiConn(conn, func(int, *http.Request) bool {
						http1.Add(1)
						answerOK(conn)
						return true
					})
				})
				client := testClient(t, Config{
					BaseURL: "https://" + address, TokenURL: "https://" + address + "/oauth/token", Transport: transport,
					AttemptTimeout: 2 * time.Second,
				})
				for operation, do := range operations {
					http1.Store(0)
					if err := do(t.Context(), client); err != nil || http1.Load() != 1 {
						t.Errorf("%s: %v after %d requests, want a success after one", operation, err, http1.Load())
					}
				}
				if overHTTP2.Load() != 0 {
					t.Errorf("%d requests came over HTTP/2", overHTTP2.Load())
				}
			})
		}
	}
}

// serveHTTP2 reads each request to its end and refuses it then.
func serveHTTP2(conn net.Conn, requests *atomic.Int64, refuse func(*http2.Framer, uint32) error) {
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(conn, preface); err != nil {
		return
	}
	framer := http2.NewFramer(conn, conn)
	if framer.WriteSettings() != nil {
		return
	}
	for {
		frame, err := framer.ReadFrame()
		if err != nil {
			return
		}
		ended := frame.Header().Flags.Has(http2.FlagDataEndStream) // the same bit for HEADERS
		switch frame.(type) {
		case *http2.SettingsFrame:
			if !frame.Header().Flags.Has(http2.FlagSettingsAck) && framer.WriteSettingsAck() != nil {
				return
			}
		case *http2.HeadersFrame, *http2.DataFrame:
			if ended {
				requests.Add(1)
				if requests.Load() > 100 || refuse(framer, frame.Header().StreamID) != nil {
					return
				}
			}
		}
	}
}

// counted counts what net/http is asked to send, and what it is given the
// means to send again.
type counted struct {
	next              http.RoundTripper
	count, repeatable *atomic.Int64
}

func (c counted) RoundTrip(req *http.Request) (*http.Response, error) {
	c.count.Add(1)
	if req.GetBody != nil {
		c.repeatable.Add(1)
	}
	return c.next.RoundTrip(req)
}

// A connection that was used before and is closed when the next request comes
// makes net/http repeat what it takes for safe. Each request that the server
// reads is one that the client decided to send.
func TestReusedConnections_nothingIsRepeatedBehindTheClient(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]int64{ // requests that the server reads for the second call
		http.MethodPost:   1, // on a new connection
		http.MethodPut:    2,
		http.MethodDelete: 2,
		http.MethodGet:    1, // on a new connection
	} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			var read, sent, repeatable atomic.Int64
			address := rawServer(t, func(conn net.Conn) {
				apiConn(conn, func(n int, _ *http.Request) bool {
					read.Add(1)
					if n == 1 {
						answerOK(conn)
					}
					return n == 1
				})
			})
			client := testClient(t, Config{
				BaseURL: "http://" + address, TokenURL: "http://" + address + "/oauth/token",
				WrapTransport: func(next http.RoundTripper) http.RoundTripper { return counted{next, &sent, &repeatable} },
			})
			cl := call{
				method:        method,
				url:           client.baseURL + "/x",
				nonIdempotent: method == http.MethodPost,
				read:          func([]byte) error { return nil },
			}
			if method == http.MethodPost || method == http.MethodPut {
				cl.body = map[string]string{"a": "b"}
			}
			if err := client.do(t.Context(), cl); err != nil { // opens the connection
				t.Fatal(err)
			}
			read.Store(0)
			sent.Store(0)
			if err := client.do(t.Context(), cl); err != nil {
				t.Fatal(err)
			}
			if read.Load() != want || sent.Load() != read.Load() {
				t.Errorf("the server read %d requests, the client sent %d; want %d", read.Load(), sent.Load(), want)
			}
			if repeatable.Load() > 0 {
				t.Errorf("%d requests had a GetBody", repeatable.Load())
			}
		})
	}
}

// Servers close connections that were idle for a while, also at the moment at
// which the next request is on its way. For a send that must not look as if it
// may have been posted. With -v, the numbers.
func TestSend_noFalseAlarmsFromClosedConnections(t *testing.T) {
	t.Parallel()
	for _, delay := range []time.Duration{0, 2 * time.Millisecond, 10 * time.Millisecond, 50 * time.Millisecond} {
		t.Run(delay.String(), func(t *testing.T) {
			t.Parallel()
			const sends, workers = 200, 10
			posts := sync.Map{}
			client := closingServer(t, delay, func(req *http.Request) { count(&posts, req.URL.Query().Get("n")) })
			var alarms, failures atomic.Int64
			numbers := make(chan int, sends)
			for n := range sends {
				numbers <- n
			}
			close(numbers)
			start := time.Now()
			parallel(t, workers, func() error {
				for n := range numbers {
					time.Sleep(delay) // so that the next send meets the end of the connection
					err := client.do(t.Context(), call{
						method: http.MethodPost, url: fmt.Sprintf("%s/x?n=%d", client.baseURL, n), nonIdempotent: true,
						body: map[string]int{"n": n}, read: func([]byte) error { return nil },
					})
					switch {
					case IsUnknownOutcome(err):
						alarms.Add(1)
					case err != nil:
						failures.Add(1)
					}
				}
				return nil
			})
			lost, twice := sends, 0
			posts.Range(func(_, times any) bool {
				lost--
				if times.(*atomic.Int64).Load() > 1 { //nolint:forcetypeassert // see count
					twice++
				}
				return true
			})
			t.Logf("closed after %v: lost %d, twice %d, false alarms %d, failed %d, in %v",
				delay, lost, twice, alarms.Load(), failures.Load(), time.Since(start).Round(time.Millisecond))
			if lost+twice > 0 || alarms.Load()+failures.Load() > 0 {
				t.Errorf("lost %d, twice %d, false alarms %d, failed %d; want none", lost, twice, alarms.Load(), failures.Load())
			}
		})
	}
}

func count(all *sync.Map, key string) {
	counter, _ := all.LoadOrStore(key, &atomic.Int64{})
	counter.(*atomic.Int64).Add(1) //nolint:forcetypeassert // nothing else is stored
}

// closingServer closes each connection when it has been idle for delay,
// whatever may be on its way then.
func closingServer(t *testing.T, delay time.Duration, post func(*http.Request)) *Client {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth/token" {
			_, _ = io.WriteString(w, `{"access_token":"token"}`)
			return
		}
		_, _ = io.Copy(io.Discard, r.Body)
		post(r)
		_, _ = io.WriteString(w, `{"message_id":"a"}`)
	}))
	server.Config.ConnState = func(conn net.Conn, state http.ConnState) {
		if state == http.StateIdle {
			time.AfterFunc(delay, func() { _ = conn.Close() })
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	return testClient(t, Config{BaseURL: server.URL, TokenURL: server.URL + "/oauth/token"})
}
