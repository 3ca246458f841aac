package content

import (
	"fmt"
	"slices"
	"strings"
)

// value checks the value of a field that the table knows.
func (c *checker) value(n int, f *Field, o *object) {
	got := c.doc.nodes[n].kind
	if got == kindNull && f.Need != Required {
		return
	}
	if !fits(got, f.Kind) || f.Kind == KindInteger && !isWhole(c.doc.raw(n)) {
		severity := Warning
		if f.Strict || f.Need == Required {
			severity = Error
		}
		c.report(severity, n, fmt.Sprintf("%q must be %s, not %s", f.Name, f.Kind, gotKind(f, got)), c.kindRemedy(n, f))
		c.ignored(n)
		return
	}
	c.markdownRules(n, f, o)
	switch f.Kind {
	case KindString:
		c.text(n, f, o)
	case KindInteger:
		if f.Format == FormatMillis {
			c.millis(n)
		}
	case KindObject:
		c.object(object{node: n, fields: f.Fields, open: o.open || f.Source != Documented, markdown: o.markdown})
	case KindList:
		c.list(n, f, o)
	}
}

func fits(got kind, want Kind) bool {
	switch want {
	case KindBoolean:
		return got == kindBoolean
	case KindInteger, KindNumber:
		return got == kindNumber
	case KindObject:
		return got == kindObject
	case KindList:
		return got == kindArray
	default:
		return got == kindString
	}
}

func gotKind(f *Field, got kind) string {
	if f.Kind == KindInteger && got == kindNumber {
		return "a fraction"
	}
	return got.String()
}

func (c *checker) list(n int, f *Field, o *object) {
	if f.Need == Required && int(c.doc.nodes[n].next) == n+1 {
		c.report(Warning, n, fmt.Sprintf("%q is empty", f.Name), "There is nothing to show: leave the element out.")
	}
	if f.Fields == nil {
		c.items(n, func(item int) { c.element(item, f.Holds, o.markdown) })
		return
	}
	c.items(n, func(item int) {
		if got := c.doc.nodes[item].kind; got != kindObject {
			severity := Warning
			if f.Strict || f.Need == Required {
				severity = Error
			}
			c.report(severity, item, "an item must be an object, not "+got.String(), itemRemedy(got, sampleObject(f.Fields)))
			c.ignored(item)
			return
		}
		c.object(object{node: item, fields: f.Fields, open: o.open || f.Source != Documented, markdown: o.markdown})
	})
}

// element checks an element of a body, a section or a page.
func (c *checker) element(n int, at Place, markdown bool) {
	if got := c.doc.nodes[n].kind; got != kindObject {
		c.report(Error, n, "an element must be an object, not "+got.String(), itemRemedy(got, `{"type": "message", "text": "..."}`))
		c.ignored(n)
		return
	}
	t, ok := c.doc.lookup(n, "type")
	if !ok {
		c.elementWithoutType(n)
		return
	}
	if got := c.doc.nodes[t].kind; got != kindString {
		c.inField("type", func() {
			c.report(Error, t, `"type" must be a string, not `+got.String(), "Write a type such as \"message\".")
		})
		c.ignored(n)
		return
	}
	name, _ := unquote(c.doc.raw(t))
	e := elementTypes[name]
	if e == nil {
		if !c.found.full(Warning) {
			c.inField("type", func() { c.report(Warning, t, unknownType(name), typeRemedy(name)) })
		}
		c.ignored(n)
		return
	}
	if e.Places&at == 0 {
		c.misplaced(n, e, at)
	}
	c.object(object{node: n, fields: e.Fields, element: e, open: e.Source != Documented, markdown: markdown})
}

// elementWithoutType still reports a misspelled "type", and guesses what the
// element was meant to be.
func (c *checker) elementWithoutType(n int) {
	remedy := ""
	for _, m := range c.doc.members(nil, n) {
		if near(m.key, "type") {
			remedy = fmt.Sprintf(`Rename %s to "type".`, quote(m.key))
			break
		}
		if t, ok := tellingFields[m.key]; ok && remedy == "" {
			remedy = fmt.Sprintf(`Write "type": %q.`, t)
			if m.key == "items" {
				remedy = `Write "type": "fields" for items with "key" and "value", "type": "actions" for buttons with "text" and "value".`
			}
		}
	}
	if remedy == "" {
		remedy = fmt.Sprintf("Write one of %s.", list(documentedElements, func(e Element) string { return e.Name }))
	}
	c.report(Error, n, `"type" is missing`, remedy)
	c.ignored(n)
}

// tellingFields tell the type of an element that has none.
var tellingFields = map[string]string{
	"text": "message", "items": "fields", "sections": "section",
	"select_items": "select", "static_source": "select",
	"resource_url": "attachments", "img_url": "attachments",
	"options": "radio_buttons", "images": "images", "pages": "page",
}

func (c *checker) misplaced(n int, e *Element, at Place) {
	if at == InSection {
		c.report(Error, n, fmt.Sprintf("a %s cannot stand in a section", e.Name), fmt.Sprintf("Put the %s into \"body\" beside the section, or its elements straight into the section.", e.Name))
		return
	}
	// Zoom's SDK allows only sections in a page, without a word on why.
	c.report(Warning, n, fmt.Sprintf("a %s cannot stand in a page", e.Name), "Zoom's SDK knows only sections in a page.")
}

// lookup finds the value of a key; of a key given twice the last one counts.
func (d *document) lookup(n int, key string) (value int, ok bool) {
	end := int(d.nodes[n].next)
	for n++; n < end; n = int(d.nodes[n+1].next) {
		if d.meaning(n) == key {
			value, ok = n+1, true
		}
	}
	return value, ok
}

// present finds a field of the content itself that is not null.
func (d *document) present(name string) (value int, ok bool) {
	value, ok = d.lookup(0, name)
	return value, ok && d.nodes[value].kind != kindNull
}

// list writes the names of things, each in quotes.
func list[T any](things []T, name func(T) string) string {
	quoted := make([]string, 0, len(things))
	for _, t := range things {
		if q := quote(name(t)); !slices.Contains(quoted, q) {
			quoted = append(quoted, q)
		}
	}
	return strings.Join(quoted, ", ")
}
