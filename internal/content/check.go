package content

// checker walks over a document.
type checker struct {
	doc     *document
	options Options
	path    []step
	found   collector
}

func (c *checker) report(s Severity, n int, summary, remedy string) {
	c.found.add(finding{severity: s, offset: int(c.doc.nodes[n].start), path: pathString(c.path), summary: summary, remedy: remedy})
}

func (c *checker) content() {
	if k := c.doc.nodes[0].kind; k != kindObject {
		c.found.add(finding{summary: "content must be a JSON object, not " + k.String(),
			remedy: `Write at least {"head": {"text": "..."}}.`, syntax: true})
		return
	}
	for _, m := range c.doc.members(nil, 0) {
		if m.key == "head" || m.key == "body" {
			return
		}
	}
	c.report(Error, 0, `neither "head" nor "body" is given`, `Write at least {"head": {"text": "..."}}.`)
}
