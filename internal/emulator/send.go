package emulator

import (
	"context"
	"crypto/tls"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
)

// send answers, in whole or in part.
func (x *exchange) send(f Fault, a answer) {
	if a.status == http.StatusSwitchingProtocols {
		x.switchProtocols()
	}
	h := x.w.Header()
	maps.Copy(h, a.header)
	if h.Get(trackingHeader) == "" {
		h.Set(trackingHeader, x.rec.TrackingID)
	}
	length := len(a.body)
	if f.Cut {
		// A body that is empty is cut as well: it is announced and never comes.
		length = max(length, 2)
		a.body = a.body[:len(a.body)/2]
	}
	h.Set("Content-Length", strconv.Itoa(length))
	x.answered(a.status, !f.Cut)
	x.w.WriteHeader(a.status)
	_, err := x.w.Write(a.body)
	if err == nil {
		err = http.NewResponseController(x.w).Flush()
	}
	if err != nil {
		x.answered(a.status, false)
	}
	if f.Cut || err != nil {
		panic(http.ErrAbortHandler)
	}
}

// switchProtocols answers 101 and keeps the connection, on which nothing more is
// said, until the client closes it or the server ends. It does not return.
func (x *exchange) switchProtocols() {
	conn, _, err := http.NewResponseController(x.w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 has no such answer
	}
	defer context.AfterFunc(x.r.Context(), func() { _ = conn.Close() })()
	x.answered(http.StatusSwitchingProtocols, false)
	_, _ = io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: unknown\r\n\r\n")
	_, _ = io.Copy(io.Discard, conn)
	_ = conn.Close()
	panic(http.ErrAbortHandler)
}

// abort ends the connection without an answer and does not return.
func (x *exchange) abort(f Fault) {
	if f.Reset {
		if conn, _, err := http.NewResponseController(x.w).Hijack(); err == nil {
			if over, ok := conn.(*tls.Conn); ok {
				conn = over.NetConn()
			}
			if tcp, ok := conn.(*net.TCPConn); ok {
				// With nothing to linger for, closing sends a reset.
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
		}
	}
	panic(http.ErrAbortHandler)
}
