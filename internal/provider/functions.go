package provider

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

// textFunction is a function that makes a text of texts. It is pure: it needs
// no client and asks nobody.
type textFunction struct {
	name, summary, description string
	parameters                 []textParameter
	text                       func(arguments []string) string
}

// textParameter is one parameter of a textFunction. The error of check
// completes "<parameter> …". It never repeats the argument, which may be
// sensitive: Terraform does not redact what a function says.
type textParameter struct {
	name, description string
	check             func(string) error
}

var _ function.Function = textFunction{}

func (f textFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

func (f textFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             f.summary,
		MarkdownDescription: f.description,
		Return:              function.StringReturn{},
	}
	for _, p := range f.parameters {
		resp.Definition.Parameters = append(resp.Definition.Parameters,
			function.StringParameter{Name: p.name, MarkdownDescription: p.description})
	}
}

func (f textFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	arguments := make([]string, len(f.parameters))
	targets := make([]any, len(arguments))
	for i := range arguments {
		targets[i] = &arguments[i]
	}
	if resp.Error = req.Arguments.Get(ctx, targets...); resp.Error != nil {
		return
	}
	for i, p := range f.parameters {
		if err := p.check(arguments[i]); err != nil {
			resp.Error = function.NewArgumentFuncError(int64(i), err.Error())
			return
		}
	}
	resp.Error = resp.Result.Set(ctx, f.text(arguments))
}

const (
	// conventionNote begins the paragraph on where a form was seen that Zoom
	// does not document.
	conventionNote = "This is a convention that Zoom follows but does not document, " +
		"and it was not verified against a live account. "

	// markdownNote says where markup works.
	markdownNote = "It works in the texts of a message with `is_markdown_support = true` that Zoom parses as Markdown; " +
		"[Zoom's guide](https://developers.zoom.us/docs/chat/customizing-messages/markdown/) lists them. " +
		"Elsewhere, the markup is shown literally.\n\n"

	// computedByOthers names a published integration that computes JIDs.
	computedByOthers = "and published integrations compute them in this way, such as " +
		"[Cortex XSOAR](https://github.com/demisto/content/blob/master/Packs/Zoom/Integrations/Zoom/Zoom.py). " +
		"Zoom for Government may use another domain. "
)

// NewUserJIDFunction makes the function user_jid.
func NewUserJIDFunction() function.Function {
	return textFunction{
		name:    "user_jid",
		summary: "JID of the user with a user ID",
		description: "Returns the JID of a user for a user ID: the ID in lower case, followed by `@xmpp.zoom.us`.\n\n" +
			conventionNote +
			"Zoom's developer support shows user IDs and JIDs that are related in this way, " + computedByOthers +
			"The authoritative JID is the `jid` in the response of `GET /users/{userId}` of the Zoom API, " +
			"which the data source `zoom_user` reads.",
		parameters: []textParameter{
			{
				name:        "user_id",
				description: "ID of the user in the Zoom API, such as `KdYKjnimT4KPd8KKdQt9FQ`; not an e-mail address or a JID.",
				check:       checkID(`a user ID such as "KdYKjnimT4KPd8KKdQt9FQ"`, "a JID already, or an e-mail address"),
			},
		},
		text: func(arguments []string) string { return strings.ToLower(arguments[0]) + "@xmpp.zoom.us" },
	}
}

// NewChannelJIDFunction makes the function channel_jid.
func NewChannelJIDFunction() function.Function {
	return textFunction{
		name:    "channel_jid",
		summary: "JID of the channel with a channel ID",
		description: "Returns the JID of a channel for a channel ID: the ID, followed by `@conference.xmpp.zoom.us`.\n\n" +
			conventionNote +
			"Zoom's documentation shows channel IDs and JIDs that are related in this way, " + computedByOthers +
			"The authoritative JID is the `jid` in the response of `GET /chat/users/{userId}/channels` of the Zoom API, " +
			"which the data source `zoom_channel` reads.",
		parameters: []textParameter{{
			name:        "channel_id",
			description: "ID of the channel, such as `0123456789abcdef0123456789abcdef`, as the Zoom API has it; not a JID.",
			check:       checkID(`a channel ID such as "0123456789abcdef0123456789abcdef"`, "a JID already"),
		}},
		text: func(arguments []string) string { return arguments[0] + "@conference.xmpp.zoom.us" },
	}
}

