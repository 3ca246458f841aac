package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatortest"
)

func TestRun_emulator(t *testing.T) {
	t.Parallel()
	var out, progress bytes.Buffer
	if err := run(t.Context(), nil, func(string) string { return "" }, &out, &progress); err != nil {
		t.Errorf("got error %v, want none", err)
	}
	if !strings.Contains(out.String(), "| `post-status`: ") ||
		!strings.Contains(out.String(), " 0 refuted, 0 could not be told") {
		t.Errorf("got %s, want a table in which all is confirmed", out.String())
	}
	if progress.Len() > 0 {
		t.Errorf("got %q on the standard error, want nothing", progress.String())
	}
}

// account is an emulated Zoom in the part of a real one, and its environment.
func account(t *testing.T) (*emulator.Server, map[string]string) {
	t.Helper()
	s := emulatortest.Start(t, emulator.Options{
		AccountID:   emulator.DefaultAccountID,
		RobotJIDs:   []string{emulator.DefaultRobotJID},
		ChannelJIDs: []string{emulator.DefaultChannelJID},
		UnknownPath: func(emulator.Request) {}, // two claims ask for one
	})
	return s, map[string]string{
		"ZOOM_CLIENT_ID": emulator.DefaultClientID, "ZOOM_CLIENT_SECRET": emulator.DefaultClientSecret,
		"ZOOM_ACCOUNT_ID": emulator.DefaultAccountID, "ZOOM_ROBOT_JID": emulator.DefaultRobotJID,
		"ZOOM_USER_JID": emulator.DefaultUserJID, "ZOOM_TEST_TO_JID": emulator.DefaultChannelJID,
		"ZOOM_BASE_URL": s.BaseURL(), "ZOOM_TOKEN_URL": s.TokenURL(),
	}
}

func getter(env map[string]string) func(string) string {
	return func(name string) string { return env[name] }
}

func TestRun_accountIsAskedOnlyAfterConfirmation(t *testing.T) {
	t.Parallel()
	s, env := account(t)
	var out, progress bytes.Buffer
	err := run(t.Context(), []string{"-zoom"}, getter(env), &out, &progress)
	if err == nil || !strings.Contains(err.Error(), "-confirm") {
		t.Errorf("got error %v, want one that names -confirm", err)
	}
	if !strings.Contains(progress.String(), "calls in about 2m") || out.Len() > 0 {
		t.Errorf("got %q and %q, want an estimate and no table", progress.String(), out.String())
	}
	if got := s.Requests(); len(got) > 0 {
		t.Errorf("got %d requests, want none", len(got))
	}
}

func TestRun_accountIsLeftCleanWhenInterrupted(t *testing.T) {
	t.Parallel()
	s, env := account(t)
	ctx, cancel := context.WithCancel(t.Context())
	var out bytes.Buffer
	err := run(
		ctx,
		[]string{"-zoom", "-confirm", "-interval", "500ms"},
		getter(env),
		&out,
		stopAfter{"post-status:", cancel},
	)
	if err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("got error %v, want it to say that the run was interrupted", err)
	}
	if stats := s.Stats(); stats.Posts == 0 || len(s.Messages("")) > 0 {
		t.Errorf("got %d messages posted and %d left, want some and none", stats.Posts, len(s.Messages("")))
	}
	if !strings.Contains(out.String(), "`delete-status`") ||
		!strings.Contains(out.String(), "| interrupted | could not tell |") {
		t.Errorf("got %s, want all claims", out.String())
	}
}

// stopAfter interrupts when a text is written.
type stopAfter struct {
	text   string
	cancel context.CancelFunc
}

func (s stopAfter) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(s.text)) {
		s.cancel()
	}
	return len(p), nil
}

func TestRun_refusesWhatItCannotDo(t *testing.T) {
	t.Parallel()
	_, env := account(t)
	without := func(names ...string) map[string]string {
		rest := map[string]string{}
		for name, value := range env {
			rest[name] = value
		}
		for _, name := range names {
			delete(rest, name)
		}
		return rest
	}
	tests := map[string]struct {
		args []string
		env  map[string]string
		want string
	}{
		"a word":                  {[]string{"zoom"}, env, `"zoom" is not a flag`},
		"an unknown flag":         {[]string{"-live"}, env, "-live"},
		"confirmation of nothing": {[]string{"-confirm"}, env, "-zoom"},
		"an impolite pace":        {[]string{"-zoom", "-interval", "1ms"}, env, "500ms"},
		"no channel for tests": {
			[]string{"-zoom"},
			without("ZOOM_TEST_TO_JID", "ZOOM_USER_JID"),
			"ZOOM_TEST_TO_JID, ZOOM_USER_JID",
		},
		"one URL of two": {[]string{"-zoom"}, without("ZOOM_TOKEN_URL"), "another cluster"},
		"a URL without TLS": {
			[]string{"-zoom"},
			map2(env, "ZOOM_BASE_URL", "http://example.com/v2"),
			"ZOOM_BASE_URL must use https",
		},
		"half of another app": {
			[]string{"-zoom"},
			map2(env, "ZOOM_TEST_OTHER_CLIENT_ID", "x"),
			"ZOOM_TEST_OTHER_ROBOT_JID",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			err := run(t.Context(), test.args, getter(test.env), &out, &out)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %v, want %q", err, test.want)
			}
			if out.Len() > 0 {
				t.Errorf("got output %q, want none", out.String())
			}
		})
	}
}

func map2(env map[string]string, name, value string) map[string]string {
	changed := map[string]string{name: value}
	for n, v := range env {
		if n != name {
			changed[n] = v
		}
	}
	return changed
}

func TestRun_explainsItself(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, getter(nil), &out, &out); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("got error %v, want ErrHelp", err)
	}
	for _, want := range []string{"ZOOM_TEST_TO_JID", "-confirm", "-long-text"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the help does not have %q", want)
		}
	}
}
