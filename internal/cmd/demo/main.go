// Command demo shows the provider at work: real Terraform, the built provider
// and an emulated Zoom in this process. After each step it prints what stands
// in the channel and what Zoom was asked, and it fails when that is not as it
// must be.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func main() {
	// A reader who has seen enough, as in `make demo | head`, ends it as well.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGPIPE)
	err := run(ctx)
	interrupted := ctx.Err() != nil
	stop()
	switch {
	case interrupted:
		fmt.Fprintln(os.Stderr, "\nThe demo was interrupted. Terraform has ended, and the temporary folder is gone.")
		os.Exit(130)
	case err != nil:
		fmt.Fprintf(os.Stderr, "\nThe demo has failed.\n%v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) (err error) {
	zoom, err := emulator.Listen("", emulator.New(emulator.Options{}))
	if err != nil {
		return err
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		err = errors.Join(err, zoom.Close(closing))
	}()
	return play(ctx, zoom, os.Stdout)
}
