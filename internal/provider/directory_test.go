package provider

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
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
