// Package preview shows what a saved plan will do to messages, for those who
// review it: what is posted, edited, deleted or kept, where, and how it will look,
// drawn by package card.
//
// Read takes the JSON that `terraform show -json` and `tofu show -json` print of a
// saved plan. That JSON holds sensitive values in plain text, so nothing that is
// marked as sensitive, before or after the change, is taken over from it: neither
// the value, nor what the content checks say about it.
package preview

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// Preview is what a plan will do to messages.
type Preview struct {
	// Version is the version of Terraform or OpenTofu that made the plan.
	Version string
	// Errored reports whether making the plan failed, so that it is not complete.
	Errored bool
	// Changes are the messages that change, in the order of the plan, and then
	// those that do not.
	Changes []Change
}

// Outcome is what happens to a message.
type Outcome string

// The outcomes, in the order in which a summary counts them.
const (
	Post     Outcome = "post"
	Edit     Outcome = "edit"
	Replace  Outcome = "replace"
	Delete   Outcome = "delete"
	Forget   Outcome = "forget"
	Import   Outcome = "import"
	Send     Outcome = "send"
	Deferred Outcome = "deferred"
	Keep     Outcome = "keep"
)

var outcomes = []Outcome{Post, Edit, Replace, Delete, Forget, Import, Send, Deferred, Keep}

// Change is one message, and what happens to it.
type Change struct {
	// Address is that of the resource or the action.
	Address string
	Outcome Outcome
	// Notes are sentences on what happens and why.
	Notes []string
	// Where are the attributes that say where the message is, such as to_jid.
	Where []Attribute
	// Changed are the other attributes that change.
	Changed []Attribute
	// Before and After are the message as it is and as it will be. Nil means
	// that there is none.
	Before, After *Content
	// Findings are what the content checks say about the message as it will be.
	Findings []content.Problem
}

// Attribute is one attribute of a message.
type Attribute struct {
	Name string
	// Before and After are for people. Before is empty if nothing changes.
	Before, After string
}

// Content is the content of a message on one side of a change.
type Content struct {
	Card card.Card
	// Hidden is why there is no card, as one sentence; empty if there is one.
	Hidden string
}

// Title returns the headline of the message, or "".
func (c Change) Title() string {
	for _, side := range []*Content{c.After, c.Before} {
		if side != nil && side.Hidden == "" {
			return side.Card.Title()
		}
	}
	return ""
}

// Count returns how many messages have an outcome.
func (p *Preview) Count(o Outcome) int {
	n := 0
	for _, c := range p.Changes {
		if c.Outcome == o {
			n++
		}
	}
	return n
}

// Read reads a plan. An error says in one line what was read instead.
func Read(r io.Reader) (*Preview, error) {
	// PowerShell writes UTF-16 to a file.
	text, err := io.ReadAll(transform.NewReader(r, unicode.BOMOverride(transform.Nop)))
	if err != nil {
		return nil, err
	}
	var plan tfjson.Plan
	if err := json.Unmarshal(text, &plan); err != nil {
		return nil, notAPlan(text, err)
	}
	if plan.PlannedValues == nil && plan.Config == nil && plan.ResourceChanges == nil {
		return nil, notAPlan(text, errors.New("it has no planned values"))
	}
	var more struct {
		Errored bool `json:"errored"`
	}
	if err := json.Unmarshal(text, &more); err != nil {
		return nil, notAPlan(text, err)
	}
	return &Preview{Version: card.Clean(plan.TerraformVersion), Errored: more.Errored, Changes: changes(&plan)}, nil
}

const remedy = "pass what \"terraform show -json FILE\" prints of a saved plan"

// notAPlan returns an error that says what a text is, as far as that is clear.
func notAPlan(text []byte, err error) error {
	trimmed := bytes.TrimSpace(text)
	start := string(trimmed[:min(len(trimmed), 4096)])
	switch {
	case start == "":
		return errors.New("there is no plan: the input is empty; " + remedy)
	case strings.HasPrefix(start, "PK"):
		return errors.New("this is a saved plan itself, not its JSON; " + remedy)
	case strings.HasPrefix(start, "{") && strings.Contains(start, `"@level"`):
		return errors.New("this is the log of a command with -json, not a plan; " + remedy)
	case !strings.HasPrefix(start, "{"):
		return errors.New("this is not the JSON of a plan; " + remedy)
	}
	var state struct {
		Values, Resources, Serial json.RawMessage
	}
	if json.Unmarshal(trimmed, &state) == nil && (state.Values != nil || state.Resources != nil && state.Serial != nil) {
		return errors.New("this is a state, not a plan; " + remedy)
	}
	// The error of a JSON decoder may quote the text.
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("this is not the JSON of a plan, or only a part of it (at byte %d); %s", syntax.Offset, remedy)
	}
	if strings.Contains(err.Error(), "plan format version") {
		return fmt.Errorf("the plan has a format that is not known; %s, or use a newer version of the provider", remedy)
	}
	return errors.New("this is JSON, but not of a plan; " + remedy)
}
