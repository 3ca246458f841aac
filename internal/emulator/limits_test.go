package emulator_test

import (
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func TestLimits_perSecond(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, emulator.Options{Now: clock.now, RequestsPerSecond: 2}).login()
	for _, remaining := range []string{"1", "0"} {
		g := c.must(c.post(nil))
		if g.status != 201 || g.header.Get("X-RateLimit-Limit") != "2" || g.header.Get("X-RateLimit-Remaining") != remaining {
			t.Errorf("got %d %v, want 201 and %s remaining", g.status, g.header, remaining)
		}
	}
	g := c.must(c.put("none", nil))
	const want = `{"code":429,"message":"You have reached the maximum per-second rate limit for this API. Try again later."}`
	if g.status != 429 || g.body != want {
		t.Errorf("got %d %s, want 429 %s", g.status, g.body, want)
	}
	for name, value := range map[string]string{
		"X-RateLimit-Category": "Medium", "X-RateLimit-Type": "QPS", "X-RateLimit-Limit": "2", "X-RateLimit-Remaining": "0", "Retry-After": "",
	} {
		if got := g.header.Get(name); got != value {
			t.Errorf("got %s %q, want %q", name, got, value)
		}
	}
	if g := c.must(c.tokenRequest("?grant_type=client_credentials")); g.status != 200 {
		t.Errorf("got %d for a token, want 200: the limit is for API calls", g.status)
	}
	clock.advance(time.Second)
	if g := c.must(c.post(nil)); g.status != 201 {
		t.Errorf("got %d a second later, want 201", g.status)
	}
	if s := c.s.Stats(); s.RateLimited != 1 || s.Posts != 3 || len(s.Faults) != 0 {
		t.Errorf("got %+v, want one call over the limit, which is no fault", s)
	}
}

func TestLimits_perDay(t *testing.T) {
	t.Parallel()
	clock := newClock()
	c := start(t, emulator.Options{Now: clock.now, RequestsPerSecond: 2, RequestsPerDay: 3}).login()
	for i, want := range []int{201, 201, 429, 201, 429} {
		g := c.must(c.post(nil))
		if g.status != want {
			t.Fatalf("call %d: got %d, want %d", i+1, g.status, want)
		}
		if i >= 2 {
			clock.advance(time.Second)
		}
	}
	g := c.must(c.delete("none"))
	for name, value := range map[string]string{
		"X-RateLimit-Category": "Medium", "X-RateLimit-Type": "Daily-limit", "X-RateLimit-Limit": "3", "X-RateLimit-Remaining": "0",
		"Retry-After": "2026-03-02T00:00:00Z",
	} {
		if got := g.header.Get(name); got != value {
			t.Errorf("got %s %q, want %q", name, got, value)
		}
	}
	clock.advance(10 * time.Second)
	if g := c.must(c.post(nil)); g.status != 201 {
		t.Errorf("got %d the next day, want 201", g.status)
	}
}

func TestLatency_isOfEachAnswer(t *testing.T) {
	t.Parallel()
	const latency = 40 * time.Millisecond
	begun := time.Now()
	c := start(t, emulator.Options{Latency: latency}).login()
	c.must(c.post(nil))
	c.must(c.put("none", nil))
	if got := time.Since(begun); got < 3*latency {
		t.Errorf("three requests took %s, want at least %s", got, 3*latency)
	}
}
