package card

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// Mark is what Compare has found out about a part of a drawing.
type Mark string

// The marks. What has none is on both sides.
const (
	Gone Mark = "gone"
	New  Mark = "new"
)

// Compare returns two drawings of one message with what differs marked: in the
// first what is gone, in the second what is new.
func Compare(before, after Card) (Card, Card) {
	before.Nodes, after.Nodes = compareNodes(before.Nodes, after.Nodes)
	return before, after
}

// compareNodes marks the nodes that are on one side only. Nodes of the same type
// between two that are equal are taken for the same one, changed.
func compareNodes(before, after []Node) (b, a []Node) {
	b, a = slices.Clone(before), slices.Clone(after)
	i, j := 0, 0
	for _, match := range align(fingerprints(b), fingerprints(a)) {
		compareGap(b[i:match[0]], a[j:match[1]])
		i, j = match[0]+1, match[1]+1
	}
	compareGap(b[i:], a[j:])
	return b, a
}

// compareGap marks nodes of which none is equal to one of the other side.
func compareGap(before, after []Node) {
	types := func(nodes []Node) []string {
		out := make([]string, len(nodes))
		for i, n := range nodes {
			out[i] = n.About().Type
		}
		return out
	}
	pairs := align(types(before), types(after))
	for _, p := range pairs {
		before[p[0]], after[p[1]] = comparePair(before[p[0]], after[p[1]])
	}
	for i := range before {
		if !slices.ContainsFunc(pairs, func(p [2]int) bool { return p[0] == i }) {
			before[i] = marked(before[i], Gone)
		}
	}
	for i := range after {
		if !slices.ContainsFunc(pairs, func(p [2]int) bool { return p[1] == i }) {
			after[i] = marked(after[i], New)
		}
	}
}

// comparePair marks what differs within two nodes of one type: the words of a
// text, the nodes of a section, or else the whole node.
func comparePair(before, after Node) (Node, Node) {
	switch a := after.(type) {
	case *Head:
		if b, ok := before.(*Head); ok {
			x, y := *b, *a
			x.Text, y.Text = compareTexts(b.Text, a.Text)
			x.Sub, y.Sub = compareTexts(b.Sub, a.Sub)
			return &x, &y
		}
	case *Message:
		if b, ok := before.(*Message); ok && b.Text.Plain() != a.Text.Plain() {
			x, y := *b, *a
			x.Text, y.Text = compareTexts(b.Text, a.Text)
			return &x, &y
		}
	case *Fields:
		if b, ok := before.(*Fields); ok {
			x, y := *b, *a
			x.Rows, y.Rows = compareRows(b.Rows, a.Rows)
			return &x, &y
		}
	case *Section:
		if b, ok := before.(*Section); ok && b.Color == a.Color {
			x, y := *b, *a
			x.Nodes, y.Nodes = compareNodes(b.Nodes, a.Nodes)
			x.Footer, y.Footer = compareTexts(b.Footer, a.Footer)
			return &x, &y
		}
	}
	return marked(before, Gone), marked(after, New)
}

// compareRows compares the values of fields with the same label, and marks the
// others.
func compareRows(before, after [][]FieldItem) (b, a [][]FieldItem) {
	values := func(rows [][]FieldItem) map[string]Text {
		m := map[string]Text{}
		for _, row := range rows {
			for _, item := range row {
				m[item.Key.Plain()] = item.Value
			}
		}
		return m
	}
	mark := func(m Mark, rows [][]FieldItem, other map[string]Text, compare func(own, other Text) Text) [][]FieldItem {
		out := make([][]FieldItem, len(rows))
		for i, row := range rows {
			out[i] = slices.Clone(row)
			for j, item := range row {
				if value, ok := other[item.Key.Plain()]; ok {
					out[i][j].Value = compare(item.Value, value)
				} else {
					out[i][j].Key, out[i][j].Value = item.Key.marked(m), item.Value.marked(m)
				}
			}
		}
		return out
	}
	b = mark(Gone, before, values(after), func(own, other Text) Text { x, _ := compareTexts(own, other); return x })
	a = mark(New, after, values(before), func(own, other Text) Text { _, y := compareTexts(other, own); return y })
	return b, a
}

