// Command zoom-emulator serves an in-memory Zoom, so that announcements can be
// tried out without an account. It is the subcommand "emulator" of the
// provider's binary.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatorcmd"
)

func main() {
	if err := emulatorcmd.Run(os.Args[1:], os.Stdout); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "zoom-emulator:", err)
		os.Exit(1)
	}
}
