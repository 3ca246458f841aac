// Package browsertest looks at a page with Chromium, for tests.
package browsertest

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed axe
var axeFolder embed.FS

// giveUp ends a test that lacks a program: on CI it fails, elsewhere it is skipped.
func giveUp(t testing.TB, format string, values ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf(format, values...)
	}
	t.Skipf(format, values...)
}

// Browser is a Chromium of its own, with a profile of its own.
type Browser struct {
	t   testing.TB
	ctx context.Context
}

// Start starts Chromium until the test is over. Without Chromium the test is
// skipped, except on CI.
func Start(t testing.TB) *Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("looking at pages takes some seconds, which -short leaves out")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		giveUp(t, "the page is not looked at: there is no chromium on the PATH")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		// Only a test that fails should ever leave this machine: nothing resolves.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
		chromedp.WSURLReadTimeout(time.Minute))
	allocator, stopAllocator := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	ctx, stop := chromedp.NewContext(allocator)
	t.Cleanup(func() {
		// It ends the process and waits for it, so that its profile can be removed.
		_ = chromedp.Cancel(ctx)
		stop()
		stopAllocator()
	})
	if err := chromedp.Do(ctx); err != nil {
		giveUp(t, "the page is not looked at: chromium does not start: %v", err)
	}
	return &Browser{t, ctx}
}

// Look is how a page is looked at.
type Look struct {
	// Width in CSS pixels; zero means 1280. The height is 900.
	Width int
	Dark  bool
	// NoScript turns JavaScript off.
	NoScript bool
}

// String names the look.
func (l Look) String() string {
	theme := "light"
	if l.Dark {
		theme = "dark"
	}
	return fmt.Sprintf("%d px, %s", l.width(), theme)
}

func (l Look) width() int {
	if l.Width == 0 {
		return 1280
	}
	return l.Width
}

// Looks are both themes at both ends of the widths that a page is made for.
func Looks() []Look {
	return []Look{{Width: 1280}, {Width: 1280, Dark: true}, {Width: 360}, {Width: 360, Dark: true}}
}

// Page is a page in a tab.
type Page struct {
	t     testing.TB
	ctx   context.Context
	close func()

	mu       sync.Mutex
	requests []string
	dialogs  []string
	refused  []string
}

// Open opens a page in a new tab, and waits until it is loaded.
func (b *Browser) Open(url string, look Look) *Page {
	b.t.Helper()
	tab, closeTab := chromedp.NewContext(b.ctx)
	ctx, cancel := context.WithTimeout(tab, 2*time.Minute)
	p := &Page{t: b.t, ctx: ctx, close: func() { cancel(); closeTab() }}
	b.t.Cleanup(p.close)
	if err := chromedp.Listen(ctx, p.listen); err != nil {
		b.t.Fatal(err)
	}
	theme := "light"
	if look.Dark {
		theme = "dark"
	}
	call(p, network.Enable, network.EnableParams{})
	call(p, log.Enable, cdp.Empty{})
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}},
	})
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: look.NoScript})
	run(p, chromedp.EmulateViewport(int64(look.width()), 900))
	run(p, chromedp.Navigate(url))
	return p
}

func (p *Page) listen(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, event.Request.URL)
	case *page.EventJavascriptDialogOpening:
		p.dialogs = append(p.dialogs, event.Message)
		go func() {
			_, _ = chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
	case *log.EventEntryAdded:
		if text := event.Entry.Text; strings.Contains(text, "Content Security Policy") {
			p.refused = append(p.refused, text)
		}
	case *runtime.EventExceptionThrown:
		p.refused = append(p.refused, event.ExceptionDetails.Text)
	}
}

// Close closes the tab.
func (p *Page) Close() { p.close() }

func run[T any](p *Page, action chromedp.Action[T]) T {
	p.t.Helper()
	result, err := chromedp.Run(p.ctx, action)
	if err != nil {
		p.t.Fatal(err)
	}
	return result
}