func (t Text) marked(m Mark) Text { return t.each(func(s *Span) { s.Mark = m }) }

// marked returns a copy of a node that is marked as a whole.
func marked(n Node, m Mark) Node {
	n = clone(n)
	n.About().Mark = m
	return n
}

// compareTexts marks the words that are in one of the texts only.
func compareTexts(before, after Text) (b, a Text) {
	before, after = words(before), words(after)
	list := func(t Text) (list []string) {
		t.each(func(s *Span) { list = append(list, s.Text) })
		return list
	}
	var keptBefore, keptAfter []int
	for _, p := range align(list(before), list(after)) {
		keptBefore, keptAfter = append(keptBefore, p[0]), append(keptAfter, p[1])
	}
	mark := func(t Text, kept []int, m Mark) Text {
		i := -1
		t = t.each(func(s *Span) {
			i++
			if _, found := slices.BinarySearch(kept, i); !found {
				s.Mark = m
			}
		})
		return mergeSpans(t)
	}
	return mark(before, keptBefore, Gone), mark(after, keptAfter, New)
}

// words splits the spans of a text into words and the spaces between them.
func words(t Text) Text {
	return t.lines(func(line []Span) []Span {
		var out []Span
		for _, s := range line {
			for rest := s.Text; ; {
				end := strings.IndexFunc(rest, unicode.IsSpace)
				if end == 0 {
					end = strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsSpace(r) })
				}
				if end < 0 {
					end = len(rest)
				}
				s.Text = rest[:end]
				out = append(out, s)
				if rest = rest[end:]; rest == "" {
					break
				}
			}
		}
		return out
	})
}

// mergeSpans puts spans that look the same together again.
func mergeSpans(t Text) Text {
	return t.lines(func(line []Span) []Span {
		var out []Span
		for _, s := range line {
			if last := len(out) - 1; last >= 0 {
				same := s
				same.Text = out[last].Text
				if same == out[last] {
					out[last].Text += s.Text
					continue
				}
			}
			out = append(out, s)
		}
		return out
	})
}

// fingerprints returns a text for each node that is equal for nodes that are drawn
// alike.
func fingerprints(nodes []Node) []string {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		out[i] = n.About().Type + "\n" + strings.Join(terminal{width: 1 << 20, ansi: true}.node(n), "\n")
	}
	return out
}

// clone returns a copy of a node, which shares what is in it.
func clone(n Node) Node {
	c := reflect.New(reflect.TypeOf(n).Elem())
	c.Elem().Set(reflect.ValueOf(n).Elem())
	copied, ok := c.Interface().(Node)
	if !ok {
		return n
	}
	return copied
}

// Marked reports whether a drawing has marks of Compare.
func (c Card) Marked() bool {
	found := false
	walk(c.Nodes, func(n Node) {
		found = found || n.About().Mark != ""
		for _, t := range texts(n) {
			t.each(func(s *Span) { found = found || s.Mark != "" })
		}
	})
	return found
}

// CompareTerminal returns two drawings of one message as lines for a terminal:
// after "- " what is gone, after "+ " what is new, after two spaces the rest.
func CompareTerminal(before, after Card, width int, ansi bool) []string {
	t := terminal{width: width, ansi: ansi}
	b, a := before.Terminal(width-2, ansi), after.Terminal(width-2, ansi)
	var lines []string
	i, j := 0, 0
	upTo := func(m, n int) {
		for ; i < m; i++ {
			lines = append(lines, t.paint("31", "-")+" "+b[i])
		}
		for ; j < n; j++ {
			lines = append(lines, t.paint("32", "+")+" "+a[j])
		}
	}
	for _, match := range align(b, a) {
		upTo(match[0], match[1])
		lines = append(lines, "  "+a[j])
		i, j = i+1, j+1
	}
	upTo(len(b), len(a))
	return lines
}
