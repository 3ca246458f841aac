package content

import (
	"fmt"
	"strings"
)

// content checks the whole content.
func (c *checker) content() {
	root := c.doc.root
	if root.kind != kindObject {
		c.found.add(finding{offset: int(root.start), summary: "it must be a JSON object, not " + root.kind.String(),
			remedy: c.rootRemedy(), syntax: true})
		return
	}
	c.template(root)
}

const remedyNothing = "Zoom may refuse an empty message, or show an empty one."

const remedyLeast = `Use at least jsonencode({ head = { text = "..." } }).`

func (c *checker) rootRemedy() string {
	switch c.doc.root.kind {
	case kindArray:
		return `Put the elements into "body": {"body": [...]}.`
	case kindString:
		if strings.HasPrefix(strings.TrimSpace(c.doc.str(c.doc.root)), "{") {
			return "It is JSON inside a string: use jsonencode() only once, " +
				"and not at all for the result of file() or templatefile()."
		}
	}
	return remedyLeast
}

// template checks an object with a head and a body: the content itself, or what somebody wrapped into it.
func (c *checker) template(v *value) {
	o := &object{value: v, fields: objects[0].Fields, markdown: c.options.Markdown}
	head, body := v.present("head"), v.present("body")
	if head == nil && body == nil {
		c.incomplete(o)
		return
	}
	c.object(o)
	if head == nil && body.kind == kindArray && body.first == nil {
		// A third party's client reports that the server refuses an empty message; the code was not recorded.
		c.enterField("body")
		c.report(Warning, body, `"body" is empty and there is no "head"`, remedyNothing)
		c.leave()
	}
}

// incomplete checks an object without head and body, which is something else, has a misspelled head or body, or is
// empty.
func (c *checker) incomplete(o *object) {
	v := o.value
	if inner := v.present("content"); inner != nil && (inner.kind == kindObject || inner.kind == kindString) {
		c.wrapped(v, inner)
		return
	}
	o.incomplete = true
	if t := v.present("type"); t != nil && t.kind == kindString && elementTypes[c.doc.str(t)] != nil {
		c.report(Error, v, neitherHeadNorBody, `This is a single element: put it into a list, {"body": [{"type": ...}]}.`)
		c.element(v, InBody, o.markdown)
		return
	}
	if !misspelledPart(o) {
		severity := Error
		if onlyKnown(o) {
			// The reference's own sample is "content": {}.
			severity = Warning
		}
		c.report(severity, v, neitherHeadNorBody, remedyNothing+" "+remedyLeast)
	}
	c.object(o)
}

const neitherHeadNorBody = `neither "head" nor "body" is set`

// misspelledPart reports whether a member was most likely meant to be the head or the body.
func misspelledPart(o *object) bool {
	const enough = 100 // members to look at: nobody writes more in place of two
	looked := 0
	for m := o.value.first; m != nil && looked < enough; m = m.next {
		looked++
		if near, _ := nearestField(m.key, o); m.key != near && (near == "head" || near == "body") {
			return true
		}
	}
	return false
}

// onlyKnown reports whether an object has no unknown fields.
func onlyKnown(o *object) bool {
	for m := o.value.first; m != nil; m = m.next {
		if field(o.fields, m.key) == nil {
			return false
		}
	}
	return true
}

// requestFields are next to content in a request to Zoom. So is is_markdown_support, but the App Card Builder writes
// that next to its content, too.
var requestFields = []string{"robot_jid", "to_jid", "account_id", "user_jid", "visible_to_user", "reply_to"}

// wrapped reports that the content is inside another one, and checks what is inside.
func (c *checker) wrapped(outer, inner *value) {
	var arguments []string
	summary := `the message is inside an outer "content", as the App Card Builder writes it`
	for _, name := range requestFields {
		if outer.present(name) != nil {
			arguments = append(arguments, name)
			summary = `this is the body of a whole request, of which only "content" belongs here`
		}
	}
	if outer.present("is_markdown_support") != nil {
		arguments = append(arguments, "is_markdown_support")
	}
	remedy := `Use content = jsonencode(jsondecode(file("card.json")).content).`
	if inner.kind == kindString {
		remedy = `Use content = jsondecode(file("card.json")).content.`
	}
	if arguments != nil {
		remedy += fmt.Sprintf(" Set %s on the resource.", strings.Join(arguments, ", "))
	}
	c.report(Error, outer, summary, remedy)
	c.duplicates(outer)
	for m := outer.first; m != nil; m = m.next {
		c.enterField(m.key)
		if m == inner && m.kind == kindObject {
			c.template(m)
		} else {
			c.ignored(m)
		}
		c.leave()
	}
}

// selectSource checks that a select has one of two sources. Zoom's guide advises against sending both.
func (c *checker) selectSource(o *object) {
	items, source := o.has("select_items") != nil, o.has("static_source") != nil
	switch {
	case items && source:
		c.report(Error, o.value, `both "select_items" and "static_source" are set`,
			"Remove one of them: people select from your items, or from members or channels.")
	case !items && !source:
		remedy := `Add "select_items": [{"text": "...", "value": "..."}], or "static_source": "members" or "channels".`
		for _, name := range []string{"select_items", "static_source"} {
			if key := o.meant(name); key != "" {
				remedy = fmt.Sprintf("Rename %q to %q.", key, name)
			}
		}
		c.report(Error, o.value, `neither "select_items" nor "static_source" is set`, remedy)
	}
}

// markdownRules checks what does not go together with Markdown.
func (c *checker) markdownRules(v *value, f *Field, o *object) {
	const perElement = `or set is_markdown_support = false ` +
		`and "is_markdown_support": true in each message element that is Markdown.`
	switch {
	case f.Markdown == MarkdownRejected && c.options.Markdown && f.Kind == KindString:
		c.report(Error, v, fmt.Sprintf("%q is not supported with is_markdown_support = true", f.Name),
			"Put the link into the text, <https://...|label>; "+perElement)
	case f.Markdown == MarkdownRejected && c.options.Markdown && c.doc.raw(v) == "true":
		c.report(Error, v, fmt.Sprintf("%q is not supported with is_markdown_support = true", f.Name),
			`Use "editable": false; `+perElement)
	case f.Markdown == MarkdownIgnored && o.markdown:
		c.report(Warning, v, fmt.Sprintf("Zoom ignores %q where Markdown applies", f.Name),
			"Use *bold* or _italic_ in the text. A color is not available.")
	}
}
