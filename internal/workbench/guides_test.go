package workbench_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/emulator"
)

// guide is a page of the documentation that is followed to the letter.
type guide struct {
	t    *testing.T
	text string
}

func readGuide(t *testing.T, name string) guide {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../templates/guides", name))
	if err != nil {
		t.Fatal(err)
	}
	return guide{t, string(text)}
}

// block returns the first fenced block of a language below a heading.
func (g guide) block(heading, language string) string {
	g.t.Helper()
	_, section, found := strings.Cut(g.text, "\n"+heading+"\n")
	if !found {
		g.t.Fatalf("the page has no heading %q", heading)
	}
	block := regexp.MustCompile("(?ms)^```" + language + "\n(.*?)^```$").FindStringSubmatch(section)
	if block == nil {
		g.t.Fatalf("there is no block of %s below %q", language, heading)
	}
	return block[1]
}

// follow runs a command as the page has it and returns what is printed. An
// error of the command is a failure of the test, unless one is wanted.
func (e example) follow(t *testing.T, wantError bool, args ...string) string {
	t.Helper()
	out, err := e.Command(t.Context(), append(args, "-no-color")...).CombinedOutput()
	if (err != nil) != wantError {
		t.Fatalf("terraform %s: %v, want an error: %v\n%s", strings.Join(args, " "), err, wantError, out)
	}
	return string(out)
}

// printed reports lines of a page that are not in what was printed, in this
// order. What differs from run to run is left out: IDs, times, and where
// Terraform wraps the text of an error.
func printed(t *testing.T, page, out string) {
	t.Helper()
	squeeze := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "│", " ")), " ") }
	rest := squeeze(out)
	for line := range strings.Lines(page) {
		line, _, _ = strings.Cut(squeeze(line), " after ")
		if line == "" || strings.HasPrefix(line, "message_id =") {
			continue
		}
		_, after, found := strings.Cut(rest, line)
		if !found {
			t.Errorf("the page shows %q, which is not printed, or not in this place:\n%s", line, out)
			return
		}
		rest = after
	}
}

func TestGuide_gettingStarted(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "getting-started.md")
	e := newWorkbenchWithZoom(t, "getting-started", emulator.Options{UserJIDOptional: true})
	main := g.block("## The first announcement", "terraform")
	writeFile(t, e.Workbench, "main.tf", main)

	e.follow(t, false, "init")
	printed(t, g.block("### Plan", "text"), e.follow(t, false, "plan"))
	printed(t, g.block("### Apply", "text"), e.follow(t, false, "apply", "-auto-approve"))
	printed(t, "No changes. Your infrastructure matches the configuration.", e.follow(t, false, "apply", "-auto-approve"))

	edited := strings.Replace(main, "Maintenance on Saturday, 22:00 UTC", "Maintenance on Sunday, 20:00 UTC", 1)
	writeFile(t, e.Workbench, "main.tf", edited)
	printed(t, g.block("### Edit", "text"), e.follow(t, false, "apply", "-auto-approve"))
	if posts, puts := len(e.zoom.Calls("POST")), len(e.zoom.Calls("PUT")); posts != 1 || puts != 1 {
		t.Errorf("got %d posts and %d edits, want one of each", posts, puts)
	}
	// The message is deleted by hand.
	for _, m := range e.zoom.Messages("") {
		e.zoom.DeleteByHand(m.ID)
	}
	printed(t, "No changes.", e.follow(t, false, "plan"))
	writeFile(t, e.Workbench, "main.tf", main)
	printed(t, "Chatbot Message No Longer Exists", e.follow(t, true, "apply", "-auto-approve"))
	printed(t, "Plan: 1 to add, 0 to change, 0 to destroy.", e.follow(t, false, "plan"))

	// The mistake of "The first errors".
	mistake := strings.Replace(main, `text = "Deployments`, `txt = "Deployments`, 1)
	writeFile(t, e.Workbench, "main.tf", mistake)
	printed(t, "Error: Invalid Message Content\n"+`- body[0]: "text" is missing.`, e.follow(t, true, "plan"))
	writeFile(t, e.Workbench, "main.tf", edited)
	e.follow(t, false, "destroy", "-auto-approve")
}

