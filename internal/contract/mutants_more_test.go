package contract

import (
	"net/http"
	"strings"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// anyBot lets the calls of the other bot pass as those of the bot that posted.
func anyBot(method string, claims ...string) mutant {
	owner := "" // Authorization of the bot that posted
	return mutant{request: func(c *call) {
		switch {
		case c.is(http.MethodPost) && strings.Contains(c.Header.Get("Authorization"), "emulator-token"):
			owner = c.Header.Get("Authorization")
		case c.is(method) && c.text("robot_jid") == emulatedOther:
			c.fields["robot_jid"] = emulator.DefaultRobotJID
			c.Header.Set("Authorization", owner)
		case c.is(method) && c.query.Get("robot_jid") == emulatedOther:
			c.query.Set("robot_jid", emulator.DefaultRobotJID)
			c.Header.Set("Authorization", owner)
		}
	}, refutes: claims}
}

func deleteMutants() map[string]mutant {
	deleted := func(change func(*response)) mutant {
		return after(http.MethodDelete, func(_ *call, r *response) { change(r) })
	}
	filled := func(argument, value string, claims ...string) mutant {
		return mutant{request: func(c *call) {
			if c.is(http.MethodDelete) && len(c.query) > 0 && !c.query.Has(argument) {
				c.query.Set(argument, value)
			}
		}, refutes: claims}
	}
	return map[string]mutant{
		"DELETE is answered with 202": deleted(status(http.StatusAccepted)).refuting("delete-status"),
		"DELETE does not name the message": deleted(
			func(r *response) { delete(r.fields, "message_id") },
		).refuting(
			"delete-answer",
		),
		"DELETE writes seconds": deleted(set("sent_time", "1571276424")).refuting("delete-sent-time"),
		"deleting again succeeds": {
			answer: func(c *call, r *response) {
				if c.is(http.MethodDelete) && r.status == http.StatusNotFound && c.message() == nil &&
					!strings.Contains(c.id(), "contract") {
					r.status = http.StatusOK
				}
			},
			refutes: []string{"delete-twice"},
		},
		"deleting an unknown message succeeds": {
			answer: answering(func(c *call) bool {
				return c.is(http.MethodDelete) && strings.Contains(c.id(), "contractNone")
			}, func(r *response) { r.status, r.fields = http.StatusOK, map[string]any{} }),
			refutes: []string{"delete-unknown-message"},
		},
		"any bot may delete":                anyBot(http.MethodDelete, "delete-message-of-another-bot"),
		"account_id is optional for DELETE": filled("account_id", emulator.DefaultAccountID, "delete-without-account"),
		"robot_jid is optional for DELETE":  filled("robot_jid", emulator.DefaultRobotJID, "delete-without-robot"),
		"DELETE takes its arguments from a body": {
			request: func(c *call) {
				if c.is(http.MethodDelete) && len(c.query) == 0 {
					c.query.Set("account_id", c.text("account_id"))
					c.query.Set("robot_jid", c.text("robot_jid"))
					c.body, c.fields = nil, nil
				}
			},
			refutes: []string{"delete-arguments-in-body"},
		},
	}
}

func directoryMutants() map[string]mutant {
	get := func(part string, change func(*response), claims ...string) mutant {
		return mutant{answer: func(c *call, r *response) {
			if c.Method == http.MethodGet && strings.Contains(c.URL.Path, part) {
				change(r)
			}
		}, refutes: claims}
	}
	account := func(c *call) string {
		if c.query.Get("grant_type") != "account_credentials" {
			return ""
		}
		return c.query.Get("account_id")
	}
	return map[string]mutant{
		"account_credentials are not granted": refusing(func(c *call) bool {
			return account(c) == emulator.DefaultAccountID
		}, http.StatusBadRequest, 300).refuting("directory-token").obscuring(
			"directory-user-jid", "directory-unknown-user", "directory-channel-jid", "directory-page-token"),
		"another account is unauthorized": refusing(func(c *call) bool {
			return strings.Contains(account(c), "unknown")
		}, http.StatusUnauthorized, 4700).refuting("directory-token-of-another-account"),
		"users have no jid": get("/v2/users/", func(r *response) { delete(r.fields, "jid") }, "directory-user-jid"),
		"an unknown user is another error": get("/v2/users/", func(r *response) {
			if r.status == http.StatusNotFound {
				r.fields["code"] = 1010
			}
		}, "directory-unknown-user"),
		"channels have no jid": get("/v2/chat/users/", func(r *response) {
			channels, _ := r.fields["channels"].([]any)
			for _, c := range channels {
				delete(c.(map[string]any), "jid") //nolint:forcetypeassert // the emulator's
			}
		}, "directory-channel-jid"),
		"an unknown page is another error": get("/v2/chat/users/", func(r *response) {
			if r.status == http.StatusBadRequest {
				r.status = http.StatusNotFound
			}
		}, "directory-page-token"),
		"a bad token of a look-up is another error": get("/v2/users/", func(r *response) {
			if r.status == http.StatusUnauthorized {
				r.fields["code"] = 4700
			}
		}, "directory-bad-token"),
		"the chatbot's token is forbidden to look up": get("/v2/users/", func(r *response) {
			if r.fields["code"] == float64(4711) {
				r.status = http.StatusForbidden
			}
		}, "directory-with-chatbot-token"),
	}
}

func answerMutants() map[string]mutant {
	limited := func(typ string, change func(*response), claims ...string) mutant {
		return mutant{answer: func(_ *call, r *response) {
			if r.status == http.StatusTooManyRequests && r.header.Get("X-Ratelimit-Type") == typ {
				change(r)
			}
		}, refutes: claims}
	}
	header := func(name, value string) func(*response) { return func(r *response) { r.header.Set(name, value) } }
	get := func(end string) func(*call) bool {
		return func(c *call) bool {
			return c.Method == http.MethodGet && strings.HasSuffix(c.URL.Path, end) == (end != "")
		}
	}
	return map[string]mutant{
		"messages can be read": {
			answer: answering(func(c *call) bool { return c.is(http.MethodGet) }, func(r *response) {
				r.status, r.fields = http.StatusOK, map[string]any{}
				r.header.Set("X-Ratelimit-Category", "Medium")
			}),
			refutes: []string{"read-is-not-possible"},
		},
		"an unknown path is answered with a page": {
			answer:  answering(get("/contract-unknown"), func(r *response) { r.fields = nil }),
			refutes: []string{"unknown-path"},
		},
		"errors have no result": {
			answer:  func(_ *call, r *response) { delete(r.fields, "result") },
			refutes: []string{"refusal-has-result"},
		},
		"tokens have no tracking ID": {
			answer:  answering(isToken, func(r *response) { r.header.Del("X-Zm-Trackingid") }),
			refutes: []string{"tracking-id"},
		},
		"the calls are heavy": {
			answer:  answering(func(c *call) bool { return !c.isToken() }, header("X-Ratelimit-Category", "Heavy")),
			refutes: []string{"rate-limit-category"},
		},
		"the category is not said": {
			answer:  func(_ *call, r *response) { r.header.Del("X-Ratelimit-Category") },
			refutes: []string{"rate-limit-category"},
		},
		"the limit per second says how long": limited("QPS", header("Retry-After", "1"), "limit-per-second"),
		"the limit per second is of no type": limited("QPS", header("X-Ratelimit-Type", ""), "limit-per-second"),
		"the limit per day says seconds":     limited("Daily-limit", header("Retry-After", "3600"), "limit-per-day"),
		"the limit per day does not say when": limited("Daily-limit", func(r *response) { r.header.Del("Retry-After") },
			"limit-per-day"),
	}
}
