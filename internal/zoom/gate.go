package zoom

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// perSecondPause is the pause after a per-second limit without a
	// Retry-After: between one and two of it.
	perSecondPause = time.Second

	// maxPause bounds the pause that repeated refusals grow to.
	maxPause = 30 * time.Second

	// slack keeps the rate below the limit, because requests that leave evenly
	// do not arrive so.
	slack = 0.95

	// dailyHold is how long the client stops asking after a daily limit that
	// came without the time at which it ends.
	dailyHold = 10 * time.Minute
)

// gate is what every request passes, so that one rate-limit answer slows down
// the whole client and not one goroutine. Zoom's limits are per account.
type gate struct {
	limiter *rate.Limiter

	mu      sync.Mutex
	until   time.Time  // nothing is sent before
	setAt   time.Time  // when until was set
	refusal *CallError // the answer that set it
	strikes int        // pauses in a row without an accepted call between them
}

func newGate(limit rate.Limit) *gate {
	// A burst of one spaces the requests.
	return &gate{limiter: rate.NewLimiter(limit*slack, 1)}
}

// wait returns when a request may be sent: at once, or after a pause. It fails
// without waiting if the pause is longer than ctx lasts or the day's requests
// are used up, and as soon as ctx ends.
func (g *gate) wait(ctx context.Context) *CallError {
	for {
		if err := ctx.Err(); err != nil {
			return ended(err)
		}
		if failure := g.waitForPause(ctx); failure != nil {
			return failure
		}
		turn := g.limiter.Reserve()
		if err := sleep(ctx, turn.Delay()); err != nil {
			turn.Cancel()
			return ended(err)
		}
		if pause, _ := g.pause(); pause <= 0 {
			return nil
		}
	}
}

func (g *gate) waitForPause(ctx context.Context) *CallError {
	for {
		pause, refusal := g.pause()
		if pause <= 0 {
			return nil
		}
		deadline, ok := ctx.Deadline()
		if refusal.Daily || ok && time.Until(deadline) < pause {
			failure := *refusal
			failure.Reason = RateLimited
			return &failure
		}
		if err := sleep(ctx, pause); err != nil {
			return ended(err)
		}
	}
}

// pause is how long nothing may be sent, and the answer that asked for it.
func (g *gate) pause() (time.Duration, *CallError) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return time.Until(g.until), g.refusal
}

// limited takes a 429 in: it pauses the gate until Zoom answers again. Answers
// to requests that were sent before the pause began do not lengthen a pause
// that was guessed, however many there are.
func (g *gate) limited(refusal *CallError) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	var until time.Time
	switch {
	case refusal.Until.Sub(now) >= perSecondPause:
		until = refusal.Until
	case refusal.Daily:
		until = now.Add(dailyHold)
	case !refusal.SentAt.After(g.setAt):
		return
	default:
		pause := perSecondPause + rand.N(perSecondPause)
		until = now.Add(min(pause<<min(g.strikes, 5), maxPause))
		g.strikes++
	}
	if until.After(g.until) {
		g.until, g.refusal = until, refusal
	}
	g.setAt = now
	if limit := rate.Limit(refusal.perSecond) * slack; limit > 0 && limit < g.limiter.Limit() {
		g.limiter.SetLimit(limit)
	}
}

// accepted takes in that Zoom answered something else than 429.
func (g *gate) accepted() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.strikes = 0
}
