package preview_test

import (
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/preview"
)

func TestRun_hidesWhatIsSensitive(t *testing.T) {
	t.Parallel()
	marked := map[string]any{"content": true}
	update := []string{"update"}
	tests := map[string]string{
		"content after": planOf(
			t,
			change{
				address:        "zoom_chatbot_message.a",
				actions:        update,
				before:         message("x"),
				after:          message(secret),
				afterSensitive: marked,
			},
		),
		"content before": planOf(
			t,
			change{
				address:         "zoom_chatbot_message.a",
				actions:         update,
				before:          message(secret),
				after:           message(secret + "2"),
				beforeSensitive: marked,
			},
		),
		"all of the object": planOf(
			t,
			change{
				address:        "zoom_chatbot_message.a",
				actions:        []string{"create"},
				after:          with(message(secret), "to_jid", secret),
				afterSensitive: true,
			},
		),
		"a part of the content": planOf(
			t,
			change{
				address:        "zoom_chatbot_message.a",
				actions:        []string{"create"},
				after:          message(secret),
				afterSensitive: map[string]any{"content": []any{false, map[string]any{"x": true}}},
			},
		),
		"deleted": planOf(
			t,
			change{
				address:         "zoom_chatbot_message.a",
				actions:         []string{"delete"},
				before:          message(secret),
				beforeSensitive: marked,
			},
		),
		"kept": planOf(
			t,
			change{
				address:         "zoom_chatbot_message.a",
				actions:         []string{"no-op"},
				before:          message(secret),
				after:           message(secret),
				beforeSensitive: marked,
				afterSensitive:  marked,
			},
		),
		"to_jid": planOf(t, change{
			address: "zoom_chatbot_message.a",
			actions: []string{"delete", "create"},
			before: with(
				message("x"),
				"to_jid",
				"a@b",
			),
			after:          with(message("x"), "to_jid", secret),
			afterSensitive: map[string]any{"to_jid": true},
		}),
		"an attribute that changes": planOf(t, change{
			address: "zoom_chatbot_message.a",
			actions: update,
			before: with(
				message("x"),
				"user_jid",
				secret,
			),
			after:           message("x"),
			beforeSensitive: map[string]any{"user_jid": true},
		}),
		"a finding would quote it": planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"},
			after: with(message("x"), "content", `{"body":[{"type":"`+secret+`"}]}`), afterSensitive: marked}),
		"broken content": planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"},
			after: with(message("x"), "content", secret), afterSensitive: marked}),
		"the id of a thread": planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"create"},
			after: with(message("x"), "reply_to", secret), afterSensitive: map[string]any{"reply_to": true}}),
		"an import": planOf(
			t,
			change{address: "zoom_chatbot_message.a", actions: update, before: message(secret), after: message(secret),
				beforeSensitive: true, afterSensitive: true, more: map[string]any{"importing": map[string]any{"id": secret}}},
		),
		"an action": planWith(t, map[string]any{"action_invocations": []any{map[string]any{
			"address": "action.zoom_send_chatbot_message.a", "type": "zoom_send_chatbot_message",
			"config_values": message(secret), "config_sensitive": marked,
		}}}),
		"deferred": planWith(
			t,
			map[string]any{
				"deferred_changes": []any{map[string]any{"reason": "provider_config_unknown", "resource_change": map[string]any{
					"address": "zoom_chatbot_message.a", "mode": "managed", "type": "zoom_chatbot_message",
					"change": map[string]any{"actions": []string{"create"}, "after": message(secret), "after_sensitive": marked},
				}}},
			},
		),
		"elsewhere in the plan": planWith(
			t,
			map[string]any{"variables": map[string]any{"v": map[string]any{"value": secret}}},
		),
	}
	for name, plan := range tests {
		for ending, got := range run(t, plan) {
			if strings.Contains(got, secret) {
				t.Errorf("%s: the %s has the sensitive value in it:\n%s", name, ending, got)
			}
		}
	}
}

