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
	contentChecksStrict = "strict"
	contentChecksError  = "error"
	contentChecksWarn   = "warn"
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
			resp.Diagnostics.Append(contentDiagnostic(content.Error, true, req.Path, []content.Problem{p}))
			return
		}
	}
}

// checkContent finds what is wrong with a message before it is sent: at most
// one diagnostic for what Zoom would refuse and one for what it may not show as
// it is meant, each with a list. Values that are not known yet are checked by
// the apply, whose plan knows them.
func checkContent(text types.String, markdown types.Bool, level types.String) (diags diag.Diagnostics) {
	if text.IsUnknown() || text.IsNull() || level.IsUnknown() {
		return nil
	}
	var wrong, questionable []content.Problem
	for _, p := range content.Check(text.ValueString(), content.Options{Markdown: markdown.ValueBool()}) {
		switch {
		case p.Syntax: // reported by isJSONObject
		case p.Severity == content.Error:
			wrong = append(wrong, p)
		default:
			questionable = append(questionable, p)
		}
	}
	at := path.Root("content")
	if len(wrong) > 0 {
		diags.Append(contentDiagnostic(content.Error, level.ValueString() != contentChecksWarn, at, wrong))
	}
	if len(questionable) > 0 {
		diags.Append(contentDiagnostic(content.Warning, level.ValueString() == contentChecksStrict, at, questionable))
	}
	return diags
}

// contentDiagnostic lists problems of one severity. It is an error if stops.
func contentDiagnostic(severity content.Severity, stops bool, at path.Path, problems []content.Problem) diag.Diagnostic {
	summary, detail := "Invalid Message Content", "Zoom would refuse the message, or show it broken:\n"
	if severity == content.Warning {
		summary, detail = "Questionable Message Content", "Zoom may not show the message as it is meant:\n"
	}
	lines := make([]string, 0, maxProblems+2)
	for _, p := range problems[:min(len(problems), maxProblems)] {
		lines = append(lines, "- "+p.String())
	}
	if more := len(problems) - maxProblems; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more.", more))
	}
	detail += strings.Join(lines, "\n")
	if stops {
		return diag.NewAttributeErrorDiagnostic(at, summary, detail)
	}
	return diag.NewAttributeWarningDiagnostic(at, summary, detail)
}