// The exports that the emulator prints are pasted into a shell, and Terraform
// is run there.
func TestGuide_gettingStartedWithoutAnAccount(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell to paste into")
	}
	g := readGuide(t, "getting-started.md")
	e := newWorkbenchWithZoom(t, "getting-started", emulator.Options{})
	writeFile(t, e.Workbench, "main.tf", g.block("## The first announcement", "terraform"))
	if err := os.Remove(filepath.Join(e.Dir(), "test.auto.tfvars")); err != nil {
		t.Fatal(err)
	}
	e.follow(t, false, "init")

	found, err := filepath.Glob(filepath.Join(e.Dir(), ".terraform/providers/*/*/*/*/*/terraform-provider-zoom*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("found %v below .terraform/providers, want the provider: %v", found, err)
	}
	served := exec.CommandContext(t.Context(), found[0], "emulator", "-addr", "127.0.0.1:0")
	served.Cancel = func() error { return served.Process.Signal(os.Interrupt) }
	stdout, err := served.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := served.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = served.Cancel()
		_ = served.Wait()
	})
	var exports strings.Builder
	buffer := make([]byte, 64<<10)
	for strings.Count(exports.String(), "\n\n") < 3 && !strings.Contains(exports.String(), "ZOOM_USER_JID=") {
		n, err := stdout.Read(buffer)
		exports.Write(buffer[:n])
		if err != nil {
			t.Fatalf("the emulator ended: %v\n%s", err, exports.String())
		}
	}
	go func() { // what it says of each request
		for {
			if _, err := stdout.Read(buffer); err != nil {
				return
			}
		}
	}()
	lines := regexp.MustCompile(`(?m)^export .*$`).FindAllString(exports.String(), -1)
	script := strings.Join(lines, "\n") + "\n" + `"$0" apply -auto-approve -no-color && "$0" destroy -auto-approve -no-color`
	shell := exec.CommandContext(t.Context(), "sh", "-c", script, e.ExecPath())
	shell.Dir, shell.Env = e.Dir(), e.Command(t.Context()).Env
	out, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	printed(t, "Apply complete! Resources: 1 added, 0 changed, 0 destroyed.\nDestroy complete! Resources: 1 destroyed.", string(out))
}

func TestGuide_pinnedAnnouncements(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "pinned-announcements.md")
	e := newWorkbenchWithZoom(t, "pinned-announcements", emulator.Options{})
	main := g.block("## A guarded announcement", "terraform")
	writeFile(t, e.Workbench, "main.tf", main)
	e.init(t)
	e.follow(t, false, "apply", "-auto-approve")
	posted := e.zoom.Messages("")[0].ID
	writeFile(t, e.Workbench, "pinned.auto.tfvars", `pinned_message_id = "`+posted+`"`)
	printed(t, "0 added, 0 changed, 0 destroyed", e.follow(t, false, "apply", "-auto-approve"))

	elsewhere := "-var=channel_jid=ffffffffffffffffffffffffffffffff@conference.xmpp.zoom.us"
	// OpenTofu says "Resource instance".
	printed(t, "# forces replacement\nnstance cannot be destroyed", e.follow(t, true, "plan", elsewhere))

	// The message is deleted by hand, and an edit finds out.
	e.zoom.DeleteByHand(posted)
	edited := strings.Replace(main, "Outages go to #on-call.", "Outages go to #outages.", 1)
	writeFile(t, e.Workbench, "main.tf", edited)
	printed(t, "Chatbot Message No Longer Exists", e.follow(t, true, "apply", "-auto-approve"))
	out := e.follow(t, true, "apply", "-auto-approve")
	printed(t, "Creation complete\nError: Resource postcondition failed\nwhich nobody has pinned.", out)

	// The message is let go of.
	writeFile(t, e.Workbench, "main.tf", required+g.block("## Letting go of a message", "terraform"))
	e.skipIfTooOld(t)
	e.follow(t, false, "apply", "-auto-approve")
	if left, deleted := len(e.zoom.Messages("")), len(e.zoom.Calls("DELETE")); left != 1 || deleted != 0 {
		t.Errorf("got %d messages and %d deletions, want the message to stay", left, deleted)
	}
}

