package main

import (
	"context"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// person is what was done by the one who reads the errors.
type person struct {
	absent   int                // times that the message was not in the channel
	left     int                // messages that were seen and left standing
	deleted  int                // messages that were deleted by hand
	imported map[string]adopted // by address
	plans    []deed             // what is done about the next messages that are there
}

// deed is what a person does about a message that is in the channel.
type deed int

const (
	deletes deed = iota
	leaves
	imports
)

// next gives each deed equally often, in an order that chance decides.
func (p *person) next(dice *rand.Rand) deed {
	if len(p.plans) == 0 {
		p.plans = []deed{deletes, leaves, imports}
		dice.Shuffle(len(p.plans), func(i, j int) { p.plans[i], p.plans[j] = p.plans[j], p.plans[i] })
	}
	next := p.plans[0]
	p.plans = p.plans[1:]
	return next
}

// adopted is a message that was imported, and how many commands had been run.
type adopted struct {
	id    string
	after int
}

// importCommand is what the error says to run, up to the message's id.
var importCommand = regexp.MustCompile(`terraform import <address of this resource> '([^']*)<message_id>'`)

// readAnnouncements does what the errors of a command say, as a person would:
// look into the channel, and if the message is there, delete it by hand or
// adopt it, or else forget about it.
func (s *soak) readAnnouncements(ctx context.Context, c *command) error {
	announced := c.announced()
	for _, address := range slices.Sorted(maps.Keys(announced)) {
		m, there := s.lookFor(c, announced[address])
		if !there {
			s.person.absent++
			continue
		}
		switch s.person.next(s.dice("person")) {
		case deletes:
			s.zoom.DeleteByHand(m.ID)
			s.person.deleted++
		case leaves:
			s.person.left++
		case imports:
			if err := s.adopt(ctx, announced[address], m); err != nil {
				return err
			}
		}
	}
	return nil
}

// lookFor looks into the channel for the message that an error is about: the
// newest one with that content that Terraform does not know.
func (s *soak) lookFor(c *command, d diagnostic) (emulator.Message, bool) {
	at := slices.IndexFunc(s.all, func(a announcement) bool { return a.address == d.Address })
	if at < 0 || !strings.Contains(d.Detail, s.all[at].channel) {
		s.find("%s: an error does not say which channel to look into: %+v", c.name, d)
		return emulator.Message{}, false
	}
	for _, m := range slices.Backward(s.zoom.Messages(s.all[at].channel)) {
		key, _ := readContent(m.Content)
		if key == s.all[at].key && !knows(c.inState, m.ID) {
			return m, true
		}
	}
	return emulator.Message{}, false
}

// adopt imports a message with the command that the error gives.
func (s *soak) adopt(ctx context.Context, d diagnostic, m emulator.Message) error {
	match := importCommand.FindStringSubmatch(d.Detail)
	if match == nil {
		s.find("an error does not say how to import: %+v", d)
		return nil
	}
	c, out, err := s.terraform(ctx, "create", "import", nil, "import", "-input=false", "-no-color", d.Address, match[1]+m.ID)
	if err != nil {
		return err
	}
	if c.exit != 0 {
		s.find("the import of %s failed:\n%s", d.Address, tail(string(out)))
		return nil
	}
	if len(c.requests) > 0 {
		s.find("the import of %s made %d requests", d.Address, len(c.requests))
	}
	if s.person.imported == nil {
		s.person.imported = map[string]adopted{}
	}
	s.person.imported[d.Address] = adopted{m.ID, len(s.commands)}
	return nil
}
