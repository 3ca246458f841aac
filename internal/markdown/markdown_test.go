package markdown_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/markdown"
)

const (
	plainMessage = `{"body":[{"type":"message","text":%q}]}`
	richMessage  = `{"body":[{"type":"message","text":%q,"is_markdown_support":true}]}`
)

func plain(text string) string { return fmt.Sprintf(plainMessage, text) }
func rich(text string) string  { return fmt.Sprintf(richMessage, text) }

// Every construct of CommonMark 0.31 and of the GFM extensions, in the order
// and by the names of their specifications, is converted or refused.
func TestContent_convertsOrRefusesEveryConstruct(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, source, want string }{
		// Preliminaries
		{"tabs", "-\ta\n", plain("• a")},
		{"line endings", "a\r\nb\rc\n", plain("a b c")},
		{"insecure characters", "a\x00b", plain("a\ufffdb")},
		{"backslash escapes", `1\. \*not bold\* \\ \&amp;`, plain(`1. *not bold* \ &amp;`)},
		{"backslash escapes beside formatting", `\*no\* *yes*`, `1: the literal "*"`},
		{"entity references", "&copy; &lt;b&gt; &nosuch;", plain("© <b> &nosuch;")},
		{"numeric references", "&#35; &#x22;", plain(`# "`)},
		{"references in a URL", "[a](https://example.com/?a=1&amp;b=2)", rich("<https://example.com/?a=1&b=2|a>")},
		{"precedence", "- `a\n- b`", plain("• `a\n• b`")},

		// Leaf blocks
		{"thematic break", "a\n\n---\n\n***\n",
			`{"body":[{"type":"message","text":"a"},{"type":"divider"},{"type":"divider"}]}`},
		{"ATX heading first", "# Release 1.4 #\n", `{"head":{"text":"Release 1.4"}}`},
		{"ATX heading of level 6 first", "###### a", `{"head":{"text":"a"}}`},
		{"ATX heading later", "# a\n## b\n",
			`{"head":{"text":"a"},"body":[{"type":"message","text":"b","style":{"bold":true}}]}`},
		{"ATX heading after text", "a\n\n# b",
			`{"body":[{"type":"message","text":"a"},{"type":"message","text":"b","style":{"bold":true}}]}`},
		{"ATX heading, empty", "a\n\n#\n", "3: heading is empty"},
		{"ATX heading, formatted", "# a `b`", "1: Formatting cannot be shown in a heading"},
		{"ATX heading with special characters", "# a_b * <c>2 </c>", "1: shows no HTML"},
		{"ATX heading with literals", "# a_b * 2", `{"head":{"text":"a_b * 2"}}`},
		{"setext heading", "a\nb\n===\nc\n---\n",
			`{"head":{"text":"a b"},"body":[{"type":"message","text":"c","style":{"bold":true}}]}`},
		{"setext heading with a line break", "a\\\nb\n===\n", "1: line break cannot be shown in a heading"},
		{"indented code block", "    a *b*\n\n      c\n", rich("`a *b*`\n\n`  c`")},
		{"indented code block with a backtick", "    a\n    `b`\n", "2: backtick"},
		{"fenced code block", "```sh\nmake <x>\n```\n", rich("`make <x>`")},
		{"fenced code block, empty", "a\n\n```\n```", "3: nothing to see"},
		{"HTML block", "<div>\na\n</div>", "1: shows no HTML"},
		{"HTML block of a script", "a\n\n<script>\n</script>", "3: shows no HTML"},
		{"HTML block of a comment", "<!-- a\nb -->\n\nc", plain("c")},
		{"HTML block of a comment and text", "<!-- a --> b", "1: shows no HTML"},
		{"HTML block of a processing instruction", "<? a ?>", "1: shows no HTML"},
		{"HTML block of a declaration", "<!DOCTYPE html>", "1: shows no HTML"},
		{"HTML block of CDATA", "<![CDATA[a]]>", "1: shows no HTML"},
		{"link reference definition", "[a]: https://example.com\n\nb", plain("b")},
		{"paragraph", "a\nb\n\nc", `{"body":[{"type":"message","text":"a b"},{"type":"message","text":"c"}]}`},
		{"blank lines", "\n\n  \na\n\n\n", plain("a")},

		// Container blocks
		{"block quote", "> a\n> b\n>\n> c", rich("> a b\n> c")},
		{"block quote with a list", "> - a\n> - b", rich("> • a\n> • b")},
		{"block quote with code", "> ```\n> a\n> b\n> ```", rich("> `a`\n> `b`")},
		{"block quote with a literal", "> a_b", `1: the literal "_"`},
		{"block quote in a block quote", "> a\n>\n> > b", "3: A quote cannot be shown in a quote"},
		{"block quote with a heading", "> # a", "1: A heading cannot be shown in a quote"},
		{"block quote with a rule", "> ---", "1: A rule cannot be shown in a quote"},
		{"block quote with a table", "> | a | b |\n> |---|---|\n", "1: A table cannot be shown in a quote"},
		{"block quote, empty", ">", "1: nothing to see"},
		{"block quote that is an alert", "> [!WARNING]\n> a", "1: no alerts"},
		{"list item with two paragraphs", "- a\n\n  b\n", plain("• a\n    b")},
		{"list item with code", "- a\n\n  ```\n  b\n  c\n  ```\n", rich("• a\n    `b`\n    `c`")},
		{"list item that begins with code", "-     a\n      b", rich("• `a`\n    `b`")},
		{"list item with a quote", "- a\n  > b", "2: A quote cannot be shown in a list"},
		{"list item with a heading", "- # a", "1: A heading cannot be shown in a list"},
		{"list item with a rule", "- a\n  ***", "2: A rule cannot be shown in a list"},
		{"list item with a table", "- | a | b |\n  |---|---|\n", "1: A table cannot be shown in a list"},
		{"list item with HTML", "- <div>", "1: shows no HTML"},
		{"list item with a comment", "- a\n  <!-- b -->", plain("• a")},
		{"list item, empty", "- a\n-\n- b", plain("• a\n• \n• b")},
		{"bullet list", "* a\n* b", plain("• a\n• b")},
		{"bullet lists in bullet lists", "- a\n  - b\n    - c\n      - d\n",
			plain("• a\n    ◦ b\n        ▪ c\n            ▪ d")},
		{"bullet list that begins with a list", "- - a\n", plain("• \n    ◦ a")},
		{"ordered list", "3. a\n4) b\n5) c",
			`{"body":[{"type":"message","text":"3. a"},{"type":"message","text":"4. b\n5. c"}]}`},
		{"ordered list in a bullet list", "- a\n  1. b\n     c\\\n     d\n", plain("• a\n    1. b c\n        d")},
		{"list with formatting", "- *a*\n- b\n", rich("• _a_\n• b")},
		{"list with formatting and a literal", "- *a*\n- b_c\n", `2: the literal "_"`},

		// Inlines
		{"code span", "a `b*c_d` e", rich("a `b*c_d` e")},
		{"code span with a backtick", "a\n``b`c``", "2: backtick"},
		{"code span over two lines", "`a\nb`", rich("`a b`")},
		{"code span within a word", "a`b`", "1: within a word"},
		{"emphasis", "*a* _b_", rich("_a_ _b_")},
		{"emphasis within a word", "a*b*c", "1: within a word"},
		{"emphasis before a word", "*b*c", "1: within a word"},
		{"emphasis before a digit", "*b*1", "1: within a word"},
		{"emphasis before a combining mark", "*b*\u0301", "1: within a word"},
		{"emphasis beside a literal tilde", "*a* ~ b", `1: the literal "~"`},
		{"emphasis beside a literal backtick", "*a* ` b", "1: the literal \"`\""},
		{"emphasis beside a literal bracket", "*a* 1 < 2", `1: the literal "<"`},
		{"emphasis beside a bracket that is no quote", "a > *b* > c", rich("a > _b_ > c")},
		{"emphasis before punctuation", "(*b*, c)", rich("(_b_, c)")},
		{"underscores within a word", "snake_case_name", plain("snake_case_name")},
		{"emphasis in emphasis", "*a _b_*", "1: same formatting cannot be nested"},
		{"emphasis over a hard line break", "a\n*b\\\nc*", "2: cannot go on after a line break"},
		{"emphasis beside emphasis", "*a***b**", "1: beside other formatting"},
		{"strong emphasis", "**a** __b__", rich("*a* *b*")},
		{"strong emphasis in emphasis", "***a*** *b **c***", rich("_*a*_ _b *c*_")},
		{"link", "[a b](https://example.com/a_b)", rich("<https://example.com/a_b|a b>")},
		{"link by reference", "[a][b] [b] [B][]\n\n[b]: <https://example.com/a b>",
			rich("<https://example.com/a%20b|a> <https://example.com/a%20b|b> <https://example.com/a%20b|B>")},
		{"link without its reference", "[a][b]", plain("[a][b]")},
		{"link within emphasis", "**[a](https://example.com)**", rich("*<https://example.com|a>*")},
		{"link with formatted label", "[*a*](https://example.com)", "1: label of a link cannot be formatted"},
		{"link with literal in its label", "[a_b](https://example.com)", `1: the literal "_"`},
		{"link with a bar in its label", "[a|b](https://example.com)", "1: label of a link cannot hold"},
		{"link with a closing bracket in its label", "[a>b](https://example.com)", "1: label of a link cannot hold"},
		{"link with a bar in its address", "[a](https://example.com/|>)", rich("<https://example.com/%7C%3E|a>")},
		{"link with a title", "a\n[b](https://example.com 'c')", "2: title"},
		{"link without a text", "[](https://example.com)", "1: no text"},
		{"link with a blank text", "[&nbsp;](https://example.com)", "1: no text"},
		{"link over a line break", "[a\\\nb](https://example.com)", "1: label of a link cannot hold"},
		{"link without a host", "[a](https:///b)", "1: must be absolute"},
		{"link that is relative", "[a](docs/a.md)", "1: must be absolute"},
		{"link to a part of the page", "[a](#b)", "1: must be absolute"},
		{"link to a mail address", "[a](mailto:a@example.com)", "1: must be absolute"},
		{"link without an address", "[a]()", "1: must be absolute"},
		{"image", "![a *b](https://example.com/a.png)",
			`{"body":[{"type":"images","cur_index":0,` +
				`"images":[{"image_url":"https://example.com/a.png","alt_text":"a *b","image_index":0}]}]}`},
		{"image by reference", "![a]\n\n[a]: https://example.com/a.png",
			`{"body":[{"type":"images","cur_index":0,` +
				`"images":[{"image_url":"https://example.com/a.png","alt_text":"a","image_index":0}]}]}`},
		{"image in a text", "a\n![b](https://example.com/a.png)", "2: image cannot be shown within a text"},
		{"image before a text", "![a](https://example.com/a.png) b", "1: image cannot be shown within a text"},
		{"image in a link", "[![a](https://example.com/a.png)](https://example.com)", "1: image cannot be shown within a " +
			"text"},
		{"image that is relative", "![a](a.png)", "1: must be absolute"},
		{"image with a title", `![a](https://example.com/a.png "b")`, "1: title"},
		{"image with formatted description", "![`a`](https://example.com/a.png)", "1: Formatting cannot be shown in the " +
			"description"},
		{"autolink", "see <https://example.com/a_b>", plain("see https://example.com/a_b")},
		{"autolink beside formatting", "see <https://example.com/a_b> *now*", rich("see <https://example.com/a_b> _now_")},
		{"autolink of a mail address", "<a.b@example.com>", plain("a.b@example.com")},
		{"autolink of another scheme", "<irc://example.com>", "1: http and https addresses only"},
		{"autolink with a bar", "<https://example.com|a>", `1: cannot hold "|"`},
		{"raw HTML", "a <b>c</b>", "1: shows no HTML"},
		{"raw HTML of a line break", "a\nb<br>c", "2: shows no HTML"},
		{"raw HTML of a comment", "a <!-- b --> c", plain("a  c")},
		{"paragraph of a comment", "a\n\n- b\n\nc\n<!-- d -->",
			`{"body":[{"type":"message","text":"a"},{"type":"message","text":"• b"},{"type":"message","text":"c"}]}`},
		{"hard line break", "a  \nb\\\nc", plain("a\nb\nc")},
		{"hard line break before a bracket", "*a*\\\n\\> b", `2: the literal ">"`},
		{"soft line break", "a \n b", plain("a b")},
		{"textual content", "a $.;'() ὐ 🎉", plain("a $.;'() ὐ 🎉")},
		{"nothing", "", "1: nothing to show"},
		{"nothing to see", "&nbsp;", "1: nothing to see"},

		// GFM
		{"table", "| Region | eu |\n|---|:-:|\n| Owner | a\\|b |\n| Blank | |",
			`{"body":[{"type":"fields","items":[{"key":"Region","value":"eu"},{"key":"Owner","value":"a|b"},` +
				`{"key":"Blank","value":" "}]}]}`},
		{"table with an empty header", "| | |\n|---|---|\n| a_b | c |",
			`{"body":[{"type":"fields","items":[{"key":"a_b","value":"c"}]}]}`},
		{"table with an address", "a | b\n-|-\nc | https://example.com",
			`{"body":[{"type":"fields","items":[{"key":"a","value":"b"},{"key":"c","value":"https://example.com"}]}]}`},
		{"table without rows", "| | |\n|---|---|", "1: table is empty"},
		{"table of three columns", "a\n\n| a | b | c |\n|---|---|---|", "3: two columns"},
		{"table of one column", "| a |\n|---|", "1: two columns"},
		{"table with formatting", "| a | b |\n|---|---|\n| c | **d** |", "3: Formatting cannot be shown in a table"},
		{"table without a label", "| a | b |\n|---|---|\n| | d |", "3: no label"},
		{"table with an empty row", "| a | b |\n|---|---|\n| | |", "3: no label"},
		{"task list", "- [x] a\n- [ ] b\n- c\n", plain("☑ a\n☐ b\n• c")},
		{"task list, ordered", "1. [x] a", plain("1. ☑ a")},
		{"task list with a bracket that is no quote", "- [ ] \\> *a*", rich("☐ > _a_")},
		{"strikethrough", "~~a~~ ~b~", rich("~a~ ~b~")},
		{"extended autolink", "www.example.com, https://example.com/a.", plain("http://www.example.com, " +
			"https://example.com/a.")},
		{"extended autolink of a mail address", "a@example.com", plain("a@example.com")},
		{"disallowed raw HTML", "<title>", "1: shows no HTML"},

		// Mentions, which are Zoom's own
		{"mention", "On call: <!0abc@xmpp.zoom.us|Ann O'Hara>", rich("On call: <!0abc@xmpp.zoom.us|Ann O'Hara>")},
		{"mention at the beginning", "<!abc@xmpp.zoom.us|Ann_B> is\non call", rich("<!abc@xmpp.zoom.us|Ann_B> is on call")},
		{"mention at the beginning that looks like HTML", "  <!ABC@xmpp.zoom.us|Ann> is\n\non", `{"body":[` +
			`{"type":"message","text":"<!ABC@xmpp.zoom.us|Ann> is","is_markdown_support":true},` +
			`{"type":"message","text":"on"}]}`},
		{"mention in a heading", "# <!abc@xmpp.zoom.us|Ann>", "1: Formatting cannot be shown in a heading"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, problems := markdown.Content(test.source)
			if line, want, refused := strings.Cut(test.want, ": "); refused && !strings.HasPrefix(line, "{") {
				if len(problems) == 0 || got != "" {
					t.Fatalf("got %s and the problems %v, want it to be refused: %s", got, problems, test.want)
				}
				if fmt.Sprint(problems[0].Line) != line || !strings.Contains(problems[0].Text, want) {
					t.Errorf("got %v, want %s", problems, test.want)
				}
				return
			}
			if len(problems) > 0 {
				t.Fatalf("got %v, want %s", problems, test.want)
			}
			if diff := cmp.Diff(decoded(t, test.want), decoded(t, got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if found := content.Check(got, content.Options{}); len(found) > 0 {
				t.Errorf("the content checks report %v", found)
			}
		})
	}
}

