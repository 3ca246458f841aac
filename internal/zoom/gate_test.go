package zoom

import (
	"context"
	"errors"
	"math"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pass waits for a turn and returns it.
func pass(t *testing.T, g *gate) *turn {
	t.Helper()
	turn, failure := g.wait(t.Context())
	if failure != nil {
		t.Fatalf("wait: %v", failure)
	}
	return turn
}

func tooMany(sentAt time.Time) *CallError {
	return &CallError{Outcome: Refused, Reason: ErrorAnswer, Status: 429, SentAt: sentAt}
}

// bubble runs test with the gate of a client without a cap, in virtual time.
func bubble(t *testing.T, test func(t *testing.T, g *gate)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { test(t, newGate(0)) })
}

func checkWait(t *testing.T, start time.Time, least, most time.Duration) {
	t.Helper()
	if waited := time.Since(start); waited < least || waited > most {
		t.Errorf("waited %v, want between %v and %v", waited, least, most)
	}
}

// All wait; then one goes alone, and the others only if it is accepted.
func TestGate_pausesEveryCallAndProbes(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		start := time.Now()
		refusal := tooMany(start)
		refusal.Until = start.Add(20 * time.Second)
		pass(t, g).done(refusal, true)
		var all sync.WaitGroup
		var mu sync.Mutex
		var passed []time.Duration
		for range 3 {
			all.Go(func() {
				turn := pass(t, g)
				mu.Lock()
				passed = append(passed, time.Since(start))
				mu.Unlock()
				time.Sleep(2 * time.Second) // the latency
				turn.done(nil, true)
			})
		}
		all.Wait()
		for i, seconds := range []int{20, 22, 23} { // and then one a second, less the slack
			if least := time.Duration(seconds) * time.Second; passed[i] < least || passed[i] > least+200*time.Millisecond {
				t.Errorf("the requests passed after %v, want 20s, 22s and 23s", passed)
			}
		}
	})
}

func TestGate_doesNotWaitForAProbeForEver(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		pass(t, g).done(tooMany(time.Now()), true)
		probe := pass(t, g)
		start := time.Now()
		second := pass(t, g)
		checkWait(t, start, probeTime, probeTime)
		start = time.Now()
		second.done(&CallError{Status: 503, Outcome: Unknown}, true) // says nothing of the limit
		pass(t, g)
		checkWait(t, start, time.Second, 1100*time.Millisecond) // for the rate
		start = time.Now()
		pass(t, g) // the last one was a probe as well
		checkWait(t, start, probeTime, probeTime)
		probe.done(nil, true)
	})
}

func TestGate_guessedPausesGrow(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		turn := pass(t, g)
		for _, seconds := range []int{1, 2, 4, 8, 16, 30, 30} {
			least := time.Duration(seconds) * time.Second
			start := time.Now()
			for range 10 { // ten calls were under way when the limit was hit
				g.limited(tooMany(turn.takenAt))
			}
			turn.done(tooMany(turn.takenAt), true)
			time.Sleep(500 * time.Millisecond)
			g.limited(tooMany(turn.takenAt)) // a late one, of a request from before the pause
			turn = pass(t, g)
			checkWait(t, start, least, min(least+least/2, maxPause))
			time.Sleep(time.Millisecond)
		}
		turn.done(nil, true)
		again := pass(t, g)
		start := time.Now()
		again.done(tooMany(again.takenAt), true)
		pass(t, g).done(nil, true)
		checkWait(t, start, maxPause, maxPause) // one success does not forget the pauses

		for range 20 * forgiving {
			pass(t, g).done(nil, true)
		}
		again = pass(t, g)
		start = time.Now()
		again.done(tooMany(again.takenAt), true)
		pass(t, g)
		checkWait(t, start, perSecondPause/4, 1500*time.Millisecond)
	})
}

// A request that is refused at a rate that held until then came a little too
// early.
func TestGate_firstPauseIsShortAtARateThatHeld(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(20 / slack)
		pass(t, g).done(nil, true)
		turn := pass(t, g)
		start := time.Now()
		turn.done(tooMany(turn.takenAt), true)
		pass(t, g)
		checkWait(t, start, perSecondPause/4, perSecondPause*3/8)
	})
}

// The pauses shrink step by step: several requests are accepted for each step.
func TestGate_guessedPausesShrinkSlowly(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		for range 3 { // the next pause is 8 times as long
			turn := pass(t, g)
			time.Sleep(time.Millisecond)
			turn.done(tooMany(turn.takenAt), true)
		}
		for range forgiving - 1 {
			pass(t, g).done(nil, true)
		}
		turn := pass(t, g)
		start := time.Now()
		turn.done(tooMany(turn.takenAt), true)
		pass(t, g)
		checkWait(t, start, 8*perSecondPause, 12*perSecondPause)
	})
}

