package content

import (
	"math"
	"unicode/utf8"
)

// maxDepth is the nesting that encoding/json accepts too. It keeps recursion over the content within a few megabytes
// of stack.
const maxDepth = 10_000

// syntaxError is the place where the text stops being JSON.
type syntaxError struct {
	offset          int
	summary, remedy string
}

// parse parses a text, or reports the first place where it is not JSON. It accepts what encoding/json accepts, except
// broken UTF-8.
//
// This function is the only one that knows how a text is read. encoding/json/jsontext will go in here, in place of the
// parser below, once it no longer needs GOEXPERIMENT=jsonv2, as it does in Go 1.26: its Decoder returns tokens with
// offsets, and parse_errors.go, which explains what is wrong at an offset, stays.
func parse(text string) (*document, *syntaxError) {
	p := &parser{text: text}
	switch {
	case len(text) > math.MaxInt32:
		p.fail(0, "it is larger than 2 GiB", "Write less.")
		return nil, p.err
	case !utf8.ValidString(text):
		p.failUTF8()
		return nil, p.err
	}
	p.space()
	root := p.newValue()
	if !p.value(root) {
		return nil, p.err
	}
	p.space()
	if p.pos < len(text) {
		p.failAfterEnd()
		return nil, p.err
	}
	return &document{text: text, root: root, duplicates: p.duplicates}, nil
}

// parser reads a text once, from left to right, and stops at the first thing that is not JSON. Its methods report
// whether they could go on; if not, err is set.
type parser struct {
	text       string
	pos        int
	depth      int
	duplicates bool
	err        *syntaxError
	free       []value // allocated, not used yet
}

// newValue returns a zero value. Values are allocated many at a time, as many as the rest of the text may need.
func (p *parser) newValue() *value {
	if len(p.free) == 0 {
		p.free = make([]value, min((len(p.text)-p.pos)/12+2, 1024))
	}
	v := &p.free[0]
	p.free = p.free[1:]
	return v
}

// peek returns the next byte, or 0 at the end.
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

// value parses the value at the current position into v.
func (p *parser) value(v *value) (ok bool) {
	v.start = int32(p.pos)
	switch c := p.peek(); {
	case c == '{':
		v.kind = kindObject
		ok = p.nested(v, p.members)
	case c == '[':
		v.kind = kindArray
		ok = p.nested(v, p.items)
	case c == '"':
		v.kind = kindString
		ok = p.str()
	case c == '-' || '0' <= c && c <= '9':
		v.kind = kindNumber
		ok = p.number()
	case c == 't':
		v.kind = kindBoolean
		ok = p.literal("true")
	case c == 'f':
		v.kind = kindBoolean
		ok = p.literal("false")
	case c == 'n':
		v.kind = kindNull
		ok = p.literal("null")
	default:
		ok = p.failValue()
	}
	v.end = int32(p.pos)
	return ok
}

// nested parses a list or an object, whose inside is parsed by the function.
func (p *parser) nested(v *value, inside func(*value) bool) bool {
	if p.depth++; p.depth > maxDepth {
		return p.failDepth()
	}
	p.pos++
	p.space()
	if !inside(v) {
		return false
	}
	p.pos++
	p.depth--
	return true
}

// items parses what is in a list, up to its bracket.
func (p *parser) items(list *value) bool {
	if p.peek() == ']' {
		return true
	}
	for next := &list.first; ; next = &(*next).next {
		*next = p.newValue()
		if !p.value(*next) {
			return false
		}
		if more, ok := p.separator(']'); !more {
			return ok
		}
	}
}

// members parses what is in an object, up to its brace.
func (p *parser) members(object *value) bool {
	if p.peek() == '}' {
		return true
	}
	count := 0
	for next := &object.first; ; next = &(*next).next {
		*next = p.newValue()
		if !p.member(*next) {
			return false
		}
		count++
		if more, ok := p.separator('}'); !more {
			if ok && object.markDuplicates(count) {
				p.duplicates = true
			}
			return ok
		}
	}
}

// separator parses the comma after an item or a member and reports whether another one has to follow. It does not at
// the closing bracket, where it stops.
func (p *parser) separator(closer byte) (more, ok bool) {
	p.space()
	switch p.peek() {
	case closer:
		return false, true
	case ',':
		comma := p.pos
		p.pos++
		p.space()
		if p.peek() == closer {
			return false, p.failTrailingComma(comma, closer)
		}
		return true, true
	default:
		return false, p.failSeparator(closer)
	}
}

func (p *parser) member(m *value) bool {
	if p.peek() != '"' {
		return p.failKey()
	}
	m.keyStart = int32(p.pos)
	if !p.str() {
		return false
	}
	m.key = meaning(p.text[m.keyStart:p.pos])
	p.space()
	if p.peek() != ':' {
		return p.failColon()
	}
	p.pos++
	p.space()
	return p.value(m)
}

func (p *parser) literal(word string) bool {
	if len(p.text)-p.pos < len(word) || p.text[p.pos:p.pos+len(word)] != word {
		return p.failValue()
	}
	p.pos += len(word)
	return true
}

func (p *parser) str() bool {
	start := p.pos
	p.pos++
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == '"':
			p.pos++
			return true
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
	return true
}

// digits parses digits and reports whether there was one.
func (p *parser) digits() bool {
	start := p.pos
	for c := p.peek(); '0' <= c && c <= '9'; c = p.peek() {
		p.pos++
	}
	return p.pos > start
}
