package preview

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"slices"
	"sync"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
	"github.com/zoom-chatbot/terraform-provider-zoom/internal/content"
)

//go:embed preview.html.tmpl
var pageSource string

//go:embed preview.css
var pageCSS string

// page is parsed when it is needed first: the provider never does.
var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("preview").Funcs(template.FuncMap{
		"verb":     func(o Outcome) string { return capital(o.Verb()) },
		"severity": severity,
		"clean":    func(p content.Problem) string { return card.Clean(p.String()) },
	}).Parse(pageSource))
})

// pageData is what the page needs.
type pageData struct {
	*Preview
	CSS        template.CSS
	CSP        string
	Summary    string
	Warning    string
	Disclaimer string
	Findings   int
	Counts     []count
	Changing   []Change
	Kept       []Change
}

type count struct {
	Outcome Outcome
	N       int
}

// HTML draws one side of a change.
func (c *Content) HTML() (template.HTML, error) { return c.Card.HTML() }

// WriteHTML writes the preview as one page that needs nothing else: no script, no
// font, no image, and a Content-Security-Policy that allows none.
func (p *Preview) WriteHTML(w io.Writer) error {
	css := card.CSS() + card.PageCSS() + pageCSS + card.ColorCSS(p.colors())
	// html/template writes a template.CSS as it is, so this is the hash of what a
	// browser reads.
	hash := sha256.Sum256([]byte(css))
	d := pageData{
		Preview: p, CSS: template.CSS(css), Summary: p.Summary(), Warning: p.warning(),
		Disclaimer: card.Disclaimer, Findings: p.problems(),
		CSP: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) +
			"'; base-uri 'none'; form-action 'none'",
	}
	for _, o := range outcomes {
		if n := p.Count(o); n > 0 {
			d.Counts = append(d.Counts, count{o, n})
		}
	}
	first := slices.IndexFunc(p.Changes, func(c Change) bool { return c.Outcome == Keep })
	if first < 0 {
		first = len(p.Changes)
	}
	d.Changing, d.Kept = p.Changes[:first], p.Changes[first:]
	return page().Execute(w, d)
}

// colors returns the colors of all messages, each once.
func (p *Preview) colors() []string {
	var colors []string
	for _, c := range p.Changes {
		for _, side := range []*Content{c.Before, c.After} {
			if side != nil {
				colors = append(colors, side.Card.Colors()...)
			}
		}
	}
	slices.Sort(colors)
	return slices.Compact(colors)
}
