//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// inOwnGroup starts a command in a process group of its own: interrupts reach
// all of it, as Ctrl-C in a terminal does, and none reaches it by accident.
func inOwnGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return interruptGroup(cmd.Process.Pid) }
}

// interruptGroup is Ctrl-C for a command and its children.
func interruptGroup(leader int) error { return syscall.Kill(-leader, syscall.SIGINT) }

// killGroup ends what is left of a command that would not end by itself.
func killGroup(leader int) { _ = syscall.Kill(-leader, syscall.SIGKILL) }

// killProviders kills the provider processes that a Terraform process started,
// and says how many there were.
func killProviders(terraform int) (int, error) {
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil || len(processes) == 0 {
		return 0, errors.Join(err, errors.New("there is no /proc to find the provider's process in"))
	}
	killed := 0
	for _, process := range processes {
		if parentOf(process) != terraform {
			continue
		}
		program, err := os.Readlink(filepath.Join(process, "exe"))
		if err != nil || !strings.HasPrefix(filepath.Base(program), "terraform-provider-zoom") {
			continue // it has ended in the meantime, or is something else
		}
		pid, err := strconv.Atoi(filepath.Base(process))
		if err != nil {
			return killed, err
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			return killed, err
		}
		killed++
	}
	if killed == 0 {
		return 0, fmt.Errorf("process %d has no provider process", terraform)
	}
	return killed, nil
}

// parentOf gives the parent of a process, and 0 if the process has ended. The
// name in the second field of stat may hold spaces and parentheses.
func parentOf(process string) int {
	stat, err := os.ReadFile(filepath.Join(process, "stat"))
	if err != nil {
		return 0
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 2 {
		return 0
	}
	parent, err := strconv.Atoi(string(fields[1]))
	if err != nil {
		return 0
	}
	return parent
}
