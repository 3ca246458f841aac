package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"

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

func (sameMeaning) PlanModifyString(
	_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse,
) {
	if req.StateValue.IsNull() || req.PlanValue.IsUnknown() || req.PlanValue.IsNull() {
		return
	}
	if content.Equal(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
