//go:build !unix

package workbench

import (
	"errors"
	"os/exec"
	"syscall"
)

var errNoSignals = errors.New("processes are signaled as on Unix, and this is no Unix")

// OwnGroup does nothing: there are no process groups.
func OwnGroup(*exec.Cmd) {}

// SignalGroup returns an error.
func SignalGroup(int, syscall.Signal) error { return errNoSignals }

// KillProvider returns an error.
func KillProvider(int) error { return errNoSignals }
