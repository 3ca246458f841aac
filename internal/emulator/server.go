package emulator

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"
)

// Server serves an emulator on a port of this machine.
type Server struct {
	*Emulator
	scheme string
	addr   string // with the port that is listened on
	http   *http.Server
	stop   context.CancelFunc // ends every request that is held
	done   sync.WaitGroup     // one for each listener that is served

	mu       sync.Mutex
	closed   bool
	listener net.Listener // nil while connections are refused
	reopen   *time.Timer
	conns    map[net.Conn]http.ConnState
	gone     *sync.Cond // a connection has gone
	opened   int
	// closedIdle counts the connections that were closed while idle.
	closedIdle int
}

// Listen starts to serve an emulator over HTTP/1. The address must be of this
// machine's loopback interface; its port may be 0. An empty address is
// 127.0.0.1:0.
func Listen(addr string, e *Emulator) (*Server, error) { return listen(addr, e, nil) }

func listen(addr string, e *Emulator, config *tls.Config) (*Server, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	if err := checkLoopback(addr); err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	l, err := lc.Listen(context.Background(), "tcp", addr)
	if err != nil {
		return nil, err
	}
	base, stop := context.WithCancel(context.Background())
	s := &Server{Emulator: e, scheme: "http", addr: l.Addr().String(), stop: stop, conns: map[net.Conn]http.ConnState{}}
	if config != nil {
		s.scheme = "https"
	}
	s.gone = sync.NewCond(&s.mu)
	s.http = &http.Server{
		Handler:           e,
		ReadHeaderTimeout: time.Minute,
		BaseContext:       func(net.Listener) context.Context { return base },
		ConnState:         s.track,
		TLSConfig:         config,
	}
	s.serve(l)
	return s, nil
}

func checkLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "localhost" || (ip != nil && ip.IsLoopback()) {
		return nil
	}
	return fmt.Errorf("the address %q is not one of the loopback interface, such as 127.0.0.1:8080: "+
		"the emulator is a double for tests, so it serves this machine only", addr)
}

// serve accepts connections from a listener. The lock is held, or the server
// is not yet known to anybody.
func (s *Server) serve(l net.Listener) {
	s.listener = l
	s.done.Go(func() {
		// It ends because the listener was closed, here and on purpose.
		if s.scheme == "https" {
			_ = s.http.ServeTLS(l, "", "")
		} else {
			_ = s.http.Serve(l)
		}
	})
}

// URL is where the server is, without a slash at the end.
func (s *Server) URL() string { return s.scheme + "://" + s.addr }

// BaseURL is what the provider's base_url has to be.
func (s *Server) BaseURL() string { return s.URL() + "/v2" }

// TokenURL is what the provider's token_url has to be.
func (s *Server) TokenURL() string { return s.URL() + tokenPath }

// Environment returns the environment variables that point the provider at the
// server, with the app, the account and the bot that it knows.
func (s *Server) Environment() map[string]string {
	o, robot := s.options, DefaultRobotJID
	if len(o.RobotJIDs) > 0 {
		robot = o.RobotJIDs[0]
	}
	return map[string]string{
		"ZOOM_BASE_URL":      s.BaseURL(),
		"ZOOM_TOKEN_URL":     s.TokenURL(),
		"ZOOM_CLIENT_ID":     o.ClientID,
		"ZOOM_CLIENT_SECRET": o.ClientSecret,
		"ZOOM_ACCOUNT_ID":    cmp.Or(o.AccountID, DefaultAccountID),
		"ZOOM_ROBOT_JID":     robot,
		"ZOOM_USER_JID":      DefaultUserJID,

		"ZOOM_DIRECTORY_CLIENT_ID":     o.Directory.ClientID,
		"ZOOM_DIRECTORY_CLIENT_SECRET": o.Directory.ClientSecret,
		"ZOOM_DIRECTORY_ACCOUNT_ID":    o.Directory.AccountID,
	}
}

// Refuse refuses connections for the duration.
func (s *Server) Refuse(d time.Duration) {
	s.RefuseConnections()
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		// If the port cannot be listened on again, dials stay refused; Accept
		// returns the error.
		s.reopen = time.AfterFunc(d, func() { _ = s.Accept() })
	}
}

// RefuseConnections refuses every dial until Accept. Requests that have arrived
// are answered; connections that wait for a request are closed. A client
// that has not noticed yet may still write a request to one of those and find
// it broken: where only refused dials are wanted, close its idle connections.
func (s *Server) RefuseConnections() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.reopen != nil {
		s.reopen.Stop()
	}
	if s.listener != nil {
		_ = s.listener.Close()
		s.listener = nil
	}
	for c, state := range s.conns {
		if state != http.StateActive {
			_ = c.Close()
		}
	}
}

// Accept accepts connections again, on the same port.
func (s *Server) Accept() error {
	// In the meantime, the port may have been used for a connection of another
	// program, which is soon over.
	var err error
	for range 100 {
		if err = s.tryAccept(); err == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

func (s *Server) tryAccept() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.listener != nil {
		return nil
	}
	var lc net.ListenConfig
	l, err := lc.Listen(context.Background(), "tcp", s.addr)
	if err == nil {
		s.serve(l)
	}
	return err
}

// Close ends the server. Requests that were not answered yet are dropped. When
// it returns without an error, no connection is left.
func (s *Server) Close(ctx context.Context) error {
	s.RefuseConnections()
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.stop()
	finished := s.waitForConns(ctx)
	// Its error would only be that the listener is closed already.
	_ = s.http.Close()
	s.done.Wait()
	if !finished {
		return ctx.Err()
	}
	return nil
}

// waitForConns waits for the connections to end, and reports whether they did
// before the context. http.Server.Shutdown would wait five seconds for
// every connection that a client opened and did not use.
func (s *Server) waitForConns(ctx context.Context) bool {
	defer context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.gone.Broadcast()
	})()
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.conns) > 0 && ctx.Err() == nil {
		s.gone.Wait()
	}
	return len(s.conns) == 0
}

// track keeps account of the connections.
func (s *Server) track(c net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if state == http.StateNew {
		s.opened++
	}
	switch {
	case state == http.StateClosed || state == http.StateHijacked:
		delete(s.conns, c)
		s.gone.Broadcast()
		return
	case state != http.StateActive && s.listener == nil:
		// Nobody may send another request while connections are refused.
		_ = c.Close()
	case state == http.StateIdle && s.options.CloseIdleWithin > 0:
		time.AfterFunc(rand.N(s.options.CloseIdleWithin), func() { s.closeIdle(c) })
	}
	s.conns[c] = state
}

// closeIdle closes a connection that still waits for a request.
func (s *Server) closeIdle(c net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conns[c] == http.StateIdle {
		s.closedIdle++
		_ = c.Close()
	}
}

// ClosedIdle returns how many connections were closed while they waited for a
// request, see Options.CloseIdleWithin. A request may have been on its way.
func (s *Server) ClosedIdle() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closedIdle
}

// Connections returns how many connections were opened so far: a client that
// does not reuse them is slow.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened
}
