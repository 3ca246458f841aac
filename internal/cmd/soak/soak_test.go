package main

import (
	"bytes"
	"runtime"
	"testing"
	"time"
)

// A short version of the real thing: real Terraform and the built provider.
// The full size is `make soak`.
func TestSoak(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the soak runs Terraform some twenty times, which -short leaves out")
	}
	if runtime.GOOS != "linux" {
		t.Skip("the soak finds the provider's process, which it kills, in /proc, which only Linux has")
	}
	var out bytes.Buffer
	report, err := run(
		t.Context(),
		Options{Seed: 1, Messages: 60, Channels: 3, Parallelism: 6, Time: 5 * time.Minute},
		&out,
	)
	t.Log(out.String())
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Findings) > 0 {
		t.Errorf("got %d findings, want none", len(report.Findings))
	}
	for _, signal := range []string{"interrupt", "terminated", "killed"} {
		if got := report.Interruptions[signal]; got != 3 {
			t.Errorf("got %d times %q, want it once in each phase", got, signal)
		}
	}
	if !report.Finished || report.Plans != 2 {
		t.Errorf("got finished %t and %d plans without changes, want all phases and 2", report.Finished, report.Plans)
	}
	// A soak in which nothing happens proves nothing.
	if report.Alarms == 0 || report.Repeats.Announced+report.Person["imported"]+report.Person["deleted by hand"] == 0 {
		t.Errorf("got %d announced outcomes and no message among them, want some", report.Alarms)
	}
}

func TestOptions_check(t *testing.T) {
	t.Parallel()
	good := Options{Messages: 100, Channels: 2, Parallelism: 10, Time: time.Minute}
	if err := good.check(); err != nil {
		t.Errorf("got %v", err)
	}
	tests := map[string]func(*Options){
		"too few messages to interrupt": func(o *Options) { o.Messages = 99 },
		"no channels":                   func(o *Options) { o.Channels = 0 },
		"no operations":                 func(o *Options) { o.Parallelism = 0 },
		"no time":                       func(o *Options) { o.Time = 0 },
	}
	for name, spoil := range tests {
		o := good
		spoil(&o)
		if o.check() == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}
