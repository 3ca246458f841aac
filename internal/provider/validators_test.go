package provider

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	tfresource "github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// A provider cannot know what Terraform regards as sensitive, so no validator
// prints a value.
func TestValidators_printNoValue(t *testing.T) {
	t.Parallel()
	var message resource.SchemaResponse
	(&chatbotMessageResource{}).Schema(t.Context(), resource.SchemaRequest{}, &message)
	refused := map[string]bool{}
	var check func(at path.Path, attributes map[string]schema.Attribute)
	check = func(at path.Path, attributes map[string]schema.Attribute) {
		for name, attribute := range attributes {
			switch a := attribute.(type) {
			case schema.SingleNestedAttribute:
				check(at.AtName(name), a.Attributes)
			case schema.StringAttribute:
				for _, v := range a.Validators {
					req := validator.StringRequest{Path: at.AtName(name), ConfigValue: types.StringValue("hunter2 \x1b topsecret")}
					var resp validator.StringResponse
					v.ValidateString(t.Context(), req, &resp)
					for _, d := range resp.Diagnostics {
						refused[req.Path.String()] = true
						if strings.Contains(d.Detail(), "hunter2") || strings.Contains(d.Detail(), "topsecret") {
							t.Errorf("%s prints the value: %s", req.Path, d.Detail())
						}
						if name != "content" && !strings.Contains(d.Detail(), `"`+req.Path.String()+`"`) {
							t.Errorf("%s is not named in %s", req.Path, d.Detail())
						}
					}
				}
			}
		}
	}
	check(path.Empty(), message.Schema.Attributes)
	if len(refused) != 10 {
		t.Errorf("got errors for %v, want them for all seven texts and three timeouts", refused)
	}
}

// timeoutsOf is a state with this timeout of its deletion.
type timeoutsOf types.String

func (o timeoutsOf) GetAttribute(_ context.Context, at path.Path, target any) (diags diag.Diagnostics) {
	value, ok := target.(*timeouts.Value)
	if !ok {
		diags.AddAttributeError(at, "Unexpected Target", fmt.Sprintf("It is a %T.", target))
		return diags
	}
	values := map[string]attr.Value{"delete": types.String(o)}
	value.Object = types.ObjectValueMust(timeoutsType("delete").AttrTypes, values)
	return diags
}

func TestMessageTimeout_ofAnEarlierVersion(t *testing.T) {
	t.Parallel()
	for configured, want := range map[types.String]time.Duration{
		types.StringValue("0s"):  defaultTimeout,
		types.StringValue("-5s"): defaultTimeout,
		types.StringValue("1s"):  time.Second,
		types.StringNull():       defaultTimeout,
	} {
		got, diags := messageTimeout(t.Context(), timeoutsOf(configured), timeouts.Value.Delete)
		if got != want || diags.HasError() {
			t.Errorf("%v: got %v, %v, want %v", configured, got, diags, want)
		}
	}
}

// A wrong unit that only the apply knows must not cost a message: Terraform
// would validate it when the old message has been deleted.
func TestChatbotMessage_isNotReplacedWithUnknownTimeouts(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	const data = "resource \"terraform_data\" \"unit\" {\n  input = \"10 parsecs\"\n}\n"
	late := `timeouts = { create = terraform_data.unit.output }`
	run(t,
		tfresource.TestStep{Config: providerBlock(server) + messageBlock("x")},
		tfresource.TestStep{
			Config:      providerBlock(server) + data + messageBlock("x", late, `reply_to = "parent"`),
			ExpectError: phrases("Unknown Timeouts for a Replacement", "timeouts"),
		},
		tfresource.TestStep{ // an edit has nothing to lose
			PreConfig: func() { checkCalls(t, server, map[string]int{"POST": 1, "TOKEN": 1}) },
			Config:    providerBlock(server) + data + messageBlock("y", late), ExpectError: phrases("must be a duration"),
		},
		tfresource.TestStep{Config: providerBlock(server) + data + messageBlock("x"), ConfigPlanChecks: expectNoChange()},
	)
	checkCalls(t, server, map[string]int{"POST": 1, "DELETE": 1, "TOKEN": 2})
}
