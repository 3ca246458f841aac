package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

const (
	examples  = "examples/demo"
	oneOfIt   = "welcome" // the resource that is shown as an example
	newWindow = "Sunday, 06:00 to 08:00 UTC"

	welcome     = "zoom_chatbot_message.welcome"
	maintenance = "zoom_chatbot_message.maintenance"
	details     = "zoom_chatbot_message.maintenance_details"
)

// play runs the demo. It needs an emulator without messages.
// Before the messages are taken down, it calls pause.
func play(ctx context.Context, zoom *emulator.Server, out io.Writer, pause func(context.Context) error) (err error) {
	start := time.Now()
	s := &stage{zoom: zoom, out: out}
	s.printf("The channel is also shown at %s\nBuilding the provider …\n", zoom.URL())
	w, err := workbench.New(ctx, workbench.Options{Env: zoom.Environment()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	if err := w.CopyFiles(examples); err != nil {
		return err
	}
	s.Workbench = w
	if err := s.introduce(ctx); err != nil {
		return err
	}
	steps := s.steps()
	for i, step := range steps {
		if i == len(steps)-1 {
			if err := pause(ctx); err != nil {
				return err
			}
		}
		if err := s.perform(ctx, i+1, step); err != nil {
			return fmt.Errorf("step %d, %s: %w", i+1, step.command, err)
		}
	}
	s.printf("\nEvery step was as it must be. It took %.1f seconds.\n", time.Since(start).Seconds())
	return nil
}

// stage is where the demo is played.
type stage struct {
	*workbench.Workbench
	zoom *emulator.Server
	out  io.Writer
	ids  map[string]string // message IDs by address, after the last step
}

// printf prints. Whoever does not read the output has no use for an error.
func (s *stage) printf(format string, values ...any) {
	_, _ = fmt.Fprintf(s.out, format, values...)
}

// step is one command, and what it must come to.
type step struct {
	command string
	says    string // what the command does
	run     func(context.Context) error
	calls   calls
	exist   []string // addresses of the messages at its end
	check   func() error
	shows   string // what is true if all of this holds
}

func (s *stage) introduce(ctx context.Context) error {
	version, _, err := s.Terraform().Version(ctx, true)
	if err != nil {
		return err
	}
	if err := s.Terraform().Init(ctx); err != nil {
		return fmt.Errorf("%s init: %w", s.cli(), err)
	}
	config, err := os.ReadFile(filepath.Join(s.Dir(), "main.tf"))
	if err != nil {
		return err
	}
	s.printf(`
Here are %s %s, the provider as it is in this folder, and an emulated
Zoom. There is no Zoom account, no registry and no network.

One of three messages in %s/main.tf:

%s`, s.cli(), version, examples, resourceBlock(string(config), oneOfIt))
	return nil
}

// resourceBlock cuts a message's block out of a configuration, and indents it.
func resourceBlock(config, name string) string {
	_, block, _ := strings.Cut(config, fmt.Sprintf("resource %q %q {", "zoom_chatbot_message", name))
	block, _, _ = strings.Cut(block, "\n}\n")
	block = fmt.Sprintf("resource %q %q {%s\n}", "zoom_chatbot_message", name, block)
	return "   " + strings.NewReplacer("\n\n", "\n\n   ", "\n", "\n   ").Replace(block) + "\n"
}

// cli is what a person would type.
func (s *stage) cli() string {
	return strings.TrimSuffix(filepath.Base(s.ExecPath()), ".exe")
}

func (s *stage) steps() []step {
	channel := tfexec.Var("channel_jid=" + emulator.DefaultChannelJID)
	window := tfexec.Var("window=" + newWindow)
	all := []string{welcome, maintenance, details}
	before := map[string]string{}
	return []step{{
		command: s.cli() + " apply",
		says:    "Posts two announcements, and a reply in the thread of the second one.",
		run:     func(ctx context.Context) error { return s.Terraform().Apply(ctx, channel) },
		calls:   calls{token: 1, post: 3},
		exist:   all,
		check: func() error {
			before = s.ids
			return s.expectReply()
		},
		shows: "Three messages are posted, and the state has the ID of each.",
	}, {
		command: s.cli() + " plan",
		says:    "Nothing was changed, so Zoom is not called at all.",
		run:     func(ctx context.Context) error { return s.expectNoChanges(ctx, channel) },
		exist:   all,
		shows:   "No changes.",
	}, {
		command: fmt.Sprintf("%s apply -var 'window=%s'", s.cli(), newWindow),
		says:    "The maintenance is moved. The announcement is edited in place.",
		run:     func(ctx context.Context) error { return s.Terraform().Apply(ctx, channel, window) },
		calls:   calls{token: 1, put: 1},
		exist:   all,
		check:   func() error { return s.expectEdit(before) },
		shows:   "The message kept its ID, its place and its reply: it was not posted again.",
	}, {
		command: s.cli() + " destroy",
		says:    "Takes everything down again.",
		run:     func(ctx context.Context) error { return s.Terraform().Destroy(ctx, channel, window) },
		calls:   calls{token: 1, del: 3},
		shows:   "Nothing is left in the channel, and nothing in the state.",
	}}
}

// perform runs a step, shows what came of it, and compares that with what it
// must have come to.
func (s *stage) perform(ctx context.Context, number int, step step) error {
	title := fmt.Sprintf("── %d. %s ", number, step.command)
	s.printf("\n%s%s\n\n   %s\n", title, strings.Repeat("─", max(0, width-len([]rune(title)))), step.says)
	s.zoom.ResetRequests()
	if err := step.run(ctx); err != nil {
		return err
	}
	ids, err := s.MessageIDs(ctx)
	if err != nil {
		return err
	}
	s.ids = ids
	got := callsTo(s.zoom)
	s.printf("\n%s\n   Calls to Zoom: %s\n", chatWindow(s.zoom.Messages(emulator.DefaultChannelJID), s.names()), got)
	if got != step.calls {
		return fmt.Errorf("expected these calls to Zoom: %s; it got: %s", step.calls, got)
	}
	if err := s.expectMessages(step.exist); err != nil {
		return err
	}
	if step.check != nil {
		if err := step.check(); err != nil {
			return err
		}
	}
	s.printf("   ✓ %s\n", step.shows)
	return nil
}

// names returns the addresses by message ID.
func (s *stage) names() map[string]string {
	names := map[string]string{}
	for address, id := range s.ids {
		names[id] = address
	}
	return names
}
