package workbench_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

const modulesDir = "modules" // of the examples

// moduleCalls are the calls that the tests of each module make, its destroys
// included.
var moduleCalls = map[string]map[string]int{
	"announcement":      {"POST": 1, "PUT": 2, "DELETE": 1},
	"broadcast":         {"POST": 3, "PUT": 2, "DELETE": 3},
	"deployment_status": {"POST": 2, "PUT": 2, "DELETE": 2},
	"incident_thread":   {"POST": 5, "PUT": 2, "DELETE": 5},
	"oncall_board":      {"POST": 1, "PUT": 2, "DELETE": 1},
}

// Each module passes its own tests, with `terraform test`, against the emulator.
// They make no call too many: as many POST as messages means that each keeps its
// message_id.
func TestModules_passTheirTests(t *testing.T) {
	t.Parallel()
	for _, module := range moduleNames(t) {
		t.Run(module, func(t *testing.T) {
			t.Parallel()
			e := newModuleWorkbench(t, module)
			e.skipWithoutMocks(t)
			e.init(t)
			out, err := e.Command(t.Context(), "test", "-no-color").CombinedOutput()
			if passed := regexp.MustCompile(`Success! [1-9]\d* passed, 0 failed\.`); err != nil || !passed.Match(out) {
				t.Fatalf("%v\n%s", err, out)
			}
			got := map[string]int{}
			for _, call := range e.zoom.Calls("") {
				got[call.Method]++
			}
			if diff := cmp.Diff(moduleCalls[module], got); diff != "" {
				t.Errorf("calls of the tests (-want +got):\n%s", diff)
			}
			if left := e.zoom.Messages(""); len(left) > 0 {
				t.Errorf("%d messages are left", len(left))
			}
		})
	}
}

