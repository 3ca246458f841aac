package zoom

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// unnamed takes away what Zoom says of its limits: its headers are often
// absent.
func unnamed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, r)
		for name, values := range recorder.Header() {
			if !strings.HasPrefix(name, "X-Ratelimit") && name != "Retry-After" {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(recorder.Code)
		_, _ = w.Write(recorder.Body.Bytes())
	})
}

// sliding allows so many requests in any second.
type sliding struct {
	next      http.Handler
	perSecond int
	mu        sync.Mutex
	taken     []time.Time
}

func (s *sliding) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	for len(s.taken) > 0 && now.Sub(s.taken[0]) >= time.Second {
		s.taken = s.taken[1:]
	}
	if r.URL.Path != "/oauth/token" && len(s.taken) >= s.perSecond {
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	if r.URL.Path != "/oauth/token" {
		s.taken = append(s.taken, now)
	}
	s.next.ServeHTTP(w, r)
}

// 200 messages, 50 at a time, and far fewer a second than that. With -v, the
// numbers.
func TestStorm(t *testing.T) {
	t.Parallel()
	const messages, parallelism = 200, 50
	withoutHeaders := func(e *emulator.Emulator, _ int) http.Handler { return unnamed(e) }
	servers := map[string]func(e *emulator.Emulator, perSecond int) http.Handler{
		"with jitter":     withoutHeaders,
		"without headers": withoutHeaders,
		"with headers":    func(e *emulator.Emulator, _ int) http.Handler { return e },
		"any second": func(e *emulator.Emulator, perSecond int) http.Handler {
			return &sliding{next: e, perSecond: perSecond}
		},
	}
	for kind, server := range servers {
		for _, perSecond := range []int{1, 2, 10} {
			t.Run(fmt.Sprintf("%s, %d a second", kind, perSecond), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					options := emulator.Options{RequestsPerSecond: perSecond}
					if kind == "any second" {
						options.RequestsPerSecond = 0
					}
					zoom := emulator.New(options)
					client := testClient(t, Config{})
					client.backoff = fullJitter
					client.tokens.id, client.tokens.secret = emulator.DefaultClientID, emulator.DefaultClientSecret
					var requests, lost atomic.Int64
					latency := 50 * time.Millisecond
					if kind == "with jitter" {
						latency = 100 * time.Millisecond
					}
					client.http.Transport = inProcess{server(zoom, perSecond), latency, &requests}
					start := time.Now()
					work := make(chan struct{}, messages)
					for range messages {
						work <- struct{}{}
					}
					close(work)
					parallel(t, parallelism, func() error {
						for range work {
							ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
							if perform(ctx, client, http.MethodPost, "") != nil {
								lost.Add(1)
							}
							cancel()
						}
						return nil
					})
					took := time.Since(start).Seconds()
					ideal := float64(messages-1) / float64(perSecond)
					t.Logf("%.2f requests a message, %d lost, %.0f s (%.2f of the ideal time)",
						float64(requests.Load())/messages, lost.Load(), took, took/ideal)
					if posted := len(zoom.Messages("")); lost.Load() > 0 || posted != messages {
						t.Errorf("%d messages, %d lost", posted, lost.Load())
					}
					if requests.Load() > messages*3/2 {
						t.Errorf("%d requests, want at most %d", requests.Load(), messages*3/2)
					}
					most := 1.25 * ideal
					if kind == "with jitter" {
						most = 1.4 * ideal
					}
					if took > most {
						t.Errorf("it took %.0f s, want at most %.0f", took, most)
					}
				})
			})
		}
	}
}
