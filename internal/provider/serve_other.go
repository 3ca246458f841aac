//go:build !unix

package provider

// outliveTermination has nothing to do: there is no SIGTERM.
func outliveTermination() {}
