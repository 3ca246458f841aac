package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ModifyPlan fills in the provider's defaults, so that the plan shows what
// will be used and what a changed default does, and checks the content that
// would be sent.
func (r *chatbotMessageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.data == nil {
		return // the message is to be destroyed: what the state says is used
	}
	var config, plan chatbotMessageModel
	var state *chatbotMessageModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		state = &chatbotMessageModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	for _, d := range r.data.messageDefaults() {
		d.plan(ctx, config, state, resp)
	}
	if state == nil || plan.needsEdit(*state) {
		resp.Diagnostics.Append(checkContent(plan.Content, plan.IsMarkdownSupport, r.data.contentChecks)...)
	}
}

// messageDefault is an attribute that every message takes from the provider
// unless it has its own.
type messageDefault struct {
	attribute, variable, name string
	fallback                  types.String
	field                     func(*chatbotMessageModel) *types.String
	replaces                  bool // an edit cannot change it
}

func (d *providerData) messageDefaults() []messageDefault {
	return []messageDefault{
		{"account_id", "ZOOM_ACCOUNT_ID", "Account ID", d.accountID, func(m *chatbotMessageModel) *types.String { return &m.AccountID }, true},
		{"robot_jid", "ZOOM_ROBOT_JID", "Robot JID", d.robotJID, func(m *chatbotMessageModel) *types.String { return &m.RobotJID }, true},
		{"user_jid", "ZOOM_USER_JID", "User JID", d.userJID, func(m *chatbotMessageModel) *types.String { return &m.UserJID }, false},
	}
}

// checkSender finds that a message which was moved from another provider, and
// never applied since, does not know its account or bot.
func (d *providerData) checkSender(state chatbotMessageModel) (diags diag.Diagnostics) {
	for _, sender := range d.messageDefaults() {
		if sender.replaces && sender.field(&state).IsNull() {
			diags.Append(sender.missing())
		}
	}
	return diags
}

// plan puts the value that will be used into the plan.
func (d messageDefault) plan(ctx context.Context, config chatbotMessageModel, state *chatbotMessageModel, resp *resource.ModifyPlanResponse) {
	at := path.Root(d.attribute)
	prior := types.StringNull()
	if state != nil {
		prior = *d.field(state)
	}
	value := *d.field(&config)
	if value.IsNull() {
		value = d.fallback
		if value.IsUnknown() && !prior.IsNull() {
			// A default that is not known yet is no reason to post anew. If
			// it turns out to be another one, the next plan says so.
			value = prior
		}
	}
	if value.IsNull() {
		resp.Diagnostics.Append(d.missing())
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at, value)...)
	if !d.replaces || prior.IsNull() || value.Equal(prior) {
		return
	}
	if state.isAdopted() {
		resp.Diagnostics.Append(d.adoptedElsewhere(prior, value))
		return
	}
	resp.RequiresReplace = append(resp.RequiresReplace, at)
}

func (d messageDefault) missing() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(d.attribute), "Missing Zoom "+d.name,
		fmt.Sprintf("Every message needs %[1]s. Set %[1]s here, or as a default in the provider block, or in the environment variable %[2]s.", d.attribute, d.variable))
}

// adoptedElsewhere refuses to replace an imported message: deleting it as
// another bot would not find it, and posting would be the second message.
func (d messageDefault) adoptedElsewhere(imported, configured types.String) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(d.attribute), "Imported Chatbot Message Belongs to Another Bot or Account",
		fmt.Sprintf("The message was imported with %s %s, but the configuration says %s. Applying that would post a second message.\n\n"+
			"Take it out of the state with \"terraform state rm\" and import it again as \"<account_id>,<robot_jid>,<message_id>\" with the values that it was posted with.",
			d.attribute, imported, configured))
}
