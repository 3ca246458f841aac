package emulator

import (
	"maps"
	"slices"
	"testing"
	"time"
)

// everything is a Zoom at its worst.
func everything(seed uint64) Chaos {
	return Chaos{
		Seed:            seed,
		ServerError:     .1,
		DropBefore:      .1,
		DropAfter:       .1,
		CutAnswer:       .1,
		RateLimit:       .1,
		ExpireToken:     .1,
		Hold:            .1,
		HoldFor:         time.Millisecond,
		SwitchProtocols: .1,
		TokenError:      .2,
	}
}

// draws gives the names of the first n faults of a kind, "" where there is none.
func draws(c *chaos, kind string, n int) (names []string) {
	for range n {
		_, name, _ := c.next(kind, time.Time{})
		names = append(names, name)
	}
	return names
}

func newChaos(c Chaos) *chaos { return &chaos{Chaos: c, calls: map[string]uint64{}} }

func TestChaos_isDecidedByTheSeed(t *testing.T) {
	t.Parallel()
	posts := draws(newChaos(everything(1)), kindPost, 500)
	mixed := newChaos(everything(1))
	for i, want := range posts {
		mixed.next([]string{kindPut, kindDelete, kindToken}[i%3], time.Time{})
		if _, got, _ := mixed.next(kindPost, time.Time{}); got != want {
			t.Fatalf("POST %d between other calls: got %q, want %q", i, got, want)
		}
	}
	if slices.Equal(posts, draws(newChaos(everything(2)), kindPost, 500)) {
		t.Error("got the same faults with another seed")
	}
	if slices.Equal(posts, draws(newChaos(everything(1)), kindPut, 500)) {
		t.Error("got the same faults for another method")
	}
}

func TestChaos_keepsItsRates(t *testing.T) {
	t.Parallel()
	const n = 20_000
	counts := map[string]int{}
	for _, name := range draws(newChaos(everything(7)), kindPost, n) {
		counts[name]++
	}
	for name, rate := range map[string]float64{
		"": .2, "server-error": .05, "server-error-after": .05, "drop": .1, "drop-after": .1, "cut": .05, "cut-after": .05,
		"rate-limit": .1, "expire-token": .1, "hold": .05, "hold-after": .05,
		"101": .05, "101-after": .05,
	} {
		got := float64(counts[name]) / n
		if got < rate*.9 || got > rate*1.1 {
			t.Errorf("%q: got rate %.3f, want about %.3f", name, got, rate)
		}
		delete(counts, name)
	}
	if len(counts) > 0 {
		t.Errorf("got other faults: %v", slices.Sorted(maps.Keys(counts)))
	}
	tokens := map[string]int{}
	for _, name := range draws(newChaos(everything(7)), kindToken, n) {
		tokens[name]++
	}
	if got := float64(
		n-tokens[""],
	) / n; got < .18 || got > .22 || tokens["token-drop"] == 0 ||
		tokens["token-error"] == 0 {
		t.Errorf("got %v for %d token requests, want about a fifth to fail, in both ways", tokens, n)
	}
}

func TestChaos_stormsLast(t *testing.T) {
	t.Parallel()
	c := newChaos(Chaos{Seed: 3, RateLimit: .01, Storm: time.Second})
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	begin := func() {
		t.Helper()
		for range 5000 {
			if _, name, _ := c.next(kindPut, now); name == rateLimitName {
				return
			}
		}
		t.Fatal("no storm began")
	}
	for range 5 {
		begin()
		for _, kind := range []string{kindPost, kindPut, kindDelete} {
			if f, name, ok := c.next(kind, now.Add(time.Second-1)); !ok || name != rateLimitName || f.Status != 429 {
				t.Errorf("%s in a storm: got %q and status %d, want a 429", kind, name, f.Status)
			}
		}
		if _, name, _ := c.next(kindToken, now.Add(time.Second-1)); name != "" {
			t.Errorf("a token in a storm: got %q, want no fault", name)
		}
		now = now.Add(time.Second)
		if _, name, _ := c.next(kindPost, now); name != "" {
			t.Errorf("after the storm: got %q, want no fault", name)
		}
	}
}

func TestChaos_faultsAreWhatTheySay(t *testing.T) {
	t.Parallel()
	c := newChaos(everything(5))
	codes := map[string]int{}
	for range 2000 {
		f, name, ok := c.next(kindDelete, time.Time{})
		if ok != (name != "") {
			t.Fatalf("got name %q, want one only if there is a fault", name)
		}
		after := len(name) > 6 && name[len(name)-6:] == "-after"
		if f.Process != after {
			t.Fatalf("%s: got Process %t", name, f.Process)
		}
		switch name {
		case "rate-limit":
			if f.Status != 429 || f.Header.Get("X-RateLimit-Type") != "QPS" {
				t.Fatalf("got %+v, want Zoom's 429", f)
			}
		case "expire-token":
			codes[f.Body]++
			if !f.ExpireToken {
				t.Fatalf("got %+v, want the token to end", f)
			}
		case "cut":
			if f.Status != 502 || f.Body == "" {
				t.Fatalf("got %+v, want the page of a gateway: an ordinary answer would need processing", f)
			}
		case "hold", "hold-after":
			if f.Hold != time.Millisecond {
				t.Fatalf("got %+v, want a hold of 1 ms", f)
			}
		}
	}
	if len(codes) != 2 || codes[""] == 0 {
		t.Errorf("got %v for expired tokens, want 7010 and 124", codes)
	}
}
