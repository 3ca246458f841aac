package provider

import "github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

// Serve runs the provider until Terraform ends it or, with debug, a signal
// does. The error is that of the plugin protocol's set-up.
func Serve(version string, debug bool) error {
	if debug {
		return tf6server.Serve(Address, NewServer(version), tf6server.WithManagedDebug())
	}
	outliveTermination()
	return tf6server.Serve(Address, NewServer(version))
}