// A later answer that names an earlier end shortens no pause.
func TestGate_pauseIsNotShortened(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		start := time.Now()
		for _, seconds := range []int{20, 5} {
			refusal := tooMany(start)
			refusal.Until = start.Add(time.Duration(seconds) * time.Second)
			g.limited(refusal)
		}
		pass(t, g)
		checkWait(t, start, 20*time.Second, 20*time.Second)
	})
}

func TestGate_neverSpinsOnRetryAfterNow(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		start := time.Now()
		refusal := tooMany(start)
		refusal.Until = start
		pass(t, g).done(refusal, true)
		pass(t, g)
		checkWait(t, start, time.Second, 1500*time.Millisecond)
	})
}

func TestGate_failsAtOnceWhenTheWaitIsTooLong(t *testing.T) {
	for name, test := range map[string]struct {
		after time.Duration // of the refusal's Until; 0 for none
		daily bool
		until time.Duration // when calls pass again, if they wait
	}{
		"longer than the operation's time-out": {time.Hour, false, time.Hour},
		"a daily limit":                        {2 * time.Second, true, 2 * time.Second},
		"a daily limit without a time":         {0, true, dailyHold},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, g *gate) {
				first := pass(t, g)
				first.release = func() {}
				g.line <- struct{}{} // nobody comes to the front
				refusal := tooMany(time.Now())
				refusal.Daily = test.daily
				if test.after > 0 {
					refusal.Until = time.Now().Add(test.after)
				}
				check := func(when string, start time.Time) {
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					defer cancel()
					_, limited := g.wait(ctx)
					if limited == nil || limited.Reason != RateLimited || limited.Daily != test.daily ||
						!limited.Until.Equal(refusal.Until) {
						t.Errorf("%s: got %+v, want the error of a rate limit", when, limited)
					}
					checkWait(t, start, 0, 0)
				}
				var waiting sync.WaitGroup
				waiting.Go(func() { check("while it waits", time.Now().Add(time.Second)) })
				time.Sleep(time.Second)
				first.done(refusal, true)
				waiting.Wait()
				check("afterwards", time.Now())
				<-g.line
				check("at the front", time.Now())
				time.Sleep(max(test.until-2*time.Minute, 0))
				check("much later", time.Now())
				time.Sleep(2 * time.Minute)
				pass(t, g)
			})
		})
	}
}

func TestGate_waitEndsWithItsContext(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		start := time.Now()
		refusal := tooMany(start)
		refusal.Until = start.Add(time.Hour)
		pass(t, g).done(refusal, true)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		var all sync.WaitGroup
		for range 3 { // one of them is the first in the line
			all.Go(func() {
				if _, failure := g.wait(ctx); !errors.Is(failure, context.Canceled) {
					t.Errorf("wait: %v, want cancelled", failure)
				}
				checkWait(t, start, time.Second, time.Second)
			})
		}
		all.Wait()
		if _, failure := g.wait(ctx); !errors.Is(failure, context.Canceled) {
			t.Errorf("wait: %v, want cancelled", failure)
		}
	})
}

// A wait for the rate that would outlast the deadline ends at once, and takes
// no turn from the others.
func TestGate_doesNotStartAWaitThatCannotEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(0.1 / slack)
		pass(t, g)
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 9*time.Second)
		defer cancel()
		for range 5 {
			if _, failure := g.wait(ctx); !errors.Is(failure, context.DeadlineExceeded) {
				t.Errorf("wait: %v, want the deadline", failure)
			}
		}
		checkWait(t, start, 0, 0)
		pass(t, g)
		checkWait(t, start, 10*time.Second, 10*time.Second)
	})
}

// A pause that begins while a call waits for its turn holds for it as well.
func TestGate_pauseThatBeginsDuringTheWaitForATurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(1 / slack)
		first := pass(t, g)
		start := time.Now()
		time.AfterFunc(900*time.Millisecond, func() {
			refusal := tooMany(first.takenAt)
			refusal.Until = start.Add(30 * time.Second)
			first.done(refusal, true)
		})
		pass(t, g)
		checkWait(t, start, 30*time.Second, 30*time.Second)
	})
}

