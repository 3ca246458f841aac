package main

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// importCommand is what the error says to run, up to the message's ID.
var importCommand = regexp.MustCompile(`terraform import <address of this resource> '([^']*)<message_id>'`)

// readErrors does what the errors of a command say, as a person would: look into
// the channel, and if the message is there, delete it by hand, leave it or import
// it, each equally often.
func (s *soak) readErrors(ctx context.Context, c *command) error {
	announced := c.announced()
	for _, address := range slices.Sorted(maps.Keys(announced)) {
		d := announced[address]
		m, there := s.lookFor(c, d)
		choice := "not there"
		if there {
			choice = []string{"deleted by hand", "left", "imported"}[s.choices%3]
			s.choices++
		}
		s.report.Person[choice]++
		switch choice {
		case "deleted by hand":
			s.zoom.DeleteByHand(m.ID)
		case "imported":
			if err := s.importMessage(ctx, d, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// lookFor looks into the channel for the message that an error is about: the
// newest one of that announcement that the state does not have.
func (s *soak) lookFor(c *command, d diagnostic) (emulator.Message, bool) {
	at := slices.IndexFunc(s.all, func(a announcement) bool { return a.address == d.Address })
	if at < 0 || !strings.Contains(d.Detail, s.all[at].channel) {
		s.log.find("%s: an error does not say which channel to look into: %+v", c.name, d)
		return emulator.Message{}, false
	}
	for _, m := range slices.Backward(s.zoom.Messages(s.all[at].channel)) {
		key, _ := parseContent(m.Content)
		if key == s.all[at].key && !s.knows(m.ID) {
			return m, true
		}
	}
	return emulator.Message{}, false
}

// importMessage imports a message with the command that the error names.
func (s *soak) importMessage(ctx context.Context, d diagnostic, m emulator.Message) error {
	match := importCommand.FindStringSubmatch(d.Detail)
	if match == nil {
		s.log.find("an error does not say how to import: %+v", d)
		return nil
	}
	c, err := s.terraform(ctx, "create", "import", nil, "import", "-input=false", "-no-color", d.Address, match[1]+m.ID)
	if err == nil && (c.exit != 0 || len(c.requests) > 0) {
		s.log.find("the import of %s exits with %d after %d requests:\n%s", d.Address, c.exit, len(c.requests), c.tail())
	} else if err == nil {
		s.log.imported[d.Address] = m.ID
	}
	return err
}
