package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatortest"
)

// message is the address of the message that most tests are about.
const message = "zoom_chatbot_message.test"

func providerFactories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"zoom": providerserver.NewProtocol6WithError(New("test")()),
	}
}

// run executes the steps with real Terraform. Tests need no environment: the
// provider block has every setting, so they can run in parallel.
func run(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providerFactories(),
		Steps:                    steps,
	})
}

// emulate starts the emulated Zoom of a test.
func emulate(t *testing.T, options emulator.Options) *emulator.Server {
	t.Helper()
	return emulatortest.Start(t, options)
}

// providerBlock is a provider block that leads to the server. Settings, lines
// of HCL, come last.
func providerBlock(server *emulator.Server, settings ...string) string {
	return providerBlockWith(server, append([]string{
		fmt.Sprintf("account_id = %q", emulator.DefaultAccountID),
		fmt.Sprintf("robot_jid = %q", emulator.DefaultRobotJID),
		fmt.Sprintf("user_jid = %q", emulator.DefaultUserJID),
	}, settings...)...)
}

// providerBlockWith has no defaults for messages but those in settings.
func providerBlockWith(server *emulator.Server, settings ...string) string {
	return fmt.Sprintf(`
provider "zoom" {
  client_id     = %[1]q
  client_secret = %[2]q
  base_url      = %[3]q
  token_url     = %[4]q
  %[5]s
}
`, emulator.DefaultClientID, emulator.DefaultClientSecret, server.BaseURL(), server.TokenURL(), strings.Join(settings, "\n  "))
}

// messageBlock is the test's message with a head, and arguments, lines of HCL.
func messageBlock(text string, arguments ...string) string {
	return messageBlockWith(append([]string{
		fmt.Sprintf("to_jid = %q", emulator.DefaultChannelJID),
		fmt.Sprintf("content = jsonencode({ head = { text = %q } })", text),
	}, arguments...)...)
}

func messageBlockWith(arguments ...string) string {
	return fmt.Sprintf(`
resource "zoom_chatbot_message" "test" {
  %s
}
`, strings.Join(arguments, "\n  "))
}

// checkCalls compares the calls that Zoom got with those it must have got.
func checkCalls(t *testing.T, server *emulator.Server, want map[string]int) {
	t.Helper()
	for _, method := range []string{"POST", "PUT", "DELETE"} {
		if got := len(server.Calls(method)); got != want[method] {
			t.Errorf("%d %s calls, want %d", got, method, want[method])
		}
	}
	if got := len(server.TokenRequests()); got != want["TOKEN"] {
		t.Errorf("%d token requests, want %d", got, want["TOKEN"])
	}
}

// onlyMessage is the one message that stands.
func onlyMessage(t *testing.T, server *emulator.Server) emulator.Message {
	t.Helper()
	messages := server.Messages("")
	if len(messages) != 1 {
		t.Fatalf("%d messages stand, want 1", len(messages))
	}
	return messages[0]
}
