package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// A client that can plan in several rounds is told to wait for the settings. Any
// other gets a plan all the same.
func TestProvider_defersWhenItsSettingsAreUnknownAndTheClientAllowsIt(t *testing.T) {
	t.Parallel()
	unknown := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	tests := map[string]struct {
		robotJID any
		allowed  bool
		want     *tfprotov6.Deferred
	}{
		"unknown and allowed": {
			unknown,
			true,
			&tfprotov6.Deferred{Reason: tfprotov6.DeferredReasonProviderConfigUnknown},
		},
		"unknown and not allowed": {unknown, false, nil},
		"known and allowed":       {emulator.DefaultRobotJID, true, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := NewServer("test")()
			schemas, err := s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
			if err != nil {
				t.Fatal(err)
			}
			settings := map[string]any{
				"client_id": emulator.DefaultClientID, "client_secret": emulator.DefaultClientSecret,
				"account_id": emulator.DefaultAccountID, "robot_jid": test.robotJID,
			}
			capabilities := &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: test.allowed}
			configured, err := s.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
				Config: dynamic(t, schemas.Provider.ValueType(), settings), ClientCapabilities: capabilities,
			})
			if err != nil || len(configured.Diagnostics) > 0 {
				t.Fatal(err, texts(t, configured.Diagnostics))
			}
			const name = "zoom_chatbot_message"
			kind := schemas.ResourceSchemas[name].ValueType()
			message := dynamic(t, kind, map[string]any{
				"to_jid": emulator.DefaultChannelJID, "content": `{"head":{"text":"x"}}`, "message_id": unknown,
			})
			none, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, nil))
			if err != nil {
				t.Fatal(err)
			}
			plan, err := s.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
				TypeName: name, Config: message, ProposedNewState: message, PriorState: &none,
				ClientCapabilities: &tfprotov6.PlanResourceChangeClientCapabilities{DeferralAllowed: test.allowed},
			})
			if err != nil || len(plan.Diagnostics) > 0 {
				t.Fatal(err, texts(t, plan.Diagnostics))
			}
			if (plan.Deferred == nil) != (test.want == nil) || plan.Deferred != nil && *plan.Deferred != *test.want {
				t.Errorf("got the plan deferred: %+v, want %+v", plan.Deferred, test.want)
			}
		})
	}
}
