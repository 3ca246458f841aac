package card

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

// drawings draws each type of element. It has exactly the types of the table of
// package content.
var drawings map[string]func(object) Node

// A function that draws elements within an element uses the map, so the map is
// filled when the program starts.
func init() {
	drawings = map[string]func(object) Node{
		"message":          message,
		"fields":           fields,
		"actions":          actions,
		"select":           selection,
		"attachments":      attachment,
		"section":          section,
		"divider":          divider,
		"file":             file,
		"images":           images,
		"progress_bar":     progress,
		"alert":            alert,
		"video":            video,
		"datepicker":       func(o object) Node { return &Picker{What: "Date", Value: o.string("initial_date")} },
		"timepicker":       func(o object) Node { return &Picker{What: "Time", Value: o.string("initial_time")} },
		"radio_buttons":    radioButtons,
		"checkboxes":       checkboxes,
		"plain_text_input": input,
		"page":             pages,
	}
}

func (o object) head() Node {
	head := o.child("head")
	head.name = "head"
	sub := head.child("sub_head")
	return &Head{
		Base: Base{Type: "head", Path: "head"},
		Text: head.styledText("text"),
		Sub:  sub.styledText("text"),
	}
}

// message draws a text. With a link, the whole text is the link and no markup.
func message(o object) Node {
	m := &Message{Editable: o.is("editable")}
	if o.raw("link") == "" {
		m.Text = o.styledText("text")
		if !o.markdown {
			m.Text = autolink(m.Text)
		}
		return m
	}
	link := o.link("link")
	m.Text = plain(o.string("text")).each(func(s *Span) { s.Link = link }).styled(o.style("style"))
	return m
}

// fields draws two consecutive short items in one row, as Zoom documents for its
// desktop clients.
func fields(o object) Node {
	f := &Fields{}
	short := false // the last row has one short item
	for _, i := range o.items("items") {
		item := FieldItem{Key: plain(i.string("key")), Editable: i.is("editable")}
		if own, given := i.flag("is_markdown"); given {
			i.markdown = own
		}
		i.markdown = i.markdown && !item.Editable
		item.Value = i.styledText("value")
		isShort := i.is("short")
		if last := len(f.Rows) - 1; short && isShort {
			f.Rows[last] = append(f.Rows[last], item)
			short = false
		} else {
			f.Rows = append(f.Rows, []FieldItem{item})
			short = isShort
		}
	}
	return f
}

func actions(o object) Node {
	a := &Actions{}
	for _, i := range o.items("items") {
		b := Button{Text: i.string("text"), Style: buttonStyle(i.raw("style"))}
		dialog := i.child("dialog")
		if i.raw("action") == "dialog" {
			b.Opens = dialog.child("title").string("text")
			if b.Opens == "" {
				b.Opens = "a window"
			}
		}
		a.Buttons = append(a.Buttons, b)
	}
	if limit, ok := o.number("limit"); ok && limit >= 0 && limit < float64(len(a.Buttons)) {
		a.Buttons, a.More = a.Buttons[:int(limit)], a.Buttons[int(limit):]
	}
	return a
}

// buttonStyle returns a known style in lower case. Zoom does not check the
// style, so another one is drawn as the default.
func buttonStyle(s string) string {
	switch s = strings.ToLower(s); s {
	case "primary", "danger", "disabled", "thumbsup", "thumbsdown":
		return s
	default:
		return "default"
	}
}

func selection(o object) Node {
	s := &Select{Label: o.string("text"), Selected: o.child("selected_item").string("text")}
	for _, i := range o.items("select_items") {
		s.Choices = append(s.Choices, i.string("text"))
	}
	switch o.raw("static_source") {
	case "members":
		s.From = "the members of the channel"
	case "channels":
		s.From = "the channels of the person who clicks"
	}
	if s.Selected == "" {
		s.Selected = "Select…"
	}
	return s
}

func attachment(o object) Node {
	info := o.child("information")
	title, description := info.child("title"), info.child("description")
	a := &Attachment{
		Title:       title.plainStyled(),
		Description: description.plainStyled(),
		URL:         o.link("resource_url"),
	}
	a.Image = o.image("img_url", "")
	var about []string
	if ext := o.string("ext"); ext != "" {
		about = append(about, strings.ToUpper(ext))
	}
	if size, ok := o.number("size"); ok {
		about = append(about, fileSize(size))
	}
	a.Facts = strings.Join(about, " · ")
	return a
}

// plainStyled returns the text of an object that has a text and a style and is
// never markup.
func (o object) plainStyled() Text { return plain(o.string("text")).styled(o.style("style")) }

