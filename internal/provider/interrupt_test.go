//go:build unix

package provider

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

// interrupted is signaled with SIGINT, as Ctrl-C in a terminal sends it.
func (p process) interrupted(
	server *emulator.Server, method string, after time.Duration, args ...string,
) (output string, took time.Duration, err error) {
	p.t.Helper()
	return p.signaled(syscall.SIGINT, server, method, after, args...)
}

// signaled starts a command in a process group of its own, waits until the
// emulator got a call of the method, and then sends the signal to the group:
// to Terraform and to the provider.
func (p process) signaled(
	signal syscall.Signal, server *emulator.Server, method string, after time.Duration, args ...string,
) (output string, took time.Duration, err error) {
	p.t.Helper()
	cmd := p.Command(p.t.Context(), withoutColor(args)...)
	workbench.OwnGroup(cmd)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	for deadline := time.Now().Add(time.Minute); len(server.Calls(method)) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			_ = workbench.SignalGroup(cmd.Process.Pid, syscall.SIGKILL)
			p.t.Fatalf("no %s within a minute", method)
		}
	}
	time.Sleep(after)
	start := time.Now()
	if err := workbench.SignalGroup(cmd.Process.Pid, signal); err != nil {
		p.t.Error(err)
	}
	err = cmd.Wait()
	return out.String(), time.Since(start), err
}

// stopSignals are those that end Terraform in order: Ctrl-C, and what timeout,
// systemd and CI runners send, to the whole group.
var stopSignals = map[string]syscall.Signal{"SIGINT": syscall.SIGINT, "SIGTERM": syscall.SIGTERM}

func TestInterrupt_savesTheMessageThatIsOnItsWay(t *testing.T) {
	t.Parallel()
	for name, signal := range stopSignals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testSavesTheMessageThatIsOnItsWay(t, signal)
		})
	}
}

func testSavesTheMessageThatIsOnItsWay(t *testing.T, signal syscall.Signal) {
	t.Helper()
	server := emulate(t, emulator.Options{})
	server.Fail(emulator.Fault{Match: "POST", Hold: 5 * time.Second, Process: true})
	p := newProcess(t, server, messageBlock("Maintenance"), nil)

	out, took, err := p.signaled(signal, server, "POST", time.Second, "apply", "-auto-approve")
	t.Logf("after %v: %v\n%s", took.Round(100*time.Millisecond), err, out)
	stands := onlyMessage(t, server)
	if ids := p.messageIDs(); !slices.Equal(ids, []string{stands.ID}) {
		t.Errorf("the state has %v, the channel has %s", ids, stands.ID)
	}
	if !strings.Contains(out, "Interrupt received") {
		t.Errorf("Terraform was not interrupted:\n%s", out)
	}
	if out := p.mustTerraform("plan", "-detailed-exitcode"); !strings.Contains(out, "No changes") {
		t.Errorf("the next plan says\n%s", out)
	}
	p.mustTerraform("destroy", "-auto-approve")
	checkCalls(t, server, map[string]int{"POST": 1, "DELETE": 1, "TOKEN": 2})
}

func TestInterrupt_endsAWaitForTheRateLimit(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	server.Fail(emulator.Fault{Match: "POST", Status: 429, Header: http.Header{"Retry-After": {"120"}}, Times: -1})
	p := newProcess(t, server, messageBlock("Maintenance"), nil)

	out, took, err := p.interrupted(server, "POST", 500*time.Millisecond, "apply", "-auto-approve")
	if err == nil || took > 10*time.Second {
		t.Errorf("it ended after %v with %v", took, err)
	}
	if !phrases("Unable to Send Chatbot Message", "the operation was interrupted", "HTTP 429").MatchString(out) {
		t.Errorf("the screen shows\n%s", out)
	}
	if got := len(server.Messages("")); got != 0 {
		t.Errorf("%d messages stand", got)
	}
}

// An interrupted edit may have been made; the next apply makes it again.
func TestInterrupt_cutsAnEditOffAndTheNextApplyMakesIt(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	p := newProcess(t, server, messageBlock("before"), nil)
	p.mustTerraform("apply", "-auto-approve")
	p.write("main.tf", requiredProviders+messageBlock("after"))
	server.Fail(emulator.Fault{Match: "PUT", Hold: 60 * time.Second, Process: true})

	out, took, err := p.interrupted(server, "PUT", 300*time.Millisecond, "apply", "-auto-approve")
	if err == nil || took > 10*time.Second || !phrases("may still have been edited").MatchString(out) {
		t.Errorf("it ended after %v with %v:\n%s", took, err, out)
	}
	p.write("main.tf", requiredProviders+messageBlock("before"))
	p.mustTerraform("apply", "-auto-approve")
	if got := string(onlyMessage(t, server).Content); !strings.Contains(got, "before") {
		t.Errorf("the channel shows %s, the configuration says otherwise", got)
	}
}
