package card

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed card.html.tmpl
var htmlSource string

//go:embed card.css
var css string

// CSS returns the style sheet that the HTML needs, for light and dark.
func CSS() string { return css }

//go:embed page.css
var pageCSS string

// PageCSS returns the style sheet of a page around drawings.
func PageCSS() string { return pageCSS }

// htmlTemplate is parsed when it is needed first: the provider never does.
var htmlTemplate func() *template.Template

// The templates call each other through draw, so this is no initial value.
func init() {
	htmlTemplate = sync.OnceValue(func() *template.Template {
		return template.Must(template.New("card").Funcs(template.FuncMap{
			"draw":  drawHTML,
			"color": colorClass,
			"host":  host,
		}).Parse(htmlSource))
	})
}

// HTML returns the card as an element that needs CSS and, for the colors of the
// message, ColorCSS.
func (c Card) HTML() (template.HTML, error) { return execute("card", c) }

func drawHTML(n Node) (template.HTML, error) {
	drawn, err := execute(templateOf(n), n)
	if err != nil || n.About().Mark == "" {
		return drawn, err
	}
	return execute("marked", struct {
		Mark  Mark
		Drawn template.HTML
	}{n.About().Mark, drawn})
}

// templateOf returns the name of a node's template, such as Message.
func templateOf(n Node) string { return strings.TrimPrefix(fmt.Sprintf("%T", n), "*card.") }

func execute(name string, data any) (template.HTML, error) {
	var b bytes.Buffer
	if err := htmlTemplate().ExecuteTemplate(&b, name, data); err != nil {
		return "", err
	}
	return template.HTML(b.String()), nil
}

func host(l Link) string {
	u, err := url.Parse(string(l))
	if err != nil {
		return ""
	}
	return Clean(u.Host)
}

// colorClass returns the class of a color. A style attribute would need a
// Content-Security-Policy that allows all of them.
func colorClass(color string) string {
	if color == "" {
		return ""
	}
	return "c-" + color[1:]
}

// Colors returns the colors of the card in order, each once, as #rrggbb.
func (c Card) Colors() []string {
	var colors []string
	walk(c.Nodes, func(n Node) {
		switch n := n.(type) {
		case *Section:
			colors = append(colors, n.Color)
		case *Divider:
			colors = append(colors, n.Color)
		}
		for _, t := range texts(n) {
			t.each(func(s *Span) { colors = append(colors, s.Color) })
		}
	})
	slices.Sort(colors)
	colors = slices.Compact(colors)
	if len(colors) > 0 && colors[0] == "" {
		colors = colors[1:]
	}
	return colors
}

// walk visits every node.
func walk(nodes []Node, visit func(Node)) {
	for _, n := range nodes {
		visit(n)
		switch n := n.(type) {
		case *Section:
			walk(n.Nodes, visit)
		case *Pages:
			for _, p := range n.Pages {
				walk(p.Nodes, visit)
			}
		}
	}
}

// texts returns the texts of a node that can have a style or marks.
func texts(n Node) []Text {
	switch n := n.(type) {
	case *Head:
		return []Text{n.Text, n.Sub}
	case *Message:
		return []Text{n.Text}
	case *Attachment:
		return []Text{n.Title, n.Description}
	case *Section:
		return []Text{n.Footer}
	case *Fields:
		var out []Text
		for _, row := range n.Rows {
			for _, item := range row {
				out = append(out, item.Key, item.Value)
			}
		}
		return out
	default:
		return nil
	}
}

// ColorCSS returns the rules for colors of messages. What is no #rrggbb is left
// out. Each color has one variant that can be read on a light ground and one for
// a dark one (4.5:1, as WCAG 2 asks); Zoom shows the color as it is written.
func ColorCSS(colors []string) string {
	var b strings.Builder
	for _, c := range colors {
		rgb, ok := parseColor(c)
		if !ok {
			continue
		}
		light, dark := rgb.readable(lightGround), rgb.readable(darkGround)
		fmt.Fprintf(&b, ".%s{--own:%s;--own-text:light-dark(%s,%s)}\n", colorClass(rgb.String()), rgb, light, dark)
	}
	return b.String()
}

type rgb [3]float64

// The grounds are those of card.css: the darkest light one and the lightest dark
// one on which text is drawn.
var lightGround, darkGround = rgb{0xf3, 0xf5, 0xf8}, rgb{0x26, 0x2b, 0x33}

func parseColor(s string) (rgb, bool) {
	if len(s) != 7 || s[0] != '#' {
		return rgb{}, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	return rgb{float64(n >> 16), float64(n >> 8 & 0xff), float64(n & 0xff)}, err == nil
}

func (c rgb) String() string { return fmt.Sprintf("#%02x%02x%02x", int(c[0]), int(c[1]), int(c[2])) }

// readable returns the color, mixed with black or white until it can be read on
// the ground.
func (c rgb) readable(ground rgb) rgb {
	towards := rgb{}
	if ground.luminance() < 0.5 {
		towards = rgb{255, 255, 255}
	}
	for share := 0.0; share <= 1; share += 0.02 {
		var mixed rgb
		for i := range c {
			mixed[i] = c[i]*(1-share) + towards[i]*share
		}
		if contrast(mixed, ground) >= 4.6 {
			return mixed
		}
	}
	return towards
}
