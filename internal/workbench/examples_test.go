package workbench_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator/emulatortest"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/workbench"
)

const examplesDir = "../../examples"

// What the examples say.
const (
	exampleAccountID = "AbCdEfGhIjKlMnOpQrStUv"
	exampleRobotJID  = "v1abcdefghijklmn@xmpp.zoom.us"
	exampleUserJID   = "abcdefghijklmnopqrstuv@xmpp.zoom.us"
	exampleMessageID = "5AF2A82E-9220-4600-AFB2-A028852E377C"
	exampleToJID     = "0123456789abcdef0123456789abcdef@conference.xmpp.zoom.us"

	exampleVariables = `
channel_jid        = "` + exampleToJID + `"
zoom_client_id     = "` + emulator.DefaultClientID + `"
zoom_client_secret = "` + emulator.DefaultClientSecret + `"
`
)

// since says what needs which version. OpenTofu that does not have it at all is
// an empty string.
var since = []struct {
	sign                  *regexp.Regexp
	terraform, tofu, what string
}{
	{
		regexp.MustCompile(`(?m)\bon_failure\s*=|\bcaller\.|\b(before|after)_destroy\b`),
		"1.16.0",
		"",
		"on_failure, caller and actions on destroy",
	},
	{regexp.MustCompile(`(?m)^action "`), "1.14.0", "", "actions"},
	{regexp.MustCompile(`(?m)^list "`), "1.14.0", "", "list resources"},
	{regexp.MustCompile(`(?m)^removed \{[^}]*\blifecycle\b`), "1.7.0", "1.10.0", "removed blocks with a lifecycle"},
	{regexp.MustCompile(`(?m)^import \{[^}]*\bidentity\b`), "1.12.0", "1.12.0", "identity"},
	{regexp.MustCompile(`(?m)^ephemeral "`), "1.10.0", "1.11.0", "ephemeral resources"},
	{regexp.MustCompile(`\bprovider::`), "1.8.0", "1.7.0", "functions"},
}

// Every example is applied and destroyed, as the one who copies it will do.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, example := range examples(t) {
		t.Run(example, func(t *testing.T) {
			t.Parallel()
			e := newExample(t, example)
			e.skipIfTooOld(t)
			if strings.HasSuffix(example, ".sh") {
				e.runImports(t)
			} else {
				e.init(t)
				e.applyAndDestroy(t)
			}
		})
	}
}

func TestExamples_areFormatted(t *testing.T) {
	t.Parallel()
	w := newWorkbench(t, workbench.Options{})
	cmd := w.Command(t.Context(), "fmt", "-check", "-diff", "-recursive")
	cmd.Dir = examplesDir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("make fmt would change the examples: %v\n%s", err, out)
	}
}

// examples finds them: each file of a resource (an action, a function and so
// on) is one, and otherwise each folder.
func examples(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"*/*/*.tf", "*/*/*.sh", "*/*.tf"} {
		found, err := filepath.Glob(filepath.Join(examplesDir, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			name, err := filepath.Rel(examplesDir, file)
			if err != nil {
				t.Fatal(err)
			}
			name = filepath.ToSlash(name)
			if strings.HasPrefix(name, modulesDir+"/") {
				continue // they have tests of their own
			}
			if pattern == "*/*.tf" || strings.HasPrefix(name, "guides/") {
				name = path.Dir(name)
			}
			if len(out) == 0 || out[len(out)-1] != name {
				out = append(out, name)
			}
		}
	}
	if len(out) == 0 {
		t.Fatal("there are no examples")
	}
	return out
}

// The first thing that people copy is in the README.
func TestExamples_readme(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```terraform\n")
	block, _, found := strings.Cut(rest, "```\n")
	if !found {
		t.Fatal("the README has no terraform block")
	}
	e := newWorkbenchWithZoom(t, "README.md", emulator.Options{})
	writeFile(t, e.Workbench, "main.tf", block)
	e.init(t)
	e.applyAndDestroy(t)
	if got := len(e.zoom.Calls("POST")); got == 0 {
		t.Error("no message was posted")
	}
}

type example struct {
	*workbench.Workbench
	name string
	zoom *emulator.Server
}

func newExample(t *testing.T, name string) example {
	t.Helper()
	e := newWorkbenchWithZoom(t, name, emulator.Options{})
	e.copyFiles(t)
	return e
}

