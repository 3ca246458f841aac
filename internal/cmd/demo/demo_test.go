package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatortest"
)

func goOn(context.Context) error { return nil }

func TestDemo(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	// A person who has these set must not post to their account.
	t.Setenv("ZOOM_BASE_URL", "https://zoom.invalid/v2")
	t.Setenv("ZOOM_CLIENT_SECRET", "their-own")
	zoom := emulatortest.Start(t, emulator.Options{})

	var out bytes.Buffer
	paused := 0
	if err := play(t.Context(), zoom, &out, func(context.Context) error {
		// There is something to look at.
		paused = len(zoom.Messages(""))
		return nil
	}); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	if paused != 3 {
		t.Errorf("the demo paused with %d messages in the channel, want 3", paused)
	}
	if want := "The channel is also shown at " + zoom.URL() + "\n"; !strings.HasPrefix(out.String(), want) {
		t.Errorf("the demo does not begin with %q", want)
	}
	rest := out.String()
	for _, want := range []string{
		`resource "zoom_chatbot_message" "welcome" {`,
		"── 1. ", " apply ──", "Calls to Zoom: 1 token request, 3 POST\n   ✓",
		"── 2. ", " plan ──", "Saturday, 22:00 to 24:00 UTC", "Calls to Zoom: none\n   ✓ No changes.",
		"── 3. ", " apply -var 'window=Sunday", "· edited", "Sunday, 06:00 to 08:00 UTC", "Calls to Zoom: 1 token request, 1 PUT\n   ✓",
		"── 4. ", " destroy ──", "(the channel is empty)", "Calls to Zoom: 1 token request, 3 DELETE\n   ✓",
		"Every step was as it must be.",
	} {
		_, after, found := strings.Cut(rest, want)
		if !found {
			t.Fatalf("%q is missing, or comes too early, in\n%s", want, &out)
		}
		rest = after
	}
	// The two announcements are posted at once: either may come first.
	for _, want := range []string{"Welcome to #platform\n", "↳ maintenance_details · ID "} {
		if got := strings.Count(out.String(), want); got != 3 {
			t.Errorf("%q is shown %d times, want 3, in\n%s", want, got, &out)
		}
	}
	expectEmpty(t, temp)
}

func expectEmpty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left in the folder for temporary files (%v)", left, err)
	}
}

func TestDemo_failsWhenAStepIsNotAsItMustBe(t *testing.T) {
	tests := map[string]struct {
		fault emulator.Fault
		want  []string
	}{
		"a call too many": {
			emulator.Fault{Match: "POST", Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"0"}}},
			[]string{"step 1", "expected these calls to Zoom: 1 token request, 3 POST; it got: 1 token request, 4 POST"},
		},
		"an error": {
			emulator.Fault{Match: "PUT", Status: http.StatusNotFound, Body: `{"code":8001,"message":"Invalid message_id."}`},
			[]string{"step 3", "8001"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			temp := t.TempDir()
			t.Setenv("TMPDIR", temp)
			zoom := emulatortest.Start(t, emulator.Options{})
			zoom.Fail(test.fault)
			var out bytes.Buffer
			err := play(t.Context(), zoom, &out, goOn)
			if err == nil {
				t.Fatalf("the demo went well:\n%s", &out)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got the error %v, want %q in it", err, want)
				}
			}
			expectEmpty(t, temp)
		})
	}
}

func TestDemo_canBeInterrupted(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	ctx, interrupt := context.WithCancel(t.Context())
	zoom := emulatortest.Start(t, emulator.Options{
		Latency: time.Second,
		Log: func(r emulator.Request) {
			if r.Token {
				interrupt()
			}
		},
	})
	if err := play(ctx, zoom, &bytes.Buffer{}, goOn); err == nil {
		t.Error("the demo went on")
	}
	if zoom.Stats().Edits+zoom.Stats().Deletes > 0 {
		t.Error("the demo went on after its first step")
	}
	expectEmpty(t, temp)
}

func TestEnter(t *testing.T) {
	for name, in := range map[string]io.Reader{"a line": strings.NewReader("\nmore"), "no input": strings.NewReader("")} {
		if err := enter(t.Context(), in); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, interrupt := context.WithCancel(t.Context())
	r, w := io.Pipe()
	defer func() { _ = w.Close() }()
	time.AfterFunc(10*time.Millisecond, interrupt)
	if err := enter(ctx, r); err == nil {
		t.Error("an interrupt does not end the wait")
	}
}
