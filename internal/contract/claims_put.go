package contract

import (
	"net/http"
	"strings"
)

// edits edits the plain message with something changed.
func edits(name string, w with) step {
	return func(s *session) answer {
		postPlain(s)
		return s.put(name, s.target.App, s.id(plain), w)
	}
}

var editPlain = edits("edited", nil)

func idOf(name string) func(*session) string {
	return func(s *session) string { return s.id(name) }
}

func putClaims() []Claim {
	return []Claim{
		{
			Name:  "put-status",
			Says:  "A PUT that succeeds is answered with 200.",
			Grade: Documented, Source: reference,
			probe: answers(editPlain, http.StatusOK, ""),
		},
		{
			Name:  "put-keeps-id",
			Says:  "PUT keeps the ID of the message.",
			Grade: Documented, Source: reference,
			probe: shows(editPlain, "the message_id of the POST", sameAsSent("message_id", idOf(plain))),
		},
		{
			Name:   "put-channel-in-answer",
			Says:   "The answer to PUT names the channel of the message.",
			Grade:  Documented,
			Source: reference + " (optional there)",
			probe: shows(
				editPlain,
				"the to_jid of the POST",
				sameAsSent("to_jid", func(s *session) string { return s.target.ToJID }),
			),
		},
		{
			Name:  "put-sent-time",
			Says:  "PUT writes sent_time with a time zone: 2019-10-17 01:40:24 +0000.",
			Grade: Documented, Source: reference,
			probe: shows(editPlain, "9999-99-99 99:99:99 +9999", timeIn("9999-99-99 99:99:99 +9999")),
		},
		{
			Name:  "put-time-of-posting",
			Says:  "PUT answers the time of the posting, not of the edit.",
			Grade: Assumed, Source: noSource,
			probe: shows(editPlain, "the time of the POST", func(s *session, a answer) observation {
				if digits(a.text("sent_time")) == digits(s.done["post "+plain].text("sent_time")) {
					return judge(true, "the time of the POST")
				}
				return judge(false, "another time")
			}),
		},
		{
			Name:  "put-without-user-jid",
			Says:  "PUT may leave out user_jid.",
			Grade: Documented, Source: reference,
			probe: accepts(edits("edited without user", with{"user_jid": nil})),
		},
		{
			Name:  "put-keeps-user",
			Says:  "A PUT without user_jid keeps the user of the message.",
			Grade: Assumed, Source: noSource,
			probe: shows(edits("edited without user", with{"user_jid": nil}), "the user_jid of the POST",
				ifNamed("user_jid", func(s *session) string { return s.target.UserJID })),
		},
		{
			Name:  "put-without-markdown-flag",
			Says:  "PUT may leave out is_markdown_support.",
			Grade: Documented, Source: reference,
			probe: accepts(editWithoutFlag),
		},
		{
			Name:  "put-markdown-flag-is-not-kept",
			Says:  "A PUT without is_markdown_support sets it to false.",
			Grade: Assumed, Source: noSource,
			probe: looks(editWithoutFlag, idOf(plain), "markup is shown as it is", func(m Message) observation {
				if m.Markdown {
					return judge(false, "markup is applied")
				}
				return judge(true, "markup is shown as it is")
			}),
		},
		{
			Name:  "put-replaces-content",
			Says:  "PUT replaces the content as a whole.",
			Grade: Assumed, Source: reference + " speaks of editing only",
			probe: looks(edits("head only", with{"content": map[string]any{"head": map[string]any{"text": "contract, edited"}}}),
				idOf(plain), "the new content alone", func(m Message) observation {
					if strings.Contains(m.Text, `"body"`) {
						return judge(false, "parts of the old content")
					}
					return judge(true, "the new content alone")
				}),
		},
		{
			Name:  "put-without-account",
			Says:  "A PUT without account_id is refused: 400, code 7001.",
			Grade: Assumed, Source: "required in " + reference + "; " + likePost,
			probe: answers(edits("edited without account", with{"account_id": nil}), http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "put-without-robot",
			Says:  "A PUT without robot_jid is refused: 400, code 7001.",
			Grade: Assumed, Source: "required in " + reference + "; " + likePost,
			probe: answers(edits("edited without robot", with{"robot_jid": nil}), http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "put-without-content",
			Says:  "A PUT without content is refused: 400, code 7001.",
			Grade: Assumed, Source: "required in " + reference + "; " + likePost,
			probe: answers(edits("edited without content", with{"content": nil}), http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "put-does-not-move",
			Says:  "PUT takes a to_jid and does not move the message.",
			Grade: Seen, Source: zoomNet,
			probe: shows(edits("moved", with{"to_jid": "contract-unknown@conference.xmpp.zoom.us"}), "the to_jid of the POST",
				ifNamed("to_jid", func(s *session) string { return s.target.ToJID })),
		},
		{
			Name:  "put-keeps-thread",
			Says:  "PUT leaves a reply in its thread.",
			Grade: Assumed, Source: "the message stays the same",
			probe: looks(func(s *session) answer {
				postReply(s)
				return s.put("edited reply", s.target.App, s.id(reply), nil)
			}, idOf(reply), "still a reply", func(m Message) observation {
				if m.ReplyTo == "" {
					return judge(false, "no reply any more")
				}
				return judge(true, "still a reply")
			}),
		},
		{
			Name:  "put-unknown-message",
			Says:  "A PUT to an unknown message is answered with 404, code 8001.",
			Grade: Documented, Source: reference,
			probe: answers(func(s *session) answer {
				return s.put("unknown", s.target.App, "201910contractNone_main", nil)
			}, http.StatusNotFound, unknownMessage),
		},
		{
			Name:  "put-deleted-message",
			Says:  "A PUT to a message that was deleted is answered with 404, code 8001.",
			Grade: Assumed, Source: "an unknown message is documented to be answered so",
			probe: answers(func(s *session) answer {
				if !deleteBrief(s).ok() {
					return answer{why: "no message was deleted"}
				}
				return s.put("deleted", s.target.App, s.id(brief), nil)
			}, http.StatusNotFound, unknownMessage),
		},
		{
			Name:  "put-message-of-another-bot",
			Says:  "A PUT to the message of another bot is answered with 404, code 8001.",
			Grade: Assumed, Source: "an unknown message is documented to be answered so",
			probe: answers(func(s *session) answer {
				if s.target.Other == nil {
					return answer{why: "needs a second app"}
				}
				return s.put("of another", *s.target.Other, s.expendable(), nil)
			}, http.StatusNotFound, unknownMessage),
		},
	}
}

// editWithoutFlag turns markdown on, and then leaves the flag out.
func editWithoutFlag(s *session) answer {
	if a := edits("edited with markdown", with{"is_markdown_support": true})(s); !a.ok() {
		return a
	}
	return edits("edited without flag", with{"is_markdown_support": nil})(s)
}

// digits returns the first digits of a time, to the second, so that only the
// time counts and not how it is written.
func digits(text string) string {
	const toTheSecond = len("20191017014024")
	only := strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, text)
	return only[:min(len(only), toTheSecond)]
}

// sameAsSent compares a field of an answer with what was sent.
func sameAsSent(field string, sent func(*session) string) func(*session, answer) observation {
	return func(s *session, a answer) observation {
		switch a.text(field) {
		case sent(s):
			return judge(true, "the "+field+" of the POST")
		case "":
			return judge(false, "no "+field)
		default:
			return judge(false, "another "+field)
		}
	}
}

// ifNamed is like sameAsSent, but cannot tell if the field is absent.
func ifNamed(field string, sent func(*session) string) func(*session, answer) observation {
	return func(s *session, a answer) observation {
		if a.text(field) == "" {
			return unclear("no " + field + " in the answer")
		}
		return sameAsSent(field, sent)(s, a)
	}
}
