package workbench_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

const vaultExample = "guides/vault-credentials"

// The secret of a vault reaches Zoom, and neither the plan nor the state.
func TestExamples_credentialsFromAVault(t *testing.T) {
	t.Parallel()
	e := newExample(t, vaultExample)
	e.skipIfTooOld(t)
	e.init(t)
	out, err := e.Command(t.Context(), "plan", "-no-color", "-out=tfplan").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	plan, err := e.Command(t.Context(), "show", "-json", "tfplan").Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Terraform().Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	state, err := os.ReadFile(filepath.Join(e.Dir(), "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{"plan": string(plan), "state": string(state), "screen": string(out)} {
		if strings.Contains(text, emulator.DefaultClientSecret) {
			t.Errorf("the secret is in the %s", what)
		}
	}
	if got := len(e.zoom.Messages(exampleToJID)); got != 1 {
		t.Errorf("%d messages are posted, want 1", got)
	}
}

// vaultEnv is the environment in which Terraform finds a stand-in for the Vault
// provider beside the built provider. The credentials are in the vault only.
func vaultEnv(t *testing.T, env map[string]string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	binary := filepath.Join(dir, "terraform-provider-vault_v5.0.0")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./testdata/vault")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		in := filepath.Join(dir, "mirror", host, "hashicorp", "vault", "5.0.0", runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(in, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Link(binary, filepath.Join(in, filepath.Base(binary))); err != nil {
			t.Fatal(err)
		}
	}
	env["VAULT_STANDIN_CLIENT_ID"], env["VAULT_STANDIN_CLIENT_SECRET"] = env["ZOOM_CLIENT_ID"], env["ZOOM_CLIENT_SECRET"]
	delete(env, "ZOOM_CLIENT_ID")
	delete(env, "ZOOM_CLIENT_SECRET")
	env["TF_CLI_CONFIG_FILE"] = filepath.Join(dir, "terraform.tfrc")
	mirror := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n",
		filepath.ToSlash(filepath.Join(dir, "mirror")))
	config := strings.Replace(cliConfig(t), "provider_installation {\n", mirror, 1)
	if err := os.WriteFile(env["TF_CLI_CONFIG_FILE"], []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return env
}

// cliConfig is the CLI configuration of every workbench.
func cliConfig(t *testing.T) string {
	t.Helper()
	for _, entry := range newWorkbench(t, workbench.Options{}).Command(t.Context()).Env {
		if file, ok := strings.CutPrefix(entry, "TF_CLI_CONFIG_FILE="); ok {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
	}
	t.Fatal("the workbench has no CLI configuration")
	return ""
}
