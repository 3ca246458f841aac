package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// calls counts what Zoom was asked.
type calls struct{ token, post, put, del, other int }

func callsTo(zoom *emulator.Server) calls {
	c := calls{
		token: len(zoom.TokenRequests()),
		post:  len(zoom.Calls("POST")),
		put:   len(zoom.Calls("PUT")),
		del:   len(zoom.Calls("DELETE")),
	}
	c.other = len(zoom.Requests()) - c.token - c.post - c.put - c.del
	return c
}

func (c calls) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		noun string
	}{{c.token, "token request"}, {c.post, "POST"}, {c.put, "PUT"}, {c.del, "DELETE"}, {c.other, "other request"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.noun))
		}
	}
	if parts == nil {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// expectMessages compares the messages in the channel with those in the state,
// and both with what must be there.
func (s *stage) expectMessages(want []string) error {
	if got := slices.Sorted(maps.Keys(s.ids)); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
		return fmt.Errorf("expected the state to have %q, and it has %q", want, got)
	}
	messages := s.zoom.Messages("")
	if len(messages) != len(want) {
		return fmt.Errorf("expected %d messages to exist, and %d do", len(want), len(messages))
	}
	names := s.names()
	for _, m := range messages {
		if names[m.ID] == "" {
			return fmt.Errorf("expected every message to be in the state, and %s is not", m.ID)
		}
	}
	return nil
}

// message returns the message that a resource has posted.
func (s *stage) message(address string) (emulator.Message, error) {
	for _, m := range s.zoom.Messages("") {
		if m.ID == s.ids[address] {
			return m, nil
		}
	}
	return emulator.Message{}, fmt.Errorf("expected the message of %s to exist, and it does not", address)
}

func (s *stage) expectReply() error {
	reply, err := s.message(details)
	if err != nil {
		return err
	}
	if want := s.ids[maintenance]; reply.ReplyTo != want {
		return fmt.Errorf("expected the reply to be in the thread of %s, and it is in that of %q", want, reply.ReplyTo)
	}
	return nil
}

func (s *stage) expectNoChanges(ctx context.Context, channel *tfexec.VarOption) error {
	changes, err := s.Terraform().Plan(ctx, channel)
	if err == nil && changes {
		err = errors.New("expected a plan without changes, and there are some")
	}
	return err
}

// expectEdit makes sure that the announcement is the same message with another
// text, and that its reply still hangs on it.
func (s *stage) expectEdit(before map[string]string) error {
	if !maps.Equal(before, s.ids) {
		return fmt.Errorf("expected the messages to keep their IDs %v, and they have %v", before, s.ids)
	}
	edited, err := s.message(maintenance)
	if err != nil {
		return err
	}
	if !strings.Contains(string(edited.Content), newWindow) || edited.Edits != 1 {
		return fmt.Errorf("expected the message to be edited once and to have %q, and after %d edits it is %s",
			newWindow, edited.Edits, edited.Content)
	}
	return s.expectReply()
}
