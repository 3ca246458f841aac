//go:build unix

package provider

import (
	"net/http"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// newProcessWithAction skips the test where there are no actions.
func newProcessWithAction(t *testing.T, server *emulator.Server) process {
	t.Helper()
	p := newProcess(t, server, "", nil)
	p.skipBelowTerraform(14)
	p.write("main.tf", requiredProviders+triggerBlock("1")+actionBlock("Release 1 is out"))
	return p
}

// skipBelowTerraform skips the test on OpenTofu, and on a Terraform that is
// older than 1.minor. A prerelease of it is not.
func (p process) skipBelowTerraform(minor int) {
	p.t.Helper()
	version := p.version()
	if found := regexp.MustCompile(`^Terraform v1\.(\d+)`).FindStringSubmatch(version); found != nil {
		if got, err := strconv.Atoi(found[1]); err == nil && got >= minor {
			return
		}
	}
	p.t.Skipf("%s is not Terraform 1.%d", version, minor)
}

// skipBelowTofu skips the test on an OpenTofu that is older than 1.minor.
func (p process) skipBelowTofu(minor int, what string) {
	p.t.Helper()
	version := p.version()
	if found := regexp.MustCompile(`^OpenTofu v1\.(\d+)`).FindStringSubmatch(version); found != nil {
		if got, err := strconv.Atoi(found[1]); err == nil && got < minor {
			p.t.Skipf("%s has no %s", version, what)
		}
	}
}

// version is how the CLI calls itself, such as "Terraform v1.16.0-rc2".
func (p process) version() string {
	p.t.Helper()
	out, err := exec.CommandContext(p.t.Context(), p.ExecPath(), "version").Output()
	if err != nil {
		p.t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(out), "\n")
	return first
}

// What the screen shows when the action runs, and how it is run by hand.
func TestSendAction_onTheScreen(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	p := newProcessWithAction(t, server)
	for _, args := range [][]string{
		{"apply", "-auto-approve"},
		{"apply", "-auto-approve", "-invoke=action.zoom_send_chatbot_message.test"},
	} {
		out := p.mustTerraform(args...)
		stands := server.Messages("")
		newest := stands[len(stands)-1]
		if !phrases("sending the message", "posted the message "+newest.ID, "Action complete").MatchString(out) {
			t.Errorf("terraform %v shows\n%s", args, out)
		}
	}
	checkCalls(t, server, map[string]int{"POST": 2, "TOKEN": 2})
}

// An interrupt must not make an apply look good whose message nobody knows of.
func TestInterrupt_anActionSaysThatItsMessageWasPosted(t *testing.T) {
	t.Parallel()
	for name, signal := range stopSignals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			p := newProcessWithAction(t, server)
			server.Fail(emulator.Fault{Match: "POST", Hold: 5 * time.Second, Process: true})

			out, _, err := p.signaled(signal, server, "POST", time.Second, "apply", "-auto-approve")
			want := phrases("Interrupt received", "Chatbot Message Was Posted Before the Interrupt", onlyMessage(t, server).ID)
			if err == nil || !want.MatchString(out) {
				t.Errorf("it ended with %v:\n%s", err, out)
			}
			checkCalls(t, server, map[string]int{"POST": 1, "TOKEN": 1})
		})
	}
}

func TestInterrupt_anActionSaysThatItsMessageWasNotPosted(t *testing.T) {
	t.Parallel()
	server := emulate(t, emulator.Options{})
	p := newProcessWithAction(t, server)
	server.Fail(emulator.Fault{Match: "POST", Status: 429, Header: http.Header{"Retry-After": {"120"}}, Times: -1})

	out, took, err := p.interrupted(server, "POST", 500*time.Millisecond, "apply", "-auto-approve")
	if want := phrases(
		"Interrupt received",
		"Unable to Send Chatbot Message",
		"the operation was interrupted",
		"HTTP 429",
	); err == nil || took > 10*time.Second ||
		!want.MatchString(out) {
		t.Errorf("it ended after %v with %v:\n%s", took, err, out)
	}
	if got := len(server.Messages("")); got != 0 {
		t.Errorf("%d messages stand", got)
	}
}
