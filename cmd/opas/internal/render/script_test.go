package render_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"

	"opas/cmd/opas/internal/build"
)

// probe is an entry point that lets a test call the pure functions of the
// finder and of forms.
const probe = `import * as path from "./finder/path";
import * as kept from "./form/kept";
Object.assign(window, { path, kept });
`

// browser is one Chromium with the finder's page open and the probe loaded; the
// tests of this package share it.
var browser struct {
	sync.Once
	ctx context.Context
	err error
}

// inBrowser returns the text that an expression of JavaScript gives.
func inBrowser(t *testing.T, expression string) string {
	t.Helper()
	browser.Do(func() { browser.ctx, browser.err = openFinder(t) })
	if browser.err != nil {
		t.Fatal(browser.err)
	}
	got, err := chromedp.Run(browser.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func openFinder(t *testing.T) (context.Context, error) {
	tree := guide(t).(fstest.MapFS)
	tree["assets/probe.ts"] = &fstest.MapFile{Data: []byte(probe)}
	result, found, err := build.Run(build.Options{FS: tree})
	if err != nil || result == nil {
		t.Fatal(err, found)
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
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/fi/study-path/next-step/")); err != nil {
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
