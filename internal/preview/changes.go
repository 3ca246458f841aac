package preview

import (
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
)

const (
	resourceType = "zoom_chatbot_message"
	actionType   = "zoom_send_chatbot_message"
)

// reader turns the changes of one plan into those of messages.
type reader struct {
	plan *tfjson.Plan
	// messages are the addresses of messages by their ID, as they are now.
	messages map[string]string
	// unknown are the addresses of resources with values that are not known yet.
	unknown map[string]bool
}

func changes(plan *tfjson.Plan) []Change {
	r := reader{plan: plan, messages: map[string]string{}, unknown: map[string]bool{}}
	for _, c := range plan.ResourceChanges {
		if c.Change == nil {
			continue
		}
		r.unknown[c.Address] = anyTrue(c.Change.AfterUnknown)
		before := side{values: c.Change.Before}
		if id := before.text("message_id"); c.Type == resourceType && id != "" {
			r.messages[id] = c.Address
		}
	}
	var changed, kept []Change
	for _, c := range plan.ResourceChanges {
		if c.Type != resourceType || c.Mode != tfjson.ManagedResourceMode || c.Change == nil {
			continue
		}
		if change := r.resource(c); change.Outcome == Keep {
			kept = append(kept, change)
		} else {
			changed = append(changed, change)
		}
	}
	for _, d := range plan.DeferredChanges {
		if c := d.ResourceChange; c != nil && c.Type == resourceType && c.Change != nil {
			change := r.resource(c)
			change.Outcome = Deferred
			reason := strings.ReplaceAll(card.Clean(d.Reason), "_", " ")
			change.Notes = append(change.Notes, "Terraform puts this off to a later plan ("+reason+").")
			changed = append(changed, change)
		}
	}
	for _, a := range plan.ActionInvocations {
		if a.Type == actionType {
			changed = append(changed, r.action(a))
		}
	}
	return append(changed, kept...)
}

// pair is both sides of a change.
type pair struct {
	before, after side
	// references returns what an attribute is computed from.
	references func(attribute string) []string
	reader     reader
}

func (r reader) resource(c *tfjson.ResourceChange) Change {
	p := pair{
		before: side{values: c.Change.Before, sensitive: c.Change.BeforeSensitive},
		after:  side{values: c.Change.After, sensitive: c.Change.AfterSensitive, unknown: c.Change.AfterUnknown},
		reader: r,
		references: func(attribute string) []string {
			return references(r.plan.Config, c.ModuleAddress, c.Type+"."+c.Name, attribute)
		},
	}
	change := Change{Address: card.Clean(c.Address), Outcome: outcome(c.Change)}
	if c.DeposedKey != "" {
		change.Notes = append(change.Notes, "This is the message of an object that an earlier apply could not delete.")
	}
	change.Notes = append(change.Notes, notes(c, change.Outcome, p)...)
	switch change.Outcome {
	case Delete, Forget:
		change.Before = p.content(p.before)
	case Post:
		change.After = p.content(p.after)
	case Keep:
		change.After = p.content(p.after)
	default:
		change.After = p.content(p.after)
		if p.before.text("content") != "" {
			change.Before = p.content(p.before)
		}
	}
	if change.Before != nil && change.After != nil && change.Before.Hidden == "" && change.After.Hidden == "" {
		change.Before.Card, change.After.Card = card.Compare(change.Before.Card, change.After.Card)
		if !change.differs() && p.before.text("content") != p.after.text("content") {
			change.Notes = append(change.Notes, noteNotDrawn)
		}
	}
	if change.After != nil && change.Outcome != Keep {
		change.Findings = p.findings()
	}
	change.Where, change.Changed = p.attributes(change.Outcome)
	return change
}

