package emulator_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func TestServer_addresses(t *testing.T) {
	t.Parallel()
	s, err := emulator.Listen("", emulator.New(emulator.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(s.URL(), "http://127.0.0.1:") || s.BaseURL() != s.URL()+"/v2" ||
		s.TokenURL() != s.URL()+"/oauth/token" {
		t.Errorf("got %s, %s and %s", s.URL(), s.BaseURL(), s.TokenURL())
	}
	if _, err := emulator.Listen(strings.TrimPrefix(s.URL(), "http://"), s.Emulator); !errors.Is(err, syscall.EADDRINUSE) {
		t.Errorf("got error %v for a port in use, want EADDRINUSE", err)
	}
	for range 2 {
		if err := s.Close(t.Context()); err != nil {
			t.Errorf("got error %v, want none", err)
		}
	}
	if err := s.Accept(); err != nil {
		t.Errorf("got error %v from Accept after Close, want it to do nothing", err)
	}
	s.Refuse(time.Millisecond)
	c := newClient(t, s)
	if _, err := c.tokenRequest(""); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("got error %v after Close, want ECONNREFUSED", err)
	}
	for _, addr := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:0", "example.com:0", "127.0.0.1"} {
		if s, err := emulator.Listen(addr, emulator.New(emulator.Options{})); err == nil {
			t.Errorf("%s: got no error, want one", addr)
			_ = s.Close(t.Context())
		}
	}
}

func TestServer_refusesConnections(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	c.http.CloseIdleConnections()
	c.s.RefuseConnections()
	for range 3 {
		if _, err := c.post(nil); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("got error %v, want ECONNREFUSED", err)
		}
	}
	if err := c.s.Accept(); err != nil {
		t.Fatal(err)
	}
	if g := c.must(c.post(nil)); g.status != 201 {
		t.Errorf("got %d, want 201", g.status)
	}
	c.http.CloseIdleConnections()
	c.s.Refuse(50 * time.Millisecond)
	if _, err := c.post(nil); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("got error %v, want ECONNREFUSED", err)
	}
	eventually(t, "the server to accept again", func() bool {
		g, err := c.post(nil)
		return err == nil && g.status == 201
	})
	if got := len(c.s.Calls("POST")); got != 2 {
		t.Errorf("got %d calls, want 2", got)
	}
}

func TestServer_answersWhatIsOnItsWayWhenItRefuses(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{}).login()
	c.s.Fail(emulator.Fault{Hold: 100 * time.Millisecond})
	answered := make(chan got, 1)
	go func() { g, _ := c.post(nil); answered <- g }()
	eventually(t, "the request", func() bool { return len(c.s.Calls("POST")) == 1 })
	c.s.RefuseConnections()
	if g := <-answered; g.status != 201 {
		t.Errorf("got %d, want 201", g.status)
	}
	if _, err := c.post(nil); err == nil {
		t.Error("got an answer on the old connection, want none")
	}
}

func TestServer_closesWhileItHolds(t *testing.T) {
	t.Parallel()
	s, err := emulator.Listen("127.0.0.1:0", emulator.New(emulator.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, s).login()
	s.Fail(emulator.Fault{Hold: time.Hour, Process: true, Times: -1})
	const n = 5
	failed := make(chan error, n)
	for range n {
		go func() { _, err := c.post(nil); failed <- err }()
	}
	eventually(t, "the messages", func() bool { return s.Stats().Posts == n })
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		t.Errorf("got error %v, want none", err)
	}
	for range n {
		if err := <-failed; err == nil {
			t.Error("got an answer, want none")
		}
	}
	if got := s.Stats().Unanswered; got != n {
		t.Errorf("got %d unanswered, want %d", got, n)
	}
}

func TestServer_closesConnectionsNobodyUsed(t *testing.T) {
	t.Parallel()
	s, err := emulator.Listen("127.0.0.1:0", emulator.New(emulator.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	var d net.Dialer
	conn, err := d.DialContext(t.Context(), "tcp", strings.TrimPrefix(s.URL(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	begun := time.Now()
	if err := s.Close(t.Context()); err != nil || time.Since(begun) > 3*time.Second {
		t.Errorf("got error %v after %s, want none at once", err, time.Since(begun))
	}
}

func TestServer_closesIdleConnections(t *testing.T) {
	t.Parallel()
	c := start(t, emulator.Options{CloseIdleWithin: time.Millisecond}).login()
	for n := 1; n < 4; n++ {
		eventually(t, "the connection to be closed", func() bool { return c.s.ClosedIdle() == n })
		c.http.CloseIdleConnections() // it may not have noticed yet
		if g, err := c.post(nil); err != nil || g.status != 201 {
			t.Errorf("got %d and error %v, want 201 on a new connection", g.status, err)
		}
	}
	if got := c.s.Connections(); got != 4 {
		t.Errorf("got %d connections, want one for each request", got)
	}
}
