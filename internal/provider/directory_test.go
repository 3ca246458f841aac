package provider

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// account is an account with channels that are hard to tell apart.
func account() *emulator.Directory {
	channel := func(id, name string, public bool) emulator.Channel {
		return emulator.Channel{
			ID:      id,
			Name:    name,
			JID:     id + "@conference.xmpp.zoom.us",
			Public:  public,
			Members: []string{"U1"},
		}
	}
	return &emulator.Directory{
		Users: []emulator.User{
			{ID: "U1", Email: "ann@example.com", DisplayName: "Ann", JID: "u1@xmpp.zoom.us"},
			{ID: "U2", Email: "bob@example.com", Invited: true},
			{ID: "U3", Email: "cid@example.com"},
		},
		Channels: []emulator.Channel{
			channel("c1", "Ops", true), channel("c2", "ops ", true), channel("c3", "Twins", true), channel("c4", "Twins", true),
			channel("c5", "Secret", false),
		},
	}
}

// directoryBlock is a provider block with a directory.
func directoryBlock(server *emulator.Server, settings ...string) string {
	return providerBlock(server, append([]string{
		fmt.Sprintf(
			"directory = { client_id = %q, client_secret = %q, account_id = %q }",
			emulator.DefaultDirectoryClientID,
			emulator.DefaultDirectoryClientSecret,
			emulator.DefaultAccountID,
		),
	}, settings...)...)
}

func lookupBlock(kind string, arguments ...string) string {
	return fmt.Sprintf("data %q \"test\" {\n  %s\n}\n", kind, strings.Join(arguments, "\n  "))
}

func dataValue(kind, attribute, value string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("data."+kind+".test", tfjsonpath.New(attribute), knownvalue.StringExact(value))
}

func TestUserDataSource(t *testing.T) {
	t.Parallel()
	for _, by := range []string{`email = "ann@example.com"`, `id = "U1"`} {
		server := emulate(t, emulator.Options{Directory: account()})
		run(t, resource.TestStep{
			Config: directoryBlock(server) + lookupBlock("zoom_user", by),
			ConfigStateChecks: []statecheck.StateCheck{
				dataValue("zoom_user", "jid", "u1@xmpp.zoom.us"), dataValue("zoom_user", "id", "U1"),
				dataValue("zoom_user", "email", "ann@example.com"), dataValue("zoom_user", "display_name", "Ann"),
				dataValue("zoom_user", "account_id", emulator.DefaultAccountID),
			},
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
		})
	}
}

func TestChannelDataSource(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		arguments []string
		jid, id   string
		wantName  string
		calls     []string // of the first run
	}{
		"public, by name": {
			[]string{`name = "Ops"`},
			"c1@conference.xmpp.zoom.us",
			"c1",
			"Ops",
			[]string{"/v2/chat/channels"},
		},
		"with its blanks": {
			[]string{`name = "ops "`},
			"c2@conference.xmpp.zoom.us",
			"c2",
			"ops ",
			[]string{"/v2/chat/channels"},
		},
		"public, by ID": {
			[]string{`id = "c3"`},
			"c3@conference.xmpp.zoom.us",
			"c3",
			"Twins",
			[]string{"/v2/chat/channels"},
		},
		"private, by member ID": {
			[]string{`name = "Secret"`, `member = "U1"`},
			"c5@conference.xmpp.zoom.us",
			"c5",
			"Secret",
			[]string{"/v2/chat/users/U1/channels"},
		},
		"private, by e-mail": {
			[]string{`id = "c5"`, `member = "ann@example.com"`}, "c5@conference.xmpp.zoom.us", "c5", "Secret",
			[]string{"/v2/users/ann@example.com", "/v2/chat/users/U1/channels"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{Directory: account()})
			run(t, resource.TestStep{
				Config: directoryBlock(server) + lookupBlock("zoom_channel", test.arguments...),
				ConfigStateChecks: []statecheck.StateCheck{
					dataValue("zoom_channel", "jid", test.jid), dataValue("zoom_channel", "id", test.id),
					dataValue("zoom_channel", "name", test.wantName),
				},
			})
			calls := server.Calls(http.MethodGet)
			for i, want := range test.calls {
				if len(calls) <= i || calls[i].EscapedPath != want {
					t.Errorf("got %+v, want first %v", calls, test.calls)
				}
			}
		})
	}
}

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