// A plan needs no secrets, but the other settings are those of the apply.
func TestGuide_pipelines(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "pipelines.md")
	e := newWorkbenchWithZoom(t, "pipelines", emulator.Options{})
	// The state stays here, and with it the version that the backend needs.
	remote := regexp.MustCompile(`(?s)  required_version = .*?\n\n|\n\n  # terraform init sets.*?backend "s3" \{.*?\n  \}`)
	main := remote.ReplaceAllString(g.block("## The configuration", "terraform"), "")
	writeFile(t, e.Workbench, "main.tf", main)
	writeFile(t, e.Workbench, "production.tfvars", g.block("## The configuration", "hcl"))
	e.init(t)

	planned := e.Command(t.Context(), "plan", "-no-color", "-var-file=production.tfvars", "-out=tfplan")
	planned.Env = append(planned.Env, "ZOOM_CLIENT_ID=not-needed-for-a-plan", "ZOOM_CLIENT_SECRET=not-needed-for-a-plan")
	if out, err := planned.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if made := len(e.zoom.Requests()); made != 0 {
		t.Errorf("the plan made %d requests, want none", made)
	}
	printed(t, "2 added, 0 changed, 0 destroyed", e.follow(t, false, "apply", "tfplan"))
	printed(t, "Saved plan is stale", e.follow(t, true, "apply", "tfplan"))

	out := e.follow(t, false, "plan", "-var-file=production.tfvars", "-var=robot_jid=v1placeholder@xmpp.zoom.us")
	printed(t, "must be replaced", out)
	e.follow(t, false, "destroy", "-auto-approve", "-var-file=production.tfvars")
	if left := len(e.zoom.Messages("")); left != 0 {
		t.Errorf("%d messages are left, want none", left)
	}
}

// The fields of the log line are those that the page explains.
func TestGuide_debugging(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "debugging.md")
	e := newWorkbenchWithZoom(t, "debugging", emulator.Options{})
	writeFile(t, e.Workbench, "main.tf", readGuide(t, "getting-started.md").block("## The first announcement", "terraform"))
	e.init(t)
	apply := e.Command(t.Context(), "apply", "-auto-approve", "-no-color")
	apply.Env = append(apply.Env, "TF_LOG_PROVIDER=DEBUG")
	out, err := apply.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// Providers of different versions are called differently in the log.
	_, shown, _ := strings.Cut(g.block("## See the requests", "text"), "Zoom API request: ")
	fields := regexp.MustCompile(`(\w+)=`)
	logged := regexp.MustCompile(`Zoom API request: (.*path=/v2/im/chat/messages.*)`).FindStringSubmatch(string(out))
	if logged == nil {
		t.Fatalf("there is no line of the request:\n%s", out)
	}
	for _, field := range fields.FindAllStringSubmatch(strings.Split(shown, ";")[0], -1) {
		if !strings.Contains(logged[1], field[0]) {
			t.Errorf("the page shows %q, which is not in the line %q", field[0], logged[1])
		}
	}
}

func TestGuide_migrating(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "migrating-from-generic-providers.md")
	e := newWorkbenchWithZoom(t, "migrating", emulator.Options{})
	e.zoom.Post(emulator.Message{
		ID: "201910tryyRFjM_main", AccountID: exampleAccountID, RobotJID: exampleRobotJID, ToJID: exampleToJID,
	})
	_, imported, _ := strings.Cut(g.block("### removed and import", "terraform"), "\nimport {")
	writeFile(t, e.Workbench, "main.tf", required+`
variable "channel_jid" {}

import {`+imported+g.block("## How to do it", "terraform"))
	e.init(t)
	printed(t, "Plan: 1 to import, 0 to add, 1 to change, 0 to destroy.", e.follow(t, false, "plan"))
	e.follow(t, false, "apply", "-auto-approve")
	if posts, puts := len(e.zoom.Calls("POST")), len(e.zoom.Calls("PUT")); posts != 0 || puts != 1 {
		t.Errorf("got %d posts and %d edits, want one edit alone", posts, puts)
	}
}

