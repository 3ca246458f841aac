package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// Values of the provider's content_checks.
const (
	contentChecksError = "error"
	contentChecksWarn  = "warn"
)

// maxProblems is how many problems of a message a diagnostic lists: about a
// screenful.
const maxProblems = 8

// isJSONObject validates what can be said of content without knowing the
// provider's content_checks. The plan checks the rest.
type isJSONObject struct{}

var _ validator.String = isJSONObject{}

func (isJSONObject) Description(context.Context) string { return "value must be a JSON object" }

func (v isJSONObject) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (isJSONObject) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	for _, p := range content.Check(req.ConfigValue.ValueString(), content.Options{}) {
		if p.Syntax {
			resp.Diagnostics.Append(contentDiagnostic(content.Error, req.Path, []content.Problem{p}))
			return
		}
	}
}

// checkContent finds what is wrong with a message before it is sent: at most
// one error and one warning, each with a list. Values that are not known yet
// are checked by the apply, whose plan knows them.
func checkContent(text types.String, markdown types.Bool, level types.String) (diags diag.Diagnostics) {
	if text.IsUnknown() || text.IsNull() || level.IsUnknown() {
		return nil
	}
	var errors, warnings []content.Problem
	for _, p := range content.Check(text.ValueString(), content.Options{Markdown: markdown.ValueBool()}) {
		switch {
		case p.Syntax: // reported by isJSONObject
		case p.Severity == content.Error && level.ValueString() != contentChecksWarn:
			errors = append(errors, p)
		default:
			warnings = append(warnings, p)
		}
	}
	at := path.Root("content")
	if len(errors) > 0 {
		diags.Append(contentDiagnostic(content.Error, at, errors))
	}
	if len(warnings) > 0 {
		diags.Append(contentDiagnostic(content.Warning, at, warnings))
	}
	return diags
}

func contentDiagnostic(severity content.Severity, at path.Path, problems []content.Problem) diag.Diagnostic {
	lines := make([]string, 0, maxProblems+2)
	for _, p := range problems[:min(len(problems), maxProblems)] {
		lines = append(lines, "- "+p.String())
	}
	if more := len(problems) - maxProblems; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more.", more))
	}
	list := strings.Join(lines, "\n")
	if severity == content.Warning {
		return diag.NewAttributeWarningDiagnostic(at, "Questionable Message Content",
			"Zoom may not show the message as it is meant:\n"+list)
	}
	return diag.NewAttributeErrorDiagnostic(at, "Invalid Message Content",
		"Zoom would refuse the message, or show it broken:\n"+list)
}
