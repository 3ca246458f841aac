package provider

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/zoom"
)

// BenchmarkMessage measures what one message costs in each RPC, beside a bare
// resource of the same attributes: the difference is this provider's own work.
// `make bench` compares the two columns.
func BenchmarkMessage(b *testing.B) {
	providers := []struct {
		name     string
		resource func() resource.Resource
	}{
		{"bare", func() resource.Resource { return bareResource{} }},
		{"zoom", func() resource.Resource { return &chatbotMessageResource{declared: &declaredChecks{}} }},
	}
	for _, rpc := range []struct {
		name       string
		configured bool // Terraform validates before it configures the provider
		call       func(benchmark, *testing.B) []*tfprotov6.Diagnostic
	}{
		{"validate", false, benchmark.validate},
		{"plan", true, benchmark.plan},
		{"read", true, benchmark.read},
		{"apply", true, benchmark.apply},
	} {
		for _, p := range providers {
			b.Run("rpc="+rpc.name+"/provider="+p.name, func(b *testing.B) {
				bench := newBenchmark(b, p.resource, rpc.configured)
				for b.Loop() {
					for _, d := range rpc.call(bench, b) {
						// The same message again and again is a warning.
						if d.Severity == tfprotov6.DiagnosticSeverityError {
							b.Fatalf("%s: %s", d.Summary, d.Detail)
						}
					}
				}
			})
		}
	}
}

// benchmark is a server with one message: as it is configured, as it is in the
// state, and as it is in the state before an edit.
type benchmark struct {
	server                 tfprotov6.ProviderServer
	config, state, another *tfprotov6.DynamicValue
}

func newBenchmark(b *testing.B, newResource func() resource.Resource, configured bool) benchmark {
	b.Helper()
	server := providerserver.NewProtocol6(benchmarkProvider{data: benchmarkData(b), resource: newResource})()
	schemas, err := server.GetProviderSchema(b.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		b.Fatal(err)
	}
	if configured {
		configure(b, server)
	}
	object, ok := schemas.ResourceSchemas["zoom_chatbot_message"].ValueType().(tftypes.Object)
	if !ok {
		b.Fatal("the schema is not one of an object")
	}
	written := map[string]any{
		"to_jid":  emulator.DefaultChannelJID,
		"content": `{"head":{"text":"Maintenance on Saturday"},"body":[{"type":"message","text":"All systems are down from 10:00 to 12:00."}]}`,
	}
	stored := map[string]any{
		"is_markdown_support": false, "skip_destroy": false,
		"user_jid": emulator.DefaultUserJID, "account_id": emulator.DefaultAccountID, "robot_jid": emulator.DefaultRobotJID,
		"message_id": "201910tryyRFjM_main", "sent_time": "2019-10-17 01:40:24",
	}
	return benchmark{
		server:  server,
		config:  dynamicValue(b, object, written),
		state:   dynamicValue(b, object, written, stored),
		another: dynamicValue(b, object, written, stored, map[string]any{"content": `{"head":{"text":"Maintenance"}}`}),
	}
}

func configure(b *testing.B, server tfprotov6.ProviderServer) {
	b.Helper()
	empty, err := tfprotov6.NewDynamicValue(tftypes.Object{}, tftypes.NewValue(tftypes.Object{},
		map[string]tftypes.Value{}))
	if err != nil {
		b.Fatal(err)
	}
	if _, err := server.ConfigureProvider(b.Context(), &tfprotov6.ConfigureProviderRequest{Config: &empty}); err != nil {
		b.Fatal(err)
	}
}

// dynamicValue returns an object with the given values, the last ones first in
// rank, and null everywhere else.
func dynamicValue(b *testing.B, object tftypes.Object, values ...map[string]any) *tfprotov6.DynamicValue {
	b.Helper()
	attributes := map[string]tftypes.Value{}
	for name, typ := range object.AttributeTypes {
		var value any
		for _, some := range values {
			if v, ok := some[name]; ok {
				value = v
			}
		}
		attributes[name] = tftypes.NewValue(typ, value)
	}
	result, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, attributes))
	if err != nil {
		b.Fatal(err)
	}
	return &result
}

