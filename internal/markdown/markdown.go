// Package markdown converts an announcement in Markdown (CommonMark with the
// extensions of GitHub Flavored Markdown) into the content of a chatbot
// message.
//
// The result is for a message without is_markdown_support. Text that has no
// markup becomes a message element without it, in which every character is
// itself. Text that has markup becomes a message element of its own with
// "is_markdown_support": true, which Zoom documents on its page about bot
// cards. Zoom documents no way to escape a character there, so that text may
// not also hold a character which Zoom could read as markup.
//
// What Zoom cannot show is a Problem with its line. Nothing is dropped but what
// GitHub does not show either: comments, link reference definitions and the
// language of a code block, and the alignment of a table's columns.
package markdown

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// Problem is a part of a Markdown text that a chatbot message cannot show. It
// does not quote the text, which may be sensitive.
type Problem struct {
	// Line counts from 1.
	Line int
	// Text is what is wrong and what to write instead, in whole sentences.
	Text string
}

// String returns the line and the text.
func (p Problem) String() string { return fmt.Sprintf("Line %d: %s", p.Line, p.Text) }

// Content converts a Markdown text into the JSON of a message's content. It
// returns the problems in the order of their lines, and no content if there is
// one.
func Content(source string) (string, []Problem) {
	// A carriage return alone ends a line too, but goldmark does not know it.
	source = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(source)
	c := &converter{source: []byte(source), lineStarts: lineStarts(source)}
	c.document(markdownParser.Parse(text.NewReader(c.source)))
	result := c.result()
	sort.SliceStable(c.problems, func(i, j int) bool { return c.problems[i].Line < c.problems[j].Line })
	if len(c.problems) > 0 {
		return "", c.problems
	}
	return result, nil
}

// markdownParser parses GitHub Flavored Markdown, and mentions.
var markdownParser = func() parser.Parser {
	blocks := parser.DefaultBlockParsers()
	for i := range blocks {
		if blocks[i].Value == parser.NewHTMLBlockParser() {
			blocks[i].Value = htmlBlockParser{parser.NewHTMLBlockParser()}
		}
	}
	inlines := append(parser.DefaultInlineParsers(), util.Prioritized(mentionParser{}, 150)) // before links and HTML
	return goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(blocks...),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	))).Parser()
}()

// mention is the markup of a mention, as the provider's function mention writes
// it: <!JID|name>. CommonMark takes many of them for HTML.
var mention = regexp.MustCompile(`^<![^\s<>|@]+@[^\s<>|]+\|[^<>|\n]+>`)

// mentionParser parses a mention as a RawHTML node of its own.
type mentionParser struct{}

func (mentionParser) Trigger() []byte { return []byte{'<'} }

func (mentionParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	length := len(mention.Find(line))
	if length == 0 {
		return nil
	}
	block.Advance(length)
	node := ast.NewRawHTML()
	node.Segments.Append(segment.WithStop(segment.Start + length))
	return node
}

// htmlBlockParser leaves a line that begins with a mention to a paragraph.
type htmlBlockParser struct{ parser.BlockParser }

func (p htmlBlockParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if line, _ := reader.PeekLine(); mention.Match(bytes.TrimLeft(line, " ")) {
		return nil, parser.NoChildren
	}
	return p.BlockParser.Open(parent, reader, pc)
}

// converter collects the elements of a message, and what stands in their way.
type converter struct {
	source     []byte
	lineStarts []int // offsets
	head       *headline
	headLine   int
	body       []any
	bodyLines  []int // of the elements of body
	problems   []Problem
}

func lineStarts(source string) []int {
	starts := []int{0}
	for i := range len(source) {
		if source[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// line returns the number of the line in which a node begins.
func (c *converter) line(n ast.Node) int {
	return c.lineOf(max(n.Pos(), 0))
}

func (c *converter) lineOf(offset int) int {
	return sort.SearchInts(c.lineStarts, offset+1)
}

func (c *converter) problem(line int, format string, args ...any) {
	c.problems = append(c.problems, Problem{line, fmt.Sprintf(format, args...)})
}

func (c *converter) add(line int, element any) {
	c.body = append(c.body, element)
	c.bodyLines = append(c.bodyLines, line)
}

// result returns the content as JSON. The content checks have the last word:
// whatever they report is a problem of the line that it comes from.
func (c *converter) result() string {
	if c.problems == nil && c.head == nil && c.body == nil {
		c.problem(1, "There is nothing to show. Write at least a heading or a paragraph.")
	}
	if c.problems != nil {
		return ""
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(struct {
		Head *headline `json:"head,omitempty"`
		Body []any     `json:"body,omitempty"`
	}{c.head, c.body}); err != nil {
		c.problem(1, "This is a bug in the provider: the content cannot be encoded as JSON.")
		return ""
	}
	result := strings.TrimSuffix(out.String(), "\n")
	for _, p := range content.Check(result, content.Options{}) {
		c.problem(c.lineOfPath(p.Path), "The content checks would report this text: "+
			"it seems to have markup, or a placeholder, that Zoom shows as it is.")
	}
	return result
}

var bodyIndex = regexp.MustCompile(`^body\[(\d+)\]`)

func (c *converter) lineOfPath(path string) int {
	if found := bodyIndex.FindStringSubmatch(path); found != nil {
		if i, err := strconv.Atoi(found[1]); err == nil && i < len(c.bodyLines) {
			return c.bodyLines[i]
		}
	}
	return max(c.headLine, 1)
}
