package provider

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	actiontimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	datasourcetimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	ephemeraltimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/ephemeral/timeouts"
	resourcetimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	// defaultTimeout bounds an operation, including waits for rate limits.
	defaultTimeout = 5 * time.Minute

	// minTimeout is the least that can be configured: less is a slip.
	minTimeout = time.Second
)

const (
	timeoutsDescription = "Maximum duration of operations."

	// postOnItsWay says how a POST outlasts its time: only its answer tells
	// the ID of the message (zoom.DefaultAttemptTimeout).
	postOnItsWay = " A message that has been sent when the time is up still gets up to 30 seconds for Zoom's answer, " +
		"which alone tells its ID."
)

var isTimeout = wordValidator{description: "value must be a duration of at least 1s", check: checkTimeout}

func checkTimeout(value string) error {
	switch duration, err := time.ParseDuration(value); {
	case err != nil:
		return errors.New(`must be a duration, a number with a unit (s, m or h) such as "30s" or "10m"`)
	case duration < minTimeout:
		return errors.New("must be at least 1s")
	}
	return nil
}

// timeoutDescription describes the timeout of what an operation does.
func timeoutDescription(act string) string {
	return "Maximum duration of " + act + ", including waits for rate limits and repeated attempts, as a " +
		"[duration](https://pkg.go.dev/time#ParseDuration) such as `30s` or `10m`, at least `1s`. Defaults to `5m`."
}

func messageTimeouts() resourceschema.Attribute {
	return resourceschema.SingleNestedAttribute{
		Optional: true, MarkdownDescription: timeoutsDescription,
		CustomType: resourcetimeouts.Type{ObjectType: timeoutsType("create", "update", "delete")},
		Attributes: map[string]resourceschema.Attribute{
			"create": resourceschema.StringAttribute{
				Optional: true, Validators: []validator.String{isTimeout},
				MarkdownDescription: timeoutDescription("posting the message") + postOnItsWay,
			},
			"update": resourceschema.StringAttribute{
				Optional: true, Validators: []validator.String{isTimeout},
				MarkdownDescription: timeoutDescription("editing the message"),
			},
			"delete": resourceschema.StringAttribute{
				Optional: true, Validators: []validator.String{isTimeout},
				MarkdownDescription: timeoutDescription("deleting the message"),
			},
		},
	}
}

func actionTimeouts() actionschema.Attribute {
	return actionschema.SingleNestedAttribute{
		Optional: true, MarkdownDescription: timeoutsDescription,
		CustomType: actiontimeouts.Type{ObjectType: timeoutsType("invoke")},
		Attributes: map[string]actionschema.Attribute{
			"invoke": actionschema.StringAttribute{
				Optional: true, Validators: []validator.String{isTimeout},
				MarkdownDescription: timeoutDescription("posting the message") + postOnItsWay,
			},
		},
	}
}

func tokenTimeouts() ephemeralschema.Attribute {
	return ephemeralschema.SingleNestedAttribute{
		Optional: true, MarkdownDescription: timeoutsDescription,
		CustomType: ephemeraltimeouts.Type{ObjectType: timeoutsType("open")},
		Attributes: map[string]ephemeralschema.Attribute{
			"open": ephemeralschema.StringAttribute{
				Optional: true, Validators: []validator.String{isTimeout},
				MarkdownDescription: timeoutDescription("requesting a token"),
			},
		},
	}
}

func lookupTimeouts() datasourceschema.Attribute {
	return datasourceschema.SingleNestedAttribute{
		Optional: true, MarkdownDescription: timeoutsDescription,
		CustomType: datasourcetimeouts.Type{ObjectType: timeoutsType("read")},
		Attributes: map[string]datasourceschema.Attribute{
			"read": datasourceschema.StringAttribute{
				Optional: true, Validators: []validator.String{isTimeout},
				MarkdownDescription: timeoutDescription("the look-up"),
			},
		},
	}
}

func timeoutsType(operations ...string) types.ObjectType {
	attributes := make(map[string]attr.Type, len(operations))
	for _, operation := range operations {
		attributes[operation] = types.StringType
	}
	return types.ObjectType{AttrTypes: attributes}
}

// messageTimeout returns one of the timeouts of a plan or a state. A state that
// an earlier version of the provider wrote may have one that is too short for
// anything; the default replaces it.
func messageTimeout(
	ctx context.Context, from interface {
		GetAttribute(context.Context, path.Path, any) diag.Diagnostics
	},
	of func(resourcetimeouts.Value, context.Context, time.Duration) (time.Duration, diag.Diagnostics),
) (time.Duration, diag.Diagnostics) {
	var value resourcetimeouts.Value
	diags := from.GetAttribute(ctx, path.Root("timeouts"), &value)
	timeout, problems := of(value, ctx, defaultTimeout)
	diags.Append(problems...)
	if timeout < minTimeout {
		timeout = defaultTimeout
	}
	return timeout, diags
}

// checkTimeoutsOfReplacement refuses to replace a message with timeouts that
// only the apply knows: Terraform validates them after the old message was
// deleted, and then does not post the new one if they are wrong.
func checkTimeoutsOfReplacement(ctx context.Context, config tfsdk.Config) (diags diag.Diagnostics) {
	if areTimeoutsUnknown(ctx, config, &diags) {
		diags.Append(unknownTimeouts())
	}
	return diags
}

func areTimeoutsUnknown(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) bool {
	var timeouts resourcetimeouts.Value
	diags.Append(config.GetAttribute(ctx, path.Root("timeouts"), &timeouts)...)
	values := slices.Collect(maps.Values(timeouts.Attributes()))
	return timeouts.IsUnknown() || slices.ContainsFunc(values, attr.Value.IsUnknown)
}

func unknownTimeouts() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("timeouts"), "Unknown Timeouts for a Replacement",
		"The message is to be deleted and posted again, but its timeouts are only known in the apply. "+
			"If they turned out to be invalid then, the message would have been deleted, and not posted again. "+
			"Use values that are known in the plan, or apply what they depend on first, with -target.")
}
