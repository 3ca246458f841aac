// Command demo shows the provider at work: real Terraform, the built provider
// and an emulated Zoom in this process. After each step it prints the messages
// in the channel and the calls to Zoom, and it fails when they are not as
// expected.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

func main() {
	// A reader who has seen enough, as in `make demo | head`, ends it as well.
	page := flag.Bool("page", false, "wait before the messages are taken down, to look at them in a browser")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGPIPE)
	err := run(ctx, *page)
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

func run(ctx context.Context, page bool) (err error) {
	zoom, err := emulator.Listen("", emulator.New(emulator.Options{}))
	if err != nil {
		return err
	}
	defer func() {
		closing, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		err = errors.Join(err, zoom.Close(closing))
	}()
	pause := func(context.Context) error { return nil }
	if page {
		pause = func(ctx context.Context) error {
			fmt.Printf("\n   Look at the messages at %s\n   Then press Enter, and they are taken down.\n", zoom.URL())
			return enter(ctx, os.Stdin)
		}
	}
	return play(ctx, zoom, os.Stdout, pause)
}

// enter waits for the end of a line, or of the input.
func enter(ctx context.Context, in io.Reader) error {
	entered := make(chan struct{})
	go func() {
		defer close(entered)
		// Without an input there is nobody to wait for.
		_, _ = bufio.NewReader(in).ReadString('\n')
	}()
	select {
	case <-entered:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
