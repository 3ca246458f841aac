// Command vault stands in for the Vault provider in the test of an example: it
// has the one ephemeral resource that the example reads, whose secret is the
// credentials in the environment.
package main

import (
	"context"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type vaultProvider struct{}

func (vaultProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "vault"
}

func (vaultProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (vaultProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (vaultProvider) Resources(context.Context) []func() resource.Resource { return nil }

func (vaultProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (vaultProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return secret{} }}
}

type secret struct{}

type secretModel struct {
	Mount types.String            `tfsdk:"mount"`
	Name  types.String            `tfsdk:"name"`
	Data  map[string]types.String `tfsdk:"data"`
}

func (secret) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_kv_secret_v2"
}

func (secret) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"mount": schema.StringAttribute{Required: true},
		"name":  schema.StringAttribute{Required: true},
		"data":  schema.MapAttribute{ElementType: types.StringType, Computed: true, Sensitive: true},
	}}
}

func (secret) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model secretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	model.Data = map[string]types.String{
		"client_id":     types.StringValue(os.Getenv("VAULT_STANDIN_CLIENT_ID")),
		"client_secret": types.StringValue(os.Getenv("VAULT_STANDIN_CLIENT_SECRET")),
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

func main() {
	constructor := func() provider.Provider { return vaultProvider{} }
	err := providerserver.Serve(context.Background(), constructor, providerserver.ServeOpts{
		Address: "registry.terraform.io/hashicorp/vault",
	})
	if err != nil {
		log.Fatal(err)
	}
}
