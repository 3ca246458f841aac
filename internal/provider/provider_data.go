package provider

import (
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// providerData is what the provider hands to everything it has. It is shared
// by all operations.
type providerData struct {
	// client is nil while a setting that it needs is unknown, which happens
	// in plans only.
	client *zoom.Client

	// clientID is the app's: unknown if not known yet, which happens in plans
	// only.
	clientID types.String

	// Defaults of every message: null if not set, unknown if not known yet.
	accountID, robotJID, userJID types.String

	contentChecks types.String

	// directory looks up users and channels.
	directory directory

	// foreign are the client IDs that sent the messages of other apps, by
	// message ID, as the refreshes of this walk saw them.
	foreign sync.Map

	// messages are the identities that were planned with this configuration of
	// the provider: one walk of Terraform.
	messages sync.Map
}

// isFirstUse reports whether this is the first plan for the message in the walk
// of Terraform that the provider was configured for. A second one is that of
// another resource.
func (d *providerData) isFirstUse(m chatbotMessageModel) bool {
	_, used := d.messages.LoadOrStore(m.identity(), true)
	return !used
}

// providerDataFrom unwraps what Configure of a resource gets. It is nil
// without a diagnostic before the provider is configured, as in validation.
func providerDataFrom(data any, diags *diag.Diagnostics) *providerData {
	if data == nil {
		return nil
	}
	typed, ok := data.(*providerData)
	if !ok {
		diags.AddError(
			"Unexpected Provider Data",
			fmt.Sprintf(
				"The provider handed over a %T. This is a bug in the provider; please report it at %s/issues.",
				data,
				repository,
			),
		)
	}
	return typed
}

// clientOrError is the client, or an error if settings of the provider are
// still unknown.
func (d *providerData) clientOrError(diags *diag.Diagnostics) *zoom.Client {
	if d == nil || d.client == nil {
		diags.AddError(
			"Zoom Provider Is Not Configured",
			"Zoom cannot be called, because client_id, client_secret, base_url, token_url or max_requests_per_second "+
				"of the provider has a value that is not known yet. "+
				"Use values that do not depend on resources of the same apply.",
		)
		return nil
	}
	return d.client
}