func (m benchmark) validate(b *testing.B) []*tfprotov6.Diagnostic {
	resp, err := m.server.ValidateResourceConfig(b.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: "zoom_chatbot_message", Config: m.config,
	})
	if err != nil {
		b.Fatal(err)
	}
	return resp.Diagnostics
}

// plan plans no change.
func (m benchmark) plan(b *testing.B) []*tfprotov6.Diagnostic {
	resp, err := m.server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "zoom_chatbot_message", Config: m.config, PriorState: m.state, ProposedNewState: m.state,
	})
	if err != nil {
		b.Fatal(err)
	}
	return resp.Diagnostics
}

// read is called as by a Terraform that keeps no identities.
func (m benchmark) read(b *testing.B) []*tfprotov6.Diagnostic {
	resp, err := m.server.ReadResource(b.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: "zoom_chatbot_message", CurrentState: m.state,
	})
	if err != nil {
		b.Fatal(err)
	}
	return resp.Diagnostics
}

// apply edits the message.
func (m benchmark) apply(b *testing.B) []*tfprotov6.Diagnostic {
	resp, err := m.server.ApplyResourceChange(b.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "zoom_chatbot_message", Config: m.config, PriorState: m.another, PlannedState: m.state,
	})
	if err != nil {
		b.Fatal(err)
	}
	return resp.Diagnostics
}

// benchmarkData is that of a configured provider whose Zoom answers in memory.
func benchmarkData(b *testing.B) *providerData {
	b.Helper()
	client, err := zoom.NewClient(zoom.Config{
		ClientID: "id", ClientSecret: "secret",
		WrapTransport: func(http.RoundTripper) http.RoundTripper { return inMemory{} },
	})
	if err != nil {
		b.Fatal(err)
	}
	return &providerData{
		client:    client,
		accountID: types.StringValue(emulator.DefaultAccountID),
		robotJID:  types.StringValue(emulator.DefaultRobotJID),
		userJID:   types.StringValue(emulator.DefaultUserJID),
	}
}

type inMemory struct{}

func (inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	body := `{"message_id":"201910tryyRFjM_main","to_jid":"` + emulator.DefaultChannelJID + `","sent_time":"2019-10-17 01:40:24 +0000"}`
	if strings.HasSuffix(r.URL.Path, "/oauth/token") {
		body = `{"access_token":"token","token_type":"bearer","expires_in":3600}`
	}
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)),
		Request: r}, nil
}

// benchmarkProvider has one resource and no settings.
type benchmarkProvider struct {
	data     *providerData
	resource func() resource.Resource
}

func (benchmarkProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "zoom"
}

func (benchmarkProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{}
}

func (p benchmarkProvider) Configure(_ context.Context, _ provider.ConfigureRequest,
	resp *provider.ConfigureResponse) {
	resp.ResourceData = p.data
}

func (p benchmarkProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{p.resource}
}

func (benchmarkProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

// bareResource has the attributes of zoom_chatbot_message and does what every
// resource of the framework has to do, and nothing else.
type bareResource struct{}

func (bareResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_chatbot_message"
}

func (bareResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replaces := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	keeps := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"to_jid":              schema.StringAttribute{Required: true, PlanModifiers: replaces},
		"content":             schema.StringAttribute{Required: true},
		"is_markdown_support": schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false)},
		"user_jid":            schema.StringAttribute{Optional: true, Computed: true, PlanModifiers: keeps},
		"account_id":          schema.StringAttribute{Optional: true, Computed: true, PlanModifiers: keeps},
		"robot_jid":           schema.StringAttribute{Optional: true, Computed: true, PlanModifiers: keeps},
		"visible_to_user":     schema.StringAttribute{Optional: true, PlanModifiers: replaces},
		"reply_to":            schema.StringAttribute{Optional: true, PlanModifiers: replaces},
		"skip_destroy":        schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false)},
		"message_id":          schema.StringAttribute{Computed: true, PlanModifiers: keeps},
		"sent_time":           schema.StringAttribute{Computed: true, PlanModifiers: keeps},
		"timeouts":            messageTimeouts(),
	}}
}

func (bareResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan chatbotMessageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (bareResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (bareResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan chatbotMessageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

func (bareResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
