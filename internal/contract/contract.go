// Package contract is what this project believes of Zoom and cannot look up in
// one authoritative place, as a table of claims. Each claim has a grade, a source
// and a probe that asks a target: the emulator, which must agree with all of
// them, or a real account, which decides.
//
// A probe speaks plain HTTP, as it must be able to send what the provider never
// would. It judges one thing only: where a call that it needs fails for another
// reason, it cannot tell, so that one change of behavior refutes only the claims
// about that behavior.
//
// The messages that a run posts are marked, and removed when it ends, also when
// it is interrupted.
package contract

import "slices"

// Grade is how well a claim is known.
type Grade string

// The grades, best first.
const (
	// Confirmed is what a run against a real account has confirmed; the source
	// names the report.
	Confirmed Grade = "confirmed"
	// Documented is what Zoom's documentation or OpenAPI files say.
	Documented Grade = "documented"
	// Seen is what Zoom's SDK sends, or what Zoom answered to others who
	// published it.
	Seen Grade = "seen"
	// Assumed is what no source says.
	Assumed Grade = "assumed"
)

// Claim is one thing that is believed of Zoom.
type Claim struct {
	// Name identifies the claim in reports, marks and tests.
	Name string
	// Says is the claim as a sentence.
	Says string
	// Grade is how well it is known, Source from where; an assumption's source
	// is what makes it likely, if anything does.
	Grade  Grade
	Source string
	// Optional claims take many calls and are probed only if asked for.
	Optional bool

	probe probe
}

// Expected is the answer that confirms the claim.
func (c Claim) Expected() string { return c.probe.want }

// Claims returns all claims, in the order in which they are probed.
func Claims() []Claim {
	return slices.Concat(tokenClaims(), postClaims(), contentClaims(), putClaims(), deleteClaims(),
		directoryClaims(), answerClaims())
}

// Verdict is what a probe found.
type Verdict string

// The verdicts.
const (
	IsConfirmed Verdict = "confirmed"
	IsRefuted   Verdict = "refuted"
	// IsUnclear means that the probe could not tell: an answer that it needs
	// was not to be had.
	IsUnclear Verdict = "could not tell"
)

// Result is the verdict on a claim, and what led to it: statuses, codes and
// shapes, but no value of the account.
type Result struct {
	Claim   Claim
	Verdict Verdict
	Seen    string
}

// probe asks a target about one claim.
type probe struct {
	want string
	run  func(*session) observation
}

// observation is what a probe has found.
type observation struct {
	verdict Verdict
	seen    string
}

func judge(confirmed bool, seen string) observation {
	if confirmed {
		return observation{IsConfirmed, seen}
	}
	return observation{IsRefuted, seen}
}

func unclear(why string) observation { return observation{IsUnclear, why} }

// step is one call of a session; see session.once.
type step func(*session) answer

// answers expects a step to be answered with this status and code.
func answers(do step, status int, code string) probe {
	want := answer{status: status, code: code}
	return probe{want.String(), func(s *session) observation {
		a := do(s)
		if a.failed() {
			return unclear(a.String())
		}
		return judge(a.status == status && a.code == code, a.String())
	}}
}

// accepts expects a step to succeed, whatever its status is exactly.
func accepts(do step) probe {
	return probe{"accepted (2xx)", func(s *session) observation {
		a := do(s)
		if a.failed() {
			return unclear(a.String())
		}
		return judge(a.ok(), a.String())
	}}
}

// shows expects something of the answer to a step that succeeds. The check shows
// no value of the account.
func shows(do step, want string, check func(*session, answer) observation) probe {
	return probe{want, func(s *session) observation {
		a := do(s)
		if !a.ok() {
			return unclear(a.String())
		}
		return check(s, a)
	}}
}

// looks expects something of what a person sees of the message after a step
// that succeeds.
func looks(do step, id func(*session) string, want string, check func(Message) observation) probe {
	return probe{want, func(s *session) observation {
		a := do(s)
		if !a.ok() {
			return unclear(a.String())
		}
		if s.target.Look == nil {
			return unclear("only a person can see it, in the channel: -look leaves the time")
		}
		m, ok := s.target.Look(id(s))
		if !ok {
			return unclear("the message is not there")
		}
		return check(m)
	}}
}
