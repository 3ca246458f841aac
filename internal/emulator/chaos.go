package emulator

import (
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"time"
)

// Chaos injects faults at random. The rates are probabilities for each API
// call; a call meets one fault at most, so their sum must not be above 1.
//
// The seed decides the fault of the n-th call of a method, however the calls of
// different methods are mixed. Which message comes as the n-th is up to the
// client, and a storm is a matter of time.
type Chaos struct {
	Seed uint64
	// RateLimit answers 429 as for the limit per second, without processing. Each
	// one begins a storm, in which all calls get the same for this long.
	RateLimit float64
	Storm     time.Duration
	// ServerError answers 500, 502, 503 or 504, half of them after processing.
	ServerError float64
	// DropBefore and DropAfter close the connection without an answer, before
	// or after processing. A part of them are TCP resets.
	DropBefore, DropAfter float64
	// CutAnswer cuts off an answer: half of the time the ordinary one after
	// processing, else that of a gateway before it.
	CutAnswer float64
	// ExpireToken ends the token of the call, and all calls with it get 401.
	// Half of the calls that meet this are answered by the gateway (code 124),
	// the others as by the chatbot calls (code 7010).
	ExpireToken float64
	// Hold answers late, half of the time after processing first. HoldFor is
	// how late; zero means 100 ms.
	Hold    float64
	HoldFor time.Duration
	// SwitchProtocols answers 101, half of the time after processing, and keeps
	// the connection.
	SwitchProtocols float64
	// TokenError is the probability for each token request of a 503 or a
	// closed connection. It is not part of the sum.
	TokenError float64
}

// chaos is Chaos, how many calls each method has seen, and the end of the storm.
type chaos struct {
	Chaos
	calls  map[string]uint64
	storms time.Time
}

// SetChaos replaces the random faults and counts calls from the start. Nil ends
// them.
func (e *Emulator) SetChaos(c *Chaos) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.chaos = nil
	if c != nil {
		e.chaos = &chaos{Chaos: *c, calls: map[string]uint64{}}
	}
}

// next returns the fault of the next request of that kind, its name in
// Request.Fault, and whether there is one.
func (c *chaos) next(kind string, now time.Time) (f Fault, name string, ok bool) {
	if c == nil {
		return Fault{}, "", false
	}
	n := c.calls[kind]
	c.calls[kind]++
	if kind == kindToken {
		return c.tokenFault(n)
	}
	f, name, ok = c.callFault(c.random(kind, n))
	switch {
	case now.Before(c.storms):
		return rateLimitFault(), rateLimitName, true
	case name == rateLimitName:
		c.storms = now.Add(c.Storm)
	}
	return f, name, ok
}

// rateLimitName is the name of an injected 429 in Request.Fault.
const rateLimitName = "rate-limit"

// random returns the random numbers of the n-th request of that kind.
func (c *chaos) random(kind string, n uint64) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(kind))
	return rand.New(rand.NewPCG(c.Seed^h.Sum64(), n))
}

func (c *chaos) callFault(r *rand.Rand) (Fault, string, bool) {
	u := r.Float64()
	coin := r.IntN(2) == 1
	hit := func(rate float64) bool {
		u -= rate
		return u < 0
	}
	var f Fault
	switch {
	case hit(c.RateLimit):
		return rateLimitFault(), rateLimitName, true
	case hit(c.ServerError):
		f = answerFault(gatewayPage([]int{500, 502, 503, 504}[r.IntN(4)]))
		f.Process = coin
		if coin {
			return f, "server-error-after", true
		}
		return f, "server-error", true
	case hit(c.DropBefore):
		f = Fault{Drop: true, Reset: coin}
	case hit(c.DropAfter):
		f = Fault{Drop: true, Reset: coin, Process: true}
	case hit(c.CutAnswer):
		if !coin {
			f = answerFault(gatewayPage(http.StatusBadGateway))
		}
		f.Cut, f.Process = true, coin
	case hit(c.ExpireToken):
		if coin {
			f = answerFault(gatewayRefusal(http.StatusUnauthorized, 124, messageBadAccessToken))
		}
		f.ExpireToken = true
	case hit(c.Hold):
		f = Fault{Hold: c.HoldFor, Process: coin}
		if f.Hold <= 0 {
			f.Hold = 100 * time.Millisecond
		}
	case hit(c.SwitchProtocols):
		f = Fault{Status: http.StatusSwitchingProtocols, Process: coin}
	default:
		return Fault{}, "", false
	}
	return f, f.Kind(), true
}

func (c *chaos) tokenFault(n uint64) (Fault, string, bool) {
	r := c.random(kindToken, n)
	if r.Float64() >= c.TokenError {
		return Fault{}, "", false
	}
	if r.IntN(2) == 0 {
		return Fault{Drop: true}, "token-drop", true
	}
	return answerFault(gatewayPage(http.StatusServiceUnavailable)), "token-error", true
}

func rateLimitFault() Fault {
	// The limit of a Pro account.
	return answerFault(tooFast(20, time.Now().Add(time.Second)))
}

// answerFault returns the fault that sends an answer.
func answerFault(a answer) Fault {
	return Fault{Status: a.status, Header: a.header, Body: string(a.body)}
}