func decoded(t *testing.T, text string) (value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return value
}

func TestContent_reportsEveryProblemInOrder(t *testing.T) {
	t.Parallel()
	_, problems := markdown.Content("# a *b*\n\nc <b>\n\n| d |\n|---|\n\n[e](f)\nand *g_h*\n\ni_j *k*\n<l>\n")
	var got []int
	for _, p := range problems {
		got = append(got, p.Line)
	}
	if diff := cmp.Diff([]int{1, 3, 5, 8, 9, 11, 12}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Whoever reads the plan reads the content.
func TestContent_isReadable(t *testing.T) {
	t.Parallel()
	const want = `{"body":[{"type":"message","text":"a < b & c > d"}]}`
	if got, problems := markdown.Content("a < b & c > d"); got != want {
		t.Errorf("got %s and %v, want %s", got, problems, want)
	}
}

func TestContent_namesTheLineThatTheContentChecksReport(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]int{"a\n\n> b {{name}}": 3, "<!-- a -->\n\nb\n\n# c {{name}}": 5, "\n\n# a {{name}}\n\nb": 3} {
		_, problems := markdown.Content(source)
		if len(problems) != 1 || problems[0].Line != want || !strings.Contains(problems[0].Text, "content checks") {
			t.Errorf("%q: got %v, want one of line %d", source, problems, want)
		}
	}
}

// The text may be sensitive, and Terraform redacts no error.
func TestContent_problemsDoNotQuoteTheText(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	for _, source := range []string{
		"# *hunter2*", "<hunter2>", "[hunter2](hunter2 'hunter2')", "![hunter2](hunter2)", "<irc://hunter2>", "`` " +
			"hunter2` ``",
		"|hunter2|\n|---|\n", "> > hunter2", "- # hunter2", "> [!NOTE] hunter2", "x`hunter2`", "*hunter2* _",
		"<https://hunter2|a>",
	} {
		_, problems := markdown.Content(source)
		if len(problems) == 0 || strings.Contains(fmt.Sprint(problems), secret) {
			t.Errorf("%q: got %v", source, problems)
		}
	}
}
