package preview

import (
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// side is one side of a change, as it is in the JSON of a plan.
type side struct {
	values, sensitive, unknown any
}

func (s side) value(attribute string) any {
	values, _ := s.values.(map[string]any)
	return values[attribute]
}

func (s side) text(attribute string) string {
	text, _ := s.value(attribute).(string)
	return text
}

func (s side) is(attribute string) bool {
	b, _ := s.value(attribute).(bool)
	return b
}

// masked reports whether an attribute, a part of it, or the whole object is
// sensitive.
func (s side) masked(attribute string) bool { return marked(s.sensitive, attribute) }

// waits reports whether an attribute, or a part of it, is not known yet.
func (s side) waits(attribute string) bool { return marked(s.unknown, attribute) }

func marked(marks any, attribute string) bool {
	if object, ok := marks.(map[string]any); ok {
		return anyTrue(object[attribute])
	}
	return anyTrue(marks)
}

// anyTrue reports whether a value is true or holds a true.
func anyTrue(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case []any:
		return slices.ContainsFunc(v, anyTrue)
	case map[string]any:
		for _, item := range v {
			if anyTrue(item) {
				return true
			}
		}
	}
	return false
}

// masked reports whether an attribute is sensitive on either side: a value that
// was sensitive a moment ago still is.
func (p pair) masked(attribute string) bool {
	return p.before.masked(attribute) || p.after.masked(attribute)
}

// content returns the content on one side.
func (p pair) content(s side) *Content {
	switch {
	case p.masked("content"):
		return &Content{Hidden: "The content is sensitive and not shown."}
	case s.waits("content"):
		return &Content{Hidden: p.waitsFor("content", "The content is known after the apply")}
	case s.text("content") == "":
		return &Content{Hidden: "What the message says is not known."}
	}
	return &Content{Card: card.Parse(s.text("content"), card.Options{Markdown: s.is("is_markdown_support")})}
}

// findings checks the content as it will be.
func (p pair) findings() []content.Problem {
	if p.masked("content") || p.after.waits("content") || p.after.text("content") == "" {
		return nil
	}
	return content.Check(p.after.text("content"), content.Options{Markdown: p.after.is("is_markdown_support")})
}

// waitsFor ends a sentence with what an attribute waits for.
func (p pair) waitsFor(attribute, sentence string) string {
	names := p.reader.waitingFor(p.references(attribute))
	if len(names) == 0 {
		return sentence + "."
	}
	return sentence + ", because it waits for " + strings.Join(names, ", ") + "."
}

// place are the attributes that say where a message is.
var place = []string{"to_jid", "reply_to", "visible_to_user"}

// sender are the attributes that are only shown if they change.
var sender = []string{"is_markdown_support", "user_jid", "robot_jid", "account_id", "skip_destroy"}

// attributes returns the attributes of the place that are set, and the others
// that change.
func (p pair) attributes(o Outcome) (where, changed []Attribute) {
	for _, name := range place {
		a := p.attribute(name)
		if o == Delete || o == Forget {
			a.Before, a.After = "", p.show(p.before, name)
		}
		if a.Before != "" || a.After != "" {
			where = append(where, a)
		}
	}
	if o != Edit && o != Replace && o != Import {
		return where, nil
	}
	for _, name := range sender {
		if a := p.attribute(name); a.Before != "" {
			changed = append(changed, a)
		}
	}
	return where, changed
}

// attribute returns both sides of an attribute; Before is empty if they are equal
// or if there was nothing.
func (p pair) attribute(name string) Attribute {
	a := Attribute{Name: name, Before: p.show(p.before, name), After: p.show(p.after, name)}
	same := fmt.Sprint(p.before.value(name)) == fmt.Sprint(p.after.value(name)) && !p.after.waits(name)
	if same || p.before.values == nil {
		a.Before = ""
	}
	if a.Before != "" && a.After == "" {
		a.After = "nothing"
	}
	return a
}

// show returns a value for people, and "" if it is null.
func (p pair) show(s side, name string) string {
	switch {
	case p.masked(name) && (s.value(name) != nil || s.waits(name)):
		return "(sensitive)"
	case s.waits(name):
		if names := p.reader.waitingFor(p.references(name)); len(names) > 0 {
			return "known after the apply, from " + strings.Join(names, ", ")
		}
		return "known after the apply"
	case s.value(name) == nil:
		return ""
	}
	text := card.Clean(fmt.Sprint(s.value(name)))
	if address := p.reader.messages[text]; name == "reply_to" && address != "" {
		text += " (the thread of " + card.Clean(address) + ")"
	}
	return text
}

// waitingFor returns those of the references that are not known yet, or all if
// that cannot be told. Terraform lists terraform_data.a[0].id, terraform_data.a[0]
// and terraform_data.a for one reference.
func (r reader) waitingFor(references []string) []string {
	var all, unknown []string
	for _, name := range references {
		if slices.ContainsFunc(references, func(other string) bool {
			return strings.HasPrefix(other, name+".") || strings.HasPrefix(other, name+"[")
		}) {
			continue
		}
		name = card.Clean(name)
		all = append(all, name)
		for address, waits := range r.unknown {
			base, _, _ := strings.Cut(address, "[")
			if waits && (strings.HasPrefix(name, base+".") || strings.HasPrefix(name, base+"[") || name == base) {
				unknown = append(unknown, name)
				break
			}
		}
	}
	if unknown != nil {
		return unknown
	}
	return all
}

// references returns what an attribute of a resource is computed from, as far as
// the configuration in the plan says so.
func references(config *tfjson.Config, module, resource, attribute string) []string {
	if config == nil {
		return nil
	}
	m := config.RootModule
	for _, name := range moduleNames(module) {
		if m == nil || m.ModuleCalls[name] == nil {
			return nil
		}
		m = m.ModuleCalls[name].Module
	}
	if m == nil {
		return nil
	}
	for _, r := range m.Resources {
		if r.Address == resource && r.Expressions[attribute] != nil && r.Expressions[attribute].ExpressionData != nil {
			return r.Expressions[attribute].References
		}
	}
	return nil
}

// moduleNames returns the names in an address such as module.a["x.y"].module.b.
func moduleNames(address string) []string {
	var names []string
	for address != "" {
		address = strings.TrimPrefix(address, "module.")
		end := strings.IndexAny(address, ".[")
		if end < 0 {
			return append(names, address)
		}
		names = append(names, address[:end])
		if address[end] == '[' {
			bracket := strings.Index(address, "].module.")
			if bracket < 0 {
				return names
			}
			end = bracket + 1
		}
		address = address[end+1:]
	}
	return names
}
