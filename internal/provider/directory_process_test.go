//go:build unix

package provider

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// hundredLookups looks up each of ten channels ten times.
const hundredLookups = `
data "zoom_channel" "all" {
  count = 100
  name  = "Channel ${count.index % 10}"
}

output "jids" {
  value = toset(data.zoom_channel.all[*].jid)
}
`

func tenChannels(secret string) *emulator.Directory {
	d := &emulator.Directory{ClientSecret: secret}
	for i := range 10 {
		d.Channels = append(d.Channels, emulator.Channel{
			ID: fmt.Sprintf(
				"c%d",
				i,
			),
			Name:   fmt.Sprintf("Channel %d", i),
			JID:    fmt.Sprintf("c%d@conference.xmpp.zoom.us", i),
			Public: true,
		})
	}
	return d
}

// However many channels are looked up, a run lists them once.
func TestChannelDataSource_listsOnceARun(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{Directory: tenChannels("")})
	p := newProcess(t, server, hundredLookups, nil)
	for _, command := range []string{"plan", "apply -auto-approve", "destroy -auto-approve"} {
		server.ResetRequests()
		p.mustTerraform(strings.Fields(command)...)
		// One page holds them all. A command may start the provider anew.
		calls, tokens := len(server.Calls(http.MethodGet)), len(server.TokenRequests())
		if command == "plan" && (calls != 1 || tokens != 1) || calls > 1 && calls != tokens {
			t.Errorf("%s: got %d listings and %d tokens, want one of each in each run of the provider", command, calls, tokens)
		}
		t.Logf("%s: %d listings, %d tokens", command, calls, tokens)
	}
}

// The second app's secret and its tokens are in no output, log at any level,
// state or plan.
func TestDirectory_secretsAreNowhere(t *testing.T) {
	t.Parallel()
	const secret = "aVerySecretDirectorySecret0123456789"
	for name, config := range map[string]string{
		"in the environment": strings.Replace(hundredLookups, "100", "1", 1),
		"in a variable": secretVariable + "provider \"zoom\" {\n  directory = { client_secret = var.secret }\n}\n" +
			strings.Replace(hundredLookups, "100", "1", 1),
		"misplaced": secretVariable + "provider \"zoom\" {\n  directory = { client_id = \"${var.secret} x\" }\n}\n" +
			"data \"zoom_user\" \"x\" {\n  id = \"U1\"\n}\n",
		"misplaced in a data source": secretVariable + "data \"zoom_channel\" \"x\" {\n  name = var.secret\n}\n" +
			"data \"zoom_user\" \"x\" {\n  id = var.secret\n}\n" +
			"data \"zoom_user\" \"y\" {\n  email = \"${var.secret} x\"\n}\n" +
			"data \"zoom_channel\" \"y\" {\n  id = \"${var.secret}@x\"\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{Directory: tenChannels(secret)})
			env := map[string]string{}
			if strings.HasPrefix(config, secretVariable) {
				env["ZOOM_DIRECTORY_CLIENT_SECRET"] = ""
			}
			if strings.HasPrefix(name, "misplaced in") {
				env["ZOOM_DIRECTORY_CLIENT_SECRET"] = secret
			}
			p := newProcess(t, server, config, env)
			p.env = append(p.env, "TF_LOG=TRACE", "TF_VAR_secret="+secret)
			commands := []string{"plan -out=tfplan", "apply tfplan"}
			if strings.HasPrefix(config, secretVariable) {
				commands = []string{"plan", "apply -auto-approve"} // a saved plan holds the values of variables
			}
			for i, command := range commands {
				out, err := p.terraform(strings.Fields(command)...)
				p.write(fmt.Sprintf("output-%d.log", i), out)
				p.checkNoSecrets(server, secret)
				if strings.HasPrefix(name, "misplaced") != (err != nil) {
					t.Fatalf("terraform %s: got error %v\n%s", command, err, out)
				} else if err != nil {
					break
				}
			}
		})
	}
}
