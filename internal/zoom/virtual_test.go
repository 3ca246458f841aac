package zoom

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// virtualURL is where the servers are that a client reaches by pipes.
const virtualURL = "http://localhost"

// virtual returns a client whose connections are pipes to serve, so that the
// clock of a synctest bubble rules. All ends with the bubble.
func virtual(t *testing.T, serve func(net.Conn)) *Client {
	t.Helper()
	return virtualClient(t, func() (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			serve(theirs)
			_ = theirs.Close()
		}()
		return ours, nil
	})
}

func virtualClient(t *testing.T, dial func() (net.Conn, error)) *Client {
	t.Helper()
	client := testClient(t, Config{
		BaseURL:  virtualURL + "/v2",
		TokenURL: virtualURL + "/oauth/token",
		Transport: &http.Transport{
			DialContext: func(context.Context, string, string) (net.Conn, error) { return dial() },
		},
		AttemptTimeout: DefaultAttemptTimeout,
	})
	client.backoff = fullJitter
	t.Cleanup(func() {
		client.http.CloseIdleConnections()
		time.Sleep(time.Minute) // for the servers to notice
	})
	return client
}

// virtualZoom is an emulated Zoom that is reached by pipes.
type virtualZoom struct {
	*emulator.Emulator
	refuses atomic.Bool // new connections
}

// emulatedVirtually returns a client and its Zoom in virtual time.
func emulatedVirtually(t *testing.T, options emulator.Options) (*Client, *virtualZoom) {
	t.Helper()
	zoom := &virtualZoom{Emulator: emulator.New(options)}
	listener := make(pipes)
	server := &http.Server{Handler: zoom, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // until it is closed
	t.Cleanup(func() { _ = server.Close() })
	client := virtualClient(t, func() (net.Conn, error) {
		if zoom.refuses.Load() {
			return nil, &net.OpError{Op: "dial", Net: "pipe", Err: syscall.ECONNREFUSED}
		}
		ours, theirs := net.Pipe()
		listener <- theirs
		return ours, nil
	})
	client.tokens.id, client.tokens.secret = emulator.DefaultClientID, emulator.DefaultClientSecret
	return client, zoom
}

// pipes is a listener for the other ends of pipes.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	conn, ok := <-p
	if !ok {
		return nil, errors.New("closed")
	}
	return conn, nil
}

func (p pipes) Close() error {
	close(p)
	return nil
}

func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

// inProcess hands requests to a handler in virtual time, without net/http
// between the two.
type inProcess struct {
	handler http.Handler
	latency time.Duration
	count   *atomic.Int64 // of the requests that are not for a token
}

func (p inProcess) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasPrefix(req.URL.Path, "/oauth/") {
		p.count.Add(1)
	}
	time.Sleep(p.latency/2 + p.jitter())
	recorder := httptest.NewRecorder()
	p.handler.ServeHTTP(recorder, req)
	time.Sleep(p.latency/2 + p.jitter())
	return recorder.Result(), nil
}

// jitter is up to a latency that is noticeable.
func (p inProcess) jitter() time.Duration {
	if p.latency < 100*time.Millisecond {
		return 0
	}
	return rand.N(p.latency)
}
