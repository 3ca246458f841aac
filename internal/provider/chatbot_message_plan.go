package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ModifyPlan fills in the provider's defaults, so that the plan shows what is
// used and what a changed default does, decides what replaces the message, and
// checks the content that is to be sent.
//
// Terraform calls it twice for a replacement: with the prior state, and then
// without it for the new message. Of the second call, it shows errors only.
func (r *chatbotMessageResource) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	switch {
	case r.data == nil:
	case req.Plan.Raw.IsNull():
		resp.Diagnostics.Append(r.data.planDestroy(ctx, req)...)
	default:
		p := messagePlan{data: r.data, diags: &resp.Diagnostics}
		if p.decode(req); resp.Diagnostics.HasError() {
			return
		}
		if p.state == nil {
			p.send(ctx, resp.Private)
			// Terraform does not tell whether the message replaces another one.
			isUnknown := areTimeoutsUnknown(ctx, req.Config, p.diags)
			p.diags.Append(remember(ctx, resp.Private, timeoutsUnknownKey, isUnknown)...)
		} else {
			p.change(ctx, req.Private)
		}
		if len(p.replaces) > 0 {
			p.diags.Append(checkTimeoutsOfReplacement(ctx, req.Config)...)
		}
		p.set(ctx, resp)
	}
}

// messagePlan is the plan of one message while ModifyPlan works on it.
type messagePlan struct {
	data     *providerData
	config   chatbotMessageModel
	proposed chatbotMessageModel  // what the framework plans
	plan     chatbotMessageModel  // what ModifyPlan makes of it
	state    *chatbotMessageModel // nil if the message is to be posted
	replaces path.Paths
	diags    *diag.Diagnostics
}

func (p *messagePlan) decode(req resource.ModifyPlanRequest) {
	var problems diag.Diagnostics
	p.config, problems = decodeMessage(req.Config.Raw)
	p.diags.Append(problems...)
	p.proposed, problems = decodeMessage(req.Plan.Raw)
	p.diags.Append(problems...)
	p.plan = p.proposed
	if !req.State.Raw.IsNull() {
		state, problems := decodeMessage(req.State.Raw)
		p.diags.Append(problems...)
		p.state = &state
	}
}

// send plans a new message. The private state of the plan reaches the
// destruction of the message that it replaces, if it replaces one.
func (p *messagePlan) send(ctx context.Context, private privateState) {
	for _, d := range p.data.messageDefaults() {
		p.useDefault(d, false)
	}
	p.checkContent()
	p.diags.Append(p.data.rememberForeign(ctx, private)...)
	if !p.plan.SkipDestroy.IsUnknown() {
		p.diags.Append(remember(ctx, private, skipDestroyKey, p.plan.SkipDestroy.ValueBool())...)
	}
}

// change plans an edit, a replacement, or nothing.
func (p *messagePlan) change(ctx context.Context, private privateState) {
	if !p.data.isFirstUse(*p.state) {
		p.diags.Append(managedTwice())
	}
	wasUnknown, _ := recall[bool](ctx, private, defaultUnknownKey, p.diags)
	for _, d := range p.data.messageDefaults() {
		p.useDefault(d, wasUnknown)
	}
	if p.lacksIgnoredValues() {
		return
	}
	p.replaceIfNeeded()
	contentUnknown, _ := recall[bool](ctx, private, contentUnknownKey, p.diags)
	switch {
	case len(p.replaces) > 0:
		p.checkReplacement(ctx, private)
		p.checkContent()
	case p.plan.differsInZoom(p.state.messageModel):
		p.checkContent()
	case contentUnknown:
		// No other attribute may differ from both the state and the configuration.
		p.plan.SentTime = types.StringUnknown()
		p.diags.Append(editsAgain())
	}
}

