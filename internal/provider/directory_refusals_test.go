package provider

import (
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// ask validates and reads a data source without Terraform, so that each case is
// quick. A setting of directory that is nil is not known.
func ask(
	t *testing.T,
	zoom *emulator.Server,
	directory map[string]any,
	kind string,
	arguments map[string]any,
) []*tfprotov6.Diagnostic {
	t.Helper()
	s := NewServer("test")()
	schemas, err := s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	provider := schemas.Provider.ValueType()
	configured, err := s.ConfigureProvider(
		t.Context(),
		&tfprotov6.ConfigureProviderRequest{Config: dynamic(t, provider, map[string]any{
			"client_id": emulator.DefaultClientID, "client_secret": emulator.DefaultClientSecret,
			"base_url": zoom.BaseURL(), "token_url": zoom.TokenURL(), "directory": directoryValue(directory),
		})},
	)
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Fatalf(
			"got %s and error %v from the provider, want the directory to be looked at by those who look up",
			texts(t, configured.Diagnostics),
			err,
		)
	}
	config := dynamic(t, schemas.DataSourceSchemas[kind].ValueType(), arguments)
	valid, err := s.ValidateDataResourceConfig(
		t.Context(),
		&tfprotov6.ValidateDataResourceConfigRequest{TypeName: kind, Config: config},
	)
	if err != nil || len(valid.Diagnostics) > 0 {
		return valid.Diagnostics
	}
	read, err := s.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: kind, Config: config})
	if err != nil {
		t.Fatal(err)
	}
	return read.Diagnostics
}

// directoryValue is a value of the provider's directory.
func directoryValue(settings map[string]any) any {
	if settings == nil {
		return nil
	}
	values := map[string]tftypes.Value{}
	for _, name := range []string{"client_id", "client_secret", "account_id"} {
		value, ok := settings[name]
		if ok && value == nil {
			value = tftypes.UnknownValue
		}
		values[name] = tftypes.NewValue(tftypes.String, value)
	}
	return values
}

var working = map[string]any{
	"client_id": emulator.DefaultDirectoryClientID, "client_secret": emulator.DefaultDirectoryClientSecret,
	"account_id": emulator.DefaultAccountID,
}

// workingBut are the settings that work, with one changed.
func workingBut(name string, value any) map[string]any {
	changed := maps.Clone(working)
	changed[name] = value
	return changed
}

// lookupCase is a look-up that fails.
type lookupCase struct {
	account   *emulator.Directory // nil means account()
	directory map[string]any
	kind      string
	arguments map[string]any
	at        string // the attribute to blame
	want      []string
}

func (c lookupCase) check(t *testing.T) {
	t.Helper()
	if c.account == nil {
		c.account = account()
	}
	diags := ask(t, emulate(t, emulator.Options{Directory: c.account}), c.directory, c.kind, c.arguments)
	if len(diags) != 1 {
		t.Fatalf("got %d diagnostics %s, want one", len(diags), texts(t, diags))
	}
	text := diags[0].Summary + ": " + diags[0].Detail
	for _, want := range c.want {
		if !strings.Contains(text, want) {
			t.Errorf("got %s\nwant %q", text, want)
		}
	}
	at := ""
	if diags[0].Attribute != nil {
		at = diags[0].Attribute.String()
	}
	if !strings.Contains(at, c.at) || (c.at == "") != (at == "") {
		t.Errorf("got the diagnostic at %q, want at %q", at, c.at)
	}
	for name, value := range c.arguments {
		if value, ok := value.(string); ok && len(value) > 3 && strings.Contains(diags[0].Detail, value) {
			t.Errorf("the diagnostic has the value of %s, which may be sensitive: %s", name, diags[0].Detail)
		}
	}
}

