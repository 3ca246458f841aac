//go:build unix

package workbench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// OwnGroup makes a command start in a process group of its own: signals reach all
// of it, as those of a terminal do, and none reaches it by accident.
func OwnGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return SignalGroup(cmd.Process.Pid, syscall.SIGINT) }
}

// SignalGroup signals a command that has its own group, and its children.
func SignalGroup(leader int, s syscall.Signal) error { return syscall.Kill(-leader, s) }

// KillProvider kills the provider that a Terraform process has started. It finds
// it in /proc, which lists the children of a process by the thread that started
// them.
func KillProvider(terraform int) error {
	killed := 0
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", terraform))
	for _, list := range lists {
		children, _ := os.ReadFile(list) // a thread that has ended has none
		for child := range strings.FieldsSeq(string(children)) {
			program, _ := os.Readlink(filepath.Join("/proc", child, "exe"))
			pid, err := strconv.Atoi(child)
			if err != nil || !strings.HasPrefix(filepath.Base(program), "terraform-provider-zoom") {
				continue
			}
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
				return err
			}
			killed++
		}
	}
	if killed == 0 {
		return fmt.Errorf("process %d has no provider process, or there is no /proc to find it in", terraform)
	}
	return nil
}
