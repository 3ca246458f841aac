package content

import "slices"

// Source is how a fact about Zoom is known. Nothing was tried against a live Zoom account.
type Source int

const (
	// Documented is Zoom's own documentation: the guide "Customizing messages"
	// (https://developers.zoom.us/docs/chat/customizing-messages/) and the page on bot cards
	// (https://developers.zoom.us/docs/chat/bot-cards/).
	Documented Source = iota
	// SDK is Zoom's own code: its SDK Rivet (npm @zoom/rivet, chatbot.d.ts), the output of the App Card Builder, or one
	// of its sample apps.
	SDK
	// Seen is what a published bot of somebody else sends, apparently with success.
	Seen
)

// String returns the source as the documentation names it.
func (s Source) String() string {
	switch s {
	case Documented:
		return "documentation"
	case SDK:
		return "Zoom's SDK or samples"
	default:
		return "other bots"
	}
}

// Kind is the kind of value that a field takes.
type Kind int

// The kinds of value.
const (
	KindString Kind = iota
	KindBoolean
	KindInteger
	KindNumber
	KindObject
	KindList
)

// String returns the kind with its article.
func (k Kind) String() string {
	switch k {
	case KindBoolean:
		return "a boolean"
	case KindInteger:
		return "a whole number"
	case KindNumber:
		return "a number"
	case KindObject:
		return "an object"
	case KindList:
		return "a list"
	default:
		return "a string"
	}
}

// Need is whether a field may be left out.
type Need int

const (
	// Optional fields may be left out.
	Optional Need = iota
	// Expected fields are required by one source against others: by Zoom's SDK, which requires every field, or by
	// Zoom's guide while published bots leave them out. Their absence is a warning.
	Expected
	// Required fields must be there.
	Required
)

// Format is what a value must look like beyond its kind. All but FormatMillis are only ever a warning.
type Format int

const (
	// FormatAny is any value of the kind.
	FormatAny Format = iota
	// FormatURL is an http or https URL.
	FormatURL
	// FormatColor is #RRGGBB. Zoom shows no other spelling anywhere.
	FormatColor
	// FormatMillis is a time in milliseconds since 1970.
	FormatMillis
	// FormatFilled is a text in which a blank is written " ", not "".
	FormatFilled
	// FormatOpaque is a text that only the app behind the bot reads.
	FormatOpaque
)

// Markdown is the effect of Zoom's Markdown parser on a field.
type Markdown int

const (
	// MarkdownNone leaves the field as it is.
	MarkdownNone Markdown = iota
	// MarkdownParsed formats the text.
	MarkdownParsed
	// MarkdownIgnored makes Zoom ignore the field.
	MarkdownIgnored
	// MarkdownRejected makes Zoom refuse the message with 7001, if is_markdown_support is true for the whole message. The
	// guide calls it "not supported"; ZoomNet's test against the live API got the 7001 (Jericho/ZoomNet pull request 312).
	MarkdownRejected
)

// Place is where an element may be. Places are combined with |.
type Place uint8

const (
	// InBody is the body of the content.
	InBody Place = 1 << iota
	// InSection is the list "sections" of a section.
	InSection
	// InPage is the body of a page.
	InPage

	anywhere = InBody | InSection | InPage
)

// Field describes one field of an object.
type Field struct {
	Name string
	Kind Kind
	Need Need
	// Strict makes a value of the wrong kind, or outside Allowed, an error. For a Required field the wrong kind always
	// is one.
	Strict   bool
	Format   Format
	Allowed  []string
	Markdown Markdown
	// Fields are the fields of an object, or of each object in a list. A list without them holds elements.
	Fields []Field
	// See is the name of the element in the table that describes Fields, if they are used in several places.
	See string
	// Holds is the place that a list of elements is, for Element.Places.
	Holds Place
	// Meaning describes the field in Markdown, in whole sentences.
	Meaning string
	Source  Source
}

// Element describes one type of element, or an object that is not an element of a body.
type Element struct {
	// Name is the value of "type", or for an object without places just a name.
	Name string
	// Meaning describes the element in Markdown, in whole sentences.
	Meaning string
	// Places is where the element may be; 0 for content, head and style.
	Places Place
	Source Source
	// Fields are the fields beside "type".
	Fields []Field
}

// Elements returns a copy of the table: first the content itself, head and style, then the element types.
func Elements() []Element {
	all := slices.Concat(objects, documentedElements, newerElements)
	for i := range all {
		all[i].Fields = cloneFields(all[i].Fields)
	}
	return all
}

func cloneFields(fields []Field) []Field {
	fields = slices.Clone(fields)
	for i := range fields {
		fields[i].Allowed = slices.Clone(fields[i].Allowed)
		fields[i].Fields = cloneFields(fields[i].Fields)
	}
	return fields
}

// elementTypes maps each type to its element.
var elementTypes = func() map[string]*Element {
	types := map[string]*Element{}
	for _, table := range [][]Element{documentedElements, newerElements} {
		for i := range table {
			types[table[i].Name] = &table[i]
		}
	}
	return types
}()

// field returns the field with a name, or nil.
func field(fields []Field, name string) *Field {
	for i := range fields {
		if fields[i].Name == name {
			return &fields[i]
		}
	}
	return nil
}
