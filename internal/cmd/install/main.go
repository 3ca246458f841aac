// Command install builds the provider and puts it where "terraform init" and
// "tofu init" find it without a registry.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

func main() {
	log.SetFlags(0)
	mirror, err := workbench.Install(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf(`Installed %[1]s %[2]s in %[3]s.
Run "terraform init". Where an earlier build was in use, remove .terraform.lock.hcl first: it has that build's checksum.
As long as it is there, no other version is found: to return to the registry, remove %[3]s/*/%[1]s.
`, workbench.Source, workbench.Version, mirror)
}
