package preview

import (
	"fmt"
	"strings"
)

// verbs are what happens to a message, and signs are for the terminal.
var (
	verbs = map[Outcome]string{
		Post: "post", Edit: "edit in place", Replace: "replace", Delete: "delete", Forget: "forget",
		Import: "import", Send: "send by an action", Deferred: "put off to a later plan", Keep: "keep",
	}
	signs = map[Outcome]string{
		Post: "+", Edit: "~", Replace: "-/+", Delete: "-", Forget: ".", Import: "↓", Send: "»", Deferred: "…",
	}
)

// Verb returns what happens to a message.
func (o Outcome) Verb() string { return verbs[o] }

// Summary returns what the plan does, as one sentence.
func (p *Preview) Summary() string {
	var parts []string
	for _, o := range outcomes {
		if n := p.Count(o); n > 0 {
			noun := ""
			if parts == nil {
				noun = " message"
				if n > 1 {
					noun = " messages"
				}
			}
			parts = append(parts, fmt.Sprintf("%d%s to %s", n, noun, o.Verb()))
		}
	}
	if parts == nil {
		return "The plan has no chatbot messages."
	}
	return strings.Join(parts, ", ") + "."
}

// warning is what a reader must know before all else, or "".
func (p *Preview) warning() string {
	if p.Errored {
		return "Making the plan failed, so it is not complete."
	}
	return ""
}

// problems counts the findings.
func (p *Preview) problems() int {
	n := 0
	for _, c := range p.Changes {
		n += len(c.Findings)
	}
	return n
}

// line returns an attribute as name: value, or name: old → new.
func (a Attribute) line() string {
	if a.Before == "" {
		return a.Name + ": " + a.After
	}
	return a.Name + ": " + a.Before + " → " + a.After
}

// View is one drawing of a change, with its label if there are two.
type View struct {
	Label string
	*Content
}

// Views returns what is drawn of a change: both sides if they differ.
func (c Change) Views() []View {
	switch {
	case c.Before == nil && c.After == nil:
		return nil
	case c.After == nil:
		return []View{{"", c.Before}}
	case c.Before == nil || c.Before.Hidden != "" && c.Before.Hidden == c.After.Hidden || !c.differs():
		return []View{{"", c.After}}
	default:
		return []View{{"Before", c.Before}, {"After", c.After}}
	}
}

// differs reports whether the two sides are drawn in another way.
func (c Change) differs() bool {
	return c.Before.Hidden != "" || c.After.Hidden != "" || c.Before.Card.Marked() || c.After.Card.Marked()
}