// useDefault plans the attribute as it is configured, or else the provider's
// default. wasUnknown says that the refresh before did not know the default.
func (p *messagePlan) useDefault(d messageDefault, wasUnknown bool) {
	configured, value := *d.field(&p.config.messageModel), d.field(&p.plan.messageModel)
	*value = firstSet(configured, d.fallback)
	if value.IsNull() && d.required {
		p.diags.Append(d.missing())
	}
	if p.state == nil || !d.required {
		return
	}
	switch prior := *d.field(&p.state.messageModel); {
	case prior.IsNull(), value.IsNull(), value.Equal(prior):
	case value.IsUnknown() && (configured.IsNull() || p.state.isAdopted()):
		// It is likely to be what it was, which is no reason to post again. If
		// it is not, the apply refuses to go on.
	case p.state.isAdopted():
		p.diags.Append(d.adoptedElsewhere())
	case configured.IsNull() && wasUnknown:
		p.diags.Append(d.differsFromPlan())
	default:
		p.replaces.Append(path.Root(d.attribute))
	}
}

// lacksIgnoredValues reports whether ignore_changes put a null from the state
// into the plan of an attribute that Zoom has to be told, and says so.
func (p *messagePlan) lacksIgnoredValues() bool {
	if p.plan.ToJID.IsNull() {
		p.diags.Append(ignoredChannel())
	}
	if p.plan.Content.IsNull() {
		p.diags.Append(ignoredContent())
	}
	return p.plan.ToJID.IsNull() || p.plan.Content.IsNull()
}

// replaceIfNeeded plans a replacement for what an edit cannot change, except
// for a message that was imported: its state has the IDs only, and the first
// apply edits the message that is there rather than posting it again.
func (p *messagePlan) replaceIfNeeded() {
	if p.state.isAdopted() {
		return
	}
	for _, a := range []struct {
		name        string
		plan, state types.String
	}{
		{"to_jid", p.plan.ToJID, p.state.ToJID},
		{"visible_to_user", p.plan.VisibleToUser, p.state.VisibleToUser},
		{"reply_to", p.plan.ReplyTo, p.state.ReplyTo},
	} {
		if !a.plan.Equal(a.state) {
			p.replaces.Append(path.Root(a.name))
		}
	}
}

// checkReplacement warns about what may become of the old message.
func (p *messagePlan) checkReplacement(ctx context.Context, private privateState) {
	if !p.plan.SkipDestroy.IsUnknown() && !p.plan.SkipDestroy.Equal(p.state.SkipDestroy) {
		p.diags.Append(skipDestroyChanges(p.state.SkipDestroy.ValueBool()))
	}
	switch isForeign := p.data.isForeign(ctx, private, p.diags); {
	case p.plan.SkipDestroy.ValueBool():
	case isForeign:
		p.diags.Append(replacesForeignMessage())
	case p.replaces.Contains(path.Root("robot_jid")):
		p.diags.Append(replacesMessageOfAnotherBot())
	}
}

func (p *messagePlan) checkContent() {
	p.diags.Append(checkContent(p.plan.Content, p.plan.IsMarkdownSupport, p.data.contentChecks)...)
}

// set writes what differs from the framework's plan: on a plan without a
// change, which is what most plans are, nothing does.
func (p *messagePlan) set(ctx context.Context, resp *resource.ModifyPlanResponse) {
	for _, a := range []struct {
		name           string
		proposed, plan types.String
	}{
		{"user_jid", p.proposed.UserJID, p.plan.UserJID},
		{"account_id", p.proposed.AccountID, p.plan.AccountID},
		{"robot_jid", p.proposed.RobotJID, p.plan.RobotJID},
		{"sent_time", p.proposed.SentTime, p.plan.SentTime},
	} {
		if !a.plan.Equal(a.proposed) {
			p.diags.Append(resp.Plan.SetAttribute(ctx, path.Root(a.name), a.plan)...)
		}
	}
	resp.RequiresReplace = p.replaces
}

// planDestroy says what will come of destroying another app's message.
func (d *providerData) planDestroy(ctx context.Context, req resource.ModifyPlanRequest) (diags diag.Diagnostics) {
	state, diags := decodeMessage(req.State.Raw)
	if !state.SkipDestroy.ValueBool() && d.isForeign(ctx, req.Private, &diags) {
		diags.Append(destroysForeignMessage())
	}
	return diags
}
