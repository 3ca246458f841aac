package emulator

import (
	"maps"
	"net"
	"net/http"
	"strconv"
)

// send answers, in whole or in part.
func (x *exchange) send(f Fault, a answer) {
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

// abort ends the connection without an answer and does not return.
func (x *exchange) abort(f Fault) {
	if f.Reset {
		if conn, _, err := http.NewResponseController(x.w).Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				// With nothing to linger for, closing sends a reset.
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
		}
	}
	panic(http.ErrAbortHandler)
}
