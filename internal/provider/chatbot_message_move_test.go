package provider

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const movedRequest = `{"robot_jid":"v1bot@x","to_jid":"c@x","account_id":"acc","content":{"head":{"text":"x"}},"user_jid":"u@x","reply_to":"parent","is_markdown_support":true}`

const movedAnswer = `{"robot_jid":"v1bot@x","to_jid":"c@x","sent_time":"2019-10-17 01:40:24","message_id":"{27ED2949/a}","user_jid":"u@x"}`

func quote(s string) string {
	quoted, _ := json.Marshal(s)
	return string(quoted)
}

// move asks the provider to take a state over.
func move(t *testing.T, address, typeName string, version int64, state string) (map[string]any,
	[]*tfprotov6.Diagnostic) {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(New("test")())()
	if err != nil {
		t.Fatal(err)
	}
	resp, err := server.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: address, SourceTypeName: typeName, SourceSchemaVersion: version,
		SourceState: &tfprotov6.RawState{JSON: []byte(state)}, TargetTypeName: "zoom_chatbot_message",
	})
	if err != nil {
		t.Fatal(err)
	}
	if resp.TargetState == nil {
		return nil, resp.Diagnostics
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	value, err := resp.TargetState.Unmarshal(schemas.ResourceSchemas["zoom_chatbot_message"].ValueType())
	if err != nil {
		t.Fatal(err)
	}
	return knownAttributes(t, value), resp.Diagnostics
}

// knownAttributes are those that are not null.
func knownAttributes(t *testing.T, value tftypes.Value) map[string]any {
	t.Helper()
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	known := map[string]any{}
	for name, attribute := range attributes {
		var s string
		var b bool
		switch {
		case attribute.IsNull():
		case attribute.Type().Is(tftypes.String) && attribute.As(&s) == nil:
			known[name] = s
		case attribute.Type().Is(tftypes.Bool) && attribute.As(&b) == nil:
			known[name] = b
		}
	}
	return known
}

