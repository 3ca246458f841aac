package zoom

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

const (
	// perSecondPause is the pause after a limit that came without a
	// Retry-After: between one and one and a half of it, and twice as much
	// after each refusal that follows, up to maxPause.
	perSecondPause = time.Second
	maxPause       = 30 * time.Second

	// forgiving is how many accepted requests take one doubling back.
	forgiving = 5

	// dailyHold is how long the client stops asking after a daily limit that
	// came without the time at which it ends.
	dailyHold = 10 * time.Minute

	// slack keeps the rate below the limit, because requests that leave evenly
	// do not arrive so.
	slack = 0.95

	// After calm without a refusal the rate grows by growth a second. Each
	// refusal lowers it by decrease and doubles the calm that is needed, up to
	// maxCalm, so that the limit is tried more and more rarely.
	growth   = 1.05
	decrease = 0.95
	calm     = 15 * time.Second
	maxCalm  = 4 * time.Minute

	// probeTime is how long a probe that has no answer holds the others up.
	probeTime = 5 * time.Second
)

// gate is what every request passes, so that one rate-limit answer slows down
// the whole client and not one goroutine. Zoom's limits are per account.
//
// Calls wait in a line, of which the first waits for the time to go. When Zoom
// refuses a request for its rate, nothing is sent for a while; then one request
// goes alone, as a probe, and if it is accepted, the others follow evenly, as
// many a second as Zoom accepted before it refused.
type gate struct {
	line chan struct{} // holds one element while a call is the first

	mu      sync.Mutex
	ceiling float64       // the rate is never higher, in requests a second
	rate    float64       // requests a second; +Inf for no limit
	next    time.Time     // nothing is sent before, for the rate
	growAt  time.Time     // when the rate grows next
	calm    time.Duration // how long no request must be refused before it grows

	until    time.Time     // nothing is sent before, for the refusal
	pausedAt time.Time     // when until was set
	refusal  *CallError    // the answer that set it
	strikes  int           // how often the pause was doubled
	probing  bool          // no request sent after the pause was accepted yet
	reckoned bool          // the rate accounts for the refusal
	changed  chan struct{} // closed when a pause begins

	accepted  []time.Time // when the accepted requests of the last seconds were sent
	resumedAt time.Time   // when the first request after the last pause was sent
	resumed   int         // how many were accepted since
}

// newGate returns a gate that lets perSecond requests a second pass, or any
// number if it is 0.
func newGate(perSecond float64) *gate {
	ceiling := math.Inf(1)
	if perSecond > 0 {
		ceiling = perSecond * slack
	}
	return &gate{
		line: make(chan struct{}, 1), changed: make(chan struct{}),
		ceiling: ceiling, rate: ceiling, calm: calm, reckoned: true,
	}
}

// turn is the leave to send one request.
type turn struct {
	gate    *gate
	takenAt time.Time
	release func() // lets the next call come to the front
}

// wait returns the leave to send a request: at once, or after a pause. It
// fails without waiting if the pause is longer than ctx lasts or the day's
// requests are used up, and as soon as ctx ends.
func (g *gate) wait(ctx context.Context) (*turn, *CallError) {
	for {
		changed, failure := g.outlook(ctx)
		if failure != nil {
			return nil, failure
		}
		select {
		case g.line <- struct{}{}:
			return g.atFront(ctx)
		case <-changed:
		case <-ctx.Done():
			return nil, ended(ctx.Err())
		}
	}
}

