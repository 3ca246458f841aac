package workbench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

const (
	// Source is how a configuration names the provider.
	Source = "zoom-chatbot/zoom"
	// Version is what the built provider calls itself: the constraint of the
	// examples, "~> 0.1", allows it, and no release of that series is newer.
	Version = "0.99.0"
)

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
	if err := fillMirror(ctx, k.providerDir, k.mirror()); err != nil {
		return err
	}
	config := fmt.Sprintf(
		"provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n",
		filepath.ToSlash(k.mirror()),
	)
	return os.WriteFile(k.configFile(), []byte(config), 0o600)
}

func (k *kit) mirror() string     { return filepath.Join(k.dir, "mirror") }
func (k *kit) configFile() string { return filepath.Join(k.dir, "terraform.tfrc") }

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
