package contract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// copyOfDocs returns a folder with a copy of what UpdateFiles looks at.
func copyOfDocs(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, name := range []string{"README.md", "internal/emulator/doc.go"} {
		text, err := os.ReadFile(filepath.Join("../..", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(root, "templates"), os.DirFS("../../templates")); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestUpdateFiles_documentationAgreesWithTheClaims(t *testing.T) {
	t.Parallel()
	changed, err := UpdateFiles(copyOfDocs(t))
	if err != nil || len(changed) > 0 {
		t.Errorf("got error %v, and %v not as the claims have it: run make generate", err, changed)
	}
}

func TestUpdateFiles_writesWhatIsStale(t *testing.T) {
	t.Parallel()
	root := copyOfDocs(t)
	for _, name := range []string{
		"internal/emulator/doc.go", "templates/guides/zoom-behavior.md", "templates/guides/pinned-announcements.md",
	} {
		path := filepath.Join(root, name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		stale := strings.ReplaceAll(
			strings.ReplaceAll(string(text), "put-keeps-thread", "put-was-renamed"),
			"-->documented<",
			"-->guessed<",
		)
		stale = strings.ReplaceAll(stale, "-->assumed<", "-->known<")
		if name != "templates/guides/pinned-announcements.md" && stale == string(text) {
			t.Errorf("%s does not have the claims", name)
		}
		if err := os.WriteFile(path, []byte(stale), 0o600); err != nil {
			t.Fatal(err)
		}
		changed, err := UpdateFiles(root)
		if err != nil || len(changed) != 1 || changed[0] != name {
			t.Errorf("got %v changed and error %v, want %s", changed, err, name)
		}
		if again, err := os.ReadFile(path); err != nil || string(again) != string(text) {
			t.Errorf("%s: got another text than before, or error %v", name, err)
		}
	}
}

func TestUpdate_refusesMarksOfNoClaim(t *testing.T) {
	t.Parallel()
	_, err := Update("It is <!-- claim put-flies -->assumed<!-- /claim -->.")
	if err == nil || !strings.Contains(err.Error(), "put-flies") {
		t.Errorf("got error %v, want one that names the claim", err)
	}
}