func TestGuide_scheduledAnnouncements(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "scheduled-announcements.md")
	e := newWorkbenchWithZoom(t, "scheduled", emulator.Options{})
	if err := e.CopyFiles("examples/modules/announcement"); err != nil {
		t.Fatal(err)
	}
	// The module is where it is released; here it is the configuration itself.
	if err := os.RemoveAll(filepath.Join(e.Dir(), "tests")); err != nil {
		t.Fatal(err)
	}
	module := filepath.Join(e.Dir(), "announcement")
	if err := os.Mkdir(module, 0o755); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(e.Dir(), "*.tf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("found no files of the module: %v", err)
	}
	for _, file := range files {
		if err := os.Rename(file, filepath.Join(module, filepath.Base(file))); err != nil {
			t.Fatal(err)
		}
	}
	source := regexp.MustCompile(`source = "github\.com/[^"]*"`)
	main := g.block("## The configuration", "terraform")
	if !source.MatchString(main) {
		t.Fatal("the page does not name the source of the module")
	}
	writeFile(t, e.Workbench, "main.tf", required+source.ReplaceAllString(main, `source = "./announcement"`))
	e.init(t)
	e.follow(t, false, "apply", "-auto-approve", "-var=now=2026-12-01T09:00:00+01:00")
	command := strings.Fields(strings.ReplaceAll(g.block("### What the later phases look like", "shell"), "'", ""))
	out := e.follow(t, false, command[1:]...)
	printed(t, "will be updated in-place\nMaintenance: the shop is read-only until 07:00", out)
	if posts, puts := len(e.zoom.Calls("POST")), len(e.zoom.Calls("PUT")); posts != 1 || puts != 0 {
		t.Errorf("got %d posts and %d edits, want the plan to change nothing", posts, puts)
	}
}

func TestGuide_previewingAnnouncements(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "previewing-announcements.md")
	e := newWorkbenchWithZoom(t, "previewing", emulator.Options{})
	writeFile(t, e.Workbench, "main.tf", readGuide(t, "getting-started.md").block("## The first announcement", "terraform"))
	e.init(t)
	e.shell(t, g.block("# Previewing announcements", "shell"))
	page, err := os.ReadFile(filepath.Join(e.Dir(), "preview.html"))
	if err != nil {
		t.Fatal(err)
	}
	printed(t, "Maintenance on Saturday, 22:00 UTC\nDeployments stop half an hour before.", string(page))
	out := e.shell(t, g.block("## Find the command", "shell"))
	printed(t, "Maintenance on Saturday, 22:00 UTC\nDeployments stop half an hour before.", out)
}

// The script of the page runs as it is, except for its port.
func TestGuide_testingConfigurations(t *testing.T) {
	t.Parallel()
	g := readGuide(t, "testing-configurations.md")
	for _, program := range []string{"curl", "jq"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("the script of the page needs %s", program)
		}
	}
	e := newWorkbenchWithZoom(t, "testing", emulator.Options{})
	writeFile(t, e.Workbench, "main.tf", readGuide(t, "getting-started.md").block("## The first announcement", "terraform"))
	if err := os.Remove(filepath.Join(e.Dir(), "test.auto.tfvars")); err != nil {
		t.Fatal(err)
	}
	e.init(t)
	var listen net.ListenConfig
	free, err := listen.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	script := strings.ReplaceAll(g.block("## In a pipeline", "shell"), "127.0.0.1:8080", address)
	printed(t, "Maintenance on Saturday, 22:00 UTC\nDestroy complete! Resources: 1 destroyed.", e.shell(t, script))
}

// required is what the pages leave to the reader.
const required = `terraform {
  required_providers {
    zoom = {
      source  = "zoom-chatbot/zoom"
      version = "~> 0.1"
    }
  }
}
`

// shell runs a script of a page, with terraform and the provider's binary on
// the PATH, and returns what it prints.
func (e example) shell(t *testing.T, script string) string {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no sh")
	}
	found, err := filepath.Glob(filepath.Join(e.Dir(), ".terraform/providers/*/*/*/*/*/terraform-provider-zoom*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("found %v below .terraform/providers, want the provider: %v", found, err)
	}
	bin := t.TempDir()
	for name, target := range map[string]string{"terraform": e.ExecPath(), "terraform-provider-zoom": found[0]} {
		if err := os.Symlink(target, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-e", "-c", script)
	cmd.Dir = e.Dir()
	cmd.Env = append(e.Command(t.Context()).Env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}
