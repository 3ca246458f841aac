package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// kindRemedy returns how to turn a value of the wrong kind into the right one.
func (c *checker) kindRemedy(v *value, f *Field) string {
	got := v.kind
	switch {
	case got == kindString && f.Kind != KindString:
		return stringRemedy(c.doc.str(v), f)
	case (got == kindNumber || got == kindBoolean) && f.Kind == KindString && f.Allowed == nil &&
		f.Format != FormatURL && f.Format != FormatColor:
		return "Put it in quotation marks. In Terraform, tostring() does so."
	case got == kindObject && f.Kind == KindList && isItem(v, f):
		return "Put it in square brackets, even if it is the only item: [{...}]."
	case got == kindArray && f.Kind == KindObject:
		return "Remove the square brackets: this is a single object."
	case got == kindNumber && f.Format == FormatMillis:
		return "Use milliseconds, without decimals; floor() rounds down."
	case got == kindNumber && f.Kind == KindInteger:
		return "Use a number without decimals; floor() rounds down."
	default:
		return "Use " + sampleMember(f) + "."
	}
}

// isItem reports whether an object could be an item of a list, so that only the brackets are missing.
func isItem(v *value, f *Field) bool {
	for m := v.first; m != nil; m = m.next {
		if field(f.Fields, m.key) != nil || f.Fields == nil && m.key == "type" {
			return true
		}
	}
	return false
}

// stringRemedy returns what to use in place of a string.
func stringRemedy(s string, f *Field) string {
	trimmed := strings.TrimSpace(s)
	switch {
	case (f.Kind == KindList || f.Kind == KindObject) && trimmed != "" && strings.IndexByte("[{", trimmed[0]) >= 0:
		return "It looks like JSON inside a string: remove the inner jsonencode()."
	case f.Kind == KindBoolean && (strings.EqualFold(s, "true") || strings.EqualFold(s, "false")):
		return fmt.Sprintf("Use %s without quotation marks.", strings.ToLower(s))
	case (f.Kind == KindInteger || f.Kind == KindNumber) && isNumber(s):
		return "Remove the quotation marks around the number."
	default:
		return "Use " + sampleMember(f) + "."
	}
}

// isNumber reports whether a text would be a JSON number without its quotation marks.
func isNumber(s string) bool {
	doc, broken := parse(s)
	return broken == nil && doc.root.kind == kindNumber
}

// itemRemedy returns what to use in place of an item that is not an object.
func itemRemedy(got kind, sample string) string {
	switch got {
	case kindNull:
		return "Remove it, for example with [for e in [...] : e if e != null]."
	case kindArray:
		return "There is a list inside the list: flatten([...]) takes its items out."
	default:
		return "Use " + sample + "."
	}
}

// unknownRemedy returns what to do about an unknown field.
func (c *checker) unknownRemedy(key, near string, sure bool, o *object) string {
	if near != "" {
		if o.has(near) != nil {
			return fmt.Sprintf("Remove it: %q is set as well.", near)
		}
		if sure {
			return fmt.Sprintf("Rename it to %q.", near)
		}
		return fmt.Sprintf("Did you mean %q?", near)
	}
	if remedy, ok := messageFields[key]; ok && o.value == c.doc.root {
		return remedy
	}
	if parent := nested(key, o); parent != "" {
		return fmt.Sprintf("Move it into %q.", parent)
	}
	if owner := owner(key); owner != "" {
		return fmt.Sprintf("Only %q supports it.", owner)
	}
	known := slices.DeleteFunc(slices.Clone(o.fields), func(f Field) bool { return f.Source == Seen })
	return fmt.Sprintf("Known fields: %s.", list(known, func(f Field) string { return f.Name }))
}

// messageFields are the fields of a request to Zoom next to its content, and what to do about them in the content.
var messageFields = map[string]string{
	"is_markdown_support": "It is an argument of the resource, next to content, and a field of a single message element.",
	"robot_jid":           argumentOfResource,
	"to_jid":              argumentOfResource,
	"account_id":          argumentOfResource,
	"user_jid":            argumentOfResource,
	"visible_to_user":     argumentOfResource,
	"reply_to":            argumentOfResource,
}

const argumentOfResource = "It is an argument of the resource, next to content."

// owner returns the only documented element that has a field of this name, or "".
func owner(name string) string {
	found := ""
	for _, e := range documentedElements {
		if field(e.Fields, name) != nil {
			if found != "" {
				return ""
			}
			found = e.Name
		}
	}
	return found
}

// sampleMember returns a field with a value to fill in.
func sampleMember(f *Field) string {
	return fmt.Sprintf("%q: %s", f.Name, sampleValue(f))
}

func sampleValue(f *Field) string {
	switch f.Kind {
	case KindBoolean:
		return "true"
	case KindInteger, KindNumber:
		if f.Format == FormatMillis {
			return "1560446471819"
		}
		return "1"
	case KindObject:
		return sampleObject(f.Fields)
	case KindList:
		if f.Fields == nil {
			return `[{"type": "message", "text": "..."}]`
		}
		return "[" + sampleObject(f.Fields) + "]"
	}
	switch {
	case len(f.Allowed) > 0:
		return strconv.Quote(f.Allowed[0])
	case f.Format == FormatURL:
		return `"https://..."`
	case f.Format == FormatColor:
		return `"#0E72ED"`
	default:
		return `"..."`
	}
}

// sampleObject returns an object with the fields that it needs.
func sampleObject(fields []Field) string {
	var members []string
	for i := range fields {
		if fields[i].Need != Optional {
			members = append(members, sampleMember(&fields[i]))
		}
	}
	if members == nil {
		members = append(members, sampleMember(&fields[0]))
	}
	return "{" + strings.Join(members, ", ") + "}"
}