func call[P, R any](p *Page, command cdp.Command[P, R], params P) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, command, params); err != nil {
		p.t.Fatal(err)
	}
}

// Do runs a script in the page, and waits if its value is a promise.
func (p *Page) Do(script string) {
	p.t.Helper()
	run(p, chromedp.Evaluate[chromedp.Void](script, chromedp.EvalAwaitPromise))
}

// WaitFor waits until an expression is true in the page.
func (p *Page) WaitFor(condition string) {
	p.t.Helper()
	p.Do("new Promise(done => (function wait() { " + condition + " ? done() : setTimeout(wait, 10); })())")
}

// Eval returns the value of an expression in the page, and waits if it is a promise.
func Eval[T any](p *Page, expression string) T {
	p.t.Helper()
	return run(p, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Press presses a key, such as kb.Tab.
func (p *Page) Press(key string) {
	p.t.Helper()
	run(p, chromedp.KeyEvent(key))
}

// Text returns the text that is shown.
func (p *Page) Text() string {
	p.t.Helper()
	return run(p, chromedp.Text(chromedp.CSS("body")))
}

// Screenshot returns a PNG of what is in the window, or of the whole page.
func (p *Page) Screenshot(whole bool) []byte {
	p.t.Helper()
	if whole {
		return run(p, chromedp.FullScreenshot(100))
	}
	return run(p, chromedp.CaptureScreenshot())
}

// ExpectQuiet checks that nothing ran that is not the page's own, that its policy
// had nothing to refuse, and that nothing was asked of another origin.
func (p *Page) ExpectQuiet(origin string) {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range p.requests {
		if !strings.HasPrefix(r, origin) {
			p.t.Errorf("a request went to %s", r)
		}
	}
	if len(p.requests) == 0 {
		p.t.Error("no request was seen, not even that for the page")
	}
	for _, d := range p.dialogs {
		p.t.Errorf("a script ran: %s", d)
	}
	for _, r := range p.refused {
		p.t.Errorf("the page tried what it must not: %s", r)
	}
}

// Violations returns what axe-core finds in the page, one line for each.
func (p *Page) Violations(axe string) []string {
	p.t.Helper()
	p.Do(axe)
	var result struct {
		Violations []struct {
			ID, Help string
			Nodes    []struct {
				HTML           string
				FailureSummary string
			}
		}
		Passes []struct{ ID string }
	}
	raw := Eval[string](p, `axe.run(document, {resultTypes: ["violations"]}).then(JSON.stringify)`)
	if err := json.Unmarshal([]byte(raw), &result); err != nil {
		p.t.Fatal(err)
	}
	if len(result.Passes) < 10 {
		p.t.Errorf("axe-core checked only %d rules", len(result.Passes))
	}
	var out []string
	for _, v := range result.Violations {
		for _, n := range v.Nodes {
			out = append(out, fmt.Sprintf("%s (%s): %.160s: %.300s", v.ID, v.Help, n.HTML, n.FailureSummary))
		}
	}
	return out
}

// ExpectFits checks that nothing has to be scrolled sideways.
func (p *Page) ExpectFits() {
	p.t.Helper()
	widths := Eval[[]int](p, "[document.documentElement.scrollWidth, window.innerWidth]")
	if widths[0] > widths[1] {
		p.t.Errorf("the page is %d px wide in a window of %d px", widths[0], widths[1])
	}
}

// Axe returns the source of axe-core, in the version of the lock file. Without npm
// the test is skipped, except on CI.
func Axe(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("installing axe-core with npm takes some seconds, which -short leaves out")
	}
	if _, err := exec.LookPath("npm"); err != nil {
		giveUp(t, "the page is not checked for accessibility: there is no npm")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, axeFolder); err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(dir, "axe")
	install := exec.CommandContext(t.Context(),
		"npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		giveUp(t, "the page is not checked for accessibility, as npm could not install axe-core: %v\n%s", err, out)
	}
	source, err := os.ReadFile(filepath.Join(dir, "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}