func TestRead_outcomes(t *testing.T) {
	t.Parallel()
	importing := map[string]any{"importing": map[string]any{"id": "1"}}
	keepOld := with(message("x"), "skip_destroy", true)
	tests := map[string]struct {
		change  change
		outcome preview.Outcome
		note    string
	}{
		"post": {change{actions: []string{"create"}, after: message("x")}, preview.Post, ""},
		"edit": {
			change{actions: []string{"update"}, before: message("x"), after: message("y")},
			preview.Edit,
			"",
		},
		"delete": {change{actions: []string{"delete"}, before: message("x")}, preview.Delete, ""},
		"keep": {
			change{actions: []string{"no-op"}, before: message("x"), after: message("x")},
			preview.Keep,
			"",
		},
		"replace": {
			change{
				actions: []string{"delete", "create"},
				before:  message("x"),
				after:   message("x"),
				more:    map[string]any{"replace_paths": []any{[]any{"to_jid"}, []any{"reply_to"}}},
			},
			preview.Replace,
			"Zoom cannot change to_jid and reply_to of a message.",
		},
		"create before destroy": {
			change{
				actions: []string{"create", "delete"},
				before:  message("x"),
				after:   message("x"),
				top:     map[string]any{"action_reason": "replace_because_tainted"},
			},
			preview.Replace,
			"tainted",
		},
		"replace by request": {
			change{
				actions: []string{"delete", "create"},
				before:  message("x"),
				after:   message("x"),
				top:     map[string]any{"action_reason": "replace_by_request"},
			},
			preview.Replace,
			"-replace",
		},
		"replace by triggers": {
			change{
				actions: []string{"delete", "create"},
				before:  message("x"),
				after:   message("x"),
				top:     map[string]any{"action_reason": "replace_by_triggers"},
			},
			preview.Replace,
			"replace_triggered_by",
		},
		"import": {
			change{actions: []string{"no-op"}, before: message("x"), after: message("x"), more: importing},
			preview.Import,
			"as it is",
		},
		"import and edit": {
			change{actions: []string{"update"}, before: map[string]any{"message_id": "1"}, after: message("x"), more: importing},
			preview.Import,
			"the apply edits it",
		},
		"forget": {
			change{actions: []string{"forget"}, before: message("x")},
			preview.Forget,
			"It stays in the channel.",
		},
		"delete but keep": {
			change{actions: []string{"delete"}, before: keepOld},
			preview.Delete,
			"It stays in the channel.",
		},
		"replace but keep": {
			change{actions: []string{"delete", "create"}, before: message("x"), after: keepOld},
			preview.Replace,
			"the old one stays in the channel",
		},
		"replace and no longer keep": {
			change{actions: []string{"delete", "create"}, before: keepOld, after: message("x")},
			preview.Replace,
			"deleted and posted again",
		},
		"keep, and create before destroy": {
			change{actions: []string{"create", "delete"}, before: keepOld, after: message("x")},
			preview.Replace,
			"the old one stays in the channel",
		},
		"create and forget": {
			change{actions: []string{"create", "forget"}, before: message("x"), after: message("y")},
			preview.Replace,
			"the old one stays in the channel",
		},
		"forget and create": {
			change{actions: []string{"forget", "create"}, before: message("x"), after: message("y")},
			preview.Replace,
			"A new message is posted",
		},
		"import and replace": {
			change{actions: []string{"delete", "create"}, before: message("x"), after: message("y"), more: importing},
			preview.Replace,
			"taken over first",
		},
		"moved": {
			change{
				actions: []string{"no-op"},
				before:  message("x"),
				after:   message("x"),
				top:     map[string]any{"previous_address": "zoom_chatbot_message.old"},
			},
			preview.Keep,
			"Its address was zoom_chatbot_message.old.",
		},
		"deposed": {
			change{actions: []string{"delete"}, before: message("x"), top: map[string]any{"deposed": "abcd1234"}},
			preview.Delete,
			"an earlier apply could not delete",
		},
		"what is not drawn": {
			change{
				actions: []string{"update"},
				before:  with(message("x"), "content", `{"body":[{"type":"actions","items":[{"text":"A","value":"1"}]}]}`),
				after: with(
					message("x"),
					"content",
					`{"body":[{"type":"actions","items":[{"text":"A","value":"2"}]}]}`,
				),
			},
			preview.Edit,
			"not drawn",
		},
	}
	for name, test := range tests {
		test.change.address = "zoom_chatbot_message.a"
		p, err := preview.Read(strings.NewReader(planOf(t, test.change)))
		if err != nil || len(p.Changes) != 1 {
			t.Errorf("%s: got %v (%v), want one change", name, p, err)
			continue
		}
		c := p.Changes[0]
		if c.Outcome != test.outcome || !strings.Contains(strings.Join(c.Notes, " "), test.note) ||
			test.note == "" && c.Notes != nil {
			t.Errorf("%s: got %s with %q, want %s with %q", name, c.Outcome, c.Notes, test.outcome, test.note)
		}
	}
}

