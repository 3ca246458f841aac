package emulatortest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatortest"
)

// recorder is a test that notes what is reported to it.
type recorder struct {
	testing.TB
	errors   []string
	cleanups []func()
}

func (r *recorder) Helper()                        {}
func (r *recorder) Errorf(format string, _ ...any) { r.errors = append(r.errors, format) }
func (r *recorder) Cleanup(f func())               { r.cleanups = append(r.cleanups, f) }

func get(t *testing.T, url string) error {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Close = true
	resp, err := http.DefaultClient.Do(r)
	if err == nil {
		_ = resp.Body.Close()
	}
	return err
}

func TestStart_failsTheTestOnUnknownPathsAndCloses(t *testing.T) {
	t.Parallel()
	r := &recorder{TB: t}
	s := emulatortest.Start(r, emulator.Options{})
	if err := get(t, s.BaseURL()+"/meetings"); err != nil {
		t.Fatal(err)
	}
	if len(r.errors) != 1 || !strings.Contains(r.errors[0], "path that Zoom does not have") {
		t.Errorf("got errors %q, want one about the path", r.errors)
	}
	for _, f := range r.cleanups {
		f()
	}
	if err := get(t, s.URL()); err == nil {
		t.Error("got an answer after the test, want the server to be closed")
	}
	if len(r.errors) != 1 {
		t.Errorf("got errors %q from closing", r.errors)
	}
}
