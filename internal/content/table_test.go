package content_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// walk visits every field of the table with its path.
func walk(fields []content.Field, path string, visit func(path string, f content.Field)) {
	for _, f := range fields {
		at := path + "." + f.Name
		visit(at, f)
		walk(f.Fields, at, visit)
	}
}

func TestElements_areDescribedCompletely(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, e := range content.Elements() {
		if names[e.Name] {
			t.Errorf("%s is there twice", e.Name)
		}
		names[e.Name] = true
		if !strings.HasSuffix(e.Meaning, ".") {
			t.Errorf("%s: the meaning %q is not a sentence", e.Name, e.Meaning)
		}
	}
	for _, e := range content.Elements() {
		walk(e.Fields, e.Name, func(path string, f content.Field) {
			if !strings.HasSuffix(f.Meaning, ".") && !strings.HasSuffix(f.Meaning, ".)") {
				t.Errorf("%s: the meaning %q is not a sentence", path, f.Meaning)
			}
			if f.See != "" && !names[f.See] {
				t.Errorf("%s: refers to %s, which is not in the table", path, f.See)
			}
			if f.Kind == content.KindObject && f.Fields == nil {
				t.Errorf("%s: is an object without fields", path)
			}
			if f.Kind == content.KindList && (f.Fields == nil) != (f.Holds != 0) {
				t.Errorf("%s: is a list of neither objects nor elements, or of both", path)
			}
			// What only Zoom's SDK or other bots show must never refuse a message.
			if (f.Source != content.Documented || e.Source != content.Documented) && (f.Need == content.Required || f.Strict) {
				t.Errorf("%s: is an error, but not documented", path)
			}
		})
	}
}

func TestElements_standWhereZoomsSDKAllowsThem(t *testing.T) {
	t.Parallel()
	for _, e := range content.Elements() {
		inSection := e.Places&content.InSection != 0
		want := e.Places != 0 && e.Name != "section" && e.Name != "page"
		if inSection != want {
			t.Errorf("%s in a section: got %t, want %t", e.Name, inSection, want)
		}
	}
}

func TestElements_givesACopy(t *testing.T) {
	t.Parallel()
	first := content.Elements()
	for i := range first {
		walk(first[i].Fields, "", func(_ string, f content.Field) {
			for j := range f.Allowed {
				f.Allowed[j] = "changed"
			}
		})
		first[i].Fields[0].Name = "changed"
	}
	for _, e := range content.Elements() {
		walk(e.Fields, e.Name, func(path string, f content.Field) {
			if f.Name == "changed" || cmp.Equal(f.Allowed, []string{"changed"}) {
				t.Errorf("%s was changed from outside", path)
			}
		})
	}
}