func TestRead_namesWhatIsWaitedFor(t *testing.T) {
	t.Parallel()
	expressions := map[string]any{
		"content": map[string]any{
			"references": []string{"var.name", "aws_instance.web[0].id", "aws_instance.web[0]", "aws_instance.web", "local.x"},
		},
		"reply_to": map[string]any{"references": []string{"each.value"}},
	}
	module := map[string]any{"resources": []any{
		map[string]any{
			"address":     "zoom_chatbot_message.a",
			"mode":        "managed",
			"type":        "zoom_chatbot_message",
			"name":        "a",
			"expressions": expressions,
		},
	}}
	resource := func(address, module string, unknown map[string]any) any {
		kind, name, _ := strings.Cut(address, ".")
		return map[string]any{
			"address": strings.TrimPrefix(
				module+"."+address,
				".",
			),
			"module_address": module,
			"mode":           "managed",
			"type":           kind,
			"name":           name,
			"change": map[string]any{
				"actions":       []string{"create"},
				"before":        nil,
				"after":         map[string]any{"to_jid": "a@b"},
				"after_unknown": unknown,
			},
		}
	}
	waits := map[string]any{"content": true, "reply_to": true}
	plan := planWith(t, map[string]any{
		"resource_changes": []any{
			resource("aws_instance.web", "", map[string]any{"id": true}),
			resource("zoom_chatbot_message.a", "", waits),
			resource("zoom_chatbot_message.a", `module.team["a.b"].module.sub`, waits),
			resource("zoom_chatbot_message.b", "module.nowhere", waits),
		},
		"configuration": map[string]any{"root_module": map[string]any{
			"resources": module["resources"],
			"module_calls": map[string]any{
				"team": map[string]any{
					"module": map[string]any{"module_calls": map[string]any{"sub": map[string]any{"module": module}}},
				},
			},
		}},
	})
	p, err := preview.Read(strings.NewReader(plan))
	if err != nil {
		t.Fatal(err)
	}
	const waitsForWeb = "The content is known after the apply, because it waits for aws_instance.web[0].id."
	for i, want := range []struct{ content, replyTo string }{
		{waitsForWeb, "known after the apply, from each.value"},
		{waitsForWeb, "known after the apply, from each.value"},
		{"The content is known after the apply.", "known after the apply"},
	} {
		c := p.Changes[i]
		if c.After.Hidden != want.content || c.Where[1].After != want.replyTo {
			t.Errorf(
				"%s: got %q and %q, want %q and %q",
				c.Address,
				c.After.Hidden,
				c.Where[1].After,
				want.content,
				want.replyTo,
			)
		}
	}
}

func TestRead_namesTheThread(t *testing.T) {
	t.Parallel()
	p, err := preview.Read(strings.NewReader(planOf(
		t,
		change{
			address: "zoom_chatbot_message.reply",
			actions: []string{"create"},
			after:   with(message("y"), "reply_to", "id of x"),
		},
		change{
			address: "zoom_chatbot_message.parent",
			actions: []string{"no-op"},
			before:  message("x"),
			after:   message("x"),
		},
	)))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := p.Changes[0].Where[1].After, "id of x (the thread of zoom_chatbot_message.parent)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRead_doesNotCheckWhatIsSensitive(t *testing.T) {
	t.Parallel()
	wrong := with(message("x"), "content", `{"body":[{"type":"mesage"}]}`)
	for name, sensitive := range map[string]any{"": nil, "sensitive": map[string]any{"content": true}} {
		p, err := preview.Read(strings.NewReader(planOf(t, change{
			address: "zoom_chatbot_message.a", actions: []string{"create"}, after: wrong, afterSensitive: sensitive,
		})))
		if err != nil {
			t.Fatal(err)
		}
		if got := len(p.Changes[0].Findings); (got == 0) != (name == "sensitive") {
			t.Errorf("%s: got %d findings", name, got)
		}
	}
}
