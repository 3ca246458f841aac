package provider

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

func call(t *testing.T, f function.Function, arguments ...string) (string, *function.FuncError) {
	t.Helper()
	result, err := callFunction(t.Context(), f, arguments...)
	return result.ValueString(), err
}

// callFunction runs a function from texts to a text.
func callFunction(ctx context.Context, f function.Function, arguments ...string) (types.String, *function.FuncError) {
	values := make([]attr.Value, len(arguments))
	for i, argument := range arguments {
		values[i] = types.StringValue(argument)
	}
	resp := function.RunResponse{Result: function.NewResultData(types.StringUnknown())}
	f.Run(ctx, function.RunRequest{Arguments: function.NewArgumentsData(values)}, &resp)
	if resp.Error != nil {
		return types.String{}, resp.Error
	}
	result, ok := resp.Result.Value().(types.String)
	if !ok {
		return types.String{}, function.NewFuncError(fmt.Sprintf("the result is a %T", resp.Result.Value()))
	}
	return result, nil
}

func TestFunctions_results(t *testing.T) {
	t.Parallel()
	const ann = "kdykjnimt4kpd8kkdqt9fq@xmpp.zoom.us"
	tests := []struct {
		function  function.Function
		arguments []string
		want      string
	}{
		{NewUserJIDFunction(), []string{"KdYKjnimT4KPd8KKdQt9FQ"}, ann},
		{NewUserJIDFunction(), []string{"a_B-c"}, "a_b-c@xmpp.zoom.us"},
		{
			NewChannelJIDFunction(),
			[]string{"0123456789abcdef0123456789abcdef"},
			"0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us",
		},
		{NewChannelJIDFunction(), []string{"NotHex"}, "NotHex@conference.xmpp.zoom.us"},
		{NewMentionFunction(), []string{ann, "Ann"}, "<!" + ann + "|Ann>"},
		{
			NewMentionFunction(),
			[]string{"Mixed@xmpp.example", "Ann O'Hara (on call) <3 @home"},
			"<!Mixed@xmpp.example|Ann O'Hara (on call) <3 @home>",
		},
		{NewMentionFunction(), []string{ann, "Ännchen 🎉"}, "<!" + ann + "|Ännchen 🎉>"},
		{
			NewLinkFunction(),
			[]string{"https://example.com/notes?a=1&b=%7C#top", "the notes"},
			"<https://example.com/notes?a=1&b=%7C#top|the notes>",
		},
		{NewLinkFunction(), []string{"HTTP://localhost:8080", "here"}, "<HTTP://localhost:8080|here>"},
		{NewLinkFunction(), []string{"https://例え.jp/メモ", "メモ"}, "<https://例え.jp/メモ|メモ>"},
	}
	for _, test := range tests {
		got, err := call(t, test.function, test.arguments...)
		if err != nil || got != test.want {
			t.Errorf("%q gives %q, %v; want %q", test.arguments, got, err, test.want)
		}
	}
}

func TestFunctions_refuseWhatCannotBeRight(t *testing.T) {
	t.Parallel()
	const jid, page = "a@xmpp.zoom.us", "https://example.com"
	tests := []struct {
		function  function.Function
		arguments []string
		position  int64
		want      string
	}{
		{NewUserJIDFunction(), []string{""}, 0, "must not be empty"},
		{NewUserJIDFunction(), []string{" "}, 0, "trimspace()"},
		{NewUserJIDFunction(), []string{"abc\n"}, 0, "trimspace()"},
		{NewUserJIDFunction(), []string{"a b"}, 0, "must not contain white space"},
		{NewUserJIDFunction(), []string{"secret@xmpp.zoom.us"}, 0, "a JID already, or an e-mail address"},
		{NewUserJIDFunction(), []string{"https://zoom.us/user/abc"}, 0, "cannot contain ':'"},
		{NewUserJIDFunction(), []string{"a|b"}, 0, "cannot contain '|'"},
		{NewChannelJIDFunction(), []string{""}, 0, "must not be empty"},
		{NewChannelJIDFunction(), []string{"secret@conference.xmpp.zoom.us"}, 0, "a JID already"},
		{NewChannelJIDFunction(), []string{"a/b"}, 0, "cannot contain '/'"},
		{NewMentionFunction(), []string{"", "Ann"}, 0, "must not be empty"},
		{NewMentionFunction(), []string{"KdYKjnimT4KPd8KKdQt9FQ", "Ann"}, 0, "user_jid"},
		{NewMentionFunction(), []string{"@xmpp.zoom.us", "Ann"}, 0, "must be a JID"},
		{NewMentionFunction(), []string{"a@", "Ann"}, 0, "must be a JID"},
		{NewMentionFunction(), []string{"a@xmpp.zoom.us/robot_v1b@xmpp.zoom.us", "Ann"}, 0, "the user alone"},
		{NewMentionFunction(), []string{"a|b@xmpp.zoom.us", "Ann"}, 0, "cannot contain '|'"},
		{NewMentionFunction(), []string{jid, ""}, 1, "must not be blank"},
		{NewMentionFunction(), []string{jid, " \t"}, 1, "must not be blank"},
		{NewMentionFunction(), []string{jid, "Ann\nBob"}, 1, "one line"},
		{NewMentionFunction(), []string{jid, "Ann|Bob"}, 1, "must not contain '|'"},
		{NewMentionFunction(), []string{jid, "Ann>"}, 1, "must not contain '>'"},
		{NewLinkFunction(), []string{"", "x"}, 0, "must not be empty"},
		{NewLinkFunction(), []string{"example.com/notes", "x"}, 0, "absolute URL"},
		{NewLinkFunction(), []string{"/notes", "x"}, 0, "absolute URL"},
		{NewLinkFunction(), []string{"mailto:ann@example.com", "x"}, 0, "http or https"},
		{NewLinkFunction(), []string{"https://", "x"}, 0, "absolute URL"},
		{NewLinkFunction(), []string{"https://example.com:secret/", "x"}, 0, "must be a URL"},
		{NewLinkFunction(), []string{page + "/a b", "x"}, 0, "must not contain white space"},
		{NewLinkFunction(), []string{page + "/a|b", "x"}, 0, "write %7C instead"},
		{NewLinkFunction(), []string{page + "/a>b", "x"}, 0, "write %3E instead"},
		{NewLinkFunction(), []string{page, ""}, 1, "must not be blank"},
		{NewLinkFunction(), []string{page, "a\r\nb"}, 1, "one line"},
		{NewLinkFunction(), []string{page, "a|b"}, 1, "must not contain '|'"},
		{NewLinkFunction(), []string{page, "a > b"}, 1, "must not contain '>'"},
	}
	for _, test := range tests {
		_, err := call(t, test.function, test.arguments...)
		switch {
		case err == nil:
			t.Errorf("%q was accepted", test.arguments)
		case err.FunctionArgument == nil || *err.FunctionArgument != test.position || !strings.Contains(err.Text, test.want):
			t.Errorf("%q gives %+v; want %q of argument %d", test.arguments, err, test.want, test.position)
		}
	}
}

