package zoom

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Whatever a server sends, or does not send: an attempt ends in its time.
func TestNothingOutlastsTheBounds(t *testing.T) {
	t.Parallel()
	// repeat writes text again and again until the connection breaks.
	repeat := func(conn net.Conn, pause time.Duration, text string) {
		for {
			if _, err := io.WriteString(conn, text); err != nil {
				return
			}
			time.Sleep(pause)
		}
	}
	waitForEnd := func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }
	const switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"
	tests := map[string]struct {
		answer func(net.Conn)
		took   time.Duration // of one attempt
		text   string
	}{
		"silence": {waitForEnd, DefaultAttemptTimeout, "no answer in time"},
		"another 103": {
			func(c net.Conn) { repeat(c, time.Second, "HTTP/1.1 103 Early Hints\r\n\r\n") },
			DefaultAttemptTimeout, "no answer in time",
		},
		"a slow header": {func(c net.Conn) { repeat(c, time.Second, "H") }, DefaultAttemptTimeout, "no answer"},
		"a slow head": {func(c net.Conn) {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n")
			repeat(c, time.Second, "X-A: b\r\n")
		}, DefaultAttemptTimeout, "no answer in time"},
		"a slow body": {
			func(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n\r\n"); repeat(c, time.Second, " ") },
			DefaultAttemptTimeout, "deadline exceeded",
		},
		"a slow refusal": {
			func(c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.1 503 No\r\n\r\n"); repeat(c, time.Second, " ") },
			DefaultAttemptTimeout, "HTTP 503",
		},
		"half a body": {func(c net.Conn) {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
			waitForEnd(c)
		}, DefaultAttemptTimeout, "deadline exceeded"},
		"an endless head": {
			func(c net.Conn) { repeat(c, 0, "HTTP/1.1 200 OK\r\nX-A: "+strings.Repeat("b", 1<<20)) }, 0, "no answer",
		},
		"101": {
			func(c net.Conn) { _, _ = io.WriteString(c, switching); waitForEnd(c) }, 0, "HTTP 101 Switching Protocols",
		},
		"101, and more": {
			func(c net.Conn) { _, _ = io.WriteString(c, switching); repeat(c, time.Second, "x") },
			0, "HTTP 101 Switching Protocols",
		},
	}
	for name, test := range tests {
		for operation, do := range operations {
			t.Run(name+" to "+operation, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					client := virtual(t, func(conn net.Conn) {
						apiConn(conn, func(int, *http.Request) bool {
							go func() { _, _ = io.Copy(io.Discard, conn) }()
							test.answer(conn)
							return false
						})
					})
					ctx, cancel := context.WithTimeout(t.Context(), DefaultAttemptTimeout+time.Millisecond)
					defer cancel()
					start := time.Now()
					err := do(ctx, client)
					if !IsUnknownOutcome(err) {
						t.Errorf("got %v, want an unknown outcome", err)
					}
					checkText(t, err, test.text)
					if took := time.Since(start).Round(time.Second); took != test.took && operation == "send" {
						t.Errorf("it took %v, want %v", took, test.took)
					}
				})
			})
		}
	}
}
