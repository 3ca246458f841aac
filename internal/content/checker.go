package content

import (
	"fmt"
	"slices"
	"strings"
)

// checker walks over a document, guided by the table.
type checker struct {
	doc     *document
	options Options
	path    []step
	found   findings
}

// object is an object that is being checked.
type object struct {
	value   *value
	fields  []Field
	given   []*value // of each field the value that counts, or nil
	element *Element // nil unless it is an element of a body
	open    bool     // not documented by Zoom: unknown fields pass
	// markdown reports whether texts in here are Markdown, by the message's flag or by the element's own.
	markdown bool
	renamed  []renaming
}

// renaming is an unknown field that was most likely meant to be a known one.
type renaming struct {
	key   string
	field string
}

// find fills in given, so that no rule has to search the members. Of a key given twice the last one counts.
func (o *object) find() {
	o.given = make([]*value, len(o.fields))
	for m := o.value.first; m != nil; m = m.next {
		for i := range o.fields {
			if o.fields[i].Name == m.key {
				o.given[i] = m
				break
			}
		}
	}
}

// has returns the value of a field, or nil if it is missing or null, which is the same in Terraform.
func (o *object) has(name string) *value {
	for i := range o.fields {
		if o.fields[i].Name == name {
			if v := o.given[i]; v != nil && v.kind != kindNull {
				return v
			}
			return nil
		}
	}
	return nil
}

// meant returns the unknown field that most likely was meant to be name.
func (o *object) meant(name string) (string, bool) {
	for _, r := range o.renamed {
		if r.field == name {
			return r.key, true
		}
	}
	return "", false
}

// report notes a problem of a value at the current path.
func (c *checker) report(s Severity, v *value, summary, remedy string) {
	c.reportAt(s, v.start, summary, remedy)
}

// reportAt notes a problem at an offset of the text and the current path.
func (c *checker) reportAt(s Severity, offset int32, summary, remedy string) {
	if c.found.full(s) {
		return
	}
	c.found.add(finding{severity: s, offset: int(offset), path: pathString(c.path), summary: summary, remedy: remedy})
}

// enterField and enterItem go one step down the path, and leave goes back up.
func (c *checker) enterField(name string) { c.path = append(c.path, step{name: name, index: -1}) }

func (c *checker) enterItem(i int) { c.path = append(c.path, step{index: i}) }

func (c *checker) leave() { c.path = c.path[:len(c.path)-1] }

// items runs check on each item of a list.
func (c *checker) items(list *value, check func(item *value)) {
	i := 0
	for item := list.first; item != nil; item = item.next {
		c.enterItem(i)
		check(item)
		c.leave()
		i++
	}
}

// object checks an object against its fields.
func (c *checker) object(o *object) {
	o.find()
	if v := o.has("is_markdown_support"); v != nil && v.kind == kindBoolean {
		o.markdown = c.doc.raw(v) == "true"
	}
	c.duplicates(o.value)
	c.unknownFields(o)
	c.missingFields(o)
	for m := o.value.first; m != nil; m = m.next {
		c.enterField(m.key)
		if f := field(o.fields, m.key); f != nil {
			c.value(m, f, o)
		} else {
			c.ignored(m)
		}
		c.leave()
	}
	if o.element != nil && o.element.Name == "select" {
		c.selectSource(o)
	}
}

// ignored walks over a value of which the table says nothing: only keys that are given twice are wrong there.
func (c *checker) ignored(v *value) {
	if !c.doc.duplicates {
		return
	}
	switch v.kind {
	case kindArray:
		c.items(v, c.ignored)
	case kindObject:
		c.duplicates(v)
		for m := v.first; m != nil; m = m.next {
			c.enterField(m.key)
			c.ignored(m)
			c.leave()
		}
	}
}

// duplicates reports keys that are given twice. Parsers disagree about which one counts, so nobody knows what would
// be shown.
func (c *checker) duplicates(object *value) {
	if !c.doc.duplicates {
		return
	}
	for m := object.first; m != nil; m = m.next {
		if m.duplicate {
			c.enterField(m.key)
			c.reportAt(Error, m.keyStart, quote(m.key)+" is given twice in one object", "Remove one of the two.")
			c.leave()
		}
	}
}

func (c *checker) unknownFields(o *object) {
	for m := o.value.first; m != nil; m = m.next {
		if field(o.fields, m.key) != nil || o.element != nil && m.key == "type" {
			continue
		}
		if c.found.full(Warning) {
			return
		}
		near, sure := nearestField(m.key, o)
		if near == "" && o.open && nested(m.key, o) == "" {
			continue
		}
		if near != "" && o.has(near) == nil {
			o.renamed = append(o.renamed, renaming{key: m.key, field: near})
			if field(o.fields, near).Need != Optional {
				continue // that it is missing is the problem, and says how to rename this
			}
		}
		c.enterField(m.key)
		c.reportAt(Warning, m.keyStart, quote(m.key)+" is not a known field here", c.unknownRemedy(m.key, near, sure, o))
		c.leave()
	}
}

