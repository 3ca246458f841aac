package contract

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// mutants returns the changed emulators by what is changed.
func mutants() map[string]mutant {
	all := map[string]mutant{}
	for _, some := range []map[string]mutant{
		tokenMutants(), postMutants(), contentMutants(), putMutants(), deleteMutants(), directoryMutants(),
		answerMutants(),
	} {
		maps.Copy(all, some)
	}
	return all
}

func (m mutant) refuting(claims ...string) mutant {
	m.refutes = claims
	return m
}

func (m mutant) obscuring(claims ...string) mutant {
	m.unclear = claims
	return m
}

func set(field string, value any) func(*response) {
	return func(r *response) { r.fields[field] = value }
}

func status(code int) func(*response) { return func(r *response) { r.status = code } }

func isToken(c *call) bool { return c.isToken() }

func succeeding(method string) func(*call, *response) bool {
	return func(c *call, r *response) bool { return c.is(method) && r.status/100 == 2 }
}

// after changes the answers to calls of a method that succeed.
func after(method string, change func(*call, *response)) mutant {
	ok := succeeding(method)
	return mutant{answer: func(c *call, r *response) {
		if ok(c, r) {
			change(c, r)
		}
	}}
}

func tokenMutants() map[string]mutant {
	ofTokens := func(change func(*response)) mutant {
		return mutant{answer: func(c *call, r *response) {
			if c.isToken() && r.status == http.StatusOK {
				change(r)
			}
		}}
	}
	inQuery := func(c *call) bool { return c.isToken() && c.query.Get("grant_type") == "client_credentials" }
	return map[string]mutant{
		"the grant is refused in the query": {
			request: func(c *call) {
				if inQuery(c) && strings.Contains(basicUser(c), "emulator") {
					c.query.Del("grant_type")
				}
			},
			refutes: []string{"token-grant-in-query"},
		},
		"the grant is refused in the body": {
			options: func(o *emulator.Options) { o.GrantInQueryOnly = true },
			refutes: []string{"token-grant-in-body"},
		},
		"tokens live half an hour": {
			options: func(o *emulator.Options) { o.TokenLifetime = 30 * time.Minute },
			refutes: []string{"token-lifetime"},
		},
		"expires_in is a text": ofTokens(set("expires_in", "3600")).refuting("token-lifetime"),
		"tokens have no scope": ofTokens(set("scope", "")).refuting("token-type-and-scope"),
		"tokens are of a kind": ofTokens(set("token_type", "mac")).refuting("token-type-and-scope"),
		"one token at a time": {
			options: func(o *emulator.Options) { o.SingleToken = true },
			refutes: []string{"token-two-at-a-time"},
		},
		"bad credentials are 401": {
			answer: func(c *call, r *response) {
				if c.isToken() && r.fields["error"] == "invalid_client" {
					r.status = http.StatusUnauthorized
				}
			},
			refutes: []string{"token-bad-credentials"},
		},
		"bad grants are invalid requests": {
			answer: func(c *call, r *response) {
				if c.isToken() && r.fields["error"] == "unsupported_grant_type" {
					r.fields["error"] = "invalid_request"
				}
			},
			refutes: []string{"token-bad-grant"},
		},
		"no token is 403": refusing(func(c *call) bool {
			return c.is(http.MethodPost) && c.Header.Get("Authorization") == ""
		}, http.StatusForbidden, 7010).refuting("call-without-token"),
		"a bad token is the gateway's matter": refusing(func(c *call) bool {
			return c.is(http.MethodPost) && strings.Contains(c.Header.Get("Authorization"), "unknown")
		}, http.StatusUnauthorized, 124).refuting("call-with-bad-token"),
		"a bad token is looked at last by PUT": refusing(func(c *call) bool {
			return c.is(http.MethodPut) && strings.Contains(c.Header.Get("Authorization"), "unknown")
		}, http.StatusNotFound, 8001).refuting("edit-with-bad-token"),
	}
}

func basicUser(c *call) string {
	user, _, _ := c.BasicAuth()
	return user
}

