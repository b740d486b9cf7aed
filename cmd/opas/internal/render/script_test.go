package render_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/diag"
)

// A probe is one Chromium with a page open, in which a test calls the pure
// functions of scripts. The tests of this package share it.
type probe struct {
	// source is an entry point that puts what it imports on window.
	source string
	// tree is the site that it is built with.
	tree func(*testing.T) fstest.MapFS
	// page is the path of the page that is open.
	page string

	once sync.Once
	ctx  context.Context
	err  error
}

// finder is where the functions of the finder and of forms are called.
var finder = probe{
	source: `import * as path from "./finder/path";
import * as kept from "./form/kept";
Object.assign(window, { path, kept });
`,
	tree: func(t *testing.T) fstest.MapFS { return guide(t).(fstest.MapFS) },
	page: "/fi/study-path/next-step/",
}

// inBrowser returns the text that an expression of JavaScript gives beside the finder.
func inBrowser(t *testing.T, expression string) string {
	t.Helper()
	return finder.evaluate(t, expression)
}

// evaluate returns the text that an expression of JavaScript gives.
func (p *probe) evaluate(t *testing.T, expression string) string {
	t.Helper()
	p.once.Do(func() { p.ctx, p.err = p.open(t) })
	if p.err != nil {
		t.Fatal(p.err)
	}
	got, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func (p *probe) open(t *testing.T) (context.Context, error) {
	tree := p.tree(t)
	tree["assets/probe.ts"] = &fstest.MapFile{Data: []byte(p.source)}
	result, found, err := build.Run(build.Options{FS: tree})
	if err != nil {
		return nil, err
	}
	if result == nil {
		found = slices.DeleteFunc(found, func(d diag.Diagnostic) bool { return d.Severity != diag.Error })
		return nil, fmt.Errorf("the site of the probe has errors: %v", found)
	}
	files := map[string][]byte{}
	script := ""
	for _, f := range result.Files {
		files["/"+f.Path] = f.Data
		if strings.HasPrefix(path.Base(f.Path), "probe-") {
			script = string(f.Data)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Path
		if strings.HasSuffix(name, "/") {
			name += "index.html"
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		w.Write(files[name])
	}))
	program, err := exec.LookPath("chromium")
	if err != nil {
		return nil, err
	}
	ctx, _ := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox)...) // reads only the pages made here
	ctx, stop := chromedp.NewContext(ctx)
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+p.page)); err != nil {
		return nil, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[any](script)); err != nil {
		return nil, err
	}
	atEnd = append(atEnd, func() {
		closing, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		_ = chromedp.Cancel(closing) // the process is going anyway
		stop()
		server.Close()
	})
	return ctx, nil
}

// atEnd is what runs after all tests of the package.
var atEnd []func()

// TestKeptEntries: what a device keeps comes back whole, and what was damaged
// is refused.
func TestKeptEntries(t *testing.T) {
	for entry, want := range map[string]string{
		`kept.write({"goal": "a \"b\" ä", "done": true}, "2026-11-21T10:00:00Z")`: `{"at":"2026-11-21T10:00:00Z","values":{"goal":"a \"b\" ä","done":true}}`,
		`""`:                                  "",
		`"{"`:                                 "",
		`"null"`:                              "",
		`"[]"`:                                "",
		`'{"version":2,"at":"","values":{}}'`: "",
		`'{"version":1,"values":{}}'`:         "",
		`'{"version":1,"at":"","values":{"a":{"b":1}}}'`: "",
		`'{"version":1,"at":"","values":["a"]}'`:         "",
		`'{"version":1,"at":"x","values":{}}'`:           `{"at":"x","values":{}}`,
	} {
		if got := inBrowser(t, `JSON.stringify(kept.read(`+entry+`)) ?? ""`); got != want {
			t.Errorf("read(%s) = %q, want %q", entry, got, want)
		}
	}
	if got := inBrowser(t, `kept.keyOf("/opas/", "plan")`); got != "/opas/#form:plan" {
		t.Errorf("the key is %q", got)
	}
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, f := range atEnd {
		f()
	}
	os.Exit(code)
}
