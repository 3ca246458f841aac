package content

import "fmt"

// checker walks over a document, guided by the table.
type checker struct {
	doc     *document
	options Options
	path    []step
	members []member // a stack: the members of the objects that are being checked
	found   collector
}

// object is an object that is being checked: where it stands, what it has, and
// what the table says of it.
type object struct {
	node    int
	members []member
	fields  []Field
	values  []int    // of each field its value's node, or 0
	element *Element // nil unless it is an element of a body
	open    bool     // not documented by Zoom: unknown fields pass
	// markdown says that texts in here are markdown, by the message's flag or by
	// the element's own.
	markdown bool
	renamed  []renaming
}

// renaming is an unknown field that was most likely meant to be a known one.
type renaming struct {
	key   string
	field string
}

// index notes the values of the fields, so that no rule need search the members.
// Of a key given twice the last one counts.
func (o *object) index() {
	o.values = make([]int, len(o.fields))
	for _, m := range o.members {
		for i := range o.fields {
			if o.fields[i].Name == m.key {
				o.values[i] = m.value
				break
			}
		}
	}
}

// given finds the value of a field; null is as good as absent, because that is
// what it means in Terraform.
func (c *checker) given(o *object, name string) (int, bool) {
	for i := range o.fields {
		if o.fields[i].Name == name {
			n := o.values[i]
			return n, n > 0 && c.doc.nodes[n].kind != kindNull
		}
	}
	return 0, false
}

// meant gives the unknown field that most likely was meant to be name.
func (o *object) meant(name string) (string, bool) {
	for _, r := range o.renamed {
		if r.field == name {
			return r.key, true
		}
	}
	return "", false
}

// report notes a problem at a node and the current path.
func (c *checker) report(s Severity, n int, summary, remedy string) {
	if c.found.full(s) {
		return
	}
	c.found.add(finding{severity: s, offset: int(c.doc.nodes[n].start), path: pathString(c.path), summary: summary, remedy: remedy})
}

// in runs check one step further down.
func (c *checker) in(s step, check func()) {
	c.path = append(c.path, s)
	check()
	c.path = c.path[:len(c.path)-1]
}

func (c *checker) inField(name string, check func()) {
	c.in(step{name: name, index: -1}, check)
}

// items runs check on each item of a list.
func (c *checker) items(n int, check func(item int)) {
	end := int(c.doc.nodes[n].next)
	for i, item := 0, n+1; item < end; i, item = i+1, int(c.doc.nodes[item].next) {
		c.in(step{index: i}, func() { check(item) })
	}
}

// object checks an object against its fields.
func (c *checker) object(o object) {
	base := len(c.members)
	c.members = c.doc.members(c.members, o.node)
	defer func() { c.members = c.members[:base] }()
	o.members = c.members[base:len(c.members):len(c.members)]
	o.index()

	if n, ok := c.given(&o, "is_markdown_support"); ok && c.doc.nodes[n].kind == kindBoolean {
		o.markdown = c.doc.raw(n) == "true"
	}
	c.duplicates(o.members)
	c.unknownFields(&o)
	c.missingFields(&o)
	for _, m := range o.members {
		c.inField(m.key, func() {
			if f := field(o.fields, m.key); f != nil {
				c.value(m.value, f, &o)
			} else {
				c.ignored(m.value)
			}
		})
	}
	if o.element != nil && o.element.Name == "select" {
		c.selectSource(&o)
	}
}

// ignored walks over a value of which the table says nothing: only keys that
// are given twice are wrong there.
func (c *checker) ignored(n int) {
	switch c.doc.nodes[n].kind {
	case kindArray:
		c.items(n, c.ignored)
	case kindObject:
		base := len(c.members)
		c.members = c.doc.members(c.members, n)
		members := c.members[base:len(c.members):len(c.members)]
		c.duplicates(members)
		for _, m := range members {
			c.inField(m.key, func() { c.ignored(m.value) })
		}
		c.members = c.members[:base]
	}
}

// duplicates reports keys that are given twice. Parsers disagree about which
// one counts, so nobody knows what would be shown.
func (c *checker) duplicates(members []member) {
	report := func(m member) {
		c.inField(m.key, func() {
			c.report(Error, m.at, quote(m.key)+" is given twice in one object", "Remove one of the two.")
		})
	}
	const few = 16 // up to here comparing all pairs is faster than a map
	if len(members) <= few {
		for i, m := range members {
			seen := 0
			for _, before := range members[:i] {
				if before.key == m.key {
					seen++
				}
			}
			if seen == 1 {
				report(m)
			}
		}
		return
	}
	seen := make(map[string]int, len(members))
	for _, m := range members {
		if seen[m.key]++; seen[m.key] == 2 {
			report(m)
		}
	}
}

func (c *checker) unknownFields(o *object) {
	for _, m := range o.members {
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
		if _, given := c.given(o, near); near != "" && !given {
			o.renamed = append(o.renamed, renaming{key: m.key, field: near})
			if field(o.fields, near).Need != Optional {
				continue // that it is missing is the problem, and says how to rename this
			}
		}
		c.inField(m.key, func() {
			c.report(Warning, m.at, quote(m.key)+" is not a known field here", c.unknownRemedy(m.key, near, sure, o))
		})
	}
}

func (c *checker) missingFields(o *object) {
	for i := range o.fields {
		f := &o.fields[i]
		severity := Error
		if f.Need == Expected {
			severity = Warning
		}
		if f.Need == Optional || o.values[i] > 0 || c.found.full(severity) {
			continue
		}
		remedy := "Write " + sampleMember(f) + "."
		if key, ok := o.meant(f.Name); ok {
			remedy = fmt.Sprintf("Rename %s to %q.", quote(key), f.Name)
		}
		if f.Need == Expected {
			remedy += " Zoom's SDK always sends it."
		}
		c.report(severity, o.node, fmt.Sprintf("%q is missing", f.Name), remedy)
	}
}
