package workbench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

const (
	// Source is how a configuration names the provider.
	Source = "zoom-chatbot/zoom"
	// Version is what the built provider calls itself: the constraint of the
	// examples, "~> 0.1", allows it, and no release of that series is newer.
	Version = "0.99.0"
)

// hosts are where Terraform and OpenTofu look for a source without a host.
var hosts = []string{"registry.terraform.io", "registry.opentofu.org"}

// kit is what all workbenches of a process share: the built provider in a
// mirror, the CLI configuration that points to it, and Terraform.
type kit struct {
	key         kitKey
	providerDir string
	dir         string // temporary, holds everything
	cli         string
	users       int
}

type kitKey struct{ providerDir, foundCLI string }

var (
	kitsMu sync.Mutex // held while a kit is made, too: the others wait for it
	kits   = map[kitKey]*kit{}
)

// Keep lets the built provider outlive the workbenches that use it, until the
// function that it returns is called. A TestMain does so, lest every test
// build again.
func Keep(ctx context.Context, providerDir string) (release func() error, err error) {
	kit, err := acquireKit(ctx, providerDir)
	if err != nil {
		return nil, err
	}
	return sync.OnceValue(kit.release), nil
}

func acquireKit(ctx context.Context, providerDir string) (*kit, error) {
	root, err := moduleRoot(providerDir)
	if err != nil {
		return nil, err
	}
	found, err := findCLI()
	if err != nil {
		return nil, err
	}
	key := kitKey{root, found}
	kitsMu.Lock()
	defer kitsMu.Unlock()
	k, ok := kits[key]
	if !ok {
		k = &kit{key: key, providerDir: root, cli: found}
		if err := k.make(ctx); err != nil {
			return nil, errors.Join(err, os.RemoveAll(k.dir))
		}
		kits[key] = k
	}
	k.users++
	return k, nil
}

func (k *kit) release() error {
	kitsMu.Lock()
	defer kitsMu.Unlock()
	k.users--
	if k.users > 0 {
		return nil
	}
	delete(kits, k.key)
	return os.RemoveAll(k.dir)
}

func (k *kit) make(ctx context.Context) error {
	var err error
	if k.dir, err = os.MkdirTemp("", "zoom-workbench-kit-"); err != nil {
		return err
	}
	// Temporary folders may be symbolic links, which a mirror must not be.
	if k.dir, err = filepath.EvalSymlinks(k.dir); err != nil {
		return err
	}
	if k.cli == "" {
		if k.cli, err = installTerraform(ctx, filepath.Join(k.dir, "bin")); err != nil {
			return err
		}
	}
	if err := k.build(ctx); err != nil {
		return err
	}
	config := fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.ToSlash(k.mirror()))
	return os.WriteFile(k.configFile(), []byte(config), 0o600)
}

func (k *kit) mirror() string     { return filepath.Join(k.dir, "mirror") }
func (k *kit) configFile() string { return filepath.Join(k.dir, "terraform.tfrc") }

// build builds the provider once and puts it into the mirror for each host.
func (k *kit) build(ctx context.Context) error {
	binary := filepath.Join(k.dir, "provider", "terraform-provider-zoom_v"+Version)
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-X main.version="+Version, "-o", binary, ".")
	build.Dir = k.providerDir
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("building the provider: %w\n%s", err, strings.TrimSpace(string(out)))
	}
	for _, host := range hosts {
		dir := filepath.Join(k.mirror(), host, filepath.FromSlash(Source), Version, runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.Link(binary, filepath.Join(dir, filepath.Base(binary))); err != nil {
			return err
		}
	}
	return nil
}

// moduleRoot gives the folder of the module that a folder belongs to.
func moduleRoot(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for at := start; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("%s is in no Go module", start)
		}
	}
}
