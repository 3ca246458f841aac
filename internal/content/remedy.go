package content

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// kindRemedy says how to turn a value of the wrong kind into the right one.
func (c *checker) kindRemedy(v *value, f *Field) string {
	got, raw := v.kind, c.doc.raw(v)
	switch {
	case got == kindString && f.Kind != KindString:
		return stringRemedy(c.doc.str(v), f)
	case (got == kindNumber || got == kindBoolean) && f.Kind == KindString && f.Allowed == nil && (f.Format == FormatAny || f.Format == FormatFilled):
		return fmt.Sprintf("Put it in quotes: %s.", quote(raw))
	case got == kindObject && f.Kind == KindList && isItem(v, f):
		return "Put it in square brackets, even if it is the only one: [{...}]."
	case got == kindArray && f.Kind == KindObject:
		return "Leave out the square brackets: it is a single object."
	case got == kindNumber && f.Format == FormatMillis:
		ts, _ := strconv.ParseFloat(raw, 64)
		if isSeconds(ts) {
			ts *= 1000
		}
		return fmt.Sprintf("Write %.0f, in milliseconds.", ts)
	case got == kindNumber && f.Kind == KindInteger:
		return "Write a number without decimals; floor() rounds down."
	default:
		return "Write " + sampleMember(f) + "."
	}
}

// isItem says whether an object could be an item of a list, so that only the
// brackets are missing.
func isItem(v *value, f *Field) bool {
	for m := v.first; m != nil; m = m.next {
		if field(f.Fields, m.key) != nil || f.Fields == nil && m.key == "type" {
			return true
		}
	}
	return false
}

// stringRemedy says what to write in place of a string.
func stringRemedy(s string, f *Field) string {
	trimmed := strings.TrimSpace(s)
	switch {
	case (f.Kind == KindList || f.Kind == KindObject) && (strings.HasPrefix(trimmed, "[") || strings.HasPrefix(trimmed, "{")):
		return "It looks like JSON within a string: leave out the inner jsonencode()."
	case f.Kind == KindBoolean && (strings.EqualFold(s, "true") || strings.EqualFold(s, "false")):
		return fmt.Sprintf("Write %s without quotes.", strings.ToLower(s))
	case (f.Kind == KindInteger || f.Kind == KindNumber) && isNumber(s):
		return fmt.Sprintf("Write %s without quotes.", abbreviate(s))
	default:
		return "Write " + sampleMember(f) + "."
	}
}

// isNumber says whether a text would be a JSON number without its quotes.
func isNumber(s string) bool {
	doc, broken := parse(abbreviate(s))
	return broken == nil && doc.root.kind == kindNumber
}

// itemRemedy says what to write in place of an item that is not an object.
func itemRemedy(got kind, sample string) string {
	switch got {
	case kindNull:
		return "Leave it out, for example with [for e in [...] : e if e != null]."
	case kindArray:
		return "A list stands within the list: flatten([...]) takes its items out."
	default:
		return "Write " + sample + "."
	}
}

// unknownRemedy says what to do about an unknown field.
func (c *checker) unknownRemedy(key, near string, sure bool, o *object) string {
	if near != "" {
		if o.has(near) != nil {
			return fmt.Sprintf("Remove it: %q is given too.", near)
		}
		if key == "ImageProvider_url" {
			return `Rename it to "img_url": Zoom's guide misspells it.`
		}
		if sure {
			return fmt.Sprintf("Rename it to %q.", near)
		}
		return fmt.Sprintf("Did you mean %q?", near)
	}
	if remedy, ok := foreignFields[key]; ok && o.value == c.doc.root {
		return remedy
	}
	if parent := nested(key, o); parent != "" {
		return fmt.Sprintf("Write it within %q.", parent)
	}
	if owner := owner(key); owner != "" {
		return fmt.Sprintf("Only %q has it.", owner)
	}
	known := slices.DeleteFunc(slices.Clone(o.fields), func(f Field) bool { return f.Source == Seen })
	return fmt.Sprintf("Known are %s.", list(known, func(f Field) string { return f.Name }))
}

// foreignFields belong to a message, but not in its content.
var foreignFields = map[string]string{
	"is_markdown_support": "It is an attribute of the resource, beside content, and a field of a single message element.",
	"robot_jid":           "It is an attribute of the resource, beside content.",
	"to_jid":              "It is an attribute of the resource, beside content.",
	"account_id":          "It is an attribute of the resource, beside content.",
	"user_jid":            "It is an attribute of the resource, beside content.",
	"visible_to_user":     "It is an attribute of the resource, beside content.",
	"reply_to":            "It is an attribute of the resource, beside content.",
}

// owner gives the one documented element that has a field of this name.
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

// sampleMember writes a field with a value to fill in.
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
		return quote(f.Allowed[0])
	case f.Format == FormatURL:
		return `"https://..."`
	case f.Format == FormatColor:
		return `"#0E72ED"`
	default:
		return `"..."`
	}
}

// sampleObject writes an object with the fields that it needs.
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