// Every input and output is described, and listed in the README.
func TestModules_areDocumented(t *testing.T) {
	t.Parallel()
	for _, module := range moduleNames(t) {
		dir := filepath.Join(examplesDir, modulesDir, module)
		readme, err := os.ReadFile(filepath.Join(dir, "README.md"))
		if err != nil {
			t.Error(err)
			continue
		}
		files, err := filepath.Glob(filepath.Join(dir, "*.tf"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			parsed, diags := hclparse.NewParser().ParseHCLFile(file)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			for _, block := range parsed.Body.(*hclsyntax.Body).Blocks { //nolint:forcetypeassert // native syntax has no other
				if block.Type != "variable" && block.Type != "output" {
					continue
				}
				attribute, ok := block.Body.Attributes["description"]
				if !ok {
					t.Errorf("%s: %s has no description", file, block.Labels[0])
					continue
				}
				description, diags := attribute.Expr.Value(nil)
				if diags.HasErrors() {
					t.Fatal(diags)
				}
				row := regexp.MustCompile("(?m)^\\| `" + block.Labels[0] + "` \\|.*" + regexp.QuoteMeta(description.AsString()))
				if !row.Match(readme) {
					t.Errorf(
						"README.md of %s has no row for %s with its description:\n| `%[2]s` | %s",
						module,
						block.Labels[0],
						description.AsString(),
					)
				}
			}
		}
	}
}

// Thirty days with a plan each, of which four change something: the calls are
// those of the changes, the message stays the same, and all other plans are
// empty.
func TestModules_announcementCallsOnlyWhenAPhaseBegins(t *testing.T) {
	t.Parallel()
	e := newModuleWorkbench(t, "announcement")
	e.removeTests(t)
	phase := func(from, text string) map[string]any {
		phase := map[string]any{"from": from}
		if text != "" {
			phase["content"] = fmt.Sprintf(`{"head":{"text":%q}}`, text)
		}
		return phase
	}
	writeVariables(t, e, map[string]any{"to_jid": exampleToJID, "phases": map[string]any{
		"soon": phase("2026-12-05T09:00:00Z", "soon"),
		"now":  phase("2026-12-12T09:00:00Z", "now"),
		"over": phase("2026-12-19T09:00:00Z", "over"),
		"gone": phase("2026-12-26T09:00:00Z", ""),
	}})
	changes := map[int]string{5: "POST", 12: "PUT", 19: "PUT", 26: "DELETE"} // by the day of December
	nowOn := func(day int) *tfexec.VarOption {
		return tfexec.Var("now=" + time.Date(2026, 12, day, 12, 0, 0, 0, time.UTC).Format(time.RFC3339))
	}
	e.init(t)
	if err := e.Terraform().Apply(t.Context(), nowOn(0)); err != nil { // writes the outputs
		t.Fatal(err)
	}

	ids, want := map[string]bool{}, []string{}
	for day := 1; day <= 30; day++ {
		changed, err := e.Terraform().Plan(t.Context(), nowOn(day), tfexec.Out("plan"))
		if err != nil {
			t.Fatal(err)
		}
		call, expected := changes[day]
		if changed != expected {
			t.Fatalf("day %d: the plan has changes: %t, want %t", day, changed, expected)
		}
		if !changed {
			continue
		}
		if err := e.Terraform().Apply(t.Context(), tfexec.DirOrPlan("plan")); err != nil {
			t.Fatal(err)
		}
		want = append(want, call)
		for _, m := range e.zoom.Messages("") {
			ids[m.ID] = true
		}
	}
	var got []string
	for _, call := range e.zoom.Calls("") {
		got = append(got, call.Method)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("calls in thirty days (-want +got):\n%s", diff)
	}
	if len(ids) != 1 {
		t.Errorf("got the IDs %v, want one", ids)
	}
	if left := len(e.zoom.Messages("")); left != 0 {
		t.Errorf("%d messages are left", left)
	}
}

func TestModules_incidentThreadIsInOrder(t *testing.T) {
	t.Parallel()
	e := newModuleWorkbench(t, "incident_thread")
	e.removeTests(t)
	var updates []string
	for i := range 8 {
		updates = append(updates, fmt.Sprintf("update %d", i+1))
	}
	writeVariables(t, e, map[string]any{
		"to_jid": exampleToJID, "title": "Checkout fails", "updates": updates, "resolution": "resolved",
	})
	e.checkReplyOrder(t, append(updates, "resolved"))
}

func TestExamples_incidentThreadIsInOrder(t *testing.T) {
	t.Parallel()
	e := newExample(t, "guides/incident-threads")
	e.checkReplyOrder(
		t,
		[]string{"About one payment in ten fails.", "The new version of the payment service is the cause."},
	)
}

// checkReplyOrder applies the configuration and checks the order of the POSTs by
// what is in them. Zoom takes the longer, the earlier a reply is.
func (e example) checkReplyOrder(t *testing.T, texts []string) {
	t.Helper()
	for i, text := range texts {
		e.zoom.Fail(emulator.Fault{
			Match: "POST", Hold: time.Duration(len(texts)-i) * 20 * time.Millisecond,
			When: func(r emulator.Request) bool { return strings.Contains(string(r.Body), text) },
		})
	}
	e.init(t)
	e.applyAndDestroy(t)

	var got []string
	for _, call := range e.zoom.Calls("POST") {
		for _, text := range texts {
			if strings.Contains(string(call.Body), text) {
				got = append(got, text)
			}
		}
	}
	if diff := cmp.Diff(texts, got); diff != "" {
		t.Errorf("order of the replies (-want +got):\n%s", diff)
	}
}

func moduleNames(t *testing.T) []string {
	t.Helper()
	dirs, err := os.ReadDir(filepath.Join(examplesDir, modulesDir))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, dir := range dirs {
		names = append(names, dir.Name())
	}
	if len(names) != len(moduleCalls) {
		t.Fatalf("there are the modules %q, want those of moduleCalls", names)
	}
	return names
}

// newModuleWorkbench returns a workbench whose configuration is the module.
func newModuleWorkbench(t *testing.T, module string) example {
	t.Helper()
	e := newWorkbenchWithZoom(t, modulesDir+"/"+module, emulator.Options{})
	if err := os.Remove(filepath.Join(e.Dir(), "test.auto.tfvars")); err != nil {
		t.Fatal(err)
	}
	e.copyFiles(t)
	return e
}

// removeTests removes the module's own tests, which OpenTofu 1.7 cannot read. It
// reads those of the root module only.
func (e example) removeTests(t *testing.T) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(e.Dir(), "tests")); err != nil {
		t.Fatal(err)
	}
}

func writeVariables(t *testing.T, e example, variables map[string]any) {
	t.Helper()
	text, err := json.Marshal(variables)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, e.Workbench, "terraform.tfvars.json", string(text))
}

// skipWithoutMocks skips a test on an OpenTofu that has no mock_provider. Every
// Terraform that the provider supports has it.
func (e example) skipWithoutMocks(t *testing.T) {
	t.Helper()
	got, tofu := e.version(t)
	if tofu && got.LessThan(version.Must(version.NewVersion("1.8.0"))) {
		t.Skipf("OpenTofu %s has no mock_provider", got)
	}
}
