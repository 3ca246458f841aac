package card

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// notDrawn are the fields that have no look of their own, or none that is known.
var notDrawn = []string{
	"content.settings.is_split_sidebar", "content.settings.form", "content.settings.form_id",
	"head.type", "section.layout",
	"actions.items.value", "actions.items.dialog.size", "actions.items.dialog.link",
	"select.select_items.value", "select.selected_item.value",
	"checkboxes.options.value",
	"checkboxes.action_id", "datepicker.action_id", "timepicker.action_id", "radio_buttons.action_id",
	"plain_text_input.action_id", "video.action_id",
}

func TestDrawings_areThoseOfTheTable(t *testing.T) {
	t.Parallel()
	var want []string
	for _, e := range content.Elements() {
		if e.Places != 0 {
			want = append(want, e.Name)
		}
	}
	slices.Sort(want)
	if got := slices.Sorted(maps.Keys(drawings)); !slices.Equal(got, want) {
		t.Errorf("got drawings of\n%q, want\n%q", got, want)
	}
}

// Every field of the table is looked at by its drawing, or listed as not drawn;
// and a drawing looks at no field that the table does not have.
func TestDrawings_useEveryField(t *testing.T) {
	t.Parallel()
	known, asked := map[string]bool{}, map[string]bool{}
	var collect func(path string, fields []content.Field)
	collect = func(path string, fields []content.Field) {
		for _, f := range fields {
			known[path+"."+f.Name] = true
			if len(f.Fields) > 0 && f.See == "" || f.See == "style" {
				collect(path+"."+f.Name, f.Fields)
			}
		}
	}
	for _, e := range content.Elements() {
		if e.Name != "style" {
			collect(e.Name, e.Fields)
		}
	}
	files, _ := filepath.Glob("testdata/contents/*.json")
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		parse(string(text), Options{}, func(path string) { asked[path] = true })
	}
	for path := range asked {
		if !known[path] {
			t.Errorf("a drawing looks at %s, which is not in the table", path)
		}
	}
	for path := range known {
		if !asked[path] && !slices.Contains(notDrawn, path) {
			t.Errorf("no drawing looks at %s", path)
		}
	}
	for _, path := range notDrawn {
		if !known[path] || asked[path] {
			t.Errorf("%s is drawn, or not in the table: remove it from notDrawn", path)
		}
	}
}

func TestRules_haveASource(t *testing.T) {
	t.Parallel()
	for _, r := range Rules() {
		text := scan(r.Write, allMarkup)
		span := text.Blocks[0].Lines[0][0]
		if span.Text == r.Write && span.Link == "" {
			t.Errorf("%s: %q is drawn as it is written", r.Name, r.Write)
		}
		if span.Source != r.Source {
			t.Errorf("%s: %q has the source %s, want %s", r.Name, r.Write, span.Source, r.Source)
		}
	}
}

func TestColor_canBeRead(t *testing.T) {
	t.Parallel()
	for _, c := range []string{"#000000", "#ffffff", "#ffff00", "#ff0000", "#00ff00", "#0000ff", "#777777", "#0e72ed"} {
		color, ok := parseColor(c)
		if !ok || color.String() != c {
			t.Errorf("%s became %s", c, color)
		}
		for _, ground := range []rgb{lightGround, darkGround} {
			if got := contrast(color.readable(ground), ground); got < 4.5 {
				t.Errorf("%s on %s: got a contrast of %.2f, want at least 4.5", c, ground, got)
			}
		}
	}
	if css := ColorCSS(
		[]string{"red", "#12345g", `#ff0000"`, "#FF0000"},
	); strings.Count(css, "\n") != 1 ||
		!strings.Contains(css, ".c-ff0000{") {
		t.Errorf("got %q, want the rule of one color", css)
	}
}

// No text makes the scanner look for ends again and again.
func TestScan_isLinear(t *testing.T) {
	t.Parallel()
	for _, part := range []string{
		"*a ", "_", "`", "<", "http://[", `\`, "> ", "*_~a", "<!a|", "a*", "*a _b ~c `d <e ", "https://[a ", "*a_b~ ", "*_~a~_* ",
	} {
		s := strings.Repeat(part, 9000/len(part))
		l := lineScanner{}
		l.scan(s, Span{})
		if l.looked > 8*len(s) {
			t.Errorf("%q: looked at %d bytes of %d", part, l.looked, len(s))
		}
	}
}
