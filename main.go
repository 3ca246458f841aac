// Command terraform-provider-zoom is a Terraform provider for Zoom Team Chat:
// it declares chatbot messages, such as announcements, in HCL.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatorcmd"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/preview"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/provider"
)

// version is set by the linker when a release is built.
var version = "dev"

// commands are what the binary does beside being the provider, by its first argument.
var commands = map[string]func(args []string) error{
	"emulator": func(args []string) error { return emulatorcmd.Run(args, os.Stdout) },
	"preview":  func(args []string) error { return preview.Run(args, os.Stdin, os.Stdout) },
}

func main() {
	if len(os.Args) > 1 && commands[os.Args[1]] != nil {
		if err := commands[os.Args[1]](os.Args[2:]); err != nil && !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintf(os.Stderr, "%s: %v\n", os.Args[1], err)
			os.Exit(1)
		}
		return
	}
	debug := flag.Bool("debug", false, "run so that a debugger can attach; prints how Terraform finds the process")
	flag.Parse()
	if flag.NArg() > 0 {
		log.Fatalf("%q is neither a flag nor a command: the commands are emulator and preview", flag.Arg(0))
	}

	if err := provider.Serve(version, *debug); err != nil {
		log.Fatal(err)
	}
}
