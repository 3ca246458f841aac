package contract

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// grades is every grade, and what it means, in the order of the lists.
var grades = []struct {
	grade   Grade
	meaning string
}{
	{Confirmed, "Confirmed by a run against a real account"},
	{Documented, "Documented by Zoom"},
	{Seen, "Seen in Zoom's SDK, or in answers of Zoom that others have published"},
	{Assumed, "Assumed"},
}

// Each place in the documentation that depends on the claims.
var (
	goList    = regexp.MustCompile(`(?s)(// What Zoom is believed to do, by grade:\n)(.*?)(//\n// The list ends here\.)`)
	guideList = regexp.MustCompile(`(?s)(<!-- claims -->\n)(.*?)(<!-- /claims -->)`)
	mark      = regexp.MustCompile(`(<!-- claim ([a-z-]+) -->)(.*?)(<!-- /claim -->)`)
)

// Update returns a text of the documentation with the lists and the marks as
// the claims have them: the grade of a claim between <!-- claim NAME --> and
// <!-- /claim -->, all claims between <!-- claims --> and <!-- /claims -->.
func Update(text string) (string, error) {
	var unknown []string
	text = mark.ReplaceAllStringFunc(text, func(old string) string {
		parts := mark.FindStringSubmatch(old)
		i := slices.IndexFunc(Claims(), func(c Claim) bool { return c.Name == parts[2] })
		if i < 0 {
			unknown = append(unknown, parts[2])
			return old
		}
		return parts[1] + string(Claims()[i].Grade) + parts[4]
	})
	if unknown != nil {
		return "", fmt.Errorf("there is no claim %s", strings.Join(unknown, ", "))
	}
	text = goList.ReplaceAllStringFunc(text, func(old string) string {
		parts := goList.FindStringSubmatch(old)
		return parts[1] + goDoc() + parts[3]
	})
	return guideList.ReplaceAllStringFunc(text, func(old string) string {
		parts := guideList.FindStringSubmatch(old)
		return parts[1] + guide() + parts[3]
	}), nil
}

// UpdateFiles updates the documentation below the root of the repository, and
// returns the files that have changed.
func UpdateFiles(root string) (changed []string, err error) {
	files := []string{"README.md", "internal/emulator/doc.go"}
	err = fs.WalkDir(os.DirFS(root), "templates", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".md") || strings.HasSuffix(path, ".tmpl") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		path := filepath.Join(root, name)
		before, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		after, err := Update(string(before))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if after == string(before) {
			continue
		}
		changed = append(changed, name)
		if err := os.WriteFile(path, []byte(after), 0o644); err != nil { //nolint:gosec // documentation is for everybody
			return nil, err
		}
	}
	return changed, nil
}

// goDoc returns the claims as lists of a Go doc comment.
func goDoc() string {
	var b strings.Builder
	for _, g := range grades {
		claims := graded(g.grade)
		if len(claims) == 0 {
			continue
		}
		fmt.Fprintf(&b, "//\n// %s:\n//\n", g.meaning)
		for _, c := range claims {
			b.WriteString(wrapComment(c.Name + ": " + c.Says))
		}
	}
	return b.String()
}

// wrapComment returns a text as an item of a list in a comment, in lines of at
// most 90 columns.
func wrapComment(text string) string {
	const columns = 90
	var b strings.Builder
	line := "//   -"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > columns {
			b.WriteString(line + "\n")
			line = "//    "
		}
		line += " " + word
	}
	return b.String() + line + "\n"
}

// guide returns the claims as tables, one for each grade.
func guide() string {
	var b strings.Builder
	for _, g := range grades {
		claims := graded(g.grade)
		if len(claims) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n| Claim | | Source |\n|---|---|---|\n", g.meaning)
		for _, c := range claims {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, cell(c.Says), cell(c.Source))
		}
	}
	return b.String() + "\n"
}

func graded(g Grade) []Claim {
	return slices.DeleteFunc(Claims(), func(c Claim) bool { return c.Grade != g })
}
