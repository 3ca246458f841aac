//go:build unix

package provider

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// orphanPoll is how often a provider that was told to end looks whether
// Terraform still runs.
const orphanPoll = 250 * time.Millisecond

// outliveTermination makes SIGTERM end the provider only when Terraform, its
// parent, has ended.
//
// A signal to the whole process group, as timeout, systemd and CI runners send
// it, reaches Terraform and the provider alike. Terraform then asks the
// provider to stop and waits for its answer, so that the message whose POST is
// on its way is saved in the state. A provider that ended by itself would leave
// that message to nobody. go-plugin treats SIGINT in the same way.
func outliveTermination() {
	terraform := os.Getppid()
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)
	go func() {
		<-terminated
		for os.Getppid() == terraform {
			time.Sleep(orphanPoll)
		}
		os.Exit(128 + int(syscall.SIGTERM)) // as a shell reports a process that SIGTERM ended
	}()
}
