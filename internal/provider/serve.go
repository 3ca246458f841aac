package provider

import (
	"io"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// Serve runs the provider until Terraform ends it or, with debug, a signal
// does. The error is that of the plugin protocol's set-up.
func Serve(version string, debug bool) error {
	// net/http writes what a server sends out of turn to the standard logger,
	// as it is; that may be a token. The provider's own logs are tflog's.
	defer log.SetOutput(log.Writer())
	log.SetOutput(io.Discard)
	if debug {
		return tf6server.Serve(Address, NewServer(version), tf6server.WithManagedDebug())
	}
	outliveTermination()
	return tf6server.Serve(Address, NewServer(version))
}
