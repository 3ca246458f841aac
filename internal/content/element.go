package content

// Element describes one object of the content.
type Element struct {
	Name string
}

// Elements gives the table.
func Elements() []Element { return nil }
