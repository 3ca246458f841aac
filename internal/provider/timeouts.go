package provider

import (
	"context"
	"time"

	actiontimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	ephemeraltimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/ephemeral/timeouts"
	resourcetimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// defaultTimeout bounds an operation, waits for rate limits included.
const defaultTimeout = 5 * time.Minute

// The library describes the time-outs one by one, but not what they are about.
const timeoutsDescription = "How long operations may take."

func timeoutDescription(act string) string {
	return "How long " + act + " may take, waits for rate limits and repeated attempts included, as a [duration](https://pkg.go.dev/time#ParseDuration) such as `30s` or `10m`. Defaults to `5m`."
}

func messageTimeouts(ctx context.Context) resourceschema.Attribute {
	attribute := resourcetimeouts.Attributes(ctx, resourcetimeouts.Opts{
		Create: true, Update: true, Delete: true,
		CreateDescription: timeoutDescription("posting the message"),
		UpdateDescription: timeoutDescription("editing the message"),
		DeleteDescription: timeoutDescription("deleting the message"),
	})
	if nested, ok := attribute.(resourceschema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = timeoutsDescription
		return nested
	}
	return attribute
}

func actionTimeouts(ctx context.Context) actionschema.Attribute {
	attribute := actiontimeouts.AttributesWithOpts(ctx, actiontimeouts.Opts{InvokeDescription: timeoutDescription("posting the message")})
	if nested, ok := attribute.(actionschema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = timeoutsDescription
		return nested
	}
	return attribute
}

func tokenTimeouts(ctx context.Context) ephemeralschema.Attribute {
	attribute := ephemeraltimeouts.AttributesWithOpts(ctx, ephemeraltimeouts.Opts{OpenDescription: timeoutDescription("requesting a token")})
	if nested, ok := attribute.(ephemeralschema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = timeoutsDescription
		return nested
	}
	return attribute
}
