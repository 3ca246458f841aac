//go:build unix

package provider

import (
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func TestLogsAreRead(t *testing.T) {
	t.Parallel()
	for entry, want := range map[string]bool{
		"":                             false,
		"HOME=/root":                   false,
		"TF_LOG=":                      false,
		"TF_LOG_PATH=terraform.log":    false, // a place, no level
		"TF_LOG=TRACE":                 true,
		"TF_LOG_PROVIDER=DEBUG":        true,
		"TF_LOG_CORE=WARN":             true,
		"TF_LOG_SDK_FRAMEWORK=INFO":    true,
		"TF_LOG_PROVIDER_ZOOM=DEBUG":   true,
		"TF_DATA_DIR=.terraform-other": false,
	} {
		if got := logsAreRead([]string{"PATH=/bin", entry}); got != want {
			t.Errorf("%q: got %t, want %t", entry, got, want)
		}
	}
}

// Who asks for the log of the framework gets it.
func TestLog_ofTheFramework(t *testing.T) {
	t.Parallel()
	p := newProcess(t, emulate(t, emulator.Options{}), messageBlock("one"), nil)
	p.env = append(p.env, "TF_LOG=TRACE")
	if out := p.mustTerraform("plan"); !strings.Contains(out, "Calling provider defined Resource") {
		t.Error("the log has nothing of the framework")
	}
}