func newWorkbenchWithZoom(t *testing.T, name string, o emulator.Options) example {
	t.Helper()
	zoom := emulatortest.Start(t, o)
	env := map[string]string{
		"ZOOM_BASE_URL":                zoom.BaseURL(),
		"ZOOM_TOKEN_URL":               zoom.TokenURL(),
		"ZOOM_CLIENT_ID":               emulator.DefaultClientID,
		"ZOOM_CLIENT_SECRET":           emulator.DefaultClientSecret,
		"ZOOM_ACCOUNT_ID":              exampleAccountID,
		"ZOOM_ROBOT_JID":               exampleRobotJID,
		"ZOOM_USER_JID":                exampleUserJID,
		"ZOOM_DIRECTORY_CLIENT_ID":     emulator.DefaultDirectoryClientID,
		"ZOOM_DIRECTORY_CLIENT_SECRET": emulator.DefaultDirectoryClientSecret,
		"ZOOM_DIRECTORY_ACCOUNT_ID":    emulator.DefaultAccountID,
	}
	if o.UserJIDOptional { // the page that is followed sets none
		delete(env, "ZOOM_USER_JID")
	}
	if name == vaultExample {
		env = vaultEnv(t, env)
	}
	w := newWorkbench(t, workbench.Options{Env: env})
	writeFile(t, w, "test.auto.tfvars", exampleVariables)
	return example{w, name, zoom}
}

// copyFiles takes what is not Terraform's from the folder of the example, such
// as cards, and the example itself.
func (e example) copyFiles(t *testing.T) {
	t.Helper()
	file := filepath.Join(examplesDir, filepath.FromSlash(e.name))
	if info, err := os.Stat(file); err != nil {
		t.Fatal(err)
	} else if info.IsDir() {
		if err := e.CopyFiles("examples/" + e.name); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := e.CopyFiles(path.Dir("examples/" + e.name)); err != nil {
		t.Fatal(err)
	}
	keep := []string{path.Base(e.name)}
	if strings.HasPrefix(keep[0], "import") {
		keep = append(keep, "resource.tf")
		e.zoom.Post(
			emulator.Message{ID: exampleMessageID, AccountID: exampleAccountID, RobotJID: exampleRobotJID, ToJID: exampleToJID},
		)
	}
	others, err := filepath.Glob(filepath.Join(e.Dir(), "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range others {
		if base := filepath.Base(other); base != keep[0] && base != keep[len(keep)-1] {
			if err := os.Remove(other); err != nil {
				t.Fatal(err)
			}
		}
	}
	writeFile(t, e.Workbench, "provider.tf", config)
}

func (e example) skipIfTooOld(t *testing.T) {
	t.Helper()
	got, tofu := e.version(t)
	config := e.config(t)
	for _, s := range since {
		oldest := s.terraform
		if tofu {
			oldest = s.tofu
		}
		if s.sign.MatchString(config) && (oldest == "" || got.LessThan(version.Must(version.NewVersion(oldest)))) {
			t.Skipf("%s %s has no %s", filepath.Base(e.ExecPath()), got, s.what)
		}
	}
}

// version returns the version of the CLI without a prerelease, and reports
// whether it is OpenTofu.
func (e example) version(t *testing.T) (core *version.Version, tofu bool) {
	t.Helper()
	got, _, err := e.Terraform().Version(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	text, err := e.Command(t.Context(), "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	return got.Core(), strings.HasPrefix(string(text), "OpenTofu")
}

// config gives all of the configuration.
func (e example) config(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(e.Dir(), "*.tf"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

func (e example) init(t *testing.T) {
	t.Helper()
	if err := e.Terraform().Init(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (e example) applyAndDestroy(t *testing.T) {
	t.Helper()
	if err := e.Terraform().Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	changes, err := e.Terraform().Plan(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if changes {
		t.Error("after the apply, the plan has changes")
	}
	if err := e.Terraform().Destroy(t.Context()); err != nil {
		t.Fatal(err)
	}
	// Nothing takes back what an action has posted.
	want := strings.Count("\n"+e.config(t), "\naction \"")
	if left := e.zoom.Messages(""); len(left) != want {
		t.Errorf("after the destroy, %d messages stand, want %d", len(left), want)
	}
}

// runImports runs each import of a script, and then lets the configuration
// edit the message.
func (e example) runImports(t *testing.T) {
	script, err := os.ReadFile(filepath.Join(e.Dir(), path.Base(e.name)))
	if err != nil {
		t.Fatal(err)
	}
	imports := 0
	for line := range strings.Lines(string(script)) {
		arguments, ok := strings.CutPrefix(strings.TrimSpace(line), "terraform import ")
		if !ok {
			continue
		}
		imports++
		t.Run(fmt.Sprintf("import %d", imports), func(t *testing.T) {
			e := newExample(t, e.name)
			e.init(t)
			// The words are quoted for the shell, and have no blanks in them.
			command := append([]string{"import", "-no-color"}, strings.Fields(strings.ReplaceAll(arguments, "'", ""))...)
			if out, err := e.Command(t.Context(), command...).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			e.applyAndDestroy(t)
			if posted := len(e.zoom.Calls("POST")); posted > 0 {
				t.Errorf("%d messages were posted, want the imported one to be edited", posted)
			}
		})
	}
	if imports == 0 {
		t.Error("there is no import in it")
	}
}
