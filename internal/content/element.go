package content

import "fmt"

// element checks an element of a body, a section or a page.
func (c *checker) element(v *value, at Place, markdown bool) {
	if v.kind != kindObject {
		c.report(Error, v, "an element must be an object, not "+v.kind.String(),
			itemRemedy(v.kind, `{"type": "message", "text": "..."}`))
		c.ignored(v)
		return
	}
	t := v.member("type")
	if t == nil {
		c.elementWithoutType(v)
		return
	}
	if t.kind != kindString {
		c.enterField("type")
		c.report(Error, t, `"type" must be a string, not `+t.kind.String(), `Use an element type, such as "message".`)
		c.leave()
		c.ignored(v)
		return
	}
	name := c.doc.str(t)
	e := elementTypes[name]
	if e == nil {
		if !c.found.full(Warning) {
			c.enterField("type")
			c.report(Warning, t, quoteOr(name, "this")+" is not a known element type", typeRemedy(name))
			c.leave()
		}
		c.ignored(v)
		return
	}
	if e.Places&at == 0 {
		c.misplaced(v, e, at)
	}
	c.object(&object{value: v, fields: e.Fields, element: e, open: e.Source != Documented, markdown: markdown})
}

// elementWithoutType still reports a misspelled "type", and guesses what the element was meant to be.
func (c *checker) elementWithoutType(v *value) {
	remedy := ""
	for m := v.first; m != nil; m = m.next {
		if near(m.key, "type") {
			remedy = fmt.Sprintf(`Rename %q to "type".`, m.key)
			break
		}
		if t, ok := tellingFields[m.key]; ok && remedy == "" {
			remedy = fmt.Sprintf(`Add "type": %q.`, t)
			if m.key == "items" {
				remedy = `Add "type": "fields" for items with "key" and "value", ` +
					`or "type": "actions" for buttons with "text" and "value".`
			}
		}
	}
	if remedy == "" {
		remedy = fmt.Sprintf("Add a type. Zoom documents %s.", list(documentedElements, elementName))
	}
	c.report(Error, v, `"type" is missing`, remedy)
	c.ignored(v)
}

// tellingFields maps fields to the type of element that most likely has them.
var tellingFields = map[string]string{
	"text": "message", "items": "fields", "sections": "section",
	"select_items": "select", "static_source": "select",
	"resource_url": "attachments", "img_url": "attachments",
	"options": "radio_buttons", "images": "images", "pages": "page",
}

func (c *checker) misplaced(v *value, e *Element, at Place) {
	if at == InSection {
		c.report(Error, v, fmt.Sprintf("a %s cannot be inside a section", e.Name),
			fmt.Sprintf(`Move the %s to "body", next to the section, or put its elements directly into the section.`, e.Name))
		return
	}
	c.report(Warning, v, fmt.Sprintf("a %s may not work inside a page", e.Name), "Zoom's SDK allows only sections there.")
}
