package main

import (
	"context"
	"fmt"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/render"
	"opas/cmd/opas/internal/site"
)

// TestBrowser is the browser suite: the guide that ships with Opas, built in
// memory, served by a plain file server and read in a real browser, as it will
// stand on a host that knows nothing of Opas.
//
// All tests share one Chromium. Each opens tabs of its own, with storage of
// their own, and a tab fails its test when anything goes wrong in it: an
// error in the console, a breach of the page's policy, a request that fails or
// leaves the host. Tests look for what a person sees, labels and texts, and
// take them from the messages and the content, so that a better word breaks
// none of them. Nothing sleeps: a test waits for a condition or an event.
//
// The suite needs Chromium and axe-core and fails without them; .ci/run brings
// both.
func TestBrowser(t *testing.T) {
	s := &suite{
		t:       t,
		idle:    make(chan *tab, 100),
		browser: startBrowser(t),
		axe:     readAxe(t),
		guide:   hosted(t, embedded()),
	}
	t.Run("pages", s.testPages)
	t.Run("weight", s.testWeight)
	t.Run("reflow", s.testReflow)
	t.Run("header", s.testHeader)
	t.Run("finder", s.testFinder)
	t.Run("search", s.testSearch)
	t.Run("search page", s.testSearchPage)
	t.Run("found words", s.testFoundWords)
	t.Run("glossary", s.testGlossary)
	t.Run("wide table", s.testWideTable)
	t.Run("forms", s.testForms)
	t.Run("entry policy", s.testEntryPolicy)
	t.Run("root", s.testRoot)
	t.Run("not-found", s.testNotFound)
	t.Run("disk", s.testDisk)
	t.Run("moved", s.testMoved)
	t.Run("print", s.testPrint)
	t.Run("sheets", s.testSheets)
	t.Run("taking", s.testTaking)
	t.Run("keeping", s.testKeeping)
	t.Run("languages", s.testLanguages)
	t.Run("handing over", s.testHandover)
	t.Run("comparing", s.testComparing)
	t.Run("group", s.testGroup)
	t.Run("paper forms", s.testPaper)
	t.Run("windows", s.testWindows)
}

// suite is what the tests share.
type suite struct {
	t       *testing.T
	idle    chan *tab       // to borrow
	browser context.Context // tabs are opened in it
	axe     string          // the program that finds barriers
	guide   *published
	weights weights // of the pages looked at
}

// startBrowser starts the one Chromium of the suite.
func startBrowser(t *testing.T) context.Context {
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatalf("the browser suite needs Chromium: %v\nrun bash .ci/run once: it installs what is missing", err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program),
		chromedp.NoSandbox, // the suite may run as root, and reads only its own pages
		chromedp.DisableGPU,
		// Without these it looks up hosts of its maker at every start.
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// A page that comes back whole is none that chromedp can follow.
		chromedp.Flag("disable-back-forward-cache", true),
		chromedp.UserDataDir(t.TempDir()),
	)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	t.Cleanup(func() {
		// The folder of its profile can only go when it has let go of it.
		closing, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		if err := chromedp.Cancel(closing); err != nil {
			t.Errorf("stop Chromium: %v", err)
		}
	})
	return ctx
}

// readAxe reads axe-core (Deque, MPL 2.0), which finds breaches of WCAG.
func readAxe(t *testing.T) string {
	data, err := os.ReadFile(filepath.FromSlash("../../.ci/node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatalf("the browser suite needs axe-core: %v\nrun bash .ci/run once: it installs what is missing", err)
	}
	return string(data)
}

// published is a site on a host of its own, below a path of it: every address
// that does not stay inside the site fails.
type published struct {
	*build.Result
	url   string // of its root, with the last slash
	files map[string][]byte

	mu       sync.Mutex
	requests []string // paths, as they reached the host
}

// hostPath is the path below which every site of the suite stands.
const hostPath = "/opas/"

// hosted builds a site and serves it.
func hosted(t *testing.T, source fs.FS) *published {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := &url.URL{Scheme: "http", Host: listener.Addr().String(), Path: hostPath}
	result, found, err := build.Run(build.Options{FS: source, BaseURL: base})
	if err != nil {
		t.Fatal(err)
	}
	if result == nil {
		for _, d := range found.Sorted() {
			if d.Severity == diag.Error {
				t.Logf("%s: %s", d.Pos, d.Message)
			}
		}
		t.Fatal("the guide has errors: run go run ./cmd/opas check")
	}
	p := &published{Result: result, url: base.String(), files: map[string][]byte{}}
	for _, f := range result.Files {
		p.files[f.Path] = f.Data
	}
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.StripPrefix(hostPath, p)}}
	server.Start()
	t.Cleanup(server.Close)
	return p
}

// ServeHTTP answers as hosts of plain files do.
func (p *published) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path
	p.mu.Lock()
	p.requests = append(p.requests, name)
	p.mu.Unlock()
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if data, ok := p.files[name]; ok {
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
		_, _ = w.Write(data)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(p.files["404.html"])
}

// asked returns the requests that reached the host and hold a word.
func (p *published) asked(word string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []string
	for _, name := range p.requests {
		if strings.Contains(name, word) {
			list = append(list, name)
		}
	}
	return list
}

// language returns a language of the site by its tag.
func (p *published) language(t *testing.T, tag string) *site.Language {
	t.Helper()
	for _, l := range p.Site.Languages {
		if string(l.Tag) == tag {
			return l
		}
	}
	t.Fatalf("the site has no language %s", tag)
	return nil
}

// page returns the address of a page of the site.
func (p *published) page(t *testing.T, tag, id string) string {
	t.Helper()
	name := path.Join(tag, id) + "/"
	if p.files[name+"index.html"] == nil {
		t.Fatalf("the site has no page %s", name)
	}
	return p.url + name
}

// pagesIn returns the pages in a language, in reading order.
func (p *published) pagesIn(tag string) []render.File {
	byID := map[string]render.File{}
	for _, f := range p.Files {
		if f.Page != nil && f.Lang == tag {
			byID[f.Page.ID] = f
		}
	}
	var list []render.File
	for _, page := range p.Site.Pages {
		if f, ok := byID[page.ID]; ok {
			list = append(list, f)
		}
	}
	return list
}

// oneOfEach returns the first page of every view in a language.
func (p *published) oneOfEach(tag string) []render.File {
	var list []render.File
	var seen []string
	for _, f := range p.pagesIn(tag) {
		if view := viewOf(f.Page); !slices.Contains(seen, view) {
			seen = append(seen, view)
			list = append(list, f)
		}
	}
	return list
}

// viewOf names what a page is made by: pages of one view look alike.
func viewOf(p *site.Page) string {
	switch {
	case p.ID == "":
		return "home"
	case p.Added != nil:
		return p.Kind + " " + p.Added.View
	case p.Definition != nil:
		return p.Kind
	}
	return "text"
}

// label names a page in messages: "fi/mentoring/agreement".
func label(f render.File) string {
	return strings.TrimSuffix(f.Path, "/index.html")
}

// A viewport is how a page is looked at.
type viewport struct {
	width, height int64
	scheme        string // light or dark
}

func (v viewport) String() string { return fmt.Sprintf("%d px, %s", v.width, v.scheme) }

// viewports are those in which every page must hold: a phone and a desktop, by
// day and by night.
var viewports = []viewport{
	{360, 740, "light"},
	{360, 740, "dark"},
	{1280, 800, "light"},
	{1280, 800, "dark"},
}
