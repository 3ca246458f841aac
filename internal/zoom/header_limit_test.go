package zoom

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// A header above the limit is no answer. Without the limit, net/http would
// read ten times as much, and each of these calls would succeed.
func TestHeaderLimit(t *testing.T) {
	t.Parallel()
	long := "HTTP/1.1 200 OK\r\nX-Filling: " + strings.Repeat("x", maxHeader+1<<12) + "\r\n"
	const message = "Content-Length: 18\r\n\r\n{\"message_id\":\"a\"}"
	for name, do := range operations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var requests atomic.Int32
				client := virtual(t, func(conn net.Conn) {
					apiConn(conn, func(int, *http.Request) bool {
						requests.Add(1)
						_, _ = io.WriteString(conn, long+message)
						return false
					})
				})
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				var e *CallError
				if err := do(ctx, client); !asCallError(err, &e) || e.Outcome != Unknown {
					t.Errorf("got %v, want an unknown outcome", err)
				}
				if name == "send" && requests.Load() != 1 {
					t.Errorf("%d requests, want 1", requests.Load())
				}
			})
		})
	}
	t.Run("token", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			client := virtual(t, func(conn net.Conn) {
				_, _ = io.WriteString(conn, long+tokenAnswer[strings.Index(tokenAnswer, "Content-Length"):])
			})
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			var e *CallError
			if err := send(ctx, client); !asCallError(err, &e) || e.Outcome != NotSent || !e.Token {
				t.Errorf("got %v, want the failure of a request for a token", err)
			}
		})
	})
}
