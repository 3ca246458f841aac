//go:build unix

package provider

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

// The tests of this file run the built provider as a process of its own under
// real Terraform, because what they are about cannot be seen otherwise:
// signals, logs, plan files, several configurations of one provider. Signals
// to process groups are why they need a Unix.

const requiredProviders = `
terraform {
  required_providers {
    zoom = {
      source = "` + workbench.Source + `"
    }
  }
}
`

// process is a folder in which Terraform is ready to run.
type process struct {
	*workbench.Workbench
	t   *testing.T
	env []string // on top of the workbench's
}

// newProcess sets a folder up. The provider has its settings from the
// environment, so that its block can stay empty.
func newProcess(t *testing.T, server *emulator.Server, config string, env map[string]string) process {
	t.Helper()
	all := server.Environment()
	maps.Copy(all, env)
	bench, err := workbench.New(t.Context(), workbench.Options{Env: all})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := bench.Close(); err != nil {
			t.Error(err)
		}
	})
	p := process{Workbench: bench, t: t}
	p.write("main.tf", requiredProviders+config)
	if out, err := p.terraform("init"); err != nil {
		t.Fatalf("terraform init: %v\n%s", err, out)
	}
	return p
}

func (p process) write(name, text string) {
	p.t.Helper()
	if err := p.WriteFile(name, text); err != nil {
		p.t.Fatal(err)
	}
}

