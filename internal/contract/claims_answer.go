package contract

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// answerClaims are about many answers. They come last, when all are there.
func answerClaims() []Claim {
	return []Claim{
		{
			Name:  "read-is-not-possible",
			Says:  "A message cannot be read back: GET /im/chat/messages/{message_id} is answered with an error.",
			Grade: Documented, Source: reference + " has no such call",
			probe: probe{"an error (4xx)", func(s *session) observation {
				if !postPlain(s).ok() {
					return unclear(noMessage.String())
				}
				a := s.get(messagesPath + "/" + s.escaped(plain))
				if a.failed() {
					return unclear(a.String())
				}
				return judge(a.status/100 == 4, a.String())
			}},
		},
		{
			Name:   "unknown-path",
			Says:   "An unknown path is answered with 404, code 2300.",
			Grade:  Seen,
			Source: devForum,
			probe: answers(
				func(s *session) answer { return s.get("/im/chat/contract-unknown") },
				http.StatusNotFound,
				unknownEndpoint,
			),
		},
		{
			Name:  "refusal-has-result",
			Says:  "An error of the chatbot calls with a code from 7001 has \"result\": false.",
			Grade: Seen, Source: devForum + ", " + zoomNet,
			probe: ofAll("\"result\": false in all", isChatbotError, func(a answer) (bool, string) {
				result, ok := a.fields["result"].(bool)
				if !ok {
					return false, "no result"
				}
				return !result, fmt.Sprintf("result %t", result)
			}),
		},
		{
			Name:  "tracking-id",
			Says:  "Every answer has a header x-zm-trackingid.",
			Grade: Seen, Source: sdk + " passes it on",
			probe: ofAll("in all", func(answer) bool { return true }, func(a answer) (bool, string) {
				return a.header.Get("X-Zm-Trackingid") != "", "none"
			}),
		},
		{
			Name:  "rate-limit-category",
			Says:  "A chatbot call that succeeds is answered with X-RateLimit-Category: Medium.",
			Grade: Seen, Source: devForum + "; " + limits + " calls these calls medium",
			probe: ofAll("Medium in all", isChatbotSuccess, func(a answer) (bool, string) {
				category := a.header.Get("X-Ratelimit-Category")
				return strings.EqualFold(category, "medium"), "category " + visible(category)
			}),
		},
		{
			Name:  "limit-per-second",
			Says:  "Over the limit per second, the answer is 429 with X-RateLimit-Type: QPS and without Retry-After.",
			Grade: Seen, Source: devForum + "; " + limits + " has the text only",
			probe: limit("QPS", func(t Target) *Endpoint { return t.PerSecond }, func(a answer) (bool, string) {
				after := a.header.Get("Retry-After")
				return after == "", "Retry-After " + visible(after)
			}),
		},
		{
			Name:  "limit-per-day",
			Says:  "Over the limit per day, the answer is 429 with X-RateLimit-Type: Daily-limit and the time in Retry-After.",
			Grade: Seen, Source: devForum + "; " + limits + " has the text only",
			probe: limit("Daily-limit", func(t Target) *Endpoint { return t.PerDay }, func(a answer) (bool, string) {
				after := a.header.Get("Retry-After")
				_, err := time.Parse(time.RFC3339, after)
				return err == nil, "Retry-After " + visible(shape(after))
			}),
		},
	}
}

// get asks for a path that is not documented.
func (s *session) get(path string) answer {
	return s.once("get "+path, func() answer {
		return s.call(s.target.App, request{method: http.MethodGet, url: s.target.BaseURL + path, header: http.Header{}})
	})
}

func isChatbotSuccess(a answer) bool { return a.ok() && !a.token && !a.get }

func isChatbotError(a answer) bool {
	return a.status/100 == 4 && !a.token && len(a.code) == 4 && a.code >= "7001"
}

// ofAll expects something of each answer so far that is of a kind.
func ofAll(want string, of func(answer) bool, check func(answer) (bool, string)) probe {
	return probe{want, func(s *session) observation {
		count, wrong, seen := 0, 0, ""
		for _, a := range s.answers {
			if !of(a) {
				continue
			}
			count++
			if right, what := check(a); !right {
				wrong, seen = wrong+1, what
			}
		}
		switch {
		case count == 0:
			return unclear("there was no such answer")
		case wrong > 0:
			return judge(false, fmt.Sprintf("%d of %d answers: %s", wrong, count, seen))
		default:
			return judge(true, fmt.Sprintf("all %d answers", count))
		}
	}}
}

// limit judges an answer over a limit: one that is provoked where that harms
// nobody, otherwise one that the run met by chance.
func limit(kind string, of func(Target) *Endpoint, check func(answer) (bool, string)) probe {
	return probe{"429, " + kind, func(s *session) observation {
		met := s.answers
		if at := of(s.target); at != nil {
			met = []answer{s.exceed(*at)}
			if met[0].status != http.StatusTooManyRequests {
				return unclear("the limit was not reached: " + met[0].String())
			}
		}
		for _, a := range met {
			if a.status != http.StatusTooManyRequests {
				continue
			}
			typ := a.header.Get("X-Ratelimit-Type")
			if of(s.target) == nil && !strings.EqualFold(typ, kind) {
				continue // over another limit
			}
			right, seen := check(a)
			return judge(right && strings.EqualFold(typ, kind), "429, "+visible(typ)+", "+seen)
		}
		return unclear("the limit was not reached, and a run does not try to")
	}}
}

// exceed calls until it is told to stop, which on a target that is made for it
// is soon.
func (s *session) exceed(at Endpoint) answer {
	token := s.requestToken(at, s.target.App, "client_credentials", !s.tokenByQuery().ok())
	if !token.ok() {
		return token
	}
	var a answer
	for range 5 {
		r := request{method: http.MethodDelete, url: at.BaseURL + messagesPath + "/none", header: http.Header{}}
		r.url += "?" + s.arguments(s.target.App).Encode()
		r.header.Set("Authorization", "Bearer "+token.text("access_token"))
		if a = s.send(s.ctx, r); a.status == http.StatusTooManyRequests {
			break
		}
	}
	return a
}