// NewMentionFunction makes the function mention.
func NewMentionFunction() function.Function {
	return textFunction{
		name:    "mention",
		summary: "Mention of a user, for Markdown content",
		description: "Returns the markup that mentions a user in a message: `<!USER_JID|Name>`.\n\n" +
			markdownNote + conventionNote +
			"Published integrations write mentions in this way, such as [Keep](https://github.com/keephq/keep/blob/main/" +
			"keep/providers/zoom_chat_provider/zoom_chat_provider.py). " +
			"Zoom documents no way to escape a character in it.",
		parameters: []textParameter{
			{
				name: "user_jid",
				description: "JID of the user, such as `kdykjnimt4kpd8kkdqt9fq@xmpp.zoom.us`. " +
					"The function `user_jid` returns it for a user ID.",
				check: checkMentioned,
			},
			{
				name:        "name",
				description: "Name to show: one line, without `|` and `>`, which would end the markup.",
				check:       checkLabel,
			},
		},
		text: func(arguments []string) string { return "<!" + arguments[0] + "|" + arguments[1] + ">" },
	}
}

// NewLinkFunction makes the function link.
func NewLinkFunction() function.Function {
	return textFunction{
		name:    "link",
		summary: "Link with a label, for Markdown content",
		description: "Returns the markup that shows a link in a message: `<URL|label>`.\n\n" + markdownNote + conventionNote +
			"Zoom documents no way to escape a character in it.",
		parameters: []textParameter{
			{
				name:        "url",
				description: "Absolute URL with `http` or `https`. White space, `<`, `>` and `|` must be percent-encoded.",
				check:       checkLinkURL,
			},
			{
				name:        "label",
				description: "Text to show: one line, without `|` and `>`, which would end the markup.",
				check:       checkLabel,
			},
		},
		text: func(arguments []string) string { return "<" + arguments[0] + "|" + arguments[1] + ">" },
	}
}

// checkID finds what cannot be an ID in front of the "@" of a JID. How long
// IDs are, and of which characters, is only seen in examples: what might be
// right passes.
func checkID(what, orElse string) func(string) error {
	return func(id string) error {
		if err := checkNoSpace(id); err != nil {
			return err
		}
		if strings.Contains(id, "@") {
			return fmt.Errorf(`must be %s; with an "@" it is %s`, what, orElse)
		}
		// What XMPP excludes there (RFC 7622, section 3.3.1), and what would
		// break a mention.
		if i := strings.IndexAny(id, `"&'/:<>|`); i >= 0 {
			return fmt.Errorf("must be %s; it cannot contain %q", what, id[i])
		}
		return nil
	}
}

func checkMentioned(jid string) error {
	if err := checkNoSpace(jid); err != nil {
		return err
	}
	if !strings.Contains(jid, "@") {
		return errors.New(`must be the JID of a user, such as "kdykjnimt4kpd8kkdqt9fq@xmpp.zoom.us"; ` +
			`the function user_jid returns it for a user ID`)
	}
	if strings.Contains(jid, "/") {
		return errors.New(`must be the JID of the user alone: without the "/" and what follows it`)
	}
	if i := strings.IndexAny(jid, "<>|"); i >= 0 {
		return fmt.Errorf("must be a JID; it cannot contain %q", jid[i])
	}
	return checkJID(jid)
}

func checkLabel(label string) error {
	if strings.TrimSpace(label) == "" {
		return errors.New("must not be blank: there would be nothing to see")
	}
	if strings.ContainsFunc(label, unicode.IsControl) {
		return errors.New("must be one line, without control characters")
	}
	if i := strings.IndexAny(label, "|>"); i >= 0 {
		return fmt.Errorf("must not contain %q: it would end the markup, and Zoom documents no way to escape it", label[i])
	}
	return nil
}

func checkLinkURL(text string) error {
	if err := checkNoSpace(text); err != nil {
		return err
	}
	if i := strings.IndexAny(text, "<>|"); i >= 0 {
		return fmt.Errorf("must not contain %q, which would end the markup; write %%%X instead", text[i], text[i])
	}
	parsed, err := url.Parse(text)
	if err != nil {
		var parseErr *url.Error
		if errors.As(err, &parseErr) {
			err = parseErr.Err
		}
		return fmt.Errorf("must be a URL: %w", err)
	}
	if parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Hostname() == "" {
		return errors.New(`must be an absolute URL with http or https, such as "https://example.com/notes"`)
	}
	return nil
}
