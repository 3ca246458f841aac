package provider

import (
	"fmt"
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// The only test that needs Zoom itself: it posts a message to a channel, edits
// it, replies to it, and deletes both. Nothing of it runs without TF_ACC=1 and
// a complete environment.
func TestAccChatbotMessage_live(t *testing.T) {
	channel := os.Getenv("ZOOM_TEST_TO_JID")
	if os.Getenv(resource.EnvTfAcc) == "" {
		t.Skip("posts to a real channel; set TF_ACC=1, the ZOOM_… variables of the provider and ZOOM_TEST_TO_JID to run it")
	}
	for _, name := range []string{"ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET", "ZOOM_ACCOUNT_ID", "ZOOM_ROBOT_JID", "ZOOM_USER_JID", "ZOOM_TEST_TO_JID"} {
		if os.Getenv(name) == "" {
			t.Skipf("%s is not set, so there is no Zoom account to test with", name)
		}
	}
	config := func(text string) string {
		return fmt.Sprintf(`
resource "zoom_chatbot_message" "test" {
  to_jid  = %[1]q
  content = jsonencode({ head = { text = "terraform-provider-zoom acceptance test" }, body = [{ type = "message", text = %[2]q }] })
}

resource "zoom_chatbot_message" "reply" {
  to_jid   = %[1]q
  reply_to = zoom_chatbot_message.test.message_id
  content  = jsonencode({ head = { text = "A reply" } })
}
`, channel, text)
	}
	same := statecheck.CompareValue(compare.ValuesSame())
	checks := func() []statecheck.StateCheck {
		return []statecheck.StateCheck{
			same.AddStateValue(message, tfjsonpath.New("message_id")),
			stateValue("message_id", knownvalue.NotNull()),
			stateValue("sent_time", knownvalue.NotNull()),
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: providerFactories(),
		Steps: []resource.TestStep{
			{Config: config("Posted."), ConfigStateChecks: checks()},
			{
				Config:            config("Edited."),
				ConfigStateChecks: checks(),
				ConfigPlanChecks:  expectAction(plancheck.ResourceActionUpdate),
			},
		},
	})
}
