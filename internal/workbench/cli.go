package workbench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// cliVariable names the Terraform to run; terraform-plugin-testing has the same.
const cliVariable = "TF_ACC_TERRAFORM_PATH"

// findCLI finds Terraform: the one that the environment names, else the one on
// the PATH, else OpenTofu on the PATH. It gives nothing if there is none.
func findCLI() (string, error) {
	if named := os.Getenv(cliVariable); named != "" {
		found, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("%s names no program: %w", cliVariable, err)
		}
		return filepath.Abs(found)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if found, err := exec.LookPath(name); err == nil {
			return filepath.Abs(found)
		}
	}
	return "", nil
}

// installTerraform installs the newest Terraform from releases.hashicorp.com,
// whose signature is checked.
func installTerraform(ctx context.Context, dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	latest := &releases.LatestVersion{Product: product.Terraform, InstallDir: dir}
	installed, err := latest.Install(ctx)
	if err != nil {
		return "", fmt.Errorf("there is neither terraform nor tofu on the PATH, and Terraform cannot be installed: %w", err)
	}
	return installed, nil
}