func fileSize(n float64) string {
	if n < 0 || n > 1e18 {
		return ""
	}
	for _, unit := range []string{"bytes", "kB", "MB", "GB"} {
		if n < 1000 {
			return fmt.Sprintf("%.4g %s", math.Round(n*10)/10, unit)
		}
		n /= 1000
	}
	return fmt.Sprintf("%.4g TB", math.Round(n*10)/10)
}

func section(o object) Node {
	s := &Section{Color: o.colorOf("sidebar_color"), Icon: o.image("footer_icon", "")}
	if s.Color == "" {
		s.Color = o.color
	}
	s.Nodes = o.elements("sections", content.InSection)
	s.Footer = plain(o.string("footer"))
	if o.markdown {
		// The guide: "The footer message type also supports the link Markdown style".
		s.Footer = scan(o.string("footer"), onlyLinks)
	}
	if ms, ok := o.number("ts"); ok && ms >= 0 && ms < 1e14 {
		// Zoom shows a recent time in words and another one as MM/DD/YYYY with the
		// time of the day, in the reader's zone. A drawing has no now and no reader.
		s.Time = time.UnixMilli(int64(ms)).UTC().Format("01/02/2006 03:04 PM UTC")
	}
	return s
}

func divider(o object) Node {
	s := o.child("style")
	return &Divider{Bold: s.is("bold"), Dotted: s.is("dotted"), Color: s.colorOf("color")}
}

func file(o object) Node {
	title := o.child("title")
	return &File{
		Title:       plain(title.string("text")),
		URL:         title.link("file_url"),
		Icon:        o.image("icon_url", ""),
		Description: plain(o.child("description").string("text")),
	}
}

func images(o object) Node {
	n := &Images{}
	current, ok := o.number("cur_index")
	for i, item := range o.items("images") {
		n.Images = append(n.Images, item.image("image_url", item.string("alt_text")))
		index, numbered := item.number("image_index")
		if ok && (numbered && index == current || !numbered && float64(i) == current) {
			n.Current = i
		}
	}
	return n
}

func progress(o object) Node {
	value, _ := o.number("value")
	return &Progress{Percent: int(max(0, min(100, value))), Value: o.string("value")}
}

func alert(o object) Node {
	return &Alert{Text: plain(o.string("text")), Level: o.string("level"), Closable: o.is("closable")}
}

func video(o object) Node {
	title := o.child("title")
	v := &Video{
		Title:     plain(title.string("text")),
		URL:       o.link("video_url"),
		TitleURL:  o.link("title_url"),
		Thumbnail: o.image("thumbnail_url", ""),
		Icon:      o.image("provider_icon_url", ""),
		Author:    o.string("author_name"),
		Provider:  o.string("provider_name"),
	}
	if title.is("is_markdown_support") {
		v.Title = scan(title.string("text"), allMarkup)
	}
	return v
}

func radioButtons(o object) Node {
	c := &Choices{Kind: "radio"}
	initial := o.child("initial_option")
	text, value := initial.raw("text"), initial.raw("value")
	for _, i := range o.items("options") {
		selected := value != "" && i.raw("value") == value || value == "" && text != "" && i.raw("text") == text
		c.Options = append(c.Options, Choice{Text: i.string("text"), Selected: selected})
	}
	return c
}

func checkboxes(o object) Node {
	c := &Choices{Kind: "checkbox"}
	if o.raw("style") != "" {
		c.Kind = "switch"
	}
	for _, i := range o.items("options") {
		c.Options = append(c.Options, Choice{Text: i.string("text"), Selected: i.is("initial_selected")})
	}
	return c
}

func input(o object) Node {
	n := &Input{
		Label:       o.string("text"),
		Value:       o.string("value"),
		Placeholder: o.string("placeholder"),
		Multiline:   o.is("multiline"),
	}
	least, hasLeast := o.number("min_length")
	most, hasMost := o.number("max_length")
	switch {
	case hasLeast && hasMost:
		n.Limits = fmt.Sprintf("%.0f to %.0f characters", least, most)
	case hasLeast:
		n.Limits = fmt.Sprintf("at least %.0f characters", least)
	case hasMost:
		n.Limits = fmt.Sprintf("at most %.0f characters", most)
	}
	return n
}

func pages(o object) Node {
	p := &Pages{}
	current, ok := o.number("cur_page")
	for i, item := range o.items("pages") {
		page := Page{Number: item.string("pageNo")}
		number, numbered := item.number("pageNo")
		page.Current = ok && numbered && number == current || !ok && i == 0
		page.Nodes = item.elements("body", content.InPage)
		p.Pages = append(p.Pages, page)
	}
	return p
}