func postMutants() map[string]mutant {
	post := func(is func(*call) bool) func(*call) bool {
		return func(c *call) bool { return c.is(http.MethodPost) && c.fields != nil && is(c) }
	}
	refused := func(is func(*call) bool, claims ...string) mutant {
		return refusing(post(is), http.StatusBadRequest, 7001).refuting(claims...)
	}
	otherwise := func(field, value string, claims ...string) mutant {
		return refusing(
			post(func(c *call) bool { return c.text(field) == value }),
			http.StatusConflict,
			7009,
		).refuting(
			claims...)
	}
	filled := func(field string, value any, claims ...string) mutant {
		return mutant{request: func(c *call) {
			if post(func(c *call) bool { return !c.has(field) })(c) {
				c.fields[field] = value
			}
		}, refutes: claims}
	}
	return map[string]mutant{
		"POST is answered with 200": after(http.MethodPost, func(_ *call, r *response) { r.status = http.StatusOK }).
			refuting("post-status"),
		"POST answers no user_jid": after(http.MethodPost, func(_ *call, r *response) { delete(r.fields, "user_jid") }).
			refuting("post-fields"),
		"POST answers another to_jid": after(http.MethodPost, func(_ *call, r *response) { r.fields["to_jid"] = "x@y.z" }).
			refuting("post-fields"),
		"POST writes an ISO time": after(http.MethodPost, func(_ *call, r *response) {
			date, clock, _ := strings.Cut(r.fields["sent_time"].(string), " ") //nolint:forcetypeassert // the emulator's
			r.fields["sent_time"] = date + "T" + clock + "Z"
		}).refuting("post-sent-time"),
		"ids are numbers in words": {
			options: func(o *emulator.Options) { o.NewID = func(n int) string { return "message-" + strconv.Itoa(n) } },
			refutes: []string{"message-id-shape"},
		},
		"user_jid is optional": {
			options: func(o *emulator.Options) { o.UserJIDOptional = true },
			refutes: []string{"post-without-user-jid"},
		},
		"is_markdown_support is required by POST": refused(func(c *call) bool { return !c.has("is_markdown_support") },
			"post-without-markdown-flag"),
		"account_id is optional for POST": filled("account_id", emulator.DefaultAccountID, "post-without-account"),
		"unknown fields are refused": refused(
			func(c *call) bool { return c.has("contract_unknown") },
			"post-unknown-field",
		),
		"half a JSON is 300": refusing(func(c *call) bool {
			return c.is(http.MethodPost) && len(c.body) > 0 && c.fields == nil
		}, http.StatusBadRequest, 300).refuting("post-not-json"),
		"the Content-Type does not matter": {
			request: func(c *call) {
				if c.is(http.MethodPost) {
					c.Header.Set("Content-Type", "application/json")
				}
			},
			refutes: []string{"post-content-type"},
		},
		"a malformed robot_jid is another error": otherwise("robot_jid", "contract unknown", "post-bad-robot"),
		"an unknown robot_jid is another error": otherwise(
			"robot_jid",
			"v1contractunknown00@xmpp.zoom.us",
			"post-unknown-robot",
		),
		"an unknown to_jid is another error": otherwise(
			"to_jid",
			"contract-unknown@conference.xmpp.zoom.us",
			"post-unknown-channel",
		),
		"an unknown account_id is another error": otherwise("account_id", "contract-unknown-acct", "post-other-account"),
		"replies are refused": refused(func(c *call) bool { return c.find(c.text("reply_to")) != nil }, "post-reply").
			obscuring("put-keeps-thread"),
		"the parent of a reply must exist": refused(func(c *call) bool {
			return c.has("reply_to") && c.find(c.text("reply_to")) == nil
		}, "post-reply-to-deleted"),
		"visible_to_user takes JIDs only": refused(func(c *call) bool {
			return c.has("visible_to_user") && !strings.Contains(c.text("visible_to_user"), "@")
		}, "post-visible-to-id"),
		"visible_to_user takes IDs only": refused(
			func(c *call) bool { return strings.Contains(c.text("visible_to_user"), "@") },
			"post-visible-to-jid",
		),
	}
}

func contentMutants() map[string]mutant {
	refused := func(is func(*call) bool, claims ...string) mutant {
		return refusing(
			func(c *call) bool { return c.is(http.MethodPost) && is(c) },
			http.StatusBadRequest,
			7001,
		).refuting(
			claims...)
	}
	allowed := func(field string, claims ...string) mutant {
		return mutant{request: func(c *call) {
			if c.is(http.MethodPost) && c.element(func(e map[string]any) bool { return e[field] != nil }) {
				c.fields["is_markdown_support"] = false
			}
		}, refutes: claims}
	}
	return map[string]mutant{
		"empty content is refused": refused(func(c *call) bool {
			content, ok := c.fields["content"].(map[string]any)
			return ok && len(content) == 0
		}, "content-empty"),
		"content is optional for POST": {
			request: func(c *call) {
				if c.is(http.MethodPost) && c.has("to_jid") && !c.has("content") {
					c.fields["content"] = map[string]any{}
				}
			},
			refutes: []string{"content-missing"},
		},
		"content may be a text": {
			request: func(c *call) {
				if _, ok := c.fields["content"].(string); ok {
					c.fields["content"] = map[string]any{}
				}
			},
			refutes: []string{"content-is-text"},
		},
		"a body must be a list": refused(func(c *call) bool {
			_, object := c.elements().(map[string]any)
			return object
		}, "content-body-object"),
		"elements are looked at": refused(func(c *call) bool {
			return c.element(func(e map[string]any) bool { return e["type"] == "contract_unknown" })
		}, "content-unknown-element"),
		"values are looked at": refused(func(c *call) bool {
			return c.element(func(e map[string]any) bool { return e["type"] == "fields" })
		}, "content-number-as-value"),
		"a link beside markdown is accepted":   allowed("link", "markdown-with-link"),
		"editable beside markdown is accepted": allowed("editable", "markdown-with-editable"),
		"links are refused": refused(func(c *call) bool {
			return c.fields["is_markdown_support"] == false && c.element(func(e map[string]any) bool { return e["link"] != nil })
		}, "link-without-markdown"),
		"long texts are refused": refusing(func(c *call) bool { return len(c.body) > 10000 }, http.StatusBadRequest, 7001).
			refuting("content-long-text"),
	}
}

