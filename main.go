// Command terraform-provider-zoom is a Terraform provider for Zoom Team Chat:
// it declares chatbot messages, such as announcements, in HCL.
package main

import (
	"flag"
	"log"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/provider"
)

// version is set by the linker when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "run so that a debugger can attach; prints how Terraform finds the process")
	flag.Parse()

	if err := provider.Serve(version, *debug); err != nil {
		log.Fatal(err)
	}
}
