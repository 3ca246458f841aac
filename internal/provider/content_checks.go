package provider

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// Values of the provider's content_checks.
const (
	contentChecksStrict = "strict"
	contentChecksError  = "error"
	contentChecksWarn   = "warn"
)

var (
	_ resource.ResourceWithValidateConfig = (*chatbotMessageResource)(nil)
	_ action.ActionWithValidateConfig     = (*sendChatbotMessageAction)(nil)
)

// maxProblems is how many problems of a message a diagnostic lists: about a
// screenful.
const maxProblems = 8

// isJSONObject validates what holds at every level of content_checks.
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

// declaredChecks is the content_checks of the provider block that Terraform had
// validated. In "terraform validate", a provider is validated but not
// configured; each configuration of a provider has a process of its own.
type declaredChecks struct {
	level atomic.Pointer[types.String]
}

// declare notes the level for the messages that are validated next.
func (c *declaredChecks) declare(level types.String) { c.level.Store(&level) }

// checkConfig checks the content of a message as far as the configuration
// alone tells it.
func (c *declaredChecks) checkConfig(ctx context.Context, config tfsdk.Config) (diags diag.Diagnostics) {
	var text, level types.String
	var markdown types.Bool
	diags.Append(config.GetAttribute(ctx, path.Root("content"), &text)...)
	diags.Append(config.GetAttribute(ctx, path.Root("is_markdown_support"), &markdown)...)
	if declared := c.level.Load(); declared != nil {
		level = *declared
	}
	if diags.HasError() || markdown.IsUnknown() {
		return diags
	}
	return checkContent(text, markdown, level)
}

// ValidateConfig checks the content for "terraform validate", for editors and
// pre-commit hooks. A configured provider checks in the plan, which knows
// whether the content is to be sent.
func (r *chatbotMessageResource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	if r.data == nil && r.declared != nil {
		resp.Diagnostics.Append(r.declared.checkConfig(ctx, req.Config)...)
	}
}

// ValidateConfig checks the content as that of the resource is checked.
func (a *sendChatbotMessageAction) ValidateConfig(
	ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse,
) {
	if a.data == nil && a.declared != nil {
		resp.Diagnostics.Append(a.declared.checkConfig(ctx, req.Config)...)
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
func contentDiagnostic(
	severity content.Severity,
	stops bool,
	at path.Path,
	problems []content.Problem,
) diag.Diagnostic {
	summary, before := "Invalid Message Content", "Zoom would refuse the message, or show it broken:"
	after := `If Zoom accepts it nevertheless, set content_checks = "warn" in the provider block.`
	if severity == content.Warning {
		summary, before = "Questionable Message Content", "Zoom may not show the message as it is meant:"
		after = `This is an error because content_checks is "strict" in the provider block.`
	}
	if !stops || problems[0].Syntax {
		after = ""
	}
	lines := []string{before}
	for _, p := range problems[:min(len(problems), maxProblems)] {
		lines = append(lines, "- "+p.String())
		if p.Excerpt != "" {
			lines = append(lines, "    "+strings.ReplaceAll(p.Excerpt, "\n", "\n    "))
		}
	}
	if more := len(problems) - maxProblems; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more.", more))
	}
	if after != "" {
		lines = append(lines, "", after)
	}
	detail := strings.Join(lines, "\n")
	if stops {
		return diag.NewAttributeErrorDiagnostic(at, summary, detail)
	}
	return diag.NewAttributeWarningDiagnostic(at, summary, detail)
}
