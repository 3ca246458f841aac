package workbench_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/provider"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	release, err := workbench.Keep(context.Background(), "")
	if err != nil {
		log.Print(err)
		return 1
	}
	code := m.Run()
	if err := release(); err != nil {
		log.Print(err)
		return 1
	}
	return code
}

const config = `
terraform {
  required_providers {
    zoom = {
      source = "zoom-chatbot/zoom"
    }
  }
}

provider "zoom" {}
`

func newWorkbench(t *testing.T, o workbench.Options) *workbench.Workbench {
	t.Helper()
	w, err := workbench.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func writeFile(t *testing.T, w *workbench.Workbench, name, text string) {
	t.Helper()
	if err := w.WriteFile(name, text); err != nil {
		t.Fatal(err)
	}
}

func TestWorkbench_findsTheProviderInTheMirror(t *testing.T) {
	// Neither may reach Terraform: the one names no file, the other would end
	// every plan in an error.
	t.Setenv("TF_CLI_CONFIG_FILE", filepath.Join(t.TempDir(), "missing"))
	t.Setenv("ZOOM_BASE_URL", "not a URL")

	w := newWorkbench(t, workbench.Options{Env: map[string]string{
		"ZOOM_CLIENT_ID": "id", "ZOOM_CLIENT_SECRET": "secret",
	}})
	writeFile(t, w, "main.tf", config)
	if err := w.Terraform().Init(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, versions, err := w.Terraform().Version(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for address, version := range versions {
		got = append(got, address+" "+version.String())
	}
	if len(got) != 1 || !strings.HasSuffix(got[0], "/"+workbench.Source+" "+workbench.Version) {
		t.Errorf("got the providers %q, want only %s %s", got, workbench.Source, workbench.Version)
	}

	var out bytes.Buffer
	cmd := w.Command(t.Context(), "plan", "-no-color")
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil || !strings.Contains(out.String(), "No changes") {
		t.Errorf("the plan ended with %v, want no changes:\n%s", err, &out)
	}
}

func TestWorkbench_leavesNothingBehind(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	module := newModule(t, "package main\n\nfunc main() {}\n")
	kept := filepath.Join(t.TempDir(), "kept")

	w, err := workbench.New(t.Context(), workbench.Options{ProviderDir: module})
	if err != nil {
		t.Fatal(err)
	}
	named, err := workbench.New(t.Context(), workbench.Options{ProviderDir: module, Dir: kept})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []*workbench.Workbench{w, named} {
		writeFile(t, w, "folder/main.tf", config)
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left in the folder for temporary files (%v)", left, err)
	}
	if _, err := os.Stat(filepath.Join(kept, "folder", "main.tf")); err != nil {
		t.Errorf("a folder that Options name is the caller's: %v", err)
	}
}

func TestWorkbench_saysWhatIsMissing(t *testing.T) {
	t.Run("the module", func(t *testing.T) {
		expectError(t, t.TempDir(), "is in no Go module")
	})
	t.Run("the code", func(t *testing.T) {
		expectError(t, newModule(t, "package main\n"), "building the provider: ")
	})
	t.Run("the Terraform that the environment names", func(t *testing.T) {
		t.Setenv("TF_ACC_TERRAFORM_PATH", filepath.Join(t.TempDir(), "terraform"))
		expectError(t, newModule(t, "package main\n"), "TF_ACC_TERRAFORM_PATH names no program")
	})
}

func expectError(t *testing.T, providerDir, want string) {
	t.Helper()
	_, err := workbench.New(t.Context(), workbench.Options{ProviderDir: providerDir})
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got the error %v, want one with %q", err, want)
	}
}

// newModule makes a module that stands for the provider's.
func newModule(t *testing.T, code string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.com/standin\n", "main.go": code} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSource_isTheProvidersAddress(t *testing.T) {
	if want := fmt.Sprintf("registry.terraform.io/%s", workbench.Source); provider.Address != want {
		t.Errorf("the provider's address is %s, want %s", provider.Address, want)
	}
}
