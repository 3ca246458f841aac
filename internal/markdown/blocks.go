package markdown

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// headline is the head of a content.
type headline struct {
	Text string `json:"text"`
}

// message is an element with text.
type message struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Style    *style `json:"style,omitempty"`
	Markdown bool   `json:"is_markdown_support,omitempty"`
}

type style struct {
	Bold bool `json:"bold"`
}

// fields is an element with labels and values.
type fields struct {
	Type  string  `json:"type"`
	Items []field `json:"items"`
}

type field struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type divider struct {
	Type string `json:"type"`
}

// images is an element with one image. Zoom's SDK requires the indexes.
type images struct {
	Type    string  `json:"type"`
	Current int     `json:"cur_index"`
	Images  []image `json:"images"`
}

type image struct {
	URL   string `json:"image_url"`
	Text  string `json:"alt_text"`
	Index int    `json:"image_index"`
}

func (c *converter) document(document ast.Node) {
	for n := document.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			c.heading(n)
		case *ast.Paragraph:
			c.paragraph(n)
		case *ast.ThematicBreak:
			c.add(c.line(n), divider{"divider"})
		case *extast.Table:
			c.table(n)
		case *ast.List:
			c.message(c.line(n), c.list(n, 0))
		case *ast.Blockquote:
			c.message(c.line(n), c.quote(n))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			c.message(c.line(n), c.code(n))
		default:
			c.invisible(n, "here")
		}
	}
}

// invisible reports every block but those that nobody is to see.
func (c *converter) invisible(n ast.Node, where string) {
	switch n := n.(type) {
	case *ast.LinkReferenceDefinition:
		return
	case *ast.HTMLBlock:
		html := n.Lines().Value(c.source)
		if n.HasClosure() {
			html = append(html[:len(html):len(html)], n.ClosureLine.Value(c.source)...)
		}
		if !comments.Match(html) {
			c.problem(c.line(n), "Zoom shows no HTML. Write it as Markdown.")
		}
	default:
		c.problem(c.line(n), "%s cannot be shown %s. Move it out, or write it as text.", blockNames[n.Kind()], where)
	}
}

var comments = regexp.MustCompile(`(?s)^(\s*<!--.*?-->)+\s*$`)

var blockNames = map[ast.NodeKind]string{
	ast.KindHeading: "A heading", ast.KindThematicBreak: "A rule", ast.KindBlockquote: "A quote",
	extast.KindTable: "A table",
}

// heading makes the first block the head, and a bold line of every later
// heading. Zoom parses no Markdown in either without is_markdown_support.
func (c *converter) heading(n *ast.Heading) {
	line := c.line(n)
	t := c.plainText(n, "a heading")
	switch {
	case strings.TrimSpace(t) == "":
		c.problem(line, "The heading is empty. Write a text, or remove it.")
	case n.PreviousSibling() == nil:
		c.head, c.headLine = &headline{t}, line
	default:
		c.add(line, message{Type: "message", Text: t, Style: &style{Bold: true}})
	}
}

func (c *converter) paragraph(n ast.Node) {
	if shown, ok := n.FirstChild().(*ast.Image); ok && n.ChildCount() == 1 {
		c.image(shown)
		return
	}
	c.message(c.line(n), c.inline(n))
}

// message adds a text as an element, as markup only if it has some.
func (c *converter) message(line int, t richText) {
	if strings.TrimSpace(t.plain) == "" {
		c.problem(line, "There is nothing to see in this text.")
		return
	}
	if t.formatted == 0 {
		c.add(line, message{Type: "message", Text: t.plain})
		return
	}
	c.problems = append(c.problems, t.literals...)
	c.add(line, message{Type: "message", Text: t.markup, Markdown: true})
}

func (c *converter) image(n *ast.Image) {
	line := c.line(n)
	address := c.address(line, n.Destination, n.Title)
	description := c.plainText(n, "the description of an image")
	c.add(line, images{Type: "images", Images: []image{{URL: address, Text: description}}})
}

