package emulator

import (
	"encoding/json"
	"maps"
	"slices"
)

// acceptsContent reports whether Zoom accepts a content. It refuses only what
// Zoom is documented or was seen to refuse, and knows nothing of the checks
// that the provider makes: a check that is too strict has to be found here.
func acceptsContent(content json.RawMessage, markdown bool) bool {
	var object map[string]any
	if json.Unmarshal(content, &object) != nil || object == nil {
		return false
	}
	return !markdown || !refusedInMarkdown(object["body"])
}

// refusedInMarkdown reports whether a part of a body has what Zoom refuses
// beside is_markdown_support = true: a message with a link, or a message or
// field that can be edited.
func refusedInMarkdown(part any) bool {
	switch part := part.(type) {
	case []any:
		return slices.ContainsFunc(part, refusedInMarkdown)
	case map[string]any:
		link, _ := part["link"].(string)
		if part["editable"] == true || (part["type"] == "message" && link != "") {
			return true
		}
		return slices.ContainsFunc(slices.Collect(maps.Values(part)), refusedInMarkdown)
	default:
		return false
	}
}
