package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// checkNoSpace finds what a value that is one word cannot be. The text of the
// error completes "<setting> …".
func checkNoSpace(value string) error {
	switch {
	case value == "":
		return errors.New("must not be empty")
	case strings.TrimSpace(value) != value:
		return errors.New("must not begin or end with white space, such as the line break that file() keeps; " +
			"trimspace() removes it")
	case strings.IndexFunc(value, unicode.IsSpace) >= 0:
		return errors.New("must not contain white space")
	}
	return nil
}

// checkJID finds what is certainly not a JID. Domains and case are left alone:
// Zoom documents neither, and its own examples vary.
func checkJID(value string) error {
	if err := checkNoSpace(value); err != nil {
		return err
	}
	local, domain, found := strings.Cut(value, "@")
	if !found || local == "" || domain == "" {
		return errors.New(`must be a JID, with a name, "@" and a domain, such as "v1abcdefghijklmn@xmpp.zoom.us"`)
	}
	return nil
}

// checkRecipient is checkJID for what people have a channel's name or ID for.
func checkRecipient(value string) error {
	if err := checkJID(value); err != nil {
		return fmt.Errorf("%w. The JID of a channel is \"jid\" in the answer to GET /chat/users/{userId}/channels "+
			"of the Zoom API, and by convention its ID and \"@conference.xmpp.zoom.us\": "+
			"provider::zoom::channel_jid makes it of the ID. The guide \"Getting started\" says more", err)
	}
	return nil
}

// wordValidator applies one of the checks above to an attribute. A diagnostic
// never has the value in it, since Terraform may regard it as sensitive.
type wordValidator struct {
	description string
	check       func(string) error
}

var (
	_ validator.String = wordValidator{}

	isJID       = wordValidator{description: "value must be a JID", check: checkJID}
	isRecipient = wordValidator{description: "value must be the JID of a channel or a user", check: checkRecipient}
	isWord      = wordValidator{description: "value must not be empty or contain white space", check: checkNoSpace}
)

func (v wordValidator) Description(context.Context) string { return v.description }

func (v wordValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v wordValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.check(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid Attribute Value", fmt.Sprintf("%q %s.", req.Path, err))
	}
}