// A look-up that fails says what was tried, what Zoom answered and what to do, at
// the attribute to blame.
func TestDirectory_refusals(t *testing.T) {
	t.Parallel()
	changed := func(change func(*emulator.Directory)) *emulator.Directory {
		d := account()
		change(d)
		return d
	}
	scopeless := changed(func(d *emulator.Directory) { d.Scopes = []string{"meeting:read:admin"} })
	denied := changed(func(d *emulator.Directory) { d.Denied = true })
	user := map[string]any{"id": "U1"}
	channel := func(pairs ...string) map[string]any {
		arguments := map[string]any{}
		for i := 0; i < len(pairs); i += 2 {
			arguments[pairs[i]] = pairs[i+1]
		}
		return arguments
	}
	for name, test := range map[string]lookupCase{
		"no user": {
			nil, working, "zoom_user", map[string]any{"email": "nobody@example.com"}, "email",
			[]string{
				"Zoom User Not Found", "could not look up the user: Zoom answered HTTP 404 Not Found, code 1001 (tracking ID",
				"no such user",
			},
		},
		"an invitation that has expired": {
			nil, working, "zoom_user", map[string]any{"id": "U2"}, "id",
			[]string{"Zoom User Not Found", "code 1120", "Invite the user again"},
		},
		"a user without a JID": {
			nil, working, "zoom_user", map[string]any{"id": "U3"}, "id", []string{
				"Zoom User Has No JID", "Team Chat is turned on",
			},
		},
		"no channel": {
			nil, working, "zoom_channel", channel("name", "Secret"), "name",
			[]string{"Zoom Channel Not Found", "No public channel of the account has this name. Channels listed: 4.", "set member"},
		},
		"no channel of the member": {
			nil, working, "zoom_channel", channel("id", "c9", "member", "U1"), "id",
			[]string{
				"Zoom Channel Not Found", "No channel of the member has this id. Channels listed: 5.", "that the member is in the channel",
			},
		},
		"a name that is similar": {
			nil, working, "zoom_channel", channel("name", " OPS"), "name",
			[]string{"Zoom Channel Not Found", `is that of: "c1", "c2"`, "Case and white space count"},
		},
		"a name that is not unique": {
			nil, working, "zoom_channel", channel("name", "Twins"), "name",
			[]string{"Ambiguous Zoom Channel Name", `2 channels have this name. Their IDs: "c3", "c4"`, "Set id"},
		},
		"no such member": {
			nil, working, "zoom_channel", channel("name", "Ops", "member", "nobody@example.com"), "member",
			[]string{"Zoom User Not Found", "code 1001"},
		},
		"no scope for users": {
			scopeless, working, "zoom_user", user, "",
			[]string{"Missing Zoom Scope", "code 4711", "needs the scope user:read:user:admin, or user:read:admin", usersPage},
		},
		"no scope for a member's channels": {
			scopeless, working, "zoom_channel", channel("name", "Ops", "member", "U1"), "",
			[]string{
				"Missing Zoom Scope", "needs the scope team_chat:read:list_user_channels:admin, or chat_channel:read:admin",
			},
		},
		"no scope for public channels": {
			scopeless, working, "zoom_channel", channel("name", "Ops"), "",
			[]string{
				"Missing Zoom Scope", "needs the scope team_chat:read:list_channels:admin, or chat_channel:read:admin",
				teamChatPage,
			},
		},
		"a role that may not list": {
			denied, working, "zoom_channel", channel("name", "Ops"), "",
			[]string{
				"Unable to Look Up Zoom Channel", "could not list the public channels", "code 200",
				"role with the View or Edit permission",
			},
		},
		"no credentials": {
			nil, nil, "zoom_user", user, "",
			[]string{
				"Missing Zoom Directory Credentials",
				"directory.client_id (or the environment variable ZOOM_DIRECTORY_CLIENT_ID), directory.client_secret",
				"directory.account_id", "Server-to-Server OAuth",
			},
		},
		"half of the credentials": {
			nil, map[string]any{"client_id": "i", "account_id": "A1"}, "zoom_user", user, "",
			[]string{
				"Missing Zoom Directory Credentials",
				"set directory.client_secret (or the environment variable ZOOM_DIRECTORY_CLIENT_SECRET).",
			},
		},
		"credentials with a line break": {
			nil, workingBut("client_secret", "s3cret\n"), "zoom_user", user, "",
			[]string{"Invalid Zoom Directory Credentials", `"directory.client_secret" must not begin or end`},
		},
		"credentials that are not known yet": {
			nil, workingBut("client_secret", nil), "zoom_user", user, "",
			[]string{"Zoom Directory Settings Not Known Yet", "only known in the apply", "-target"},
		},
		"wrong credentials": {
			nil, workingBut("client_secret", "wrong"), "zoom_user", user, "",
			[]string{
				"Unable to Look Up Zoom User", "could not obtain an access token", "invalid_client",
				"Check directory.client_id and directory.client_secret",
			},
		},
		"the chatbot's credentials": {
			nil, map[string]any{
				"client_id": emulator.DefaultClientID, "client_secret": emulator.DefaultClientSecret, "account_id": "A1",
			},
			"zoom_user", user, "",
			[]string{
				"unsupported_grant_type", "of the type Server-to-Server OAuth", "credentials of the chatbot app do not work",
			},
		},
		"another account": {
			nil, workingBut("account_id", "A2"), "zoom_user", user, "",
			[]string{"invalid_request", "Check directory.account_id (ZOOM_DIRECTORY_ACCOUNT_ID)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.check(t)
		})
	}
}
