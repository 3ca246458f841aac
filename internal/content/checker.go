package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// checker walks over a document, guided by the table.
type checker struct {
	doc     *document
	options Options
	path    []step
	given   []*value // a stack: the values of the fields of all objects around the current path
	found   findings
	// doubtful counts the misspelled optional fields around the current path. Zoom may ignore all that is in them, so
	// nothing there is an error.
	doubtful int
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
	// incomplete is for a content without head and body, where misspelling one of them is an error.
	incomplete bool
	renamed    []renaming
}

// renaming is an unknown member that was most likely meant to be a field that is missing.
type renaming struct {
	member *value
	field  *Field
	sure   bool // known to be meant, not only spelled alike
}

// find fills in given, a slice as long as fields, so that no rule has to search the members. Of a key given twice the
// last one counts.
func (o *object) find(given []*value) {
	o.given = given
	clear(o.given)
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

// meant returns the key of the unknown field that most likely was meant to be name, or "".
func (o *object) meant(name string) string {
	for _, r := range o.renamed {
		if r.field.Name == name {
			return r.member.key
		}
	}
	return ""
}

// report notes a problem of a value at the current path.
func (c *checker) report(s Severity, v *value, summary, remedy string) {
	c.reportAt(s, v.start, summary, remedy)
}

// reportAt notes a problem at an offset of the text and the current path.
func (c *checker) reportAt(s Severity, offset int32, summary, remedy string) {
	if c.doubtful > 0 {
		s = Warning
	}
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
	base := len(c.given)
	c.given = slices.Grow(c.given, len(o.fields))[:base+len(o.fields)]
	defer func() { c.given = c.given[:base] }()
	o.find(c.given[base:])
	c.elementMarkdown(o)
	c.duplicates(o.value)
	c.unknownFields(o)
	c.missingFields(o)
	for m := o.value.first; m != nil; m = m.next {
		c.enterField(m.key)
		if f := field(o.fields, m.key); f != nil {
			c.value(m, f, o)
		} else {
			c.unknown(m, o)
		}
		c.leave()
	}
	if o.element != nil && o.element.Name == "select" {
		c.selectSource(o)
	}
}

// unknown checks the value of an unknown field, as the field that it was meant to be.
func (c *checker) unknown(m *value, o *object) {
	for _, r := range o.renamed {
		if r.member != m || !r.sure && !fits(m.kind, r.field.Kind) {
			continue
		}
		doubtful := r.field.Need == Optional && !o.incomplete
		if doubtful {
			c.doubtful++
		}
		c.value(m, r.field, o)
		if doubtful {
			c.doubtful--
		}
		return
	}
	c.ignored(m)
}

// ignored walks over a value that the table does not describe: only keys that occur twice are wrong there.
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

// duplicates reports keys that occur twice. Parsers disagree about which one counts, so nobody knows what would be
// shown.
func (c *checker) duplicates(object *value) {
	if !c.doc.duplicates {
		return
	}
	for m := object.first; m != nil; m = m.next {
		if m.duplicate {
			c.enterField(m.key)
			c.reportAt(Error, m.keyStart, quoteOr(m.key, "a key")+" occurs twice in the same object", "Remove one of the two.")
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
		severity := Warning
		if near != "" && o.has(near) == nil {
			f := field(o.fields, near)
			o.renamed = append(o.renamed, renaming{member: m, field: f, sure: sure})
			if f.Need != Optional {
				continue // the problem is that the field is missing, and its remedy is to rename this one
			}
			if o.incomplete && (near == "head" || near == "body") {
				severity = Error
			}
		}
		c.enterField(m.key)
		c.reportAt(severity, m.keyStart, quoteOr(m.key, "this")+" is not a known field here",
			c.unknownRemedy(m.key, near, sure, o))
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
		remedy := "Add " + sampleMember(f) + "."
		if key := o.meant(f.Name); key != "" {
			remedy = fmt.Sprintf("Rename %q to %q.", key, f.Name)
			if key == imageProviderURL {
				// Zoom's own sample, copied as it is. Nobody knows whether it is refused.
				severity, remedy = Warning, remedy+" Only the sample in Zoom's guide has the other name."
			}
		}
		switch {
		case f.Need == Expected && f.Source == Documented:
			remedy += " Zoom's guide requires it, but published bots leave it out."
		case f.Need == Expected:
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
		c.report(wrongKind(f), v, fmt.Sprintf("%q must be %s, not %s", f.Name, f.Kind, gotKind(f, v.kind)),
			c.kindRemedy(v, f))
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

// wrongKind returns the severity of a value of the wrong kind.
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
		c.report(Warning, v, fmt.Sprintf("%q is empty", f.Name), "There is nothing to show: remove the element.")
	}
	c.items(v, func(item *value) {
		switch {
		case f.Fields == nil:
			c.element(item, f.Holds, o.markdown)
		case item.kind != kindObject:
			c.report(wrongKind(f), item, "an item must be an object, not "+item.kind.String(),
				itemRemedy(item.kind, sampleObject(f.Fields)))
			c.ignored(item)
		default:
			c.object(o.inner(item, f))
		}
	})
}

// list returns the names of things, each in quotation marks.
func list[T any](things []T, name func(T) string) string {
	quoted := make([]string, 0, len(things))
	for _, t := range things {
		if q := strconv.Quote(name(t)); !slices.Contains(quoted, q) {
			quoted = append(quoted, q)
		}
	}
	return strings.Join(quoted, ", ")
}
