// Package card draws the content of a chatbot message: as HTML, as Markdown for
// a comment on a pull request, and as text for a terminal.
//
// Parse turns a content into a tree of what is drawn; the surfaces read nothing
// but the tree. Which texts are markup and where each fact comes from is read
// from the table of package content, so drawings and checks agree.
//
// A drawing is not Zoom's client. Zoom documents how a message looks in words
// and pictures only: a bar beside a section, four colors of buttons, two short
// fields in a row. Everything that is not documented carries its source (see
// content.Source), and each surface marks it. Nothing was compared with a live
// Zoom account.
//
// A drawing is safe wherever it is shown. It never loads an image, links only to
// http, https and mailto, escapes every text for its surface, and shows hidden
// characters, such as those that reverse a text, by their code.
package card

import (
	"encoding/json"
	"strings"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// Disclaimer is the sentence that every page with drawings shows.
const Disclaimer = "This is a drawing by terraform-provider-zoom, not Zoom's client: fonts, sizes and spacing differ."

// Card is what is drawn of one message, from top to bottom.
type Card struct {
	Nodes []Node
}

// Node is one thing that is drawn: a *Head, a *Message, and so on.
type Node interface {
	// About returns what all nodes have.
	About() *Base
}

// Base is what all nodes have.
type Base struct {
	// Type is the element's type, "head", or "unknown".
	Type string
	// Path is where the element is in the content, such as body[0].sections[1].
	Path string
	// Source is how Zoom's drawing of it is known.
	Source content.Source
	// Mark is set by Compare.
	Mark Mark
}

// About returns the base itself.
func (b *Base) About() *Base { return b }

// Assumed returns how the element is known if Zoom does not document it, and ""
// if it does.
func (b *Base) Assumed() string { return assumed(b.Source) }

// Assumed returns how the markup is known if Zoom does not document it, and "" if
// it does.
func (s Span) Assumed() string { return assumed(s.Source) }

func assumed(s content.Source) string {
	switch s {
	case content.SDK:
		return "assumed, known from Zoom's SDK"
	case content.Seen:
		return "assumed, seen in other bots"
	default:
		return ""
	}
}

// Options is what else about a message decides how its content is drawn.
type Options struct {
	// Markdown is is_markdown_support of the message.
	Markdown bool
}

// Parse returns the drawing of a content. It never fails: what is not a content
// is drawn as a node of type "unknown" that gives the reason.
func Parse(text string, o Options) Card { return parse(text, o, nil) }

func parse(text string, o Options, asked func(string)) Card {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var root any
	if d.Decode(&root) != nil || d.More() {
		return Card{Nodes: []Node{unknown("", "", "The content is not JSON, so there is nothing to draw.")}}
	}
	values, ok := root.(map[string]any)
	if !ok {
		return Card{Nodes: []Node{unknown("", "", "The content is not a JSON object, so there is nothing to draw.")}}
	}
	p := &parser{left: maxNodes, asked: asked}
	top := object{parser: p, values: values, fields: table()["content"].Fields, name: "content", markdown: o.Markdown}
	top.color = top.child("settings").colorOf("default_sidebar_color")
	var c Card
	if head, ok := top.values["head"]; ok && head != nil {
		c.Nodes = append(c.Nodes, top.head())
	}
	c.Nodes = append(c.Nodes, top.elements("body", content.InBody)...)
	if len(c.Nodes) == 0 {
		c.Nodes = []Node{unknown("", "", "The message is empty: it has neither a head nor a body with elements.")}
	}
	return c
}

// Title returns the headline of the card, or else its first text, on one line
// and shortened.
func (c Card) Title() string {
	for _, n := range c.Nodes {
		var title string
		switch n := n.(type) {
		case *Head:
			title = n.Text.Plain()
		case *Message:
			title = n.Text.Plain()
		case *Section:
			title = Card{Nodes: n.Nodes}.Title()
		case *Alert:
			title = n.Text.Plain()
		}
		if title = strings.Join(strings.Fields(title), " "); title != "" {
			return shorten(title, maxTitle)
		}
	}
	return ""
}

const (
	// maxNodes is how many nodes are drawn of one content.
	maxNodes = 500
	// maxText is how many characters are drawn of one text.
	maxText  = 8000
	maxTitle = 80
)

func shorten(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return s
}
