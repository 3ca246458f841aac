//go:build unix

package provider

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// binary is the built provider of a folder that was initialized.
func (p process) binary() string {
	p.t.Helper()
	found, err := filepath.Glob(
		filepath.Join(p.Dir(), ".terraform/providers/*/zoom-chatbot/zoom/*/*/terraform-provider-zoom*"),
	)
	if err != nil || len(found) != 1 {
		p.t.Fatalf("found the providers %v, %v", found, err)
	}
	return found[0]
}

// standaloneProvider is a provider process without Terraform. Its output ends
// with it.
type standaloneProvider struct {
	t      *testing.T
	parent *exec.Cmd
	pid    int
	output *bufio.Reader
	ended  chan struct{} // closed at the end of the output
}

// magicCookie is how Terraform tells a provider that it is its plugin, and no
// person's command (terraform-plugin-go, tfprotov6/tf6server).
const magicCookie = "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"

// startUnderShell starts the provider as a plugin of a shell, which stands in
// for Terraform.
func startUnderShell(t *testing.T, binary string) *standaloneProvider {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	shell := exec.CommandContext(ctx, "sh", "-c", `"$0" & echo $!; wait`, binary)
	shell.Env = append(os.Environ(), magicCookie)
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	output, err := shell.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-shell.Process.Pid, syscall.SIGKILL)
		_ = shell.Wait()
	})
	p := &standaloneProvider{t: t, parent: shell, output: bufio.NewReader(output), ended: make(chan struct{})}
	if p.pid, err = strconv.Atoi(p.line()); err != nil {
		t.Fatal(err)
	}
	// It listens on a Unix socket, and nowhere else.
	if handshake := p.line(); !strings.HasPrefix(handshake, "1|6|unix|") {
		t.Fatalf("the handshake is %q", handshake)
	}
	go func() {
		_, _ = io.Copy(io.Discard, p.output)
		close(p.ended)
	}()
	return p
}

func (p *standaloneProvider) line() string {
	p.t.Helper()
	line, err := p.output.ReadString('\n')
	if err != nil {
		p.t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func (p *standaloneProvider) terminate() {
	p.t.Helper()
	if err := syscall.Kill(p.pid, syscall.SIGTERM); err != nil {
		p.t.Error(err)
	}
}

func (p *standaloneProvider) killParent() {
	p.t.Helper()
	if err := p.parent.Process.Kill(); err != nil {
		p.t.Error(err)
	}
}

// endsWithin reports whether the provider closes its output within d.
func (p *standaloneProvider) endsWithin(d time.Duration) bool {
	select {
	case <-p.ended:
		return true
	case <-time.After(d):
		return false
	}
}

func TestServe_endsWithTerraformWhenTerminated(t *testing.T) {
	t.Parallel()
	p := startUnderShell(t, newProcess(t, emulate(t, emulator.Options{}), "", nil).binary())
	p.terminate()
	if p.endsWithin(4 * orphanPoll) {
		t.Fatal("SIGTERM ended the provider of a Terraform that still runs")
	}
	p.killParent()
	if !p.endsWithin(20 * time.Second) {
		t.Error("the provider outlived Terraform, although it was told to end")
	}
}

func TestServe_endsAsAnOrphan(t *testing.T) {
	t.Parallel()
	p := startUnderShell(t, newProcess(t, emulate(t, emulator.Options{}), "", nil).binary())
	p.killParent()
	p.terminate()
	if !p.endsWithin(20 * time.Second) {
		t.Error("SIGTERM does not end a provider whose Terraform was killed")
	}
}

func TestServe_debugEndsWhenTerminated(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, newProcess(t, emulate(t, emulator.Options{}), "", nil).binary(), "-debug")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	output := bufio.NewReader(stdout)
	for line := ""; !strings.Contains(line, "TF_REATTACH_PROVIDERS="); {
		if line, err = output.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "terminated") || ctx.Err() != nil {
		t.Errorf("it ended with %v, want that SIGTERM ended it", err)
	}
}

// The binary is the provider unless its first argument is a command.
func TestBinary_commands(t *testing.T) {
	t.Parallel()
	binary := newProcess(t, emulate(t, emulator.Options{}), "", nil).binary()
	for _, test := range []struct {
		args  []string
		want  string
		fails bool
	}{
		{args: []string{"emulator", "-h"}, want: "Usage: terraform-provider-zoom emulator"},
		{args: []string{"emulator", "-addr", "192.0.2.1:80"}, want: "emulator: ", fails: true},
		{args: []string{"preview", "-h"}, want: "Usage: terraform-provider-zoom preview"},
		{args: []string{"previews"}, want: `"previews" is neither a flag nor a command`, fails: true},
		{args: nil, want: "This binary is a plugin", fails: true},
	} {
		out, err := exec.CommandContext(t.Context(), binary, test.args...).CombinedOutput()
		if (err != nil) != test.fails || !strings.Contains(string(out), test.want) {
			t.Errorf("%q: %v, want an error: %t, and %q in\n%s", test.args, err, test.fails, test.want, out)
		}
	}
}
