// Package workbench runs the provider as a person does: the built binary,
// installed by `terraform init` from a filesystem mirror, under real Terraform
// or OpenTofu. It needs no registry and no network. The demo uses it, and so
// do the tests that need separate processes.
package workbench

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/hashicorp/terraform-exec/tfexec"
)

// interruptWait is how long a command may take to end after it was interrupted.
// It is longer than the provider lets a POST go on.
const interruptWait = 90 * time.Second

// Options say how a workbench is set up. The zero value is a workbench in a
// temporary folder, for the provider that the current folder belongs to.
type Options struct {
	// Dir is the folder with the configuration. It is made if it is missing,
	// and it stays. Empty means a temporary folder that Close removes.
	Dir string
	// ProviderDir is the root of the provider's module. Empty means that of the
	// module around the current folder.
	ProviderDir string
	// Env is set for every command, on top of what is taken over from this
	// process: everything but TF_… and ZOOM_….
	Env map[string]string
}

// Workbench is a folder in which Terraform finds the provider.
type Workbench struct {
	dir     string
	ownsDir bool
	env     map[string]string
	kit     *kit
	tf      *tfexec.Terraform
}

// New builds the provider, unless another open workbench of this process has
// done so, finds Terraform and sets up a folder. Close undoes all of it.
func New(ctx context.Context, o Options) (*Workbench, error) {
	kit, err := acquireKit(ctx, o.ProviderDir)
	if err != nil {
		return nil, err
	}
	w := &Workbench{dir: o.Dir, kit: kit}
	if err := w.setUp(o.Env); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *Workbench) setUp(env map[string]string) error {
	var err error
	if w.dir == "" {
		w.ownsDir = true
		w.dir, err = os.MkdirTemp("", "zoom-workbench-")
	} else {
		err = os.MkdirAll(w.dir, 0o755)
	}
	if err != nil {
		return err
	}
	if w.dir, err = filepath.Abs(w.dir); err != nil {
		return err
	}
	w.env = inheritedEnv(os.Environ())
	w.env["TF_CLI_CONFIG_FILE"] = w.kit.configFile()
	w.env["CHECKPOINT_DISABLE"] = "1"
	maps.Copy(w.env, env)
	if w.tf, err = tfexec.NewTerraform(w.dir, w.kit.cli); err != nil {
		return err
	}
	if err := w.tf.SetWaitDelay(interruptWait); err != nil {
		return err
	}
	return w.tf.SetEnv(w.env)
}

// inheritedEnv leaves out what would make Terraform behave unlike on another
// machine, and the credentials of a real Zoom account.
func inheritedEnv(environ []string) map[string]string {
	env := map[string]string{}
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if name != "" && !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "ZOOM_") {
			env[name] = value
		}
	}
	return env
}

// Close removes what New made. State that is in a folder named by
// Options.Dir stays.
func (w *Workbench) Close() error {
	var err error
	if w.ownsDir && w.dir != "" {
		err = os.RemoveAll(w.dir)
	}
	return errors.Join(err, w.kit.release())
}

// Dir is the folder with the configuration.
func (w *Workbench) Dir() string { return w.dir }

// ExecPath is the Terraform or OpenTofu that is run.
func (w *Workbench) ExecPath() string { return w.kit.cli }

// Terraform drives Terraform in the folder. A context that ends interrupts the
// command as Ctrl-C does.
func (w *Workbench) Terraform() *tfexec.Terraform { return w.tf }

// Command gives a Terraform command as a bare process, for signals and for the
// output as a person sees it. A context that ends interrupts it as Ctrl-C does.
func (w *Workbench) Command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, w.kit.cli, args...)
	cmd.Dir = w.dir
	for name, value := range w.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = interruptWait
	return cmd
}

// MessageIDs returns the IDs of the messages that the state has, by address.
func (w *Workbench) MessageIDs(ctx context.Context) (map[string]string, error) {
	state, err := w.tf.Show(ctx)
	if err != nil {
		return nil, err
	}
	ids := map[string]string{}
	if state.Values == nil {
		return ids, nil // nothing is in it
	}
	for _, r := range state.Values.RootModule.Resources {
		if r.Type != "zoom_chatbot_message" {
			continue
		}
		id, ok := r.AttributeValues["message_id"].(string)
		if !ok {
			return nil, fmt.Errorf("%s is in the state without a message_id", r.Address)
		}
		ids[r.Address] = id
	}
	return ids, nil
}

// WriteFile writes a file into the folder. The name may have folders in it.
func (w *Workbench) WriteFile(name, text string) error {
	path := filepath.Join(w.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o600)
}

// CopyFiles copies every file of a folder into the folder of the workbench. The
// folder may be given from the root of the provider's module.
func (w *Workbench) CopyFiles(from string) error {
	if !filepath.IsAbs(from) {
		from = filepath.Join(w.kit.providerDir, filepath.FromSlash(from))
	}
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if err := w.WriteFile(filepath.ToSlash(name), string(text)); err != nil {
			return fmt.Errorf("copying %s: %w", name, err)
		}
		return nil
	})
}