// outlook returns an error if waiting is of no use, and a channel that is
// closed when that may have changed.
func (g *gate) outlook(ctx context.Context) (changed <-chan struct{}, failure *CallError) {
	if err := ctx.Err(); err != nil {
		return nil, ended(err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.changed, g.hopeless(ctx)
}

func (g *gate) hopeless(ctx context.Context) *CallError {
	pause := time.Until(g.until)
	deadline, ok := ctx.Deadline()
	if pause <= 0 || !g.refusal.Daily && (!ok || pause <= time.Until(deadline)) {
		return nil
	}
	failure := *g.refusal
	failure.Reason = RateLimited
	return &failure
}

// atFront waits until the first call in the line may be sent.
func (g *gate) atFront(ctx context.Context) (*turn, *CallError) {
	for {
		t, wait, failure := g.take(ctx)
		if t != nil {
			return t, nil
		}
		if failure == nil {
			if err := sleep(ctx, wait); err != nil {
				failure = ended(err)
			}
		}
		if failure != nil {
			<-g.line
			return nil, failure
		}
	}
}

// take takes a turn, or returns how long there is none.
func (g *gate) take(ctx context.Context) (t *turn, wait time.Duration, failure *CallError) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if failure := g.hopeless(ctx); failure != nil {
		return nil, 0, failure
	}
	now := time.Now()
	if wait := max(g.until.Sub(now), g.next.Sub(now)); wait > 0 {
		return nil, wait, nil
	}
	g.reckon()
	g.next = now.Add(time.Duration(float64(time.Second) / g.rate))
	t = &turn{gate: g, takenAt: now, release: sync.OnceFunc(func() { <-g.line })}
	if g.probing {
		time.AfterFunc(probeTime, t.release)
	} else {
		t.release()
	}
	return t, 0, nil
}

// done must be called when the request was answered, with what came of it.
// Only requests that Zoom's limit counts say something about the rate.
func (t *turn) done(failure *CallError, counts bool) {
	defer t.release()
	switch {
	case failure != nil && failure.isTooManyRequests():
		t.gate.limited(failure)
	case counts && (failure == nil || failure.Status != 0 && failure.Outcome != Unknown):
		t.gate.accept(t.takenAt)
	}
}

// limited pauses the gate until Zoom answers again. Answers to requests that
// were sent before a pause began do not lengthen it if it was guessed, however
// many there are.
func (g *gate) limited(refusal *CallError) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if refusal.perSecond > 0 {
		g.ceiling = min(g.ceiling, float64(refusal.perSecond)*slack)
	}
	first := refusal.SentAt.After(g.pausedAt)
	var until time.Time
	switch {
	case refusal.Until.Sub(now) >= perSecondPause:
		until = refusal.Until
	case refusal.Daily:
		until = now.Add(dailyHold)
	case !first:
		return
	default:
		pause := perSecondPause + rand.N(perSecondPause/2)
		if g.strikes == 0 && !math.IsInf(g.rate, 1) {
			pause /= 4 // one that came a little too early, at a rate that held
		}
		until = now.Add(min(pause<<min(g.strikes, 5), maxPause))
		g.strikes++
	}
	if until.After(g.until) {
		g.until, g.refusal = until, refusal
		g.growAt = until.Add(g.calm)
	}
	if first {
		g.reckoned = g.probing // a probe that is refused says nothing of the rate, but of the pause
		g.probing = true
		g.pausedAt = now
	}
	close(g.changed)
	g.changed = make(chan struct{})
}

// reckon sets the rate when a pause is over: what Zoom accepted before it
// refused, and less than before in any case.
func (g *gate) reckon() {
	if g.reckoned {
		return
	}
	g.reckoned = true
	g.rate = min(g.rate*decrease, g.throughput()*slack, g.ceiling)
	g.resumedAt, g.resumed = time.Now(), 0
	g.calm = min(2*g.calm, maxCalm)
}

// throughput returns how many requests a second Zoom accepted before it
// refused: since the pause before, and of a burst in its first second.
func (g *gate) throughput() float64 {
	refusedAt := g.refusal.SentAt
	if !g.resumedAt.IsZero() {
		return float64(max(g.resumed, 1)) / max(refusedAt.Sub(g.resumedAt).Seconds(), 1)
	}
	count := 0
	for _, at := range g.accepted { // some left just after the one that was refused
		if age := refusedAt.Sub(at); age < time.Second && age > -time.Second/10 {
			count++
		}
	}
	return float64(max(count, 1))
}

// accept notes that Zoom took a request that was sent at the given time.
func (g *gate) accept(sentAt time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	g.accepted = slices.DeleteFunc(append(g.accepted, sentAt), func(at time.Time) bool {
		return sentAt.Sub(at) > 2*time.Second // see throughput
	})
	if sentAt.Before(g.pausedAt) {
		return
	}
	g.probing = false
	if g.resumed++; g.resumed%forgiving == 0 {
		g.strikes = max(g.strikes-1, 0)
	}
	if now.After(g.growAt) {
		g.rate, g.growAt = min(g.rate*growth, g.ceiling), now.Add(time.Second)
	}
}