func TestGate_spacesRequests(t *testing.T) {
	t.Parallel()
	limited := func(g *gate, perSecond int) *gate {
		refusal := tooMany(time.Now().Add(time.Millisecond))
		refusal.perSecond, refusal.Until = perSecond, time.Now().Add(time.Second)
		for range 100 {
			g.accept(time.Now())
		}
		g.limited(refusal)
		time.Sleep(time.Second)
		return g
	}
	tests := map[string]struct {
		gate func() *gate
		rate float64
	}{
		"as configured":                        {func() *gate { return newGate(2) }, 2 * slack},
		"as Zoom says with a per-second limit": {func() *gate { return limited(newGate(0), 2) }, 2 * slack},
		"slower than configured, if refused":   {func() *gate { return limited(newGate(2), 20) }, 2 * slack * decrease},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := test.gate()
				start := time.Now()
				for range 11 {
					pass(t, g).done(nil, true)
				}
				if rate := 10 / time.Since(start).Seconds(); math.Abs(rate-test.rate) > 0.001 {
					t.Errorf("%v requests a second, want %v", rate, test.rate)
				}
			})
		})
	}
}

// A rate that was guessed too low grows again.
func TestGate_rateGrowsWithoutRefusals(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		pass(t, g).done(tooMany(time.Now()), true)
		for start := time.Now(); time.Since(start) < calm; {
			pass(t, g).done(nil, true)
		}
		if g.rate != slack {
			t.Errorf("%v a second during the calm, want %v", g.rate, slack)
		}
		for start := time.Now(); time.Since(start) < time.Minute; {
			pass(t, g).done(nil, true)
		}
		if g.rate < 5 || g.rate > 18 {
			t.Errorf("%v a second after another minute, want a twentieth more each second", g.rate)
		}
	})
}

// Each refusal doubles the time after which a higher rate is tried.
func TestGate_rateGrowsLaterAfterEachRefusal(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		for refusals, quiet := range []time.Duration{calm, 2 * calm, 4 * calm, 8 * calm, maxCalm, maxCalm} {
			turn := pass(t, g)
			turn.done(tooMany(turn.takenAt), true)
			pass(t, g).done(nil, true)
			rate := g.rate
			for start := time.Now(); g.rate == rate && time.Since(start) < quiet-5*time.Second; {
				pass(t, g).done(nil, true)
			}
			if g.rate != rate {
				t.Errorf("refusal %d: from %v to %v a second within %v", refusals+1, rate, g.rate, quiet)
			}
			time.Sleep(6 * time.Second)
			pass(t, g).done(nil, true)
			if g.rate <= rate {
				t.Errorf("refusal %d: %v a second after %v, want more than %v", refusals+1, g.rate, quiet, rate)
			}
		}
	})
}

// Of a burst, the requests of its last second make the rate.
func TestGate_rateIsThatOfASecond(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		for range 7 {
			pass(t, g).done(nil, true)
		}
		time.Sleep(1100 * time.Millisecond)
		for range 5 {
			pass(t, g).done(nil, true)
		}
		turn := pass(t, g)
		turn.done(tooMany(turn.takenAt), true)
		pass(t, g).done(nil, true)
		if g.rate != 5*slack {
			t.Errorf("%v requests a second, want %v", g.rate, 5*slack)
		}
	})
}

// What was sent before a pause says nothing of what is accepted after it.
func TestGate_lateSuccessEndsNoProbing(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		early := pass(t, g)
		time.Sleep(time.Second)
		pass(t, g).done(tooMany(time.Now()), true)
		early.done(nil, true)
		pass(t, g) // the probe
		start := time.Now()
		pass(t, g)
		checkWait(t, start, probeTime, probeTime)
	})
}

// A token that was given says nothing of the limit of the API.
func TestGate_tokensDoNotCount(t *testing.T) {
	bubble(t, func(t *testing.T, g *gate) {
		for range 5 {
			pass(t, g).done(nil, false)
		}
		pass(t, g).done(tooMany(time.Now()), true)
		pass(t, g).done(nil, false)
		start := time.Now()
		pass(t, g)
		checkWait(t, start, time.Second, 1100*time.Millisecond)
	})
}

// A daily limit that is met while a call waits for its turn fails the call
// when its turn comes.
func TestGate_dailyLimitThatIsMetDuringTheWaitForATurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGate(1 / slack)
		first := pass(t, g)
		start := time.Now()
		time.AfterFunc(900*time.Millisecond, func() {
			refusal := tooMany(first.takenAt)
			refusal.Daily = true
			first.done(refusal, true)
		})
		if _, failure := g.wait(t.Context()); failure == nil || failure.Reason != RateLimited || !failure.Daily {
			t.Errorf("got %v, want the daily limit", failure)
		}
		checkWait(t, start, time.Second, time.Second)
	})
}
