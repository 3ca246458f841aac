package contract

import (
	"fmt"
	"net/http"
	"strings"
)

// posts posts a content of its own with the plain fields.
func posts(name string, content any, markdown bool) step {
	return posting(name, with{"content": content, "is_markdown_support": markdown})
}

// body returns a content whose body is this.
func (s *session) body(elements any) map[string]any {
	return map[string]any{"head": map[string]any{"text": s.mark}, "body": elements}
}

func postsBody(name string, markdown bool, elements ...any) step {
	return func(s *session) answer { return posts(name, s.body(elements), markdown)(s) }
}

func contentClaims() []Claim {
	return []Claim{
		{
			Name:  "content-empty",
			Says:  "POST takes an empty object as content.",
			Grade: Documented, Source: "the example in " + reference,
			probe: accepts(posts("empty content", map[string]any{}, false)),
		},
		{
			Name:  "content-missing",
			Says:  "A POST without content is refused: 400, code 7001.",
			Grade: Documented, Source: reference,
			probe: answers(posting("without content", with{"content": nil}), http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "content-is-text",
			Says:  "A text as content is refused: 400, code 7001.",
			Grade: Documented, Source: reference,
			probe: answers(posts("text content", "contract", false), http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "content-body-object",
			Says:  "A body that is an object instead of a list is accepted.",
			Grade: Seen, Source: secretSanta,
			probe: accepts(func(s *session) answer {
				return posts("body object", s.body(map[string]any{"type": "message", "text": "contract"}), false)(s)
			}),
		},
		{
			Name:  "content-unknown-element",
			Says:  "An element of an unknown type is accepted.",
			Grade: Assumed, Source: "Zoom's clients show a fallback for what they do not know",
			probe: accepts(postsBody("unknown element", false, map[string]any{"type": "contract_unknown", "text": "contract"})),
		},
		{
			Name:  "content-number-as-value",
			Says:  "A number as the value of a field is accepted.",
			Grade: Assumed, Source: noSource,
			probe: accepts(postsBody("number", false, map[string]any{
				"type": "fields", "items": []any{map[string]any{"key": "contract", "value": 7}},
			})),
		},
		{
			Name:  "markdown-with-link",
			Says:  "A message with a link is refused if is_markdown_support is true: 400, code 7001.",
			Grade: Seen, Source: zoomNet,
			probe: answers(postsBody("link", true, map[string]any{
				"type": "message", "text": "contract", "link": "https://example.com/",
			}), http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "markdown-with-editable",
			Says:  "A message that can be edited is refused if is_markdown_support is true: 400, code 7001.",
			Grade: Seen, Source: zoomNet,
			probe: answers(postsBody("editable", true, map[string]any{
				"type": "message", "text": "contract", "editable": true,
			}), http.StatusBadRequest, invalidBody),
		},
		{
			Name:  "link-without-markdown",
			Says:  "A message with a link is accepted if is_markdown_support is false.",
			Grade: Documented, Source: "https://developers.zoom.us/docs/chat/customizing-messages/message-with-link/",
			probe: accepts(postsBody("plain link", false, map[string]any{
				"type": "message", "text": "contract", "link": "https://example.com/",
			})),
		},
		{
			Name:  "content-long-text",
			Says:  "A text of 65,536 characters is accepted; no limit is documented.",
			Grade: Assumed, Source: noSource, Optional: true,
			probe: probe{"65536 characters accepted", (*session).longest},
		},
	}
}

// longest finds the longest text that an edit may have, to 64 characters.
func (s *session) longest() observation {
	const most = 65536
	if !postPlain(s).ok() {
		return unclear(noMessage.String())
	}
	accepts := func(length int) answer {
		name := fmt.Sprintf("length %d", length)
		return s.put(name, s.target.App, s.id(plain), with{"content": s.content(strings.Repeat("x", length))})
	}
	a := accepts(most)
	if a.ok() || a.failed() {
		return judgeLength(a, most, most)
	}
	low, high := 0, most
	for high-low > 64 {
		middle := (low + high) / 2
		switch a = accepts(middle); {
		case a.failed():
			return unclear(a.String())
		case a.ok():
			low = middle
		default:
			high = middle
		}
	}
	return judge(false, fmt.Sprintf("%d characters accepted, %d refused", low, high))
}

func judgeLength(a answer, length, want int) observation {
	if a.failed() {
		return unclear(a.String())
	}
	return judge(length >= want, fmt.Sprintf("%d characters accepted", length))
}
