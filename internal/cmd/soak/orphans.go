package main

// judgeOrphans looks at what stood after each command and was in no state.
func (b *books) judgeOrphans(v *verdict, posts map[string][]post) {
	byID := map[string]post{}
	for _, all := range posts {
		for _, p := range all {
			if p.Processed {
				byID[p.MessageID] = p
			}
		}
	}
	known := map[string]bool{}  // ids that a state had
	judged := map[string]bool{} // orphans
	lost := map[*command]int{}
	for _, c := range b.commands {
		if c.inState == nil {
			continue
		}
		now := map[string]bool{}
		for _, id := range c.inState {
			now[id], known[id] = true, true
			delete(judged, id) // it was imported, and may be lost again
		}
		for _, m := range c.standing {
			if now[m.ID] || judged[m.ID] {
				continue
			}
			judged[m.ID] = true
			b.judgeOrphan(v, byID[m.ID], m.ID, known[m.ID], lost)
		}
	}
	for c, n := range lost {
		if n > b.parallelism {
			v.find("%s lost %d messages, more than were on their way (%d)", c.name, n, b.parallelism)
		}
	}
	b.judgeEnd(v, known)
}

// judgeOrphan looks why a message that stands is in no state.
func (b *books) judgeOrphan(v *verdict, p post, id string, known bool, lost map[*command]int) {
	v.Orphans++
	told := false
	if p.command != nil {
		for address := range p.command.announced() {
			told = told || address == b.addressOf(p)
		}
	}
	switch {
	case p.command == nil || known:
		v.OrphansUnannounced++
		v.find("message %q stands, was in a state before, and is in none now", id)
	case told:
		v.OrphansAnnounced++
	case p.command.struckBy(kill9):
		v.LostToKill++
		lost[p.command]++
	default:
		v.OrphansUnannounced++
		v.find("message %q stands and is in no state, and no error told of it:\n%s", id, history([]post{p}))
	}
}

func (b *books) addressOf(p post) string {
	key := keyOfPost(p.Request)
	for _, a := range b.announcements {
		if a.key == key {
			return a.address
		}
	}
	return ""
}

// judgeEnd looks at what stands when everything is destroyed.
func (b *books) judgeEnd(v *verdict, known map[string]bool) {
	if len(b.commands) == 0 {
		return
	}
	end := b.commands[len(b.commands)-1]
	for _, c := range b.commands {
		if c.inState != nil {
			end = c
		}
	}
	for _, m := range end.standing {
		if !knows(end.inState, m.ID) {
			v.StandingAtEnd++
		}
		if b.destroyed && known[m.ID] {
			v.find("message %q stands after everything was destroyed, and a state knew it", m.ID)
		}
	}
	if b.destroyed && len(end.inState) > 0 {
		v.find("%d messages are in the state after everything was destroyed", len(end.inState))
	}
}
