package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/render"
)

// pages is a result of a build that holds pages with the text given.
func pages(text string, names ...string) *build.Result {
	r := &build.Result{}
	for _, n := range names {
		r.Files = append(r.Files, render.File{Path: n, Data: []byte(text)})
	}
	return r
}

// good is a Build that always makes the same small site.
func good(*url.URL, string) (*build.Result, diag.List, error) {
	return pages("good", "index.html", "404.html", "fi/index.html", "fi/a/index.html", "assets/site-1.css", "files/a/form.pdf", "files/a/x.zzz", "sitemap.xml", "assets/site-1.js"), nil, nil
}

func serverOf(t *testing.T, opt Options, bound string) *server {
	t.Helper()
	s := newServer(opt, bound)
	if err := s.rebuild(); err != nil {
		t.Fatal(err)
	}
	return s
}

func get(s *server, host, target string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080/", nil)
	r.URL, _ = url.ParseRequestURI(target)
	r.Host = host
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// TestHost: a page of another host may reach this machine under a name of its
// own (DNS rebinding); such requests are refused.
func TestHost(t *testing.T) {
	tests := []struct {
		bound, host string
		ok          bool
	}{
		{"127.0.0.1:8080", "127.0.0.1:8080", true},
		{"127.0.0.1:8080", "localhost:8080", true},
		{"127.0.0.1:8080", "localhost", true},
		{"127.0.0.1:8080", "[::1]:8080", true},
		{"127.0.0.1:8080", "127.0.0.2:8080", true},
		{"127.0.0.1:8080", "example.org", false},
		{"127.0.0.1:8080", "example.org:8080", false},
		{"127.0.0.1:8080", "localhost.example.org", false},
		{"127.0.0.1:8080", "127.0.0.1.example.org:8080", false},
		{"127.0.0.1:8080", "192.168.1.5:8080", false},
		{"127.0.0.1:8080", "", false},
		{"192.168.1.5:8080", "192.168.1.5:8080", true},
		{"192.168.1.5:8080", "localhost:8080", true},
		{"192.168.1.5:8080", "192.168.1.6:8080", false},
		{"192.168.1.5:8080", "example.org:8080", false},
		{"0.0.0.0:8080", "192.168.1.5:8080", true},
		{"[::]:8080", "[fe80::1]:8080", true},
		{"[::]:8080", "example.org:8080", false},
	}
	for _, tt := range tests {
		s := serverOf(t, Options{Build: good}, tt.bound)
		for _, target := range []string{"/fi/", scriptPath, stylePath, "/nowhere"} {
			w := get(s, tt.host, target)
			if refused := w.Code == http.StatusForbidden; refused == tt.ok {
				t.Errorf("bound to %s, Host %q, %s: %d", tt.bound, tt.host, target, w.Code)
			}
			if !tt.ok && strings.Contains(w.Body.String(), "good") {
				t.Errorf("bound to %s, Host %q gets the page", tt.bound, tt.host)
			}
		}
	}
}

func TestFiles(t *testing.T) {
	s := serverOf(t, Options{Build: good}, "127.0.0.1:8080")
	tests := []struct {
		target, contentType, location string
		code                          int
	}{
		{"/", "text/html; charset=utf-8", "", 200},
		{"/fi/", "text/html; charset=utf-8", "", 200},
		{"/fi", "", "/fi/", 302},
		{"/fi/a", "", "/fi/a/", 302},
		{"/fi//a", "", "/fi/a/", 302},
		{"//fi", "", "/fi/", 302},
		{"/fi/index.html", "text/html; charset=utf-8", "", 200},
		{"/fi/../fi/", "text/html; charset=utf-8", "", 200},
		{"/../../etc/passwd", "text/html; charset=utf-8", "", 404},
		{"/fi/b/", "text/html; charset=utf-8", "", 404},
		{"/fi/index.html/", "text/html; charset=utf-8", "", 404},
		{"/_opas/", "text/html; charset=utf-8", "", 404},
		{"/sitemap.xml", "application/xml; charset=utf-8", "", 200},
		{"/assets/site-1.css", "text/css; charset=utf-8", "", 200},
		{"/assets/site-1.js", "text/javascript; charset=utf-8", "", 200},
		{"/files/a/form.pdf", "application/pdf", "", 200},
		{"/files/a/x.zzz", "application/octet-stream", "", 200},
		{scriptPath + "?build=7", "text/javascript; charset=utf-8", "", 200},
		{stylePath, "text/css; charset=utf-8", "", 200},
	}
	for _, tt := range tests {
		w := get(s, "localhost", tt.target)
		if w.Code != tt.code || w.Header().Get("Location") != tt.location {
			t.Errorf("%s: %d to %q, want %d to %q", tt.target, w.Code, w.Header().Get("Location"), tt.code, tt.location)
		}
		if got := w.Header().Get("Content-Type"); tt.contentType != "" && got != tt.contentType {
			t.Errorf("%s: %s, want %s", tt.target, got, tt.contentType)
		}
		if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", tt.target, w.Header())
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(method, "http://localhost:8080/fi/", nil))
		if w.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, w.Code)
		}
	}
}

