package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A tab is one reader: a page, its storage, and everything that it asked for.
// Whatever goes wrong in it fails its test when the tab closes.
type tab struct {
	t    *testing.T
	ctx  context.Context
	home string // addresses outside it are those of other hosts

	mu        sync.Mutex
	requests  []string // in order, data: left out
	problems  []string
	forgiving func(problem string) bool // problems that the test asks for
}

// patience is how long a reader waits for anything before giving up.
const patience = 30 * time.Second

// open opens a tab with storage of its own for a site.
func (s *suite) open(t *testing.T, p *published) *tab { return s.openAt(t, p.url) }

// openAt opens a tab for whatever stands below an address.
func (s *suite) openAt(t *testing.T, home string) *tab {
	t.Helper()
	b := &tab{t: t, home: home}
	ctx, cancel := chromedp.NewContext(s.browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.hear))
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	b.ctx, cancel = context.WithTimeout(ctx, 4*patience)
	t.Cleanup(cancel)
	// A page in the background has no focus and draws nothing.
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	t.Cleanup(b.tell)
	return b
}

// beside opens another tab of the same reader, with the same storage.
func (b *tab) beside() *tab {
	b.t.Helper()
	other := &tab{t: b.t, home: b.home}
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithListener(other.hear))
	b.t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		b.t.Fatalf("open another tab: %v", err)
	}
	other.ctx = ctx
	call(other, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	b.t.Cleanup(other.tell)
	return other
}

// borrow is open without storage of its own: it takes a tab that another test
// has done with, which saves the browser a window. It is for tests that leave
// nothing behind.
func (s *suite) borrow(t *testing.T, p *published) *tab {
	t.Helper()
	var b *tab
	select {
	case b = <-s.idle:
	default:
		b = &tab{}
		ctx, cancel := chromedp.NewContext(s.browser, chromedp.WithListener(b.hear))
		s.t.Cleanup(cancel)
		if err := chromedp.Do(ctx); err != nil {
			t.Fatalf("open a tab: %v", err)
		}
		b.ctx = ctx
		b.t = t
		call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	}
	lasting := b.ctx
	ctx, cancel := context.WithTimeout(lasting, 4*patience)
	b.mu.Lock()
	b.t, b.ctx, b.home, b.requests, b.problems, b.forgiving = t, ctx, p.url, nil, nil, nil
	b.mu.Unlock()
	t.Cleanup(func() {
		b.tell()
		cancel()
		b.ctx = lasting
		if !t.Failed() { // what has failed may hang
			s.idle <- b
		}
	})
	return b
}

// hear keeps what the browser says about the page.
func (b *tab) hear(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	wrong := func(format string, args ...any) { b.problems = append(b.problems, fmt.Sprintf(format, args...)) }
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		address := e.Request.URL
		if strings.HasPrefix(address, "data:") {
			return
		}
		b.requests = append(b.requests, address)
		if !strings.HasPrefix(address, b.home) {
			wrong("a request leaves the site: %s", address)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			wrong("status %d: %s", e.Response.Status, e.Response.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			wrong("a request failed: %s %s", e.ErrorText, e.BlockedReason)
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
		wrong("an error in a script: %s (%s:%d)", text, e.ExceptionDetails.URL, e.ExceptionDetails.LineNumber+1)
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" || e.Type == "assert" {
			var text []string
			for _, a := range e.Args {
				text = append(text, cmp.Or(a.Description, strings.Trim(string(a.Value), `"`)))
			}
			wrong("console, %s: %s", e.Type, strings.Join(text, " "))
		}
	case *log.EventEntryAdded:
		// Breaches of the policy are told here, with the source "security".
		if e.Entry.Level == "error" || e.Entry.Level == "warning" {
			wrong("console, %s %s: %s %s", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL)
		}
	}
}

// tell fails the test with what went wrong since it was told last.
func (b *tab) tell() {
	b.t.Helper()
	if b.ctx.Err() == nil {
		eval[bool](b, `true`) // what the page had to say comes before the answer
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.problems {
		if b.forgiving == nil || !b.forgiving(p) {
			b.t.Errorf("%s", p)
		}
	}
	b.problems = nil
}

// asked returns what the tab has requested so far.
func (b *tab) asked() []string {
	b.t.Helper()
	eval[bool](b, `true`)
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.requests...)
}

// call sends a command of the DevTools protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	r, err := chromedp.Call(b.ctx, command, params)
	if err != nil {
		b.t.Fatalf("%s: %v", command.Method, err)
	}
	return r
}

// do runs actions.
func (b *tab) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

// visit opens an address and waits until everything is loaded.
func (b *tab) visit(address string) {
	b.t.Helper()
	b.do("open "+address, chromedp.Navigate(address))
}

// eval runs an expression in the page; a promise is waited for. The policy of
// the page does not hold for it.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("in the page: %v\n%s", err, firstLine(expression))
	}
	return v
}

// run is eval for what gives no value.
func (b *tab) run(expression string) {
	b.t.Helper()
	eval[chromedp.Void](b, expression)
}

// wait waits until an expression is true in the page, also across a
// navigation that is just happening.
func (b *tab) wait(what, expression string) {
	b.t.Helper()
	giveUp := time.Now().Add(patience)
	for {
		_, err := chromedp.Run(b.ctx, chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingTimeout(patience)))
		var gone *chromedp.ExceptionError
		switch {
		case err == nil:
			return
		case errors.Is(err, chromedp.ErrPollingTimeout), errors.As(err, &gone), b.ctx.Err() != nil, time.Now().After(giveUp):
			b.t.Fatalf("waited in vain until %s: %v; the address is %s", what, err, b.address())
		}
	}
}

// address is where the tab is.
func (b *tab) address() string {
	b.t.Helper()
	return eval[string](b, `location.href`)
}

// look changes how the page is looked at, without loading it again.
func (b *tab) look(v viewport) {
	b.t.Helper()
	b.media("", v.scheme)
	var options []chromedp.EmulateViewportOption
	if v.width < 600 {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait)
	}
	b.do("change the window", chromedp.EmulateViewport(v.width, v.height, options...))
	b.settle()
}

// media sets the medium ("" or "print") and the scheme of colours. Motion is
// always reduced: a colour on its way is nobody's choice.
func (b *tab) media(medium, scheme string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// settle waits until the page has been drawn and nothing moves.
func (b *tab) settle() {
	b.t.Helper()
	b.run(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
		.then(() => Promise.allSettled(document.getAnimations().map((a) => a.finished)))`)
}

// press types keys, as kb names them, into whatever has the focus.
func (b *tab) press(keys string, options ...chromedp.KeyOption) {
	b.t.Helper()
	b.do("press "+strconv.Quote(keys), chromedp.KeyEvent(keys, options...))
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line[:min(len(line), 200)]
}
