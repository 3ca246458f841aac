package provider

import (
	"io"
	"log"
	"os"
	"slices"
	"strings"

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
	if !logsAreRead(os.Environ()) {
		_ = os.Setenv("TF_LOG_SDK", "ERROR")
	}
	outliveTermination()
	return tf6server.Serve(Address, NewServer(version))
}

// logsAreRead reports whether an environment asks Terraform for logs, or the
// plugin SDKs for a level of their own. Without that, the framework writes dozens
// of trace lines for every call, a fifth of the CPU time of a whole plan, and
// Terraform discards them.
func logsAreRead(environ []string) bool {
	return slices.ContainsFunc(environ, func(entry string) bool {
		name, value, _ := strings.Cut(entry, "=")
		return strings.HasPrefix(name, "TF_LOG") && name != "TF_LOG_PATH" && value != ""
	})
}
