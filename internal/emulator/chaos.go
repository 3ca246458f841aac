package emulator

// Chaos injects faults at random.
type Chaos struct {
	Seed uint64
}

type chaos struct{}

// SetChaos replaces the random faults. Nil ends them.
func (e *Emulator) SetChaos(*Chaos) {}

func (c *chaos) next(string) (Fault, string, bool) { return Fault{}, "", false }