func (c *checker) missingFields(o *object) {
	for i := range o.fields {
		f := &o.fields[i]
		severity := Error
		if f.Need == Expected {
			severity = Warning
		}
		if f.Need == Optional || o.given[i] != nil || c.found.full(severity) {
			continue
		}
		remedy := "Write " + sampleMember(f) + "."
		if key, ok := o.meant(f.Name); ok {
			remedy = fmt.Sprintf("Rename %s to %q.", quote(key), f.Name)
		}
		if f.Need == Expected {
			remedy += " Zoom's SDK always sends it."
		}
		c.report(severity, o.value, fmt.Sprintf("%q is missing", f.Name), remedy)
	}
}

// value checks the value of a field that the table knows.
func (c *checker) value(v *value, f *Field, o *object) {
	if v.kind == kindNull && f.Need != Required {
		return
	}
	if !fits(v.kind, f.Kind) || f.Kind == KindInteger && !isWhole(c.doc.raw(v)) {
		c.report(wrongKind(f), v, fmt.Sprintf("%q must be %s, not %s", f.Name, f.Kind, gotKind(f, v.kind)), c.kindRemedy(v, f))
		c.ignored(v)
		return
	}
	c.markdownRules(v, f, o)
	switch f.Kind {
	case KindString:
		c.text(v, f, o)
	case KindInteger:
		if f.Format == FormatMillis {
			c.millis(v)
		}
	case KindObject:
		c.object(o.inner(v, f))
	case KindList:
		c.list(v, f, o)
	}
}

// inner returns the object that is the value of a field, or an item of its list.
func (o *object) inner(v *value, f *Field) *object {
	return &object{value: v, fields: f.Fields, open: o.open || f.Source != Documented, markdown: o.markdown}
}

// wrongKind returns how bad a value of the wrong kind is.
func wrongKind(f *Field) Severity {
	if f.Strict || f.Need == Required {
		return Error
	}
	return Warning
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

func (c *checker) list(v *value, f *Field, o *object) {
	if f.Need == Required && v.first == nil {
		c.report(Warning, v, fmt.Sprintf("%q is empty", f.Name), "There is nothing to show: leave the element out.")
	}
	c.items(v, func(item *value) {
		switch {
		case f.Fields == nil:
			c.element(item, f.Holds, o.markdown)
		case item.kind != kindObject:
			c.report(wrongKind(f), item, "an item must be an object, not "+item.kind.String(), itemRemedy(item.kind, sampleObject(f.Fields)))
			c.ignored(item)
		default:
			c.object(o.inner(item, f))
		}
	})
}

// element checks an element of a body, a section or a page.
func (c *checker) element(v *value, at Place, markdown bool) {
	if v.kind != kindObject {
		c.report(Error, v, "an element must be an object, not "+v.kind.String(), itemRemedy(v.kind, `{"type": "message", "text": "..."}`))
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
		c.report(Error, t, `"type" must be a string, not `+t.kind.String(), "Write a type such as \"message\".")
		c.leave()
		c.ignored(v)
		return
	}
	name := c.doc.str(t)
	e := elementTypes[name]
	if e == nil {
		if !c.found.full(Warning) {
			c.enterField("type")
			c.report(Warning, t, unknownType(name), typeRemedy(name))
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
	c.report(Error, v, `"type" is missing`, remedy)
	c.ignored(v)
}

// tellingFields tell the type of an element that has none.
var tellingFields = map[string]string{
	"text": "message", "items": "fields", "sections": "section",
	"select_items": "select", "static_source": "select",
	"resource_url": "attachments", "img_url": "attachments",
	"options": "radio_buttons", "images": "images", "pages": "page",
}

func (c *checker) misplaced(v *value, e *Element, at Place) {
	if at == InSection {
		c.report(Error, v, fmt.Sprintf("a %s cannot stand in a section", e.Name),
			fmt.Sprintf("Put the %s into \"body\" beside the section, or its elements straight into the section.", e.Name))
		return
	}
	// Zoom's SDK allows only sections in a page, without a word on why.
	c.report(Warning, v, fmt.Sprintf("a %s cannot stand in a page", e.Name), "Zoom's SDK knows only sections in a page.")
}

// list returns the names of things, each in quotation marks.
func list[T any](things []T, name func(T) string) string {
	quoted := make([]string, 0, len(things))
	for _, t := range things {
		if q := quote(name(t)); !slices.Contains(quoted, q) {
			quoted = append(quoted, q)
		}
	}
	return strings.Join(quoted, ", ")
}