// TestReload follows one open page through builds: a good one, one with errors
// that leaves the last good pages up, one that cannot read its files, and
// another good one.
func TestReload(t *testing.T) {
	var now atomic.Value // func() (*build.Result, diag.List, error)
	set := func(f func() (*build.Result, diag.List, error)) { now.Store(f) }
	var scripts []string
	failed := make(chan error, 1)
	opt := Options{
		Build: func(base *url.URL, reload string) (*build.Result, diag.List, error) {
			scripts = append(scripts, base.String()+" "+reload)
			return now.Load().(func() (*build.Result, diag.List, error))()
		},
		Source: func(file string) []byte { return []byte("---\ntitle: <Koti>\n---\n") },
		Failed: func(err error) { failed <- err },
	}
	set(func() (*build.Result, diag.List, error) {
		return pages("first", "fi/index.html", "404.html"), nil, nil
	})
	s := serverOf(t, opt, "127.0.0.1:8080")
	host := httptest.NewServer(s)
	t.Cleanup(host.Close)
	next := hear(t, host.URL)

	if e := next(); e.id != "1" || e.Errors != "" {
		t.Fatalf("at once: %+v", e)
	}
	var found diag.List
	found.Errorf("front-matter-title", diag.Pos{File: "content/fi.md", Line: 2, Col: 8}, "write a title", "the title is <wrong>")
	found.Noticef("text-draft", diag.Pos{File: "content/en.md"}, "", "a notice stops nothing")
	set(func() (*build.Result, diag.List, error) { return nil, found, nil })
	s.again()
	e := next()
	if e.id != "2" {
		t.Errorf("after an error: event %s", e.id)
	}
	for _, want := range []string{"content/fi.md:2:8", "title: ", "&lt;Koti&gt;", "the title is &lt;wrong&gt;", "write a title"} {
		if !strings.Contains(e.Errors, want) && !strings.Contains(strings.ReplaceAll(strings.ReplaceAll(e.Errors, "<mark>", ""), "</mark>", ""), want) {
			t.Errorf("the overlay lacks %q:\n%s", want, e.Errors)
		}
	}
	if strings.Contains(e.Errors, "a notice") {
		t.Errorf("the overlay tells of a notice:\n%s", e.Errors)
	}
	if w := get(s, "localhost", "/fi/"); w.Code != 200 || w.Body.String() != "first" || w.Header().Get("X-Opas") == "" {
		t.Errorf("while there are errors: %d %q %v", w.Code, w.Body, w.Header())
	}
	// A page opened now hears of the errors at once.
	if e := hear(t, host.URL)(); e.id != "2" || e.Errors == "" {
		t.Errorf("a new page hears %+v", e)
	}
	disk := errors.New("the file is being replaced")
	set(func() (*build.Result, diag.List, error) { return nil, nil, disk })
	s.again()
	if err := <-failed; err != disk {
		t.Errorf("failed with %v", err)
	}
	set(func() (*build.Result, diag.List, error) {
		return pages("second", "fi/index.html", "404.html"), nil, nil
	})
	s.again()
	if e := next(); e.id != "3" || e.Errors != "" {
		t.Errorf("after the mistake is mended: %+v", e)
	}
	if w := get(s, "localhost", "/fi/"); w.Body.String() != "second" || w.Header().Get("X-Opas") != "" {
		t.Errorf("then: %q %v", w.Body, w.Header())
	}
	// Every page is told of which build it is; a build that failed has no number.
	want := "http://127.0.0.1:8080/ /_opas/live.js?build="
	for i, n := range []string{"1", "2", "3", "3"} {
		if scripts[i] != want+n {
			t.Errorf("build %d got %q", i, scripts[i])
		}
	}
}

