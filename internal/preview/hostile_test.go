package preview_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
)

func TestRun_hostileNames(t *testing.T) {
	t.Parallel()
	evil := `</code><script>alert(1)</script><img src=x onerror=alert(1)> "` +
		"`\n\u202e\x1b[31m @everyone ![x](https://evil.test/i.png)"
	m := with(with(message("x"), "to_jid", evil), "reply_to", evil)
	plan := planOf(t, change{
		address: `zoom_chatbot_message.a["` + evil + `"]`,
		actions: []string{"delete", "create"},
		before:  message("y"),
		after:   m,
		more:    map[string]any{"replace_paths": []any{[]any{evil}}},
		top:     map[string]any{"previous_address": evil},
	})
	for ending, got := range run(t, plan) {
		if strings.ContainsAny(got, "\u202e\x1b") {
			t.Errorf("%s: a hidden character got through", ending)
		}
		if ending == "html" && (strings.Contains(got, "<script") || strings.Contains(got, "<img")) {
			t.Errorf("html: a tag got through: %s", got)
		}
	}
	// Names are in code spans, where nothing is an image or mentions anybody.
	var page bytes.Buffer
	if err := goldmark.New(
		goldmark.WithExtensions(extension.GFM),
		goldmark.WithRendererOptions(goldmarkhtml.WithUnsafe()),
	).
		Convert(
			[]byte(run(t, plan)["md"]),
			&page,
		); err != nil {
		t.Fatal(err)
	}
	outside := regexp.MustCompile(`(?s)<code>.*?</code>`).ReplaceAllString(page.String(), "")
	for _, never := range []string{"<img", "<script", "@everyone"} {
		if strings.Contains(outside, never) {
			t.Errorf("md: %s got through: %s", never, outside)
		}
	}
}

func TestRun_hostileContents(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("../card/testdata/hostile/*.json")
	if len(files) < 5 {
		t.Fatal("there are no hostile contents")
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		m := with(message("x"), "content", string(text))
		out := run(
			t,
			planOf(t, change{address: "zoom_chatbot_message.a", actions: []string{"update"}, before: message("y"), after: m}),
		)
		for _, tag := range []string{"<script", "<img", "<iframe", "<svg", "<base", "<a href=\"javascript", "style=\""} {
			if strings.Contains(out["html"], tag) {
				t.Errorf("%s: %s got through", f, tag)
			}
		}
		if n := utf8.RuneCountInString(out["md"]); n > 60_000 {
			t.Errorf("%s: the comment has %d characters", f, n)
		}
	}
}
