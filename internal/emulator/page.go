package emulator

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/zoom-chatbot/terraform-provider-zoom/internal/card"
)

// The page and its JSON API are for the person and the tests on this machine. They
// are not recorded as requests, and no fault applies to them.
const pagePrefix = "/_emulator/"

//go:embed page.html.tmpl page.css page.js
var pageFiles embed.FS

// isPage reports whether a request is for the page, and not for Zoom.
func isPage(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, pagePrefix) ||
		r.URL.Path == "/" && (r.Method == http.MethodGet || r.Method == http.MethodHead)
}

// newPages returns the handler of the page and of the API.
func (e *Emulator) newPages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", e.servePage)
	mux.HandleFunc("GET /_emulator/messages", e.serveView)
	mux.HandleFunc("GET /_emulator/page.css", serveCSS)
	mux.HandleFunc("GET /_emulator/colors.css", serveColors)
	mux.HandleFunc("GET /_emulator/page.js", serveScript)
	streams := make(chan struct{}, maxStreams)
	mux.HandleFunc("GET /_emulator/events", func(w http.ResponseWriter, r *http.Request) { e.serveEvents(w, r, streams) })
	e.addAPI(mux)
	return guard(mux)
}

// guard keeps other sites away from a server that a browser on this machine can
// reach. A name that leads to the loopback address only since a moment ago (DNS
// rebinding) is refused by its Host, another site by its Origin, and whatever gets
// into a page can neither run nor load anything.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "+
			"base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if reason := foreign(r); reason != "" {
			http.Error(w, reason, http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// foreign returns why a request is not one of this machine's own, or "".
func foreign(r *http.Request) string {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	if host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "This page is only served under localhost and loopback addresses."
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		scheme := "http"
		if r.TLS != nil {
			scheme = "https"
		}
		if err != nil || u.Scheme != scheme || u.Host != r.Host {
			return "This page does not answer other sites."
		}
	}
	// A link to the page may be followed from anywhere; nothing else may come from
	// another site.
	site, mode := r.Header.Get("Sec-Fetch-Site"), r.Header.Get("Sec-Fetch-Mode")
	if (site == "cross-site" || site == "same-site") && (mode != "navigate" || r.Method == http.MethodPost) {
		return "This page does not answer other sites."
	}
	return ""
}

func serveCSS(w http.ResponseWriter, _ *http.Request) {
	css, err := pageFiles.ReadFile("page.css")
	serveText(w, "text/css; charset=utf-8", []byte(card.PageCSS()+card.CSS()+string(css)), err)
}

func serveScript(w http.ResponseWriter, _ *http.Request) {
	js, err := pageFiles.ReadFile("page.js")
	serveText(w, "text/javascript; charset=utf-8", js, err)
}

// serveColors answers with the rules for the colors in the query, six hexadecimal
// digits each, so that no element needs a style of its own.
func serveColors(w http.ResponseWriter, r *http.Request) {
	var colors []string
	for _, digits := range strings.Split(r.URL.Query().Get("c"), ",") {
		if len(colors) < maxColors {
			colors = append(colors, "#"+digits)
		}
	}
	serveText(w, "text/css; charset=utf-8", []byte(card.ColorCSS(colors)), nil)
}

func serveText(w http.ResponseWriter, kind string, text []byte, err error) {
	if err != nil {
		http.Error(w, "This file is missing in the program.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	// A client that has gone away has no use for an error.
	_, _ = w.Write(text)
}

const (
	// maxStreams is how many pages are kept up to date at a time.
	maxStreams = 32
	maxColors  = 200
)

// pageTemplate is parsed when the page is first looked at.
var pageTemplate = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page.html.tmpl").Funcs(template.FuncMap{
		"initial": initial, "local": local, "clock": clock, "clean": card.Clean, "count": count, "done": done,
	}).ParseFS(pageFiles, "page.html.tmpl")
})

func (e *Emulator) servePage(w http.ResponseWriter, r *http.Request) {
	t, err := pageTemplate()
	if err != nil {
		serveText(w, "", nil, err)
		return
	}
	v := e.view(r.URL.Query())
	var b bytes.Buffer
	if err := t.Execute(&b, v); err != nil {
		http.Error(w, "The page could not be drawn.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if v.Missing != "" {
		w.WriteHeader(http.StatusNotFound)
	}
	_, _ = w.Write(b.Bytes())
}

// serveEvents sends the number of changes whenever there is another one, as
// server-sent events.
func (e *Emulator) serveEvents(w http.ResponseWriter, r *http.Request, streams chan struct{}) {
	select {
	case streams <- struct{}{}:
		defer func() { <-streams }()
	default:
		http.Error(w, "Too many pages are open.", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	const alive = 15 * time.Second
	for {
		n, next := e.Changes()
		if _, err := fmt.Fprintf(w, "data: %d\n\n", n); err != nil {
			return
		}
		if err := control.Flush(); err != nil {
			return
		}
		timer := time.NewTimer(alive)
		select {
		case <-next:
			timer.Stop()
			// Many changes at once are one redraw.
			time.Sleep(20 * time.Millisecond)
		case <-timer.C:
		case <-r.Context().Done():
			timer.Stop()
			return
		}
	}
}
