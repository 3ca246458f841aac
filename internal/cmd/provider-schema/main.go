// Command provider-schema prints the schemas of the provider as `terraform
// providers schema -json` does, without Terraform: the documentation is made of
// them. Terraform leaves out what it is too old for, such as actions before
// 1.14, and the documentation would lose the pages.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/provider"
)

// name is what tfplugindocs looks for: the provider's name, not its address.
const name = "zoom"

func main() {
	log.SetFlags(0)
	server := providerserver.NewProtocol6(provider.New("dev")())()
	schema, err := providerSchema(context.Background(), server)
	if err != nil {
		log.Fatal(err)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	err = out.Encode(tfjson.ProviderSchemas{
		FormatVersion: "1.0",
		Schemas:       map[string]*tfjson.ProviderSchema{name: schema},
	})
	if err != nil {
		log.Fatal(err)
	}
}