func TestMove(t *testing.T) {
	t.Parallel()
	whole := map[string]any{
		"message_id": "{27ED2949/a}", "to_jid": "c@x", "account_id": "acc", "robot_jid": "v1bot@x", "user_jid": "u@x",
		"reply_to": "parent",
		"content":  `{"head":{"text":"x"}}`, "is_markdown_support": true, "sent_time": "2019-10-17 01:40:24",
		"skip_destroy": false,
	}
	idsOnly := map[string]any{"message_id": "201910tryyRFjM_main", "skip_destroy": false}
	dynamic := func(value string) string { return `{"value":` + value + `,"type":["object",{}]}` }
	tests := map[string]struct {
		address, typeName string
		version           int64
		state             string
		want              map[string]any
	}{
		"restapi, with the answer to the create": {
			"registry.terraform.io/mastercard/restapi",
			"restapi_object",
			0,
			fmt.Sprintf(
				`{"id":"wrong","path":"/im/chat/messages","id_attribute":"message_id","data":%s,"create_response":%s,"api_data":{"to_jid":"c@x"},"debug":null,"force_new":null}`,
				quote(movedRequest),
				quote(movedAnswer),
			),
			whole,
		},
		"restapi, with its map of the answer": {
			"registry.opentofu.org/Mastercard/restapi",
			"restapi_object",
			0,
			fmt.Sprintf(
				`{"id":"x","data":%s,"api_data":{"message_id":"{27ED2949/a}","sent_time":"2019-10-17 01:40:24"},"api_response":""}`,
				quote(movedRequest),
			),
			whole,
		},
		"restapi, with an ID only": {
			"registry.terraform.io/mastercard/restapi", "restapi_object", 0,
			`{"id":"201910tryyRFjM_main","path":"/im/chat/messages","data":"{}"}`, idsOnly,
		},
		"restful, version 2": {
			"registry.terraform.io/magodo/restful", "restful_resource", 2,
			fmt.Sprintf(`{"id":"/im/chat/messages/x","path":"/im/chat/messages","body":%s,"output":%s}`,
				dynamic(movedRequest), dynamic(movedAnswer)), whole,
		},
		"restful, version 0, with JSON in strings": {
			"registry.terraform.io/magodo/restful", "restful_resource", 0,
			fmt.Sprintf(`{"id":"/im/chat/messages/x","body":%s,"output":%s}`, quote(movedRequest), quote(movedAnswer)), whole,
		},
		"restful, with the ID at the end of a path": {
			"registry.terraform.io/magodo/restful", "restful_resource", 2,
			`{"id":"/im/chat/messages/201910tryyRFjM_main","body":null,"output":null}`, idsOnly,
		},
		"a restful operation with a sensitive output": {
			"registry.terraform.io/magodo/restful", "restful_operation", 2,
			fmt.Sprintf(`{"id":"/im/chat/messages","body":%s,"output":null,"sensitive_output":%s}`, dynamic(movedRequest),
				dynamic(movedAnswer)), whole,
		},
		"http_request, version 3": {
			"registry.terraform.io/rios0rios0/http",
			"http_request",
			3,
			fmt.Sprintf(
				`{"id":"8a1d9d3e-0000-4000-8000-000000000000","request_body":%s,"response_body":%s,"response_body_id":"c@x","response_body_json":{"message_id":"old"}}`,
				quote(movedRequest),
				quote(movedAnswer),
			),
			whole,
		},
		"http_request, with its filtered ID": {
			"registry.terraform.io/rios0rios0/http",
			"http_request",
			1,
			`{"id":"8a1d9d3e-0000-4000-8000-000000000000","request_body":null,"response_body":"","response_body_id":"201910tryyRFjM_main"}`,
			idsOnly,
		},
		"an answer with a field of another type": {
			"registry.terraform.io/mastercard/restapi",
			"restapi_object",
			0,
			`{"id":"x","create_response":"{\"message_id\":\"201910tryyRFjM_main\",\"is_markdown_support\":\"true\",\"sent_time\":7}"}`,
			idsOnly,
		},
		// To replace it would be to post it again, and it may be a reply.
		"without the request, the first apply must adopt": {
			"registry.terraform.io/mastercard/restapi", "restapi_object", 0,
			fmt.Sprintf(`{"id":"x","data":"{}","create_response":%s}`, quote(movedAnswer)),
			map[string]any{"message_id": "{27ED2949/a}", "robot_jid": "v1bot@x", "user_jid": "u@x",
				"sent_time": "2019-10-17 01:40:24", "skip_destroy": false},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := move(t, test.address, test.typeName, test.version, test.state)
			if len(diags) > 0 {
				t.Fatalf("%s: %s", diags[0].Summary, diags[0].Detail)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestMove_refusals(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ address, typeName, state, want string }{
		"no usable ID": {
			"registry.terraform.io/rios0rios0/http",
			"http_request",
			`{"id":"8a1d9d3e","response_body":"{}"}`,
			"does not tell which message it posted: there is no message_id in response_body, response_body_json, response_body_id",
		},
		"the path of the collection": {"registry.terraform.io/magodo/restful", "restful_resource",
			`{"id":"/im/chat/messages"}`, "no message_id"},
		"a JID for an ID": {"registry.terraform.io/mastercard/restapi", "restapi_object", `{"id":"c@x"}`,
			"no message_id"},
		"a state that is no object": {"registry.terraform.io/mastercard/restapi", "restapi_object", `[]`,
			"cannot be read"},
		"a type of another provider": {"registry.terraform.io/hashicorp/other", "restapi_object", `{"id":"x"}`,
			"does not include support"},
		"a type that is not known": {"registry.terraform.io/hashicorp/aws", "aws_instance", `{"id":"x"}`,
			"does not include support"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := move(t, test.address, test.typeName, 0, test.state)
			if got != nil || len(diags) != 1 || !strings.Contains(diags[0].Detail, test.want) {
				t.Errorf("got %v, %v; want one error with %q", got, diags, test.want)
			}
		})
	}
}
