package content

import "testing"

func TestNearestType(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"messsage": "message", "mesage": "message", "MESSAGE": "message", "massage": "message",
		"fileds": "fields", "field": "fields", "files": "file",
		"sections": "section", "selects": "select", "atachments": "attachments",
		"date-picker": "datepicker", "plainTextInput": "plain_text_input",
		"dropdown": "select", "Buttons": "actions", "carousel": "images", "form field": "fields",
		"": "", "x": "", "chart": "", "poll": "", "table": "",
	} {
		if got := nearestType(name); got != want {
			t.Errorf("got %q for %q, want %q", got, name, want)
		}
	}
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"text", "text", 0},
		{"text", "texts", 1},
		{"text", "txt", 1},
		{"text", "test", 1},
		{"text", "tetx", 1},
		{"etxt", "text", 1},
		{"kitten", "sitting", 3},
	} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("got %d for %q and %q, want %d", got, tt.a, tt.b, tt.want)
		}
	}
}

func TestFindBold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"**bold**":                 "**bold**",
		"a **very bold** text":     "**very bold**",
		"(**é**)":                  "**é**",
		"see **a**, **b**":         "**a**",
		"*bold*":                   "",
		"2**3 and 4**5":            "",
		"x ** y ** z":              "",
		"****":                     "",
		"*****":                    "",
		"** bold **":               "",
		"**not closed":             "",
		"**one line\nthe other**":  "",
		"**kwargs and then **bold": "",
		"":                         "",
	} {
		start, end := findBold(text)
		if got := text[start:end]; got != want {
			t.Errorf("got %q in %q, want %q", got, text, want)
		}
	}
}

func TestFindLink(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"[a](https://example.com)":              "[a](https://example.com)",
		"see [the notes](http://example.com)!":  "[the notes](http://example.com)",
		"[mail](mailto:ops@example.com)":        "[mail](mailto:ops@example.com)",
		"[x] and [a](www.example.com)":          "[a](www.example.com)",
		"list[0](optional)":                     "",
		"[a] (https://example.com)":             "",
		"a](https://example.com)":               "",
		"[a](https://example.com":               "",
		"[a](https://example.com and more)":     "",
		"[one\ntwo](https://example.com)":       "",
		"<https://example.com|a>":               "",
		"[a](#b) [c](https://example.com)":      "[c](https://example.com)",
		"[a](https://x [c](https://y.example)":  "[c](https://y.example)",
		"![graph](https://example.com/a.png)":   "[graph](https://example.com/a.png)",
		"[[a](https://example.com)](elsewhere)": "[a](https://example.com)",
	} {
		start, middle, end := findLink(text)
		if got := text[start:end]; got != want {
			t.Errorf("got %q in %q, want %q", got, text, want)
		}
		if end > 0 && text[middle:middle+2] != "](" {
			t.Errorf("got the middle %d in %q", middle, text)
		}
	}
}

func TestWithoutCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"`**a**` **b**":     "`xxxxx` **b**",
		"**a** ` **b**":     "**a** ` **b**",
		"`a` b `c` ` d":     "`x` b `x` ` d",
		"```\n**a**\n``` b": "```xxxxxxx``` b",
	} {
		if got := withoutCode(text); got != want {
			t.Errorf("got %q for %q, want %q", got, text, want)
		}
	}
}

func TestFindAngles(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]bool{
		"<https://example.com|notes>":                         {true, false},
		"see <http://example.com/a?b=c|the notes>, all":       {true, false},
		"<mailto:ops@example.com|Ops>":                        {true, false},
		"<!ann@xmpp.zoom.us|Ann>":                             {false, true},
		"<!KdYKjnimT4KPd8KKdQt9FQ|Ann B.>":                    {false, true},
		"<!ann@xmpp.zoom.us|Ann> <https://example.com|notes>": {true, true},
		"a < b <https://example.com|notes>":                   {true, false},
		"<https://example.com>":                               {},
		"<https://example.com|>":                              {},
		"<https://example.com |notes>":                        {},
		"<https://example.com|notes":                          {},
		"<https://example.com|two\nlines>":                    {},
		"<https://example.com|a|b>":                           {},
		"<a|b>":                                               {},
		"<!|Ann>":                                             {},
		"<!-- a | b -->":                                      {},
		"<|>, <":                                              {},
	} {
		link, mention := findAngles(text)
		if got := [2]bool{link, mention}; got != want {
			t.Errorf("got link and mention %v in %q, want %v", got, text, want)
		}
	}
}

func TestHasPlaceholder(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"${name}": true, "Hello ${var.name}!": true, "${a}${b}": true, "$${name}": true, "{ ${x}": true, "${ {${x}": true,
		"${}": false, "${ }": false, "${": false, "${name": false, "$name": false, "${two\nlines}": false, "${{ x }}": false,
	} {
		if got := hasPlaceholder(text, "${", "}"); got != want {
			t.Errorf("got %t for %q, want %t", got, text, want)
		}
	}
	for text, want := range map[string]bool{
		"{{name}}": true, "Hello {{ user.name }}!": true, "${{ github.sha }}": true,
		"{{}}": false, "{{ }}": false, "{{name}": false, "{ {name}}": false, "{name}": false,
	} {
		if got := hasPlaceholder(text, "{{", "}}"); got != want {
			t.Errorf("got %t for %q, want %t", got, text, want)
		}
	}
}
