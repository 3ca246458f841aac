package contract

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// Names of the messages that several claims are about.
const (
	plain = "plain" // posted and edited
	reply = "reply" // a reply to plain
	brief = "brief" // posted and deleted
)

func postPlain(s *session) answer { return s.post(plain, nil) }

func postReply(s *session) answer {
	if !postPlain(s).ok() {
		return noMessage
	}
	return s.post(reply, with{"reply_to": s.id(plain)})
}

// posting posts the plain message with something changed.
func posting(name string, w with) step {
	return func(s *session) answer { return s.post(name, w) }
}

func postClaims() []Claim {
	return []Claim{
		{
			Name:  "post-status",
			Says:  "A POST that succeeds is answered with 201.",
			Grade: Documented, Source: reference,
			probe: answers(postPlain, http.StatusCreated, ""),
		},
		{
			Name:  "post-fields",
			Says:  "The answer to POST has message_id and sent_time, and robot_jid, to_jid and user_jid as they were sent.",
			Grade: Documented, Source: reference,
			probe: shows(postPlain, "all five fields", sameFields),
		},
		{
			Name:  "post-sent-time",
			Says:  "POST writes sent_time without a time zone: 2019-10-17 01:40:24.",
			Grade: Documented, Source: reference,
			probe: shows(postPlain, "9999-99-99 99:99:99", timeIn("9999-99-99 99:99:99")),
		},
		{
			Name:   "message-id-shape",
			Says:   "A message ID has one of the shapes that were seen: a UUID, also in braces, or a date and letters.",
			Grade:  Seen,
			Source: reference + ", " + sendGuide,
			probe: shows(postPlain, "one of the shapes", func(_ *session, a answer) observation {
				id := a.text("message_id")
				for name, pattern := range idShapes {
					if pattern.MatchString(id) {
						return judge(true, name)
					}
				}
				return judge(false, shape(id))
			}),
		},
		{
			Name:   "post-without-user-jid",
			Says:   "A POST without user_jid is refused: 400, code 7001.",
			Grade:  Documented,
			Source: reference + "; contradicted by " + sendGuide + " (user-managed apps only) and by published bots",
			probe:  answers(posting("without user", with{"user_jid": nil}), http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "post-without-markdown-flag",
			Says:  "POST may leave out is_markdown_support.",
			Grade: Documented, Source: reference,
			probe: accepts(posting("without flag", with{"is_markdown_support": nil})),
		},
		{
			Name:  "post-without-account",
			Says:  "A POST without account_id is refused: 400, code 7001.",
			Grade: Documented, Source: reference,
			probe: answers(posting("without account", with{"account_id": nil}), http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "post-unknown-field",
			Says:  "A field that POST does not have is ignored.",
			Grade: Assumed, Source: noSource,
			probe: accepts(posting("unknown field", with{"contract_unknown": true})),
		},
		{
			Name:  "post-not-json",
			Says:  "A body that is not JSON is refused: 400, code 7001.",
			Grade: Documented, Source: reference,
			probe: answers(func(s *session) answer {
				return s.postRaw("not JSON", "application/json", func(body []byte) []byte { return body[:len(body)-1] })
			}, http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "post-content-type",
			Says:  "A JSON body that is called text/plain is refused: 400, code 7001.",
			Grade: Assumed, Source: noSource,
			probe: answers(func(s *session) answer {
				return s.postRaw("text", "text/plain", func(body []byte) []byte { return body })
			}, http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "post-bad-robot",
			Says:  "A robot_jid that is not a JID is answered with 404, code 7002.",
			Grade: Documented, Source: reference,
			probe: answers(posting("bad robot", with{"robot_jid": "contract unknown"}), http.StatusNotFound, invalidRobot),
		},
		{
			Name:  "post-unknown-robot",
			Says:  "A robot_jid of no bot is answered with 403, code 7003.",
			Grade: Documented, Source: reference,
			probe: answers(posting("unknown robot", with{"robot_jid": "v1contractunknown00@xmpp.zoom.us"}),
				http.StatusForbidden, unknownRobot),
		},
		{
			Name:  "post-unknown-channel",
			Says:  "A to_jid of no channel and no user is answered with 403, code 7004.",
			Grade: Documented, Source: reference,
			probe: answers(posting("unknown channel", with{"to_jid": "contract-unknown@conference.xmpp.zoom.us"}),
				http.StatusForbidden, notAuthorized),
		},
		{
			Name:   "post-other-account",
			Says:   "An account_id of another account is answered with 403, code 7004.",
			Grade:  Assumed,
			Source: "7004 is documented as \"Not authorized.\"",
			probe: answers(
				posting("other account", with{"account_id": "contract-unknown-acct"}),
				http.StatusForbidden,
				notAuthorized,
			),
		},
		{
			Name:  "post-reply",
			Says:  "POST takes the ID of another message as reply_to.",
			Grade: Documented, Source: reference,
			probe: accepts(postReply),
		},
		{
			Name:  "post-reply-to-deleted",
			Says:  "A reply to a message that was deleted is accepted.",
			Grade: Assumed, Source: noSource,
			probe: accepts(func(s *session) answer {
				if !deleteBrief(s).ok() {
					return answer{why: "no message was deleted"}
				}
				return s.post("reply to deleted", with{"reply_to": s.id(brief)})
			}),
		},
		{
			Name:  "post-visible-to-id",
			Says:  "POST takes a user ID as visible_to_user.",
			Grade: Documented, Source: reference + ", " + sendGuide,
			probe: accepts(func(s *session) answer {
				if s.target.UserID == "" {
					return answer{why: "needs the ID of a user"}
				}
				return s.post("visible to ID", with{"visible_to_user": s.target.UserID})
			}),
		},
		{
			Name:  "post-visible-to-jid",
			Says:  "POST takes a user's JID as visible_to_user.",
			Grade: Seen, Source: "the example in " + reference,
			probe: accepts(func(s *session) answer {
				return s.post("visible to JID", with{"visible_to_user": s.target.UserJID})
			}),
		},
	}
}

// idShapes are the shapes of message IDs that were seen.
var idShapes = map[string]*regexp.Regexp{
	"UUID":                 regexp.MustCompile(`^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$`),
	"UUID in braces":       regexp.MustCompile(`^\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}$`),
	"date, letters, _main": regexp.MustCompile(`^[0-9]{6}[0-9A-Za-z]+_main$`),
	"time, letters, _aw1":  regexp.MustCompile(`^[0-9]{17}_[0-9A-Za-z]+_aw[0-9]$`),
}

// sameFields reports whether an answer has the fields of a message, and those
// that were sent with the values that were sent.
func sameFields(s *session, a answer) observation {
	var wrong []string
	for field, want := range map[string]string{
		"message_id": a.text("message_id"), "sent_time": a.text("sent_time"),
		"robot_jid": s.target.RobotJID, "to_jid": s.target.ToJID, "user_jid": s.target.UserJID,
	} {
		if got := a.text(field); got == "" {
			wrong = append(wrong, "no "+field)
		} else if got != want {
			wrong = append(wrong, "another "+field)
		}
	}
	if wrong == nil {
		return judge(true, "all five fields")
	}
	return judge(false, strings.Join(slices.Sorted(slices.Values(wrong)), ", "))
}

// timeIn expects sent_time in a form.
func timeIn(form string) func(*session, answer) observation {
	return func(_ *session, a answer) observation {
		seen := shape(a.text("sent_time"))
		return judge(seen == form, seen)
	}
}

// postRaw posts a message with a changed body and another Content-Type.
func (s *session) postRaw(name, contentType string, change func([]byte) []byte) answer {
	return s.once("post "+name, func() answer {
		r := jsonRequest(http.MethodPost, s.target.BaseURL+messagesPath, change(bytes.Clone(s.postBody(name, nil))))
		r.header.Set("Content-Type", contentType)
		return s.sent(s.call(s.target.App, r))
	})
}
