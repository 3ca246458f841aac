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
	head, body := root.present("head"), root.present("body")
	if head == nil && body == nil {
		c.noMessage()
		return
	}
	c.object(&object{value: root, fields: objects[0].Fields, markdown: c.options.Markdown})
	if head == nil && body.kind == kindArray && body.first == nil {
		// A third party's client says that the server refuses an empty message; the code was not recorded.
		c.enterField("body")
		c.report(Warning, body, `"body" is empty and there is no "head"`, "Zoom may refuse an empty message, or show an empty one.")
		c.leave()
	}
}

const remedyLeast = `Write at least {"head": {"text": "..."}} or {"body": [{"type": "message", "text": "..."}]}.`

func (c *checker) rootRemedy() string {
	switch c.doc.root.kind {
	case kindArray:
		return `Put the elements into "body": {"body": [...]}.`
	case kindString:
		if strings.HasPrefix(strings.TrimSpace(c.doc.str(c.doc.root)), "{") {
			return "It is JSON within a string: apply jsonencode() only once, and not at all to what file() or templatefile() gives."
		}
	}
	return remedyLeast
}

// requestFields stand beside content in a request to Zoom; is_markdown_support
// does too, but beside the wrapper of the App Card Builder as well.
var requestFields = []string{"robot_jid", "to_jid", "account_id", "user_jid", "visible_to_user", "reply_to"}

// noMessage reports an object without head and body, as one problem: whatever
// it is, its fields are not those of a content.
func (c *checker) noMessage() {
	switch inner := c.doc.root.present("content"); {
	case inner != nil && inner.kind == kindObject:
		c.wrapped(`jsonencode(jsondecode(file("card.json")).content)`)
	case inner != nil && inner.kind == kindString:
		c.wrapped(`jsondecode(file("card.json")).content`)
	default:
		c.neither()
	}
	c.ignored(c.doc.root)
}

func (c *checker) wrapped(unwrap string) {
	var attributes []string
	summary := `the message stands within an outer "content", as the App Card Builder writes it`
	for _, name := range requestFields {
		if c.doc.root.present(name) != nil {
			attributes = append(attributes, name)
			summary = `this is the body of a whole request, of which only "content" belongs here`
		}
	}
	if c.doc.root.present("is_markdown_support") != nil {
		attributes = append(attributes, "is_markdown_support")
	}
	remedy := fmt.Sprintf("Write content = %s.", unwrap)
	if attributes != nil {
		remedy += fmt.Sprintf(" Set %s on the resource.", strings.Join(attributes, ", "))
	}
	c.report(Error, c.doc.root, summary, remedy)
}

func (c *checker) neither() {
	top, remedy := object{fields: objects[0].Fields}, ""
	const enough = 100 // fields to look at: nobody writes more in place of two
	for _, want := range []string{"head", "body"} {
		looked := 0
		for m := c.doc.root.first; m != nil && looked < enough; m = m.next {
			looked++
			if near, _ := nearestField(m.key, &top); near == want && m.key != want {
				remedy += fmt.Sprintf("Rename %s to %q. ", quote(m.key), want)
				break
			}
		}
	}
	if t := c.doc.root.present("type"); t != nil && remedy == "" && t.kind == kindString {
		remedy = `This is a single element: put it into a list, {"body": [{"type": ...}]}.`
	}
	if remedy == "" {
		remedy = remedyLeast
	}
	c.report(Error, c.doc.root, `neither "head" nor "body" is given`, strings.TrimSpace(remedy))
}

// selectSource: Zoom's guide says to send one of the two and not both.
func (c *checker) selectSource(o *object) {
	items, source := o.has("select_items") != nil, o.has("static_source") != nil
	switch {
	case items && source:
		c.report(Error, o.value, `both "select_items" and "static_source" are given`, "Remove one of them: people select from your items, or from members or channels.")
	case !items && !source:
		remedy := `Write "select_items": [{"text": "...", "value": "..."}], or "static_source": "members" or "channels".`
		for _, name := range []string{"select_items", "static_source"} {
			if key, ok := o.meant(name); ok {
				remedy = fmt.Sprintf("Rename %s to %q.", quote(key), name)
			}
		}
		c.report(Error, o.value, `neither "select_items" nor "static_source" is given`, remedy)
	}
}

// markdownRules checks what may not stand together with markdown.
func (c *checker) markdownRules(v *value, f *Field, o *object) {
	switch {
	case f.Markdown == MarkdownRejected && c.options.Markdown && f.Kind == KindString:
		c.report(Error, v, fmt.Sprintf("%q does not go with is_markdown_support = true", f.Name),
			`Write the link into the text, <https://...|label>; or set is_markdown_support = false and "is_markdown_support": true in each message element that is markdown.`)
	case f.Markdown == MarkdownRejected && c.options.Markdown && c.doc.raw(v) == "true":
		c.report(Error, v, fmt.Sprintf("%q does not go with is_markdown_support = true", f.Name),
			`Write "editable": false; or set is_markdown_support = false and "is_markdown_support": true in each message element that is markdown.`)
	case f.Markdown == MarkdownIgnored && o.markdown:
		c.report(Warning, v, fmt.Sprintf("Zoom ignores %q in markdown", f.Name), "Write *bold* or _italic_ in the text; a color is not possible.")
	}
}
