package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/provider"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

// What the Terraform at hand prints is the measure. It may lack kinds of
// schema that it is too old for; what it has must be the same.
func TestProviderSchema_isWhatTerraformPrints(t *testing.T) {
	t.Parallel()
	w, err := workbench.New(t.Context(), workbench.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	err = w.WriteFile(
		"main.tf",
		"terraform {\n  required_providers {\n    zoom = {\n      source = \"zoom-chatbot/zoom\"\n    }\n  }\n}\n",
	)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Terraform().Init(t.Context()); err != nil {
		t.Fatal(err)
	}
	var printed, complaints bytes.Buffer
	cmd := w.Command(t.Context(), "providers", "schema", "-json")
	cmd.Stdout, cmd.Stderr = &printed, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, &complaints)
	}
	var theirs struct {
		Schemas map[string]map[string]any `json:"provider_schemas"`
	}
	if err := json.Unmarshal(printed.Bytes(), &theirs); err != nil {
		t.Fatal(err)
	}
	if len(theirs.Schemas) != 1 {
		t.Fatalf("Terraform knows %d providers, want 1", len(theirs.Schemas))
	}

	ours := asJSON(t, providerserver.NewProtocol6(provider.New("test")())())
	for _, want := range theirs.Schemas {
		for kind, got := range ours {
			if want[kind] == nil && kind != "provider" && kind != "resource_schemas" {
				t.Logf("%s: this Terraform prints none", kind)
				continue
			}
			if diff := cmp.Diff(want[kind], got); diff != "" {
				t.Errorf("%s (-Terraform +ours):\n%s", kind, diff)
			}
			delete(want, kind)
		}
		for kind := range want {
			t.Errorf("%s: Terraform prints it, and we do not", kind)
		}
	}
}

func asJSON(t *testing.T, server tfprotov6.ProviderServer) map[string]any {
	t.Helper()
	schema, err := providerSchema(t.Context(), server)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(schema)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// standIn is a provider with what the real one may come to have.
type standIn struct {
	tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

func (s standIn) GetProviderSchema(
	context.Context,
	*tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schemas, nil
}

func (s standIn) GetResourceIdentitySchemas(
	context.Context,
	*tfprotov6.GetResourceIdentitySchemasRequest,
) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{
		"zoom_x": {Version: 1, IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
			{Name: "id", Type: tftypes.String, RequiredForImport: true, Description: "ID."},
			{Name: "account", Type: tftypes.String, OptionalForImport: true},
		}},
	}}, nil
}

func TestProviderSchema_knowsEveryKind(t *testing.T) {
	t.Parallel()
	schema := &tfprotov6.Schema{Version: 2, Block: &tfprotov6.SchemaBlock{
		Description: "An *x*.", DescriptionKind: tfprotov6.StringKindMarkdown,
		Attributes: []*tfprotov6.SchemaAttribute{
			{Name: "secret", Type: tftypes.String, Optional: true, Sensitive: true, WriteOnly: true},
			{Name: "names", Type: tftypes.List{ElementType: tftypes.String}, Computed: true, Deprecated: true},
			{Name: "nested", Required: true, NestedType: &tfprotov6.SchemaObject{
				Nesting:    tfprotov6.SchemaObjectNestingModeMap,
				Attributes: []*tfprotov6.SchemaAttribute{{Name: "n", Type: tftypes.Number, Optional: true}},
			}},
		},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{{
			TypeName: "block", Nesting: tfprotov6.SchemaNestedBlockNestingModeList, MinItems: 1, MaxItems: 3,
			Block: &tfprotov6.SchemaBlock{},
		}},
	}}
	server := standIn{schemas: &tfprotov6.GetProviderSchemaResponse{
		Provider:                 &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}},
		ResourceSchemas:          map[string]*tfprotov6.Schema{"zoom_x": schema},
		EphemeralResourceSchemas: map[string]*tfprotov6.Schema{"zoom_e": {Block: &tfprotov6.SchemaBlock{}}},
		ListResourceSchemas:      map[string]*tfprotov6.Schema{"zoom_x": {Block: &tfprotov6.SchemaBlock{}}},
		ActionSchemas: map[string]*tfprotov6.ActionSchema{
			"zoom_a": {Schema: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}}},
		},
		Functions: map[string]*tfprotov6.Function{"f": {
			Summary:     "S",
			Description: "D",
			Return:      &tfprotov6.FunctionReturn{Type: tftypes.Bool},
			Parameters: []*tfprotov6.FunctionParameter{
				{Name: "p", Type: tftypes.DynamicPseudoType, AllowNullValue: true},
			},
			VariadicParameter: &tfprotov6.FunctionParameter{Name: "v", Type: tftypes.String},
		}},
	}}

	const want = `{
		"provider": {"version": 0, "block": {"description_kind": "plain"}},
		"resource_schemas": {"zoom_x": {"version": 2, "block": {
			"description": "An *x*.", "description_kind": "markdown",
			"attributes": {
				"secret": {"type": "string", "description_kind": "plain", "optional": true, "sensitive": true, "write_only": true},
				"names": {"type": ["list", "string"], "description_kind": "plain", "computed": true, "deprecated": true},
				"nested": {"description_kind": "plain", "required": true, "nested_type": {
					"nesting_mode": "map", "attributes": {"n": {"type": "number", "description_kind": "plain", "optional": true}}
				}}
			},
			"block_types": {"block": {"nesting_mode": "list", "min_items": 1, "max_items": 3, "block": {"description_kind": "plain"}}}
		}}},
		"ephemeral_resource_schemas": {"zoom_e": {"version": 0, "block": {"description_kind": "plain"}}},
		"list_resource_schemas": {"zoom_x": {"version": 0, "block": {"description_kind": "plain"}}},
		"action_schemas": {"zoom_a": {"block": {"description_kind": "plain"}}},
		"functions": {"f": {"summary": "S", "description": "D", "return_type": "bool",
			"parameters": [{"name": "p", "type": "dynamic", "is_nullable": true}],
			"variadic_parameter": {"name": "v", "type": "string"}
		}},
		"resource_identity_schemas": {"zoom_x": {"version": 1, "attributes": {
			"id": {"type": "string", "description": "ID.", "required_for_import": true},
			"account": {"type": "string", "optional_for_import": true}
		}}}
	}`
	var expected map[string]any
	if err := json.Unmarshal([]byte(want), &expected); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(expected, asJSON(t, server)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProviderSchema_refusesAProviderWithMistakes(t *testing.T) {
	t.Parallel()
	server := standIn{schemas: &tfprotov6.GetProviderSchemaResponse{
		Diagnostics: []*tfprotov6.Diagnostic{{Summary: "Bad Schema", Detail: "It has a mistake."}},
	}}
	_, err := providerSchema(t.Context(), server)
	if err == nil || !strings.Contains(err.Error(), "Bad Schema: It has a mistake.") {
		t.Errorf("got the error %v, want the diagnostic", err)
	}
}
