package content

import (
	"cmp"
	"slices"
)

// Equal says whether two JSON texts mean the same. White space, the order of
// keys and the spelling of strings (\u003c or <) do not matter. Numbers are
// compared as they are written: 1560446471819 must never become a float, and a
// needless edit is better than a lost one. A text that is not JSON, or has a key
// twice, is equal only to itself.
func Equal(a, b string) bool {
	if a == b {
		return true
	}
	x, broken := parse(a)
	if broken != nil {
		return false
	}
	y, broken := parse(b)
	if broken != nil {
		return false
	}
	return equal(x, 0, y, 0)
}

func equal(x *document, i int, y *document, j int) bool {
	a, b := x.nodes[i], y.nodes[j]
	if a.kind != b.kind {
		return false
	}
	switch a.kind {
	case kindString:
		return x.meaning(i) == y.meaning(j)
	case kindArray:
		return equalArrays(x, i, y, j)
	case kindObject:
		return equalObjects(x, i, y, j)
	default:
		return x.raw(i) == y.raw(j)
	}
}

func equalArrays(x *document, i int, y *document, j int) bool {
	endX, endY := int(x.nodes[i].next), int(y.nodes[j].next)
	i, j = i+1, j+1
	for i < endX && j < endY {
		if !equal(x, i, y, j) {
			return false
		}
		i, j = int(x.nodes[i].next), int(y.nodes[j].next)
	}
	return i == endX && j == endY
}

func equalObjects(x *document, i int, y *document, j int) bool {
	a, b := x.sorted(i), y.sorted(j)
	if len(a) != len(b) {
		return false
	}
	for k := range a {
		if a[k].key != b[k].key || k > 0 && a[k].key == a[k-1].key || !equal(x, a[k].value, y, b[k].value) {
			return false
		}
	}
	return true
}

// member is one key of an object with its value.
type member struct {
	key   string
	at    int // the key's node
	value int // the value's node
}

// members appends the members of an object in the order of the text.
func (d *document) members(to []member, n int) []member {
	end := int(d.nodes[n].next)
	for n++; n < end; {
		m := member{key: d.meaning(n), at: n, value: n + 1}
		to = append(to, m)
		n = int(d.nodes[m.value].next)
	}
	return to
}

func (d *document) sorted(n int) []member {
	m := d.members(nil, n)
	slices.SortFunc(m, func(a, b member) int { return cmp.Compare(a.key, b.key) })
	return m
}

// meaning gives what a string means, for comparing. A string with half a
// surrogate pair means nothing that can be compared: it stands for its own
// spelling, after a byte that no other string has.
func (d *document) meaning(n int) string {
	raw := d.raw(n)
	s, whole := unquote(raw)
	if !whole {
		return "\xff" + raw
	}
	return s
}
