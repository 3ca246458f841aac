package workbench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// hosts are where Terraform and OpenTofu look for a source without a host.
var hosts = []string{"registry.terraform.io", "registry.opentofu.org"}

// Install builds the provider of the module around the current folder into the
// filesystem mirror of the user's home, which "terraform init" and "tofu init"
// use instead of a registry for the providers in it. It returns the mirror.
func Install(ctx context.Context) (mirror string, err error) {
	root, err := moduleRoot("")
	if err != nil {
		return "", err
	}
	if mirror, err = impliedMirror(); err != nil {
		return "", err
	}
	return mirror, fillMirror(ctx, root, mirror)
}

// impliedMirror returns the folder that both Terraform and OpenTofu look into
// if no CLI configuration says otherwise
// (https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories).
func impliedMirror() (string, error) {
	if runtime.GOOS == "windows" {
		dir, err := os.UserConfigDir()
		return filepath.Join(dir, "terraform.d", "plugins"), err
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".terraform.d", "plugins"), err
}

// fillMirror builds the provider once and puts it into the mirror for each
// host.
func fillMirror(ctx context.Context, providerDir, mirror string) error {
	name := "terraform-provider-zoom_v" + Version
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	binary := func(host string) string {
		return filepath.Join(mirror, host, filepath.FromSlash(Source), Version, runtime.GOOS+"_"+runtime.GOARCH, name)
	}
	built := binary(hosts[0])
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-X main.version="+Version, "-o", built, ".")
	build.Dir = providerDir
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the provider: %w\n%s", err, strings.TrimSpace(string(out)))
	}
	for _, host := range hosts[1:] {
		linked := binary(host)
		if err := os.MkdirAll(filepath.Dir(linked), 0o755); err != nil {
			return err
		}
		if err := os.Remove(linked); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := os.Link(built, linked); err != nil {
			return err
		}
	}
	return nil
}
