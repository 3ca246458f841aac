package content

import (
	"strings"
	"testing"
)

func TestExcerpt(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string // with a "‸" before the position
		want string
	}{
		"a value is masked, its key is not": {
			"{\n  \"head\": { \"text\": ‸\"Door code 4711\" }\n}",
			"2 | \"head\": { \"text\": \"…\" }\n" +
				"  |                   ^",
		},
		"a misspelled key is shown, any other key is not": {
			"{\n\"hunter2\": 1, ‸\"txet\": true, \"a b\": null}",
			"2 | \"…\": …, \"txet\": true, \"…\": null}\n" +
				"  |         ^",
		},
		"a known type is shown, another one is not": {
			"[\n{\"type\": \"message\"}, {\"type\": ‸\"hunter2\", \"text\": \"message\"}]",
			"2 | {\"type\": \"message\"}, {\"type\": \"…\", \"text\": \"…\"}]\n" +
				"  |                               ^",
		},
		"a string that is not closed ends with the line": {
			"{\n\"text\": ‸\"Door code, 4711\n}",
			"2 | \"text\": \"…\n" +
				"  |         ^",
		},
		"the rest of a text after a line break": {
			"{\"text\": \"Door\ncode 4711‸\" }",
			"2 | …\"…\n" +
				"  |  ^",
		},
		"a quotation mark in a text": {
			"{\n\"text\": \"Door \"code‸ 4711\" open\"}",
			"2 | \"text\": \"…\"…\"…\"}\n" +
				"  |            ^",
		},
		"an escaped quotation mark does not close a string": {
			"{\n\"text\": ‸\"Door \\\"code\\\" 4711\"}",
			"2 | \"text\": \"…\"}\n" +
				"  |         ^",
		},
		"at the end of the text": {
			"{\n\"text\": 1‸",
			"2 | \"text\": …\n" +
				"  |          ^",
		},
		"an empty line": {
			"{\n\n‸", "",
		},
		"a line without any JSON": {
			"‸Deploy finished", "",
		},
		"broken UTF-8": {
			"{\n\"text\": \"‸\xff\"}",
			"2 | \"text\": \"…\"}\n" +
				"  |         ^",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, after, _ := strings.Cut(tt.text, "‸")
			if got := excerpt(before+after, len(before), strings.Count(before, "\n")+1); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestExcerpt_showsTheSurroundingsOfThePosition(t *testing.T) {
	t.Parallel()
	line := strings.Repeat(`{"text":1},`, 20) // 11 bytes and 11 characters, also when masked
	text := line + "\n" + strings.Repeat(" ", maxLine) + "1"
	at := strings.Repeat(`{"text":…},`, 20)
	want := "1 | " + string([]rune(at)[110-maxWidth/2:110+maxWidth/2]) + "\n  | " + strings.Repeat(" ", maxWidth/2) + "^"
	if got := excerpt(text, 110, 1); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := excerpt(text, len(text)-1, 2); got != "" {
		t.Errorf("got %q for a line that is too long", got)
	}
}