func (r reader) action(a *tfjson.ActionInvocation) Change {
	p := pair{
		after:      side{values: a.ConfigValues, sensitive: a.ConfigSensitive, unknown: a.ConfigUnknown},
		reader:     r,
		references: func(string) []string { return nil },
	}
	change := Change{Address: card.Clean(a.Address), Outcome: Send, After: p.content(p.after), Findings: p.findings()}
	switch t := a.LifecycleActionTrigger; {
	case t != nil:
		change.Notes = append(change.Notes, fmt.Sprintf("Posted once, %s of %s. Terraform does not keep the message.",
			event(t.ActionTriggerEvent), card.Clean(t.TriggeringResourceAddress)))
	default:
		change.Notes = append(change.Notes,
			"Posted once, because the plan was made with -invoke. Terraform does not keep the message.")
	}
	change.Where, _ = p.attributes(Send)
	return change
}

// event writes AfterCreate as a person does.
func event(name string) string {
	words := strings.NewReplacer("Before", "before the ", "After", "after the ",
		"Create", "creation", "Update", "update", "Destroy", "destruction")
	return words.Replace(card.Clean(name))
}

func outcome(c *tfjson.Change) Outcome {
	switch {
	case c.Actions.Replace(), forgetsOld(c.Actions):
		return Replace
	case c.Importing != nil:
		return Import
	case c.Actions.Create():
		return Post
	case c.Actions.Update():
		return Edit
	case c.Actions.Delete():
		return Delete
	case c.Actions.Forget():
		return Forget
	default:
		return Keep
	}
}

// forgetsOld reports whether a new message is posted and the old one is
// forgotten, as it is with destroy = false in a lifecycle block. Terraform and
// OpenTofu name the two actions in different orders.
func forgetsOld(actions tfjson.Actions) bool {
	return slices.Contains(actions, tfjson.ActionForget) && slices.Contains(actions, tfjson.ActionCreate)
}

// leavesOld reports whether a message stays in its channel when it is destroyed
// or replaced. A replacement that destroys first goes by the new skip_destroy.
func leavesOld(actions tfjson.Actions, p pair) bool {
	if actions.DestroyBeforeCreate() {
		return p.after.is("skip_destroy")
	}
	return forgetsOld(actions) || p.before.is("skip_destroy")
}

const (
	noteNotDrawn = "The content changes in something that is not drawn, such as the value of a button."
	noteImport   = "An existing message is taken over. Zoom has no way to read it, so what it says now is not known, " +
		"and the apply edits it to this."
	noteReplace = "The message is deleted and posted again as a new one: replies and a pin stay behind with the old one. "
)

func notes(c *tfjson.ResourceChange, o Outcome, p pair) []string {
	var out []string
	if c.PreviousAddress != "" && c.PreviousAddress != c.Address {
		out = append(out, "Its address was "+card.Clean(c.PreviousAddress)+".")
	}
	if o == Replace && c.Change.Importing != nil {
		out = append(out, "An existing message is taken over first.")
	}
	leaves := leavesOld(c.Change.Actions, p)
	switch {
	case o == Import && c.Change.Actions.NoOp():
		out = append(out, "An existing message is taken over as it is.")
	case o == Import:
		out = append(out, noteImport)
	case o == Delete && leaves, o == Forget:
		out = append(out, "Terraform forgets the message. It stays in the channel.")
	case o == Replace && leaves:
		out = append(out, "A new message is posted, and the old one stays in the channel. "+because(c))
	case o == Replace:
		out = append(out, noteReplace+because(c))
	}
	return out
}

// because returns why a message is replaced.
func because(c *tfjson.ResourceChange) string {
	var names []string
	for _, path := range c.Change.ReplacePaths {
		if steps, ok := path.([]any); ok && len(steps) > 0 {
			if name, ok := steps[0].(string); ok {
				names = append(names, card.Clean(name))
			}
		}
	}
	switch {
	case len(names) > 0:
		return "Zoom cannot change " + strings.Join(names, " and ") + " of a message."
	case c.ActionReason == tfjson.ActionReasonReplaceBecauseTainted:
		return "The resource is tainted."
	case c.ActionReason == tfjson.ActionReasonReplaceByRequest:
		return "The plan was made with -replace."
	case c.ActionReason == tfjson.ActionReasonReplaceByTriggers:
		return "A change of what replace_triggered_by names asks for it."
	default:
		return ""
	}
}
