package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// sameMeaning keeps the text of the state when the configured JSON means the
// same, so that re-formatting plans no change.
type sameMeaning struct{}

var _ planmodifier.String = sameMeaning{}

func (sameMeaning) Description(context.Context) string {
	return "Formatting and key order of the JSON do not matter."
}

func (m sameMeaning) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (sameMeaning) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsUnknown() || req.PlanValue.IsNull() {
		return
	}
	if content.Equal(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

// replacesMessage is RequiresReplace for what an edit cannot change, except
// for a message that was imported: its state knows the ids only, and the first
// apply adopts what stands rather than posting it again.
func replacesMessage() planmodifier.String {
	const description = "Changing this posts a new message."
	return stringplanmodifier.RequiresReplaceIf(
		func(ctx context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			var toJID types.String
			resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("to_jid"), &toJID)...)
			resp.RequiresReplace = !toJID.IsNull()
		}, description, description)
}
