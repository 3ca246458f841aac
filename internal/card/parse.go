package card

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// table returns the elements of package content by name.
var table = sync.OnceValue(func() map[string]content.Element {
	elements := map[string]content.Element{}
	for _, e := range content.Elements() {
		elements[e.Name] = e
	}
	return elements
})

// parser bounds the work for one content.
type parser struct {
	left int // nodes that may still be drawn
	// asked is told of every field that a drawing looks at, as
	// element.items.key. Nil outside of tests.
	asked func(path string)
}

// object is an object of the content, with what the table says of its fields.
type object struct {
	*parser
	values map[string]any
	fields []content.Field
	// name is the path of fields within the element, for asked.
	name string
	path string
	// markdown reports whether texts in here are markup.
	markdown bool
	// color is the default color of sections.
	color string
}

// field returns a value and what the table says of it.
func (o object) field(name string) (any, content.Field) {
	if o.asked != nil {
		o.asked(o.name + "." + name)
	}
	for _, f := range o.fields {
		if f.Name == name {
			return o.values[name], f
		}
	}
	// The drawings and the table disagree; TestElements_useTheTable finds it.
	return o.values[name], content.Field{Name: name}
}

// child returns an object within the object; it is empty if there is none.
func (o object) child(name string) object {
	value, f := o.field(name)
	values, _ := value.(map[string]any)
	return o.within(name, values, f)
}

func (o object) within(name string, values map[string]any, f content.Field) object {
	o.name += "." + name
	o.path = join(o.path, name)
	o.values, o.fields = values, f.Fields
	return o
}

// items returns the objects of a list. What is no object is left out: Check
// reports it.
func (o object) items(name string) []object {
	value, f := o.field(name)
	list, _ := value.([]any)
	items := make([]object, 0, len(list))
	for i, v := range list[:min(len(list), maxNodes)] {
		if values, ok := v.(map[string]any); ok {
			item := o.within(name, values, f)
			item.path += "[" + strconv.Itoa(i) + "]"
			items = append(items, item)
		}
	}
	return items
}

// raw returns a value as a text: a string as it is, a number or boolean as it is
// written, and "" for anything else.
func (o object) raw(name string) string {
	switch v, _ := o.field(name); v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	default:
		return ""
	}
}

// string returns a text to be drawn that is never markup.
func (o object) string(name string) string { return clean(o.raw(name)) }

// text returns a text to be drawn, as markup where the table says so.
func (o object) text(name string) Text {
	if _, f := o.field(name); o.markdown && f.Markdown == content.MarkdownParsed {
		return scan(o.string(name), allMarkup)
	}
	return plain(o.string(name))
}

// styledText returns a text with the style beside it, which Zoom ignores where
// the text is markup.
func (o object) styledText(name string) Text {
	t, s := o.text(name), o.style("style")
	if o.markdown {
		return t
	}
	return t.styled(s)
}

// flag returns a boolean and whether there is one.
func (o object) flag(name string) (value, given bool) {
	v, _ := o.field(name)
	value, given = v.(bool)
	return value, given
}

func (o object) is(name string) bool {
	value, _ := o.flag(name)
	return value
}

// number returns a number and whether there is one.
func (o object) number(name string) (float64, bool) {
	v, _ := o.field(name)
	n, ok := v.(json.Number)
	if !ok {
		return 0, false
	}
	f, err := n.Float64()
	return f, err == nil
}

func (o object) link(name string) Link { return linkOf(o.raw(name)) }

func (o object) image(name, alt string) Image { return Image{URL: o.link(name), Alt: alt} }

// colorOf returns a color as #rrggbb, or "" if it is none: Zoom documents no other
// spelling.
func (o object) colorOf(name string) string {
	c := strings.ToLower(o.raw(name))
	if len(c) != 7 || c[0] != '#' || strings.Trim(c[1:], "0123456789abcdef") != "" {
		return ""
	}
	return c
}

type style struct {
	bold, italic bool
	color        string
}

func (o object) style(name string) style {
	s := o.child(name)
	return style{bold: s.is("bold"), italic: s.is("italic"), color: s.colorOf("color")}
}

// elements draws a list of elements.
func (o object) elements(name string, place content.Place) []Node {
	value, _ := o.field(name)
	if value == nil {
		return nil
	}
	path := join(o.path, name)
	list, ok := value.([]any)
	if !ok {
		reason := fmt.Sprintf("%q is not a list of elements, so some of Zoom's clients show nothing of it.", name)
		return []Node{unknown("", path, reason)}
	}
	var nodes []Node
	for i, v := range list {
		if o.left--; o.left < 0 {
			return append(nodes, unknown("", path, fmt.Sprintf("%d more elements are not drawn.", len(list)-i)))
		}
		nodes = append(nodes, o.element(v, place, path+"["+strconv.Itoa(i)+"]"))
	}
	return nodes
}

func (o object) element(value any, place content.Place, path string) Node {
	values, ok := value.(map[string]any)
	if !ok {
		return unknown("", path, "This is not an element: it is not an object.")
	}
	kind, _ := values["type"].(string)
	e, known := table()[kind]
	draw := drawings[kind]
	switch {
	case kind == "":
		return unknown("", path, "This element has no type, so Zoom may show nothing here.")
	case !known || draw == nil || e.Places == 0:
		return unknown(clean(kind), path, "This type of element is not known, so Zoom may show nothing here.")
	case e.Places&place == 0:
		return unknown(clean(kind), path, "This type of element is not allowed here, so Zoom may refuse the message.")
	}
	inner := o
	inner.values, inner.fields, inner.name, inner.path = values, e.Fields, kind, path
	if e.Name == "message" {
		if own, ok := inner.flag("is_markdown_support"); ok {
			inner.markdown = own
		}
	}
	node := draw(inner)
	*node.About() = Base{Type: kind, Path: path, Source: e.Source}
	return node
}

func unknown(kind, path, reason string) *Unknown {
	if kind != "" {
		reason = fmt.Sprintf("%q: %s", kind, reason)
	}
	return &Unknown{Base: Base{Type: "unknown", Path: path}, Reason: reason}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
