package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestMain lets the test binary stand in for the real one.
func TestMain(m *testing.M) {
	if os.Getenv("TEST_RUN_MAIN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestMain_commands(t *testing.T) {
	t.Parallel()
	const plan = `{"format_version":"1.2","planned_values":{}}`
	tests := map[string]struct {
		args           []string
		stdin          string
		code           int
		stdout, stderr string // parts
	}{
		"preview": {
			[]string{"preview", "-format", "terminal"},
			plan,
			0,
			"The plan has no chatbot messages.",
			"",
		},
		"preview of no plan":      {[]string{"preview"}, "", 1, "", "preview: there is no plan: the input is empty"},
		"help for preview":        {[]string{"preview", "-h"}, "", 0, "Usage: terraform-provider-zoom preview", ""},
		"help for the emulator":   {[]string{"emulator", "-h"}, "", 0, "Usage:", ""},
		"neither":                 {[]string{"previw"}, "", 1, "", "the commands are emulator and preview"},
		"the provider":            {nil, "", 1, "", "This binary is a plugin."},
		"the provider with debug": {[]string{"-debug=false"}, "", 1, "", "This binary is a plugin."},
	}
	for name, test := range tests {
		cmd := exec.CommandContext(t.Context(), os.Args[0], test.args...)
		cmd.Env = append(os.Environ(), "TEST_RUN_MAIN=1")
		cmd.Stdin = strings.NewReader(test.stdin)
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		_ = cmd.Run() // its code says how it ended
		if got := cmd.ProcessState.ExitCode(); got != test.code {
			t.Errorf("%s: got the exit code %d, want %d", name, got, test.code)
		}
		if !strings.Contains(stdout.String(), test.stdout) ||
			!strings.Contains(stdout.String()+stderr.String(), test.stderr) {
			t.Errorf("%s: got %q and %q, want %q and %q", name, &stdout, &stderr, test.stdout, test.stderr)
		}
	}
}
