package provider

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// configured is a server without Terraform, so that these tests run whatever
// Terraform there is.
func configured(t *testing.T, zoom *emulator.Server) (*server, *tfprotov6.GetProviderSchemaResponse) {
	t.Helper()
	s, ok := NewServer("test")().(*server)
	if !ok {
		t.Fatal("the framework's server is not wrapped: it does not do all that it did")
	}
	schemas, err := s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := s.ConfigureProvider(
		t.Context(),
		&tfprotov6.ConfigureProviderRequest{Config: dynamic(t, schemas.Provider.ValueType(), map[string]any{
			"client_id":     emulator.DefaultClientID,
			"client_secret": emulator.DefaultClientSecret,
			"base_url":      zoom.BaseURL(),
			"token_url":     zoom.TokenURL(),
			"account_id":    emulator.DefaultAccountID,
			"robot_jid":     emulator.DefaultRobotJID,
			"user_jid":      emulator.DefaultUserJID,
		})},
	)
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp)
	}
	return s, schemas
}

// dynamic is a configuration with these values; the others are null. A value may
// be one of tftypes.
func dynamic(t *testing.T, kind tftypes.Type, values map[string]any) *tfprotov6.DynamicValue {
	t.Helper()
	object, ok := kind.(tftypes.Object)
	if !ok {
		t.Fatalf("%s is no object", kind)
	}
	attributes := map[string]tftypes.Value{}
	for name, attribute := range object.AttributeTypes {
		if value, ok := values[name].(tftypes.Value); ok {
			attributes[name] = value
			continue
		}
		attributes[name] = tftypes.NewValue(attribute, values[name])
	}
	value, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, attributes))
	if err != nil {
		t.Fatal(err)
	}
	return &value
}

// invoke sends a message by the action, and returns what it reports.
func invoke(
	ctx context.Context,
	t *testing.T,
	s *server,
	schemas *tfprotov6.GetProviderSchemaResponse,
	content string,
) (progress []string, diags []*tfprotov6.Diagnostic) {
	t.Helper()
	const name = "zoom_send_chatbot_message"
	stream, err := s.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{
		ActionType: name,
		Config: dynamic(
			t,
			schemas.ActionSchemas[name].Schema.ValueType(),
			map[string]any{"to_jid": emulator.DefaultChannelJID, "content": content},
		),
	})
	if err != nil {
		t.Fatal(err)
	}
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, e.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			diags = e.Diagnostics
		}
	}
	return progress, diags
}

func texts(t *testing.T, diags []*tfprotov6.Diagnostic) string {
	t.Helper()
	text, err := json.Marshal(diags)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestServer_invokesTheAction(t *testing.T) {
	t.Parallel()
	zoom := emulate(t, emulator.Options{})
	s, schemas := configured(t, zoom)

	progress, diags := invoke(t.Context(), t, s, schemas, `{"head":{"text":"x"}}`)
	want := []string{"sending the message", "posted the message " + onlyMessage(t, zoom).ID}
	if len(diags) > 0 || strings.Join(progress, "; ") != strings.Join(want, "; ") {
		t.Errorf("progress %q and %s, want %q", progress, texts(t, diags), want)
	}
	if progress, diags = invoke(
		t.Context(),
		t,
		s,
		schemas,
		`{`,
	); len(progress) > 0 ||
		!strings.Contains(texts(t, diags), "Invalid Message Content") {
		t.Errorf("progress %q and %s for what is not JSON", progress, texts(t, diags))
	}
	zoom.Fail(emulator.Fault{Match: "POST", Status: 502, Process: true})
	if progress, diags = invoke(
		t.Context(),
		t,
		s,
		schemas,
		`{"head":{"text":"y"}}`,
	); len(progress) != 1 ||
		!strings.Contains(texts(t, diags), "May Have Been Posted") {
		t.Errorf("progress %q and %s for an unknown outcome", progress, texts(t, diags))
	}
	checkCalls(t, zoom, map[string]int{"POST": 2, "TOKEN": 1})
}

// When Terraform asks the provider to stop, its answer comes after the reports
// of the actions, and none of them sends progress any more.
func TestServer_stopsWhenTheActionsHaveReported(t *testing.T) {
	t.Parallel()
	zoom := emulate(t, emulator.Options{})
	zoom.Fail(emulator.Fault{Match: "POST", Hold: 500 * time.Millisecond, Process: true})
	s, schemas := configured(t, zoom)

	stopped := make(chan struct{})
	go func() {
		for len(zoom.Calls("POST")) == 0 {
			time.Sleep(5 * time.Millisecond)
		}
		if _, err := s.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
			t.Error(err)
		}
		if left := s.underWay(); len(left) > 0 {
			t.Errorf("%d actions have not reported yet", len(left))
		}
		close(stopped)
	}()
	progress, diags := invoke(t.Context(), t, s, schemas, `{"head":{"text":"x"}}`)
	if text := texts(
		t,
		diags,
	); len(progress) != 1 || !strings.Contains(text, "Was Posted Before the Interrupt") ||
		!strings.Contains(text, onlyMessage(t, zoom).ID) {
		t.Errorf("progress %q and %s", progress, text)
	}
	<-stopped
	if _, err := s.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
		t.Errorf("to stop once more: %v", err)
	}
}

// The content of an action is checked before the provider is configured.
func TestServer_validatesTheAction(t *testing.T) {
	t.Parallel()
	const name = "zoom_send_chatbot_message"
	s, ok := NewServer("test")().(*server)
	if !ok {
		t.Fatal("the framework's server is not wrapped")
	}
	schemas, err := s.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for content, want := range map[string]string{
		`{"head":{"text":"x"}}`:         "null",
		`{"body":[{"type":"message"}]}`: "Invalid Message Content",
		`[]`:                            "must be a JSON object",
	} {
		resp, err := s.ValidateActionConfig(t.Context(), &tfprotov6.ValidateActionConfigRequest{
			ActionType: name,
			Config: dynamic(
				t,
				schemas.ActionSchemas[name].Schema.ValueType(),
				map[string]any{"to_jid": "c@x", "content": content},
			),
		})
		if err != nil {
			t.Fatal(err)
		}
		if text := texts(t, resp.Diagnostics); !strings.Contains(text, want) || len(resp.Diagnostics) > 1 {
			t.Errorf("%s: got %s, want %q", content, text, want)
		}
	}
}
