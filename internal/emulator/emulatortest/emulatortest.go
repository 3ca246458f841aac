// Package emulatortest starts the emulated Zoom for a test.
package emulatortest

import (
	"context"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// Start serves an emulated Zoom on a free port of 127.0.0.1 until the test is
// over. A request for a path that Zoom does not have fails the test, unless
// Options.UnknownPath is set.
func Start(t testing.TB, o emulator.Options) *emulator.Server {
	t.Helper()
	if o.UnknownPath == nil {
		o.UnknownPath = func(r emulator.Request) {
			t.Errorf("request for a path that Zoom does not have: %s %s", r.Method, r.EscapedPath)
		}
	}
	s, err := emulator.Listen("127.0.0.1:0", emulator.New(o))
	if err != nil {
		t.Fatalf("starting the emulator: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			t.Errorf("closing the emulator: %v", err)
		}
	})
	return s
}
