package provider

import (
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/hashicorp/hc-install"
	_ "github.com/hashicorp/hc-install/fs"
	_ "github.com/hashicorp/hc-install/product"
	_ "github.com/hashicorp/hc-install/releases"
	_ "github.com/hashicorp/hc-install/src"
	_ "github.com/hashicorp/hcl/v2/hclsimple"
	_ "github.com/hashicorp/hcl/v2/hclwrite"
	_ "github.com/hashicorp/terraform-exec/tfexec"
	_ "github.com/hashicorp/terraform-json"
	_ "github.com/hashicorp/terraform-plugin-testing/compare"
	_ "github.com/hashicorp/terraform-plugin-testing/echoprovider"
	_ "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	_ "github.com/hashicorp/terraform-plugin-testing/knownvalue"
	_ "github.com/hashicorp/terraform-plugin-testing/plancheck"
	_ "github.com/hashicorp/terraform-plugin-testing/statecheck"
	_ "github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	_ "github.com/hashicorp/terraform-plugin-testing/tfversion"
)
