package workbench_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

// After Install, which is "make install", init needs no registry and no CLI
// configuration.
func TestInstall_isFoundByInit(t *testing.T) {
	home := t.TempDir()
	cache, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE", "GOPATH").Output()
	if err != nil {
		t.Fatal(err)
	}
	folders := strings.Fields(string(cache))
	t.Setenv("GOCACHE", folders[0])
	t.Setenv("GOPATH", folders[1])
	t.Setenv("HOME", home)
	t.Setenv("APPDATA", home)
	t.Setenv("XDG_DATA_HOME", "")
	for range 2 { // over an earlier build, too
		if _, err := workbench.Install(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	w := newWorkbench(t, workbench.Options{})
	writeFile(t, w, "main.tf", config)
	init := w.Command(t.Context(), "init", "-no-color")
	init.Env = slices.DeleteFunc(init.Env, func(s string) bool { return strings.HasPrefix(s, "TF_CLI_CONFIG_FILE=") })
	out, err := init.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Installed "+workbench.Source+" v"+workbench.Version) {
		t.Errorf("init: %v\n%s", err, out)
	}
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		found, err := filepath.Glob(filepath.Join(home, "*", "*", host, "zoom-chatbot", "zoom", "*", "*", "*"))
		if err != nil || len(found) != 1 {
			t.Errorf("for %s there is %q (%v)", host, found, err)
			continue
		}
		if info, err := os.Stat(found[0]); err != nil || info.Mode()&0o100 == 0 && os.PathSeparator == '/' {
			t.Errorf("%s cannot be run: %v", found[0], err)
		}
	}
}