// terraform runs a command to its end, and returns what the screen shows.
func (p process) terraform(args ...string) (string, error) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 2*time.Minute)
	defer cancel()
	cmd := p.Command(ctx, withoutColor(args)...)
	cmd.Env = append(cmd.Env, p.env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// withoutColor puts the flag behind the command and before its arguments.
func withoutColor(args []string) []string {
	return slices.Insert(slices.Clone(args), 1, "-no-color")
}

func (p process) mustTerraform(args ...string) string {
	p.t.Helper()
	out, err := p.terraform(args...)
	if err != nil {
		p.t.Fatalf("terraform %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// messageIDs are those in the state.
func (p process) messageIDs() []string {
	p.t.Helper()
	var state struct {
		Resources []struct {
			Instances []struct {
				Attributes struct {
					MessageID string `json:"message_id"`
				}
			}
		}
	}
	raw, err := os.ReadFile(filepath.Join(p.Dir(), "terraform.tfstate"))
	if err == nil {
		err = json.Unmarshal(raw, &state)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	var ids []string
	for _, r := range state.Resources {
		for _, i := range r.Instances {
			ids = append(ids, i.Attributes.MessageID)
		}
	}
	return ids
}

const secretVariable = "variable \"secret\" {\n  sensitive = true\n}\n"

// Secrets and tokens are in no output, log at any level, state or plan.
func TestSecretsAreNowhere(t *testing.T) {
	t.Parallel()
	const secret = "aVerySecretClientSecret0123456789"
	runs := map[string]struct {
		config string
		env    map[string]string
		faults []emulator.Fault
		commands
	}{
		"a good run, secret in the environment": {
			messageBlock("x"),
			map[string]string{"ZOOM_CLIENT_SECRET": secret},
			nil,
			commands{"plan -out=tfplan", "apply tfplan", "destroy -auto-approve"},
		},
		"a good run, secret in a variable": {
			"variable \"secret\" {\n  sensitive = true\n}\nprovider \"zoom\" {\n  client_secret = var.secret\n}\n" + messageBlock(
				"x",
			),
			map[string]string{"ZOOM_CLIENT_SECRET": ""},
			nil,
			commands{"apply -auto-approve", "plan", "destroy -auto-approve"},
		},
		"wrong credentials": {
			messageBlock("x"),
			map[string]string{"ZOOM_CLIENT_SECRET": secret, "ZOOM_CLIENT_ID": "another"},
			nil,
			commands{"apply -auto-approve"},
		},
		"a server that fails": {
			messageBlock("x", `timeouts = { create = "3s" }`),
			map[string]string{"ZOOM_CLIENT_SECRET": secret},
			[]emulator.Fault{
				{Match: "TOKEN", Status: 500, Body: secret},
				{Match: "POST", Status: 401, Body: `{"code":124,"message":"bad token"}`, Times: 2},
				{Match: "POST", Drop: true},
			},
			commands{"apply -auto-approve", "apply -auto-approve"},
		},
		"misplaced in a message": {
			secretVariable + messageBlockWith(`to_jid = var.secret`, `visible_to_user = "${var.secret} x"`,
				`reply_to = "${var.secret} y"`, `account_id = "${var.secret} z"`, `robot_jid = var.secret`,
				`user_jid = "@${var.secret}"`, `timeouts = { create = var.secret }`,
				`content = jsonencode({ body = [{ type = var.secret, text = "x", link = var.secret }] })`),
			nil, nil, commands{"validate", "plan"},
		},
		"misplaced in the provider block": {
			secretVariable + messageBlock("x") + `
provider "zoom" {
  client_id  = "${var.secret} x"
  account_id = " ${var.secret}"
  robot_jid  = var.secret
  user_jid   = var.secret
  base_url   = "https://x:${var.secret}@api.zoom.us"
  token_url  = var.secret
}
`, nil, nil, commands{"plan"},
		},
		"the URL of another cloud alone": {
			messageBlock("x"), map[string]string{
				"ZOOM_CLIENT_SECRET": secret, "ZOOM_BASE_URL": "https://api.zoomgov.com/v2", "ZOOM_TOKEN_URL": "",
			}, nil, commands{"plan"},
		},
	}
	for name, test := range runs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{ClientSecret: secret})
			server.Fail(test.faults...)
			p := newProcess(t, server, test.config, test.env)
			p.env = append(p.env, "TF_LOG=TRACE", "TF_VAR_secret="+secret)
			for i, command := range test.commands {
				server.ResetRequests()
				out, _ := p.terraform(strings.Fields(command)...)
				checkLogged(t, out, len(server.Requests()) > 0)
				p.write(fmt.Sprintf("output-%d.log", i), out)
				p.checkNoSecrets(server, secret)
			}
		})
	}
}

type commands []string

// checkLogged looks for the debug line of an attempt. Terraform writes the
// fields in any order.
func checkLogged(t *testing.T, log string, called bool) {
	t.Helper()
	for line := range strings.Lines(log) {
		if !strings.Contains(line, "Zoom API request") {
			continue
		}
		for _, field := range []string{"[DEBUG]", "method=", "path=", "duration_ms="} {
			if !strings.Contains(line, field) {
				t.Errorf("%s is not in the line %s", field, line)
			}
		}
		answered := strings.Contains(line, "status=") && strings.Contains(line, "tracking_id=")
		if !answered && !strings.Contains(line, "failed=true") {
			t.Errorf("neither an answer nor a failure is in the line %s", line)
		}
		return
	}
	if called {
		t.Error("no request is in the log")
	}
}

// checkNoSecrets looks into every file of the folder.
func (p process) checkNoSecrets(server *emulator.Server, secret string) {
	p.t.Helper()
	secrets := []string{secret}
	for _, r := range server.Requests() {
		_, credential, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		secrets = append(secrets, credential)
	}
	err := filepath.WalkDir(p.Dir(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && entry.Name() == ".terraform" {
			return fs.SkipDir
		}
		if entry.IsDir() {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, s := range secrets {
			if s != "" && strings.Contains(string(append(text, unzipped(text)...)), s) {
				p.t.Errorf("%s shows a secret", entry.Name())
			}
		}
		return nil
	})
	if err != nil {
		p.t.Error(err)
	}
}

// unzipped is what a plan file, an archive, holds.
func unzipped(archive []byte) []byte {
	var all []byte
	reader, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil
	}
	for _, file := range reader.File {
		if content, err := file.Open(); err == nil {
			text, _ := io.ReadAll(content)
			all = append(all, text...)
		}
	}
	return all
}

// A message that turned up again, as the next edit without a refresh found,
// must not be posted a second time by a later plan.
func TestGoneMessage_thatIsThereAfterAll(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	p := newProcess(t, server, messageBlock("one"), nil)
	p.mustTerraform("apply", "-auto-approve")
	p.write("main.tf", requiredProviders+messageBlock("two"))
	server.Fail(emulator.Fault{Match: "PUT", Status: 404, Body: `{"code":8001,"message":"Invalid message_id."}`})
	if out, err := p.terraform("apply", "-auto-approve"); err == nil || !strings.Contains(out, "No Longer Exists") {
		t.Fatalf("%v\n%s", err, out)
	}
	p.mustTerraform("apply", "-auto-approve", "-refresh=false")
	if out := p.mustTerraform("plan"); !strings.Contains(out, "No changes") {
		t.Errorf("the next plan says\n%s", out)
	}
	checkCalls(t, server, map[string]int{"POST": 1, "PUT": 2, "TOKEN": 3})
}

// Two accounts in one configuration share nothing.
func TestTwoProviderConfigurations(t *testing.T) {
	t.Parallel()
	first, second := emulate(t, emulator.Options{}), emulate(t, emulator.Options{ClientID: "second", ClientSecret: "hush"})
	aliased := fmt.Sprintf(`
provider "zoom" {
  alias         = "second"
  client_id     = "second"
  client_secret = "hush"
  base_url      = %q
  token_url     = %q
}
`, second.BaseURL(), second.TokenURL())
	other := strings.Replace(messageBlock("to the second", "provider = zoom.second"), `"test"`, `"other"`, 1)
	p := newProcess(t, first, aliased+messageBlock("to the first")+other, nil)
	p.mustTerraform("apply", "-auto-approve")
	for server, want := range map[*emulator.Server]string{first: "to the first", second: "to the second"} {
		if got := string(onlyMessage(t, server).Content); !strings.Contains(got, want) {
			t.Errorf("got %s, want %q", got, want)
		}
	}
	p.mustTerraform("destroy", "-auto-approve")
	for _, server := range []*emulator.Server{first, second} {
		checkCalls(t, server, map[string]int{"POST": 1, "DELETE": 1, "TOKEN": 2})
	}
}

// A state that restapi wrote, in its schema version, goes on as a state of
// this provider: nothing is posted.
func TestMoved_fromRestapi(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	stands := byHand(server)
	p := newProcess(t, server, messageBlock("by hand"), nil)
	request, _ := json.Marshal(map[string]any{
		"robot_jid": stands.RobotJID, "to_jid": stands.ToJID, "account_id": stands.AccountID, "user_jid": stands.UserJID,
		"content": stands.Content, "is_markdown_support": false,
	})
	p.moveFromRestapi(stands.ID, string(request))

	out := p.mustTerraform("plan")
	t.Log(out)
	if !strings.Contains(out, "restapi_object.old has moved to") ||
		!strings.Contains(out, "0 to add, 0 to change, 0 to destroy") {
		t.Errorf("the plan shows\n%s", out)
	}
	p.mustTerraform("apply", "-auto-approve")
	p.write("main.tf", requiredProviders+messageBlock("declared"))
	p.mustTerraform("apply", "-auto-approve")
	if got := onlyMessage(t, server); got.ID != stands.ID || !strings.Contains(string(got.Content), "declared") {
		t.Errorf("the channel shows %s as %s", got.Content, got.ID)
	}
	checkCalls(t, server, map[string]int{"PUT": 1, "TOKEN": 1})
}

// The old state tells the ID only, and the account and the bot are set in the
// resource: the identity is complete no sooner than with the first apply.
func TestMoved_withoutAccountAndBot(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	stands := byHand(server)
	config := func(text string) string {
		return requiredProviders + messageBlock(
			text,
			fmt.Sprintf("account_id = %q", stands.AccountID),
			fmt.Sprintf("robot_jid = %q", stands.RobotJID),
		)
	}
	p := newProcess(t, server, "", map[string]string{"ZOOM_ACCOUNT_ID": "", "ZOOM_ROBOT_JID": ""})
	p.write("main.tf", config("declared"))
	p.moveFromRestapi(stands.ID, "{}")

	if out, err := p.terraform(
		"destroy",
		"-auto-approve",
	); err == nil ||
		!phrases("Missing Zoom Account ID", "Missing Zoom Robot JID").MatchString(out) {
		t.Errorf("a destroy that does not know the account and the bot: %v\n%s", err, out)
	}
	p.mustTerraform("apply", "-auto-approve")
	p.write("main.tf", config("edited"))
	p.mustTerraform("apply", "-auto-approve")
	if got := onlyMessage(t, server); got.ID != stands.ID || !strings.Contains(string(got.Content), "edited") {
		t.Errorf("the channel shows %s as %s", got.Content, got.ID)
	}
	p.mustTerraform("destroy", "-auto-approve")
	checkCalls(t, server, map[string]int{"PUT": 2, "DELETE": 1, "TOKEN": 3})
}

// moveFromRestapi gives the folder a state as restapi writes it, for the
// message with this ID, and a block that moves it to the test's message.
func (p *process) moveFromRestapi(id, request string) {
	p.t.Helper()
	p.skipBelowTofu(10, "moved blocks between types of resources")
	host := "registry.terraform.io"
	if strings.Contains(filepath.Base(p.ExecPath()), "tofu") {
		host = "registry.opentofu.org"
	}
	p.write("terraform.tfstate", fmt.Sprintf(`{
  "version": 4, "terraform_version": "1.8.0", "serial": 3, "lineage": "6a7fd0a5-0000-4000-8000-000000000000", "outputs": {}, "check_results": null,
  "resources": [{
    "mode": "managed", "type": "restapi_object", "name": "old", "provider": "provider[\"%[1]s/mastercard/restapi\"]",
    "instances": [{"schema_version": 0, "sensitive_attributes": [], "attributes": {
      "id": %[2]q, "path": "/im/chat/messages", "id_attribute": "message_id", "data": %[3]s, "api_data": {"message_id": %[2]q}, "api_response": "", "create_response": "",
      "create_method": null, "create_path": null, "debug": false, "destroy_data": null, "destroy_method": null, "destroy_path": null, "force_new": null,
      "ignore_all_server_changes": true, "ignore_changes_to": null, "object_id": null, "query_string": null, "read_data": null, "read_method": null, "read_path": null,
      "read_search": null, "update_data": null, "update_method": null, "update_path": null
    }}]
  }]
}`, host, id, quote(request)))
	p.write("moved.tf", "moved {\n  from = restapi_object.old\n  to   = "+message+"\n}\n")
	p.overrideProviders(host)
}

// overrideProviders makes Terraform find a restapi provider as well. It is only
// asked for its schema, so this provider's binary does.
func (p *process) overrideProviders(host string) {
	t := p.t
	t.Helper()
	built, err := filepath.Glob(
		filepath.Join(p.Dir(), ".terraform", "providers", host, "zoom-chatbot", "zoom", "*", "*", "terraform-provider-zoom*"),
	)
	if err != nil || len(built) != 1 {
		t.Fatalf("found %v, %v", built, err)
	}
	folder := t.TempDir()
	for _, name := range []string{"zoom", "restapi"} {
		link := filepath.Join(folder, name, "terraform-provider-"+name)
		if err := os.Mkdir(filepath.Dir(link), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(built[0], link); err != nil {
			t.Fatal(err)
		}
	}
	config := filepath.Join(folder, "overrides.tfrc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n  direct {}\n}\n",
		workbench.Source, filepath.Join(folder, "zoom"), "mastercard/restapi", filepath.Join(folder, "restapi"))
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p.env = append(p.env, "TF_CLI_CONFIG_FILE="+config)
}
