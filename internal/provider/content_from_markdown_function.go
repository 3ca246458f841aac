package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/markdown"
)

var _ function.Function = contentFromMarkdownFunction{}

// contentFromMarkdownFunction is the function content_from_markdown.
type contentFromMarkdownFunction struct{}

// NewContentFromMarkdownFunction returns the function content_from_markdown.
func NewContentFromMarkdownFunction() function.Function { return contentFromMarkdownFunction{} }

func (contentFromMarkdownFunction) Metadata(_ context.Context, _ function.MetadataRequest,
	resp *function.MetadataResponse) {
	resp.Name = "content_from_markdown"
}

func (contentFromMarkdownFunction) Definition(_ context.Context, _ function.DefinitionRequest,
	resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "Message content from a Markdown document",
		MarkdownDescription: contentFromMarkdownDescription,
		Parameters: []function.Parameter{function.StringParameter{
			Name: "text",
			MarkdownDescription: "Markdown, as in [GitHub Flavored Markdown](https://github.github.com/gfm/). " +
				"Usually the result of `file` or `templatefile`.",
		}},
		Return: function.StringReturn{},
	}
}

func (contentFromMarkdownFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	result, problems := markdown.Content(text)
	if len(problems) > 0 {
		resp.Error = function.NewArgumentFuncError(0, problemList(problems))
		return
	}
	resp.Error = resp.Result.Set(ctx, result)
}

// problemList lists problems, one a line, up to as many as a person mends at
// once.
func problemList(problems []markdown.Problem) string {
	const most = 20
	var out strings.Builder
	out.WriteString("a Zoom message cannot show all of it:")
	for _, p := range problems[:min(most, len(problems))] {
		fmt.Fprintf(&out, "\n  - %s", p)
	}
	if more := len(problems) - most; more > 0 {
		fmt.Fprintf(&out, "\n  - And %d more.", more)
	}
	return strings.TrimSuffix(out.String(), ".") // Terraform adds one
}

const contentFromMarkdownDescription = "Converts a Markdown document into the JSON for `content`, so that an " +
	"announcement can be a file " +
	"that GitHub shows as well.\n\n" +
	"Use the result in a message **without** `is_markdown_support`: text that has formatting carries the flag itself, " +
	"in a message element of its own, and all other text is shown as written.\n\n" +
	"| Markdown | In the message |\n|---|---|\n" +
	"| a heading at the beginning | the head |\n" +
	"| any later heading | a bold line |\n" +
	"| a paragraph | a `message` element; a line break (two spaces or `\\` at the end of a line) is kept |\n" +
	"| `**bold**`, `*italic*`, `~~strikethrough~~`, `` `code` `` | Zoom's markup: `*bold*`, `_italic_`, " +
	"`~strikethrough~`, `` `code` `` |\n" +
	"| `[label](https://...)` | `<https://...\\|label>` |\n" +
	"| `<!JID\\|name>`, the result of [`mention`](mention.md) | the same: a mention |\n" +
	"| bullet, ordered and task lists, also nested | one `message` element with a line for each item, such as `• " +
	"item` |\n" +
	"| a quote | lines that begin with `> ` |\n" +
	"| a code block | each of its lines as code |\n" +
	"| a table of two columns | a `fields` element: labels and values. The header is the first pair, unless it is " +
	"empty. |\n" +
	"| `---` | a `divider` element |\n" +
	"| an image in a paragraph of its own | an `images` element |\n\n" +
	"Everything else is an error that names the line, such as HTML, another table, a relative link, or formatting in " +
	"a heading, a table or the label of a link. " +
	"Nothing is left out but what GitHub does not show either (comments, definitions of links, the language of a code " +
	"block) " +
	"and the alignment of columns. The result passes the content checks.\n\n" +
	"Zoom documents no way to escape a character in formatted text. So the characters `*`, `_`, `~`, `` ` ``, `<`, " +
	"and `>` at the beginning of a line, " +
	"are errors in a paragraph, list or quote that has formatting. Write them as code there. In any other text they " +
	"are shown as they are.\n\n" +
	"What Zoom documents: the markup itself, the elements `message` and `fields`, and `is_markdown_support` of a " +
	"message element. " +
	"What is assumed, and was not verified against a live account: that a line feed in a text starts a new line, " +
	"that markup is not applied within code, that different kinds of formatting can be nested, and that formatting " +
	"needs a space or a punctuation mark around it. " +
	"`divider` and `images` are known from Zoom's SDK only."
