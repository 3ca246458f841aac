package zoom

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/time/rate"
)

func TestGate_pausesEveryCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(rate.Inf)
		start := time.Now()
		g.limited(&CallError{Status: 429, Until: start.Add(20 * time.Second), SentAt: start})
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				if err := g.wait(t.Context()); err != nil {
					t.Errorf("wait: %v", err)
				}
				if waited := time.Since(start); waited != 20*time.Second {
					t.Errorf("waited %v, want the 20s that the answer asked for", waited)
				}
			})
		}
		all.Wait()
	})
}

func TestGate_guessesThePauseOfAPerSecondLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(rate.Inf)
		limits := []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, maxPause, maxPause}
		for _, least := range limits {
			start := time.Now()
			for range 10 { // ten calls were under way when the limit was hit
				g.limited(&CallError{Status: 429, SentAt: start})
			}
			if err := g.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
			waited := time.Since(start)
			if most := min(2*least, maxPause); waited < least || waited > most {
				t.Errorf("waited %v, want between %v and %v", waited, least, most)
			}
			time.Sleep(time.Millisecond)
		}
		g.accepted()
		start := time.Now()
		g.limited(&CallError{Status: 429, SentAt: start})
		if err := g.wait(t.Context()); err != nil || time.Since(start) > 2*time.Second {
			t.Errorf("after an accepted call: waited %v (%v), want at most 2s again", time.Since(start), err)
		}
	})
}

func TestGate_neverSpinsOnRetryAfterNow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(rate.Inf)
		start := time.Now()
		g.limited(&CallError{Status: 429, SentAt: start, Until: start})
		if err := g.wait(t.Context()); err != nil || time.Since(start) < time.Second {
			t.Errorf("waited %v (%v), want at least 1s", time.Since(start), err)
		}
	})
}

func TestGate_failsAtOnceWhenTheWaitIsTooLong(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		refusal CallError
		daily   bool
	}{
		"longer than the operation's time-out": {CallError{Status: 429, Until: time.Now().Add(time.Hour)}, false},
		"a daily limit":                        {CallError{Status: 429, Daily: true, Until: time.Now().Add(2 * time.Second)}, true},
		"a daily limit without a time":         {CallError{Status: 429, Daily: true}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGate(rate.Inf)
			g.limited(&test.refusal)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			start := time.Now()
			limited := g.wait(ctx)
			if limited == nil || limited.Reason != RateLimited {
				t.Fatalf("wait: %v, want the error of a rate limit", limited)
			}
			if limited.Daily != test.daily || !limited.Until.Equal(test.refusal.Until) {
				t.Errorf("got daily %v until %v, want %v until %v", limited.Daily, limited.Until, test.daily, test.refusal.Until)
			}
			if time.Since(start) > 100*time.Millisecond {
				t.Errorf("it took %v", time.Since(start))
			}
		})
	}
}

func TestGate_waitEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(rate.Inf)
		start := time.Now()
		g.limited(&CallError{Status: 429, Until: start.Add(time.Hour)})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if err := g.wait(ctx); !errors.Is(err, context.Canceled) || time.Since(start) != time.Second {
			t.Errorf("wait: %v after %v, want cancelled after 1s", err, time.Since(start))
		}
	})
}

func TestGate_spacesRequests(t *testing.T) {
	t.Parallel()
	tests := map[string]func() *gate{
		"as configured": func() *gate { return newGate(2) },
		"as Zoom says with a per-second limit": func() *gate {
			g := newGate(rate.Inf)
			g.limited(&CallError{Status: 429, perSecond: 2, SentAt: time.Now(), Until: time.Now().Add(time.Second)})
			time.Sleep(time.Second)
			return g
		},
		"never faster than configured": func() *gate {
			g := newGate(2)
			g.limited(&CallError{Status: 429, perSecond: 20, SentAt: time.Now(), Until: time.Now().Add(time.Second)})
			time.Sleep(time.Second)
			return g
		},
	}
	for name, newGate := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := newGate()
				start := time.Now()
				for range 11 {
					if err := g.wait(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				if took := time.Since(start).Round(time.Millisecond); took != 5263*time.Millisecond {
					t.Errorf("eleven requests at 2 a second, less the slack, took %v, want 5.263s", took)
				}
			})
		})
	}
}
