package content

import (
	"fmt"
	"strings"
)

// nested returns the field whose object or items have a field of this name, which then is one level too high.
func nested(key string, o *object) string {
	for i := range o.fields {
		for _, f := range o.fields[i].Fields {
			if f.Source == Documented && normal(f.Name) == normal(key) {
				return o.fields[i].Name
			}
		}
	}
	return ""
}

// nearestField returns the field that an unknown key was most likely meant to be, and whether that is sure: the same
// word in another spelling, or a known synonym.
func nearestField(key string, o *object) (name string, sure bool) {
	for i := range o.fields {
		if normal(o.fields[i].Name) == normal(key) {
			return o.fields[i].Name, true
		}
	}
	if nested(key, o) != "" {
		return "", false
	}
	for _, s := range fieldSynonyms[normal(key)] {
		if field(o.fields, s) != nil {
			return s, true
		}
	}
	return nearestOf(key, len(o.fields), func(i int) string { return o.fields[i].Name }), false
}

// fieldSynonyms are words from elsewhere that people use for a field. The first one that the object has is meant.
var fieldSynonyms = map[string][]string{
	"imageproviderurl": {"img_url"},
	"imageurl":         {"img_url"},
	"image":            {"img_url"},
	"thumbnailurl":     {"img_url"},
	"url":              {"link", "resource_url", "image_url", "video_url"},
	"href":             {"link", "resource_url"},
	"header":           {"head"},
	"title":            {"head", "key", "text"},
	"blocks":           {"body"},
	"elements":         {"sections", "items", "body"},
	"body":             {"sections"},
	"items":            {"select_items", "sections", "options"},
	"options":          {"select_items"},
	"choices":          {"select_items", "options"},
	"buttons":          {"items"},
	"fields":           {"items"},
	"actions":          {"items"},
	"subtitle":         {"sub_head"},
	"subheader":        {"sub_head"},
	"subheading":       {"sub_head"},
	"name":             {"key"},
	"label":            {"text", "key"},
	"content":          {"text"},
	"message":          {"text"},
	"markdown":         {"is_markdown_support"},
	"ismarkdown":       {"is_markdown_support"},
	"timestamp":        {"ts"},
	"barcolor":         {"sidebar_color"},
	"source":           {"static_source"},
	"defaultitem":      {"selected_item"},
	"color":            {"sidebar_color"},
	"alt":              {"alt_text"},
}

// typeSynonyms are words from elsewhere that people use for an element type, and page titles of Zoom's own guide.
var typeSynonyms = map[string]string{
	"dropdown": "select", "menu": "select", "staticselect": "select",
	"button": "actions", "buttons": "actions", "action": "actions",
	"text": "message", "paragraph": "message", "textblock": "message", "styledtext": "message",
	"markdown": "message",
	"image":    "images", "img": "images", "picture": "images", "carousel": "images",
	"formfield": "fields", "form": "fields", "facts": "fields", "factset": "fields",
	"switch": "checkboxes", "switchgroup": "checkboxes", "toggle": "checkboxes",
	"radio": "radio_buttons", "radiobutton": "radio_buttons",
	"input": "plain_text_input", "textarea": "plain_text_input", "textinput": "plain_text_input",
	"date": "datepicker", "time": "timepicker", "progress": "progress_bar",
	"link": "attachments", "line": "divider", "hr": "divider", "separator": "divider",
	"banner": "alert", "callout": "alert", "container": "section", "group": "section",
}

// notElements are parts of a message that are not elements of the body.
var notElements = map[string]string{
	"header":  headNotElement,
	"head":    headNotElement,
	"title":   headNotElement,
	"subhead": `It is not an element of the body: add "sub_head": {"text": "..."} inside "head".`,
	"footer":  `It is not an element of the body: add "footer": "..." to a section.`,
}

const headNotElement = `The head is not an element of the body: add "head": {"text": "..."} next to "body".`

// typeRemedy returns the remedy for an unknown type.
func typeRemedy(name string) string {
	if remedy, ok := notElements[normal(name)]; ok {
		return remedy
	}
	if near := nearestType(name); near != "" {
		return fmt.Sprintf("Did you mean %q?", near)
	}
	return fmt.Sprintf(
		"Zoom documents %s; its SDK has %d more.",
		list(documentedElements, elementName),
		len(newerElements),
	)
}

func elementName(e Element) string { return e.Name }

func nearestType(name string) string {
	if t, ok := typeSynonyms[normal(name)]; ok {
		return t
	}
	known := len(documentedElements)
	return nearestOf(name, known+len(newerElements), func(i int) string {
		if i < known {
			return documentedElements[i].Name
		}
		return newerElements[i-known].Name
	})
}

// nearest returns the known name that differs least from a misspelled one, or "".
func nearest(name string, known []string) string {
	return nearestOf(name, len(known), func(i int) string { return known[i] })
}

func nearestOf(name string, count int, known func(i int) string) string {
	best, least := "", len(name)
	for i := range count {
		k := known(i)
		d, ok := misspelled(name, k)
		if ok && (best == "" || d < least) {
			best, least = k, d
		}
	}
	return best
}

// near reports whether name may be a misspelling of known.
func near(name, known string) bool {
	_, ok := misspelled(name, known)
	return ok
}

// misspelled returns the number of slips between two names, and whether they are few enough for the length of the
// name. Case and separators do not count.
func misspelled(name, known string) (count int, ok bool) {
	return slips(normal(name), normal(known))
}

// slips is misspelled for names in the form of normal.
func slips(name, known string) (count int, ok bool) {
	allowed := 1
	if len(known) >= 6 {
		allowed = 2
	}
	if len(known) < 3 {
		allowed = 0
	}
	if len(name) > len(known)+allowed || len(known) > len(name)+allowed {
		return 0, false
	}
	count = distance(name, known)
	return count, count <= allowed
}

// normal returns one word for sidebarColor, sidebar-colour and sidebar_color, and none for a name that is far too long
// for a field.
func normal(name string) string {
	if len(name) > maxName {
		return ""
	}
	if name = strings.ToLower(name); len(name) > maxName { // a few letters are longer in lower case
		return ""
	}
	return separators.Replace(name)
}

var separators = strings.NewReplacer("_", "", "-", "", " ", "", "$", "", "colour", "color")

// distance returns how many letters have to be inserted, deleted, replaced or swapped with their neighbor to get from
// one word to the other (optimal string alignment). Both are at most maxName bytes long.
func distance(a, b string) int {
	var rows [3][maxName + 1]int
	before, above, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		above[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, above[j+1]+1, above[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