type heard struct {
	id string
	event
}

// hear opens the event stream and returns what waits for its next event.
func hear(t *testing.T, address string) func() heard {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address+eventsPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); resp.Body.Close() })
	if got := resp.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("the stream is %s", got)
	}
	lines := bufio.NewScanner(resp.Body)
	return func() (h heard) {
		t.Helper()
		for lines.Scan() {
			if id, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
				h.id = id
			} else if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				if err := json.Unmarshal([]byte(data), &h.event); err != nil {
					t.Fatal(err)
				}
			} else if lines.Text() == "" {
				return h
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return h
	}
}

// TestFirstBuildBroken: until a build was good, a page stands in that shows the
// errors and waits.
func TestFirstBuildBroken(t *testing.T) {
	var found diag.List
	found.Errorf("x", diag.Pos{File: "content/site.yaml"}, "", "wrong")
	s := serverOf(t, Options{Build: func(*url.URL, string) (*build.Result, diag.List, error) { return nil, found, nil }}, "127.0.0.1:8080")
	for _, target := range []string{"/", "/fi/", "/nowhere"} {
		w := get(s, "localhost", target)
		if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), `src="/_opas/live.js"`) {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
}

func TestBusyAddress(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	err = Serve(context.Background(), Options{Addr: l.Addr().String(), Build: good})
	busy, ok := errors.AsType[*BusyError](err)
	if !ok {
		t.Fatalf("error %v", err)
	}
	want := fmt.Sprintf("the address %s is in use by another program; %s is free: use --addr %s", l.Addr(), busy.Free, busy.Free)
	if busy.Addr != l.Addr().String() || busy.Free == "" || busy.Free == busy.Addr || err.Error() != want {
		t.Errorf("error %q", err)
	}
	free, err := net.Listen("tcp", busy.Free)
	if err != nil {
		t.Fatalf("%s is not free: %v", busy.Free, err)
	}
	free.Close()
	for addr, want := range map[string]string{
		"localhost":         `the address "localhost" is not of the form host:port`,
		"127.0.0.1:9999999": "listen on 127.0.0.1:9999999: ",
	} {
		if err := Serve(context.Background(), Options{Addr: addr, Build: good}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: error %v", addr, err)
		}
	}
}

// TestServe starts a server, asks it for a page, and ends it while a page
// listens.
func TestServe(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ready, ended := make(chan string, 1), make(chan error, 1)
	built := make(chan *build.Result, 1)
	go func() {
		ended <- Serve(ctx, Options{Addr: "127.0.0.1:0", Build: good,
			Log:   func(_ diag.List, _ time.Duration, r *build.Result) { built <- r },
			Ready: func(address string) { ready <- address }})
	}()
	var address string
	select {
	case address = <-ready:
	case err := <-ended:
		t.Fatal(err)
	}
	if r := <-built; r == nil || len(r.Files) == 0 {
		t.Errorf("the log got %v", r)
	}
	if !strings.HasPrefix(address, "http://127.0.0.1:") {
		t.Errorf("the address is %s", address)
	}
	resp, err := http.Get(address + "fi/a")
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	if string(body) != "good" || resp.Request.URL.Path != "/fi/a/" {
		t.Errorf("%s: %q", resp.Request.URL, body)
	}
	hear(t, strings.TrimSuffix(address, "/"))()
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("ended with %v", err)
	}
}

// TestServeFails: what keeps the first build from reading its files ends the
// server, and the address is free again.
func TestServeFails(t *testing.T) {
	disk := errors.New("input/output error")
	err := Serve(context.Background(), Options{Addr: "127.0.0.1:0", Build: func(*url.URL, string) (*build.Result, diag.List, error) { return nil, nil, disk }})
	if err != disk {
		t.Errorf("error %v", err)
	}
}