func putMutants() map[string]mutant {
	put := func(change func(*response)) mutant {
		return after(http.MethodPut, func(_ *call, r *response) { change(r) })
	}
	refused := func(field string, claims ...string) mutant {
		return refusing(func(c *call) bool { return c.is(http.MethodPut) && c.fields["content"] != nil && !c.has(field) },
			http.StatusBadRequest, 7001).refuting(claims...)
	}
	filled := func(field string, value any, claims ...string) mutant {
		return mutant{request: func(c *call) {
			if c.is(http.MethodPut) && len(c.fields) > 0 && !c.has(field) {
				c.fields[field] = value
			}
		}, refutes: claims}
	}
	return map[string]mutant{
		"PUT is answered with 202": put(status(http.StatusAccepted)).refuting("put-status"),
		"PUT gives a new id":       put(set("message_id", "other")).refuting("put-keeps-id"),
		"PUT does not name the channel": after(http.MethodPut, func(c *call, r *response) {
			delete(r.fields, "to_jid")
		}).refuting("put-channel-in-answer").obscuring("put-does-not-move"),
		"PUT writes no time zone": after(http.MethodPut, func(_ *call, r *response) {
			zoned, _ := r.fields["sent_time"].(string)
			r.fields["sent_time"] = strings.TrimSuffix(zoned, " +0000")
		}).refuting("put-sent-time"),
		"PUT answers the time of the edit": put(
			set("sent_time", "2001-01-01 00:00:00 +0000"),
		).refuting(
			"put-time-of-posting",
		),
		"user_jid is required by PUT": refused("user_jid", "put-without-user-jid").obscuring("put-keeps-user"),
		"PUT without user_jid takes the user away": after(http.MethodPut, func(c *call, r *response) {
			if !c.has("user_jid") {
				r.fields["user_jid"] = "nobody@xmpp.zoom.us"
			}
		}).refuting("put-keeps-user"),
		"is_markdown_support is required by PUT": refused("is_markdown_support", "put-without-markdown-flag").
			obscuring("put-markdown-flag-is-not-kept"),
		"PUT without is_markdown_support keeps it": {
			request: func(c *call) {
				if m := c.message(); c.is(http.MethodPut) && !c.has("is_markdown_support") && m != nil {
					c.fields["is_markdown_support"] = m.IsMarkdownSupport
				}
			},
			refutes: []string{"put-markdown-flag-is-not-kept"},
		},
		"PUT merges contents": {
			request: func(c *call) {
				if content, ok := c.fields["content"].(map[string]any); ok && c.is(http.MethodPut) && content["body"] == nil {
					content["body"] = []any{}
				}
			},
			refutes: []string{"put-replaces-content"},
		},
		"account_id is optional for PUT": filled("account_id", emulator.DefaultAccountID, "put-without-account"),
		"robot_jid is optional for PUT":  filled("robot_jid", emulator.DefaultRobotJID, "put-without-robot"),
		"content is optional for PUT":    filled("content", map[string]any{"body": []any{}}, "put-without-content"),
		"PUT moves": after(http.MethodPut, func(c *call, r *response) {
			if c.has("to_jid") {
				r.fields["to_jid"] = c.text("to_jid")
			}
		}).refuting("put-does-not-move"),
		"threads end with an edit": {look: func(m *Message) { m.ReplyTo = "" }, refutes: []string{"put-keeps-thread"}},
		"PUT to an unknown message is another error": refusing(func(c *call) bool {
			return c.is(http.MethodPut) && strings.Contains(c.id(), "contractNone")
		}, http.StatusNotFound, 8009).refuting("put-unknown-message"),
		"PUT to a deleted message is another error": refusing(func(c *call) bool {
			return c.is(http.MethodPut) && !strings.Contains(c.id(), "contract") && c.message() == nil
		}, http.StatusGone, 8001).refuting("put-deleted-message"),
		"any bot may edit": anyBot(http.MethodPut, "put-message-of-another-bot"),
	}
}
