package provider

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var markdownLink = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// The registries serve docs/index.md one level above the other pages, so a
// relative link from it leads nowhere there.
func TestDocs_indexHasNoRelativeLinks(t *testing.T) {
	t.Parallel()
	links := markdownLink.FindAllStringSubmatch(readExample(t, filepath.Join("docs", "index.md")), -1)
	if len(links) < 10 {
		t.Errorf("the page has %d links: they are not found", len(links))
	}
	for _, link := range links {
		if !strings.HasPrefix(link[1], "https://") && !strings.HasPrefix(link[1], "#") {
			t.Errorf("docs/index.md links to %q; want an absolute URL", link[1])
		}
	}
}

// Every guide can be reached from the first page.
func TestDocs_indexListsEveryGuide(t *testing.T) {
	t.Parallel()
	index := readExample(t, filepath.Join("docs", "index.md"))
	guides, err := filepath.Glob(filepath.Join(repositoryDir, "docs", "guides", "*.md"))
	if err != nil || len(guides) == 0 {
		t.Fatalf("got %d guides and the error %v", len(guides), err)
	}
	for _, guide := range guides {
		name := strings.TrimSuffix(filepath.Base(guide), ".md")
		if want := fmt.Sprintf("/docs/guides/%s)", name); !strings.Contains(index, want) {
			t.Errorf("docs/index.md has no link that ends in %q", want)
		}
	}
}

// A version constraint that allows the next major version would let a
// breaking release into a pipeline unseen.
func TestExamples_pinTheVersion(t *testing.T) {
	t.Parallel()
	found := 0
	ours := regexp.MustCompile(`source\s*=\s*"zoom-chatbot/zoom"(?:\s*version\s*=\s*"([^"]*)")?`)
	for _, e := range hclExamples(t) {
		for _, match := range ours.FindAllStringSubmatch(e.text, -1) {
			found++
			if match[1] != "~> 0.1" {
				t.Errorf("%s: the version constraint of the provider is %q, want %q", e, match[1], "~> 0.1")
			}
		}
	}
	if found < 5 {
		t.Errorf("only %d requirements of the provider were checked: they are not found", found)
	}
}