// The argument may be sensitive, and Terraform does not redact errors.
func TestFunctions_doNotRepeatTheArgument(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"user_jid":    second(call(t, NewUserJIDFunction(), "secret@x")),
		"channel_jid": second(call(t, NewChannelJIDFunction(), "secret/")),
		"mention":     second(call(t, NewMentionFunction(), "secret", "x")),
		"link":        second(call(t, NewLinkFunction(), "https://[secret", "x")),
	} {
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s says %v", name, err)
		}
	}
}

func second(_ string, err *function.FuncError) error {
	if err == nil {
		return nil
	}
	return err
}

func TestFunctions_areDocumented(t *testing.T) {
	t.Parallel()
	for _, makeFunction := range (&zoomProvider{}).Functions(t.Context()) {
		var metadata function.MetadataResponse
		var definition function.DefinitionResponse
		f := makeFunction()
		f.Metadata(t.Context(), function.MetadataRequest{}, &metadata)
		f.Definition(t.Context(), function.DefinitionRequest{}, &definition)
		if definition.Definition.Summary == "" || definition.Definition.MarkdownDescription == "" {
			t.Errorf("%s has no description", metadata.Name)
		}
		for _, p := range definition.Definition.Parameters {
			if p.GetName() == "" || p.GetMarkdownDescription() == "" {
				t.Errorf("%s has a parameter without name or description: %+v", metadata.Name, p)
			}
		}
	}
}

// The functions need no provider block, no credentials and no network.
func TestFunctions_inTerraform(t *testing.T) {
	t.Parallel()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providerFactories(),
		TerraformVersionChecks: []tfversion.TerraformVersionCheck{
			tfversion.SkipBelow(tfversion.Version1_8_0),
		}, // OpenTofu 1.7
		Steps: []resource.TestStep{
			{
				Config:      fmt.Sprintf("output \"x\" {\n  value = provider::zoom::mention(%q, %q)\n}\n", "a@xmpp.zoom.us", "A|B"),
				ExpectError: phrases("Invalid function argument", `"name" parameter`, "must not contain '|'"),
			},
			{
				Config:      "output \"x\" {\n  value = provider::zoom::user_jid(null)\n}\n",
				ExpectError: phrases("Invalid function argument", `"user_id" parameter`, "null"),
			},
			{
				Config: `
resource "terraform_data" "unknown" {
  input = "KdYKjnimT4KPd8KKdQt9FQ"
}

output "user" {
  value = provider::zoom::user_jid(terraform_data.unknown.output)
}

output "channel" {
  value = provider::zoom::channel_jid("0123456789abcdef0123456789abcdef")
}

output "mention" {
  value = provider::zoom::mention(provider::zoom::user_jid("ANN"), "Ann")
}

output "link" {
  value = provider::zoom::link("https://example.com", "the page")
}
`,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownOutputValue("user", knownvalue.StringExact("kdykjnimt4kpd8kkdqt9fq@xmpp.zoom.us")),
					statecheck.ExpectKnownOutputValue(
						"channel",
						knownvalue.StringExact("0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"),
					),
					statecheck.ExpectKnownOutputValue("mention", knownvalue.StringExact("<!ann@xmpp.zoom.us|Ann>")),
					statecheck.ExpectKnownOutputValue("link", knownvalue.StringExact("<https://example.com|the page>")),
				},
			},
		},
	})
}
