//go:build !unix

package main

import (
	"errors"
	"os/exec"
)

var errNoSignals = errors.New("the soak interrupts and kills processes as Unix does, and this is no Unix")

func inOwnGroup(*exec.Cmd) {}

func interruptGroup(int) error { return errNoSignals }

func killGroup(int) {}

func killProviders(int) (int, error) { return 0, errNoSignals }
