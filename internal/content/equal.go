package content

import (
	"cmp"
	"slices"
)

// Equal reports whether two JSON texts mean the same. White space, the order of keys and the spelling of strings
// (\u003c or <) do not matter. Numbers are compared as they are written: 1560446471819 must never become a float, and
// a needless edit is better than a lost one. A text that is not JSON, or has a key twice, is equal only to itself.
func Equal(a, b string) bool {
	if a == b {
		return true
	}
	x, broken := parse(a)
	if broken != nil || x.duplicates {
		return false
	}
	y, broken := parse(b)
	if broken != nil { // with a key twice, it cannot be equal to x
		return false
	}
	return equal(x, x.root, y, y.root)
}

// equal compares the value v of x with the value w of y.
func equal(x *document, v *value, y *document, w *value) bool {
	if v.kind != w.kind {
		return false
	}
	switch v.kind {
	case kindString:
		return meaning(x.raw(v)) == meaning(y.raw(w))
	case kindArray:
		v, w = v.first, w.first
		for v != nil && w != nil && equal(x, v, y, w) {
			v, w = v.next, w.next
		}
		return v == nil && w == nil
	case kindObject:
		return slices.EqualFunc(v.sorted(), w.sorted(), func(a, b *value) bool {
			return a.key == b.key && equal(x, a, y, b)
		})
	default:
		return x.raw(v) == y.raw(w)
	}
}

// sorted returns the members of an object in the order of their keys.
func (v *value) sorted() []*value {
	members := make([]*value, 0, 8) // most objects have no more
	for m := v.first; m != nil; m = m.next {
		members = append(members, m)
	}
	slices.SortFunc(members, func(a, b *value) int { return cmp.Compare(a.key, b.key) })
	return members
}