// What is certainly wrong is refused without a call, and without credentials.
func TestDirectory_validation(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]lookupCase{
		"both": {
			kind: "zoom_user", arguments: map[string]any{"id": "U1", "email": "ann@example.com"},
			at: "email", want: []string{"2 attributes specified when one"},
		},
		"neither": {
			kind: "zoom_channel", arguments: map[string]any{"member": "U1"},
			at: "name", want: []string{"No attribute specified when one"},
		},
		"an e-mail as an ID": {
			kind: "zoom_user", arguments: map[string]any{"id": "ann@example.com"},
			at: "id", want: []string{"must be the ID of a user", "an e-mail address or a JID"},
		},
		"an ID as an e-mail": {
			kind: "zoom_user", arguments: map[string]any{"email": "U1"},
			at: "email", want: []string{"must be an e-mail address"},
		},
		"an e-mail with query": {
			kind: "zoom_user", arguments: map[string]any{"email": "a@example.com?x"},
			at: "email", want: []string{"must be an e-mail address"},
		},
		"me": {
			kind: "zoom_channel", arguments: map[string]any{"name": "Ops", "member": "me"},
			at: "member", want: []string{"must be the ID of a user"},
		},
		"a folder": {
			kind: "zoom_user", arguments: map[string]any{"id": ".."},
			at: "id", want: []string{"must be the ID of a user"},
		},
		"a JID as an ID": {
			kind: "zoom_channel", arguments: map[string]any{"id": "c1@conference.xmpp.zoom.us"},
			at: "id", want: []string{"a JID, which needs no look-up"},
		},
		"no name": {
			kind: "zoom_channel", arguments: map[string]any{"name": ""},
			at: "name", want: []string{"length must be at least 1"},
		},
		"a member with blanks": {
			kind: "zoom_channel", arguments: map[string]any{"name": "Ops", "member": "ann @example.com"},
			at: "member", want: []string{"white space"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.check(t)
		})
	}
}

func TestNewDirectory_takesTheEnvironment(t *testing.T) {
	t.Parallel()
	env := environment(
		"ZOOM_DIRECTORY_CLIENT_ID",
		"i",
		"ZOOM_DIRECTORY_CLIENT_SECRET",
		"s",
		"ZOOM_DIRECTORY_ACCOUNT_ID",
		"A1",
	)
	if d := newDirectory(t.Context(), providerModel{}, zoom.Config{}, env); d.problem != nil || d.client == nil {
		t.Errorf("got %+v, want a directory", d)
	}
	d := newDirectory(t.Context(), providerModel{}, zoom.Config{}, environment("ZOOM_DIRECTORY_CLIENT_ID", " i"))
	if d.problem == nil || !strings.Contains(d.problem.Detail(), "variable ZOOM_DIRECTORY_CLIENT_ID must not begin") ||
		d.client != nil {
		t.Errorf("got %+v, want the variable to be refused", d)
	}
	unknown := providerModel{BaseURL: types.StringUnknown()}
	if d := newDirectory(
		t.Context(),
		unknown,
		zoom.Config{},
		env,
	); d.problem == nil ||
		!strings.Contains(d.problem.Summary(), "Not Known Yet") {
		t.Errorf("got %+v, want the base URL to be waited for", d)
	}
}

// Without data sources, a directory costs nothing, whatever is in it.
func TestDirectory_isNotUsedByMessages(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string][]string{
		"none":  nil,
		"wrong": {`directory = { client_id = "wrong ", client_secret = "wrong" }`},
		"right": {fmt.Sprintf("directory = { client_id = %q, client_secret = %q, account_id = %q }",
			emulator.DefaultDirectoryClientID, emulator.DefaultDirectoryClientSecret, emulator.DefaultAccountID)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulate(t, emulator.Options{})
			run(t, resource.TestStep{Config: providerBlock(server, settings...) + messageBlock("x")})
			checkCalls(t, server, map[string]int{"POST": 1, "DELETE": 1, "TOKEN": 2})
			if got := server.Calls(http.MethodGet); len(got) > 0 {
				t.Errorf("got %d look-ups, want none", len(got))
			}
		})
	}
}

func TestListed_isBounded(t *testing.T) {
	t.Parallel()
	got := listed(slices.Repeat([]zoom.Channel{{ID: "a\x1b"}}, 12))
	if !strings.HasPrefix(got, `"a\x1b", "a\x1b"`) || !strings.HasSuffix(got, `and 2 more`) ||
		strings.Count(got, "a") != 11 {
		t.Errorf("got %s", got)
	}
}
