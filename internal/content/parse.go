package content

import (
	"math"
	"unicode/utf8"
)

// maxDepth is the nesting that encoding/json accepts too. It keeps recursion
// over the content within a few megabytes of stack.
const maxDepth = 10_000

// kind is the kind of a JSON value as it stands in the text.
type kind uint8

const (
	kindNull kind = iota
	kindBoolean
	kindNumber
	kindString
	kindArray
	kindObject
)

// String names the kind with its article, for "not a number".
func (k kind) String() string {
	switch k {
	case kindBoolean:
		return "a boolean"
	case kindNumber:
		return "a number"
	case kindString:
		return "a string"
	case kindArray:
		return "a list"
	case kindObject:
		return "an object"
	default:
		return "null"
	}
}

// node is one value, or one key of an object. The nodes of a document lie in
// the order of the text, children right after their parent; the keys and values
// of an object alternate. That is one allocation for a whole message, where a
// tree of maps would take one per value and lose positions and duplicate keys.
type node struct {
	start, end int32 // the value in the text, with its quotes or brackets
	next       int32 // the node after this one and all that is in it
	kind       kind
}

// document is a parsed text.
type document struct {
	text  string
	nodes []node
}

func (d *document) raw(n int) string {
	return d.text[d.nodes[n].start:d.nodes[n].end]
}

// syntaxError is the place where the text stops being JSON.
type syntaxError struct {
	offset          int
	summary, remedy string
}

// parser reads the text once, from left to right, and stops at the first thing
// that is not JSON. It accepts what encoding/json accepts, except broken UTF-8.
type parser struct {
	document
	pos   int
	depth int
	err   *syntaxError
}

func parse(text string) (*document, *syntaxError) {
	p := &parser{document: document{text: text}}
	if len(text) > math.MaxInt32 {
		p.fail(0, "it is larger than 2 GiB", "Write less.")
		return nil, p.err
	}
	if !utf8.ValidString(text) {
		p.failUTF8()
		return nil, p.err
	}
	p.nodes = make([]node, 0, len(text)/12+8)
	p.space()
	if !p.value() {
		return nil, p.err
	}
	p.space()
	if p.pos < len(text) {
		p.failAfterEnd()
		return nil, p.err
	}
	return &p.document, nil
}

// peek gives the next byte, or 0 at the end.
func (p *parser) peek() byte {
	if p.pos < len(p.text) {
		return p.text[p.pos]
	}
	return 0
}

func (p *parser) space() {
	for p.pos < len(p.text) {
		switch p.text[p.pos] {
		case ' ', '\n', '\r', '\t':
			p.pos++
		default:
			return
		}
	}
}

// open starts a node at the current position; close ends it there.
func (p *parser) open(k kind) int {
	p.nodes = append(p.nodes, node{start: int32(p.pos), kind: k})
	return len(p.nodes) - 1
}

func (p *parser) close(n int) bool {
	p.nodes[n].end = int32(p.pos)
	p.nodes[n].next = int32(len(p.nodes))
	return true
}

func (p *parser) value() bool {
	switch c := p.peek(); {
	case c == '{':
		return p.nested(kindObject)
	case c == '[':
		return p.nested(kindArray)
	case c == '"':
		return p.str()
	case c == '-' || '0' <= c && c <= '9':
		return p.number()
	case c == 't':
		return p.literal("true", kindBoolean)
	case c == 'f':
		return p.literal("false", kindBoolean)
	case c == 'n':
		return p.literal("null", kindNull)
	default:
		return p.failValue()
	}
}

func (p *parser) nested(k kind) bool {
	if p.depth++; p.depth > maxDepth {
		return p.failDepth()
	}
	n := p.open(k)
	p.pos++
	inside := p.items
	if k == kindObject {
		inside = p.members
	}
	if !inside() {
		return false
	}
	p.pos++
	p.depth--
	return p.close(n)
}

// items reads what is in a list, up to its bracket.
func (p *parser) items() bool {
	p.space()
	if p.peek() == ']' {
		return true
	}
	for {
		if !p.value() {
			return false
		}
		p.space()
		switch p.peek() {
		case ']':
			return true
		case ',':
			comma := p.pos
			p.pos++
			p.space()
			if p.peek() == ']' {
				return p.failTrailingComma(comma, `"]"`)
			}
		default:
			return p.failSeparator("]")
		}
	}
}

// members reads what is in an object, up to its brace.
func (p *parser) members() bool {
	p.space()
	if p.peek() == '}' {
		return true
	}
	for {
		if !p.member() {
			return false
		}
		p.space()
		switch p.peek() {
		case '}':
			return true
		case ',':
			comma := p.pos
			p.pos++
			p.space()
			if p.peek() == '}' {
				return p.failTrailingComma(comma, `"}"`)
			}
		default:
			return p.failSeparator("}")
		}
	}
}

func (p *parser) member() bool {
	if p.peek() != '"' {
		return p.failKey()
	}
	if !p.str() {
		return false
	}
	p.space()
	if p.peek() != ':' {
		return p.failColon()
	}
	p.pos++
	p.space()
	return p.value()
}

func (p *parser) literal(word string, k kind) bool {
	n := p.open(k)
	if len(p.text)-p.pos < len(word) || p.text[p.pos:p.pos+len(word)] != word {
		return p.failValue()
	}
	p.pos += len(word)
	return p.close(n)
}

func (p *parser) str() bool {
	n := p.open(kindString)
	start := p.pos
	p.pos++
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == '"':
			p.pos++
			return p.close(n)
		case c == '\\':
			if !p.escape() {
				return false
			}
		case c < ' ':
			return p.failControl(c)
		default:
			p.pos++
		}
	}
	return p.failOpenString(start)
}

func (p *parser) escape() bool {
	rest := p.text[p.pos+1:]
	if rest == "" {
		p.pos++
		return p.failEnd()
	}
	switch rest[0] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		p.pos += 2
		return true
	case 'u':
		if _, ok := hex4(rest[1:]); ok {
			p.pos += 6
			return true
		}
	}
	return p.failEscape()
}

func (p *parser) number() bool {
	n := p.open(kindNumber)
	start := p.pos
	if p.peek() == '-' {
		p.pos++
	}
	if p.peek() == '0' {
		p.pos++
	} else if !p.digits() {
		return p.failNumber(start)
	}
	if p.peek() == '.' {
		p.pos++
		if !p.digits() {
			return p.failNumber(start)
		}
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.pos++
		if c := p.peek(); c == '+' || c == '-' {
			p.pos++
		}
		if !p.digits() {
			return p.failNumber(start)
		}
	}
	if c := p.peek(); '0' <= c && c <= '9' || c == '.' || isLetter(c) {
		return p.failNumber(start)
	}
	return p.close(n)
}

// digits reads digits and says whether there was one.
func (p *parser) digits() bool {
	start := p.pos
	for c := p.peek(); '0' <= c && c <= '9'; c = p.peek() {
		p.pos++
	}
	return p.pos > start
}
