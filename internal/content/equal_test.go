package content_test

import (
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

func TestEqual(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		a, b string
		want bool
	}{
		"white space does not matter":               {`{"a":[1,2]}`, "{ \"a\" : [ 1 ,\n2 ] }\n", true},
		"the order of keys does not matter":         {`{"a":1,"b":{"c":2,"d":3}}`, `{"b":{"d":3,"c":2},"a":1}`, true},
		"the order of a list matters":               {`[1,2]`, `[2,1]`, false},
		"the escapes of jsonencode do not matter":   {`"\u003ca\u003e \u0026"`, `"<a> &"`, true},
		"the case of an escape does not matter":     {`"\u00E9"`, `"\u00e9"`, true},
		"the escape of a slash does not matter":     {`"a\/b"`, `"a/b"`, true},
		"a pair of surrogates is one character":     {`"\ud83d\ude80"`, `"🚀"`, true},
		"an escaped key is the same key":            {`{"\u0061":1}`, `{"a":1}`, true},
		"two different halves of a pair differ":     {`"\ud800"`, `"\ud801"`, false},
		"half a pair is not the replacement":        {`"\ud800"`, `"\ufffd"`, false},
		"texts differ":                              {`{"a":"b"}`, `{"a":"c"}`, false},
		"a time in milliseconds is no float":        {`1560446471819`, `1560446471820`, false},
		"a long number keeps its last digit":        {`12345678901234567890`, `12345678901234567891`, false},
		"numbers compare as they are written":       {`[1.0]`, `[1]`, false},
		"a missing field is not null":               {`{"a":null}`, `{}`, false},
		"an additional item matters":                {`[1]`, `[1,1]`, false},
		"an empty list is not an empty object":      {`[]`, `{}`, false},
		"a number is not its text":                  {`[1]`, `["1"]`, false},
		"broken JSON is equal to itself":            {`{"a"`, `{"a"`, true},
		"broken JSON is equal to nothing else":      {`{"a"`, `{"a" `, false},
		"broken JSON is not equal to JSON":          {`{}`, `{} x`, false},
		"duplicate keys are equal to themselves":    {`{"a":1,"a":2}`, `{"a":1,"a":2}`, true},
		"duplicate keys are equal to nothing else":  {`{"a":1,"a":2}`, `{"a":1, "a":2}`, false},
		"duplicate keys further down count too":     {`[{"a":1,"a":1}]`, `[{"a":1, "a":1}]`, false},
		"one text with duplicate keys is different": {`{"a":1,"a":1}`, `{"a":1,"b":1}`, false},
		"nesting up to the limit is compared": {
			strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000),
			" " + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000),
			true,
		},
		"nesting beyond the limit is not compared": {
			strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001),
			" " + strings.Repeat("[", 10_001) + strings.Repeat("]", 10_001),
			false,
		},
		"broken UTF-8 is equal to itself only":       {"\"\xff\"", " \"\xff\"", false},
		"broken UTF-8 is not the replacement either": {"\"\xff\"", "\"\ufffd\"", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := content.Equal(tt.a, tt.b); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
			if got := content.Equal(tt.b, tt.a); got != tt.want {
				t.Errorf("the other way round: got %t, want %t", got, tt.want)
			}
		})
	}
}
