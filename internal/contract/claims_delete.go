package contract

import (
	"encoding/json"
	"net/http"
)

// deleteBrief posts a message and deletes it.
func deleteBrief(s *session) answer {
	s.post(brief, nil)
	return s.remove(brief, s.target.App, s.id(brief), s.arguments(s.target.App), nil)
}

// deletesWithout tries to delete a message without one of the arguments.
func deletesWithout(argument string) step {
	return func(s *session) answer {
		return s.remove("without "+argument, s.target.App, s.expendable(), s.arguments(s.target.App, argument), nil)
	}
}

func deleteClaims() []Claim {
	return []Claim{
		{
			Name:  "delete-status",
			Says:  "A DELETE with its arguments in the query is answered with 200.",
			Grade: Documented, Source: reference,
			probe: answers(deleteBrief, http.StatusOK, ""),
		},
		{
			Name:  "delete-answer",
			Says:  "The answer to DELETE names the message.",
			Grade: Documented, Source: reference + " (optional there)",
			probe: shows(deleteBrief, "the message_id of the POST", sameAsSent("message_id", idOf(brief))),
		},
		{
			Name:  "delete-sent-time",
			Says:  "DELETE writes sent_time with a time zone: 2019-10-17 01:40:24 +0000.",
			Grade: Documented, Source: reference,
			probe: shows(deleteBrief, "9999-99-99 99:99:99 +9999", timeIn("9999-99-99 99:99:99 +9999")),
		},
		{
			Name:  "delete-twice",
			Says:  "A second DELETE of a message is answered with 404, code 8001.",
			Grade: Assumed, Source: "an unknown message is documented to be answered so",
			probe: answers(func(s *session) answer {
				if !deleteBrief(s).ok() {
					return answer{why: "no message was deleted"}
				}
				return s.remove("twice", s.target.App, s.id(brief), s.arguments(s.target.App), nil)
			}, http.StatusNotFound, unknownMessage),
		},
		{
			Name:  "delete-unknown-message",
			Says:  "A DELETE of an unknown message is answered with 404, code 8001.",
			Grade: Documented, Source: reference,
			probe: answers(func(s *session) answer {
				return s.remove("unknown", s.target.App, "201910contractNone_main", s.arguments(s.target.App), nil)
			}, http.StatusNotFound, unknownMessage),
		},
		{
			Name:  "delete-message-of-another-bot",
			Says:  "A DELETE of the message of another bot is answered with 404, code 8001.",
			Grade: Assumed, Source: "an unknown message is documented to be answered so",
			probe: answers(func(s *session) answer {
				if s.target.Other == nil {
					return answer{why: "needs a second app"}
				}
				return s.remove("of another", *s.target.Other, s.expendable(), s.arguments(*s.target.Other), nil)
			}, http.StatusNotFound, unknownMessage),
		},
		{
			Name:  "delete-without-account",
			Says:  "A DELETE without account_id is refused: 400, code 7001.",
			Grade: Assumed, Source: "required in " + reference + "; " + likePost,
			probe: answers(deletesWithout("account_id"), http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "delete-without-robot",
			Says:  "A DELETE without robot_jid is refused: 400, code 7001.",
			Grade: Assumed, Source: "required in " + reference + "; " + likePost,
			probe: answers(deletesWithout("robot_jid"), http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "delete-arguments-in-body",
			Says:  "A DELETE with its arguments in the body instead of the query is refused: 400, code 7001.",
			Grade: Assumed, Source: reference + " has them in the query; its old editions had them in the body",
			probe: answers(func(s *session) answer {
				body, err := json.Marshal(map[string]string{"robot_jid": s.target.RobotJID, "account_id": s.target.AccountID})
				if err != nil {
					return answer{why: "the request cannot be built"}
				}
				return s.remove("by body", s.target.App, s.expendable(), nil, body)
			}, http.StatusBadRequest, invalidBody),
		},
	}
}