// table makes labels and values of a table. Its header is the first of them,
// unless it is empty.
func (c *converter) table(n *extast.Table) {
	if len(n.Alignments) != 2 {
		c.problem(c.line(n), "A table needs two columns, labels and values: Zoom shows no others.")
		return
	}
	shown := fields{Type: "fields"}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		key, value := c.plainText(row.FirstChild(), "a table"), c.plainText(row.LastChild(), "a table")
		switch {
		case key == "" && value == "" && row.Kind() == extast.KindTableHeader:
			continue
		case strings.TrimSpace(key) == "":
			c.problem(c.line(row), "The row has no label. Write one into its first column.")
		case strings.TrimSpace(value) == "":
			value = " " // as Zoom wants a blank
		}
		shown.Items = append(shown.Items, field{key, value})
	}
	if shown.Items == nil {
		c.problem(c.line(n), "The table is empty.")
		return
	}
	c.add(c.line(n), shown)
}

const indent = "    "

var bullets = []string{"• ", "◦ ", "▪ "}

// list writes each item on a line, because Zoom has no lists. Lists within it
// are indented.
func (c *converter) list(n *ast.List, depth int) richText {
	var all richText
	for item, i := n.FirstChild(), 0; item != nil; item, i = item.NextSibling(), i+1 {
		bullet := bullets[min(depth, len(bullets)-1)]
		if n.IsOrdered() {
			bullet = fmt.Sprintf("%d. ", n.Start+i)
		}
		if isTask(item) && !n.IsOrdered() {
			bullet = "" // its box stands for it
		}
		t := literal(strings.Repeat(indent, depth) + bullet)
		for block := item.FirstChild(); block != nil; block = block.NextSibling() {
			switch b := block.(type) {
			case *ast.List:
				t = t.joined("\n", c.list(b, depth+1))
			case *ast.TextBlock, *ast.Paragraph, *ast.CodeBlock, *ast.FencedCodeBlock:
				part := c.lines(b)
				if block != item.FirstChild() {
					t = t.joined("\n", literal(strings.Repeat(indent, depth+1)))
				}
				t = t.joined("", part.prefixed(strings.Repeat(indent, depth+1)))
			default:
				c.invisible(b, "in a list")
			}
		}
		if i > 0 {
			all = all.joined("\n", t)
		} else {
			all = t
		}
	}
	return all
}

func isTask(item ast.Node) bool {
	return item.FirstChild() != nil && item.FirstChild().FirstChild() != nil &&
		item.FirstChild().FirstChild().Kind() == extast.KindTaskCheckBox
}

// lines converts a block whose children are inlines, or a block of code.
func (c *converter) lines(n ast.Node) richText {
	if n.Kind() == ast.KindCodeBlock || n.Kind() == ast.KindFencedCodeBlock {
		return c.code(n)
	}
	return c.inline(n)
}

// quote begins each line with "> ", which Zoom shows as a quote.
func (c *converter) quote(n ast.Node) richText {
	var all richText
	for block := n.FirstChild(); block != nil; block = block.NextSibling() {
		var t richText
		switch b := block.(type) {
		case *ast.List:
			t = c.list(b, 0)
		case *ast.Paragraph, *ast.CodeBlock, *ast.FencedCodeBlock:
			t = c.lines(b)
			if alert.MatchString(t.plain) {
				c.problem(c.line(b), "Zoom has no alerts. Write a plain quote.")
			}
		default:
			c.invisible(b, "in a quote")
			continue
		}
		if all.plain != "" {
			all = all.joined("\n", t)
		} else {
			all = t
		}
	}
	if all.plain == "" {
		return all
	}
	all.formatted = c.line(n)
	all.markup = "> " + strings.ReplaceAll(all.markup, "\n", "\n> ")
	return all
}

// alert is how GitHub marks a quote that it shows as an alert.
var alert = regexp.MustCompile(`^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]`)

// code marks each line as code, since Zoom documents code within a line only.
func (c *converter) code(n ast.Node) richText {
	t := richText{formatted: c.line(n)}
	segments := n.Lines()
	for i := range segments.Len() {
		segment := segments.At(i)
		line := strings.TrimRight(string(segment.Value(c.source)), "\r\n")
		if strings.Contains(line, "`") {
			c.problem(c.lineOf(segment.Start), "Code cannot hold a backtick in Zoom, which would end it.")
		}
		if i > 0 {
			t = t.joined("\n", richText{})
		}
		if strings.TrimSpace(line) != "" {
			t = t.joined("", richText{plain: line, markup: "`" + line + "`"})
		}
	}
	return t
}
