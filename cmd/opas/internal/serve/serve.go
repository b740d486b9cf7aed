// Package serve is the development server: it builds a site in memory, serves
// it on this machine, builds it again on every change, and tells open pages to
// reload. While the content has errors the last good pages stay up, and the
// errors are shown in them, each with its source line.
//
// It listens on loopback unless told otherwise and answers only requests whose
// Host is its own: a page of another host cannot reach it under a name of its
// own. Nothing is written to disk.
package serve

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/site"
)

// Options is what Serve needs.
type Options struct {
	// Addr is where to listen, "127.0.0.1:8080".
	Addr string
	// Before is a number below that of the first build. The present second is
	// one, so that no page of an earlier server takes itself for one of this.
	Before int
	// Build makes the site, with base as its address and reload as the script
	// of its pages.
	Build func(base *url.URL, reload string) (*build.Result, diag.List, error)
	// Watch lists the folders on disk whose files make the site; none for the
	// embedded guide.
	Watch []string
	// Source reads a source file, for messages that quote lines.
	Source func(file string) []byte
	// Dir is the source folder on disk, which the bar for staff names; "" for
	// the embedded guide.
	Dir string
	// Log gets a line for every build, and the findings.
	Log func(found diag.List, took time.Duration, result *build.Result)
	// Failed gets what kept a later build from reading its files, such as one
	// that an editor was just replacing. The next change tries again.
	Failed func(error)
	// Ready gets the address once the server listens.
	Ready func(address string)
}

const (
	eventsPath = "/_opas/events"
	scriptPath = "/_opas/live.js"
	stylePath  = "/_opas/live.css"
	barPath    = "/_opas/bar"
)

//go:embed live.js
var liveScript []byte

//go:embed live.css
var liveStyle []byte

// A BusyError says that the address is taken, and which one is free.
type BusyError struct{ Addr, Free string }

func (e *BusyError) Error() string {
	if e.Free == "" {
		return fmt.Sprintf("the address %s is in use by another program", e.Addr)
	}
	return fmt.Sprintf("the address %s is in use by another program; %s is free: use --addr %s", e.Addr, e.Free, e.Free)
}

// Serve runs until the context ends. Its error is for the world: an address
// that cannot be had, a source folder that cannot be read.
func Serve(ctx context.Context, opt Options) error {
	listener, err := listen(opt.Addr)
	if err != nil {
		return err
	}
	s := newServer(opt, listener.Addr().String())
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	failed := make(chan error, 2)
	if len(opt.Watch) > 0 { // before the first build, so that it misses no change
		began := make(chan struct{})
		go func() { failed <- watch(ctx, opt.Watch, sync.OnceFunc(func() { close(began) }), s.again) }()
		<-began
	}
	if err := s.rebuild(); err != nil {
		listener.Close()
		return err
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	go func() { failed <- server.Serve(listener) }()
	if opt.Ready != nil {
		opt.Ready(s.base.String())
	}
	select {
	case err = <-failed:
	case <-ctx.Done():
		err = nil
	}
	_ = server.Close() // open event streams end with it
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// listen takes the address, or says which one next to it is free.
func listen(addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("the address %q is not of the form host:port", addr)
	}
	l, err := net.Listen("tcp", addr)
	if err == nil {
		return l, nil
	}
	const windowsInUse = syscall.Errno(10048) // WSAEADDRINUSE
	if !errors.Is(err, syscall.EADDRINUSE) && !errors.Is(err, windowsInUse) {
		return nil, fmt.Errorf("listen on %s: %w", addr, err)
	}
	busy := &BusyError{Addr: addr}
	n, _ := strconv.Atoi(port)
	for next := n + 1; next <= min(n+50, 65535); next++ {
		free := net.JoinHostPort(host, strconv.Itoa(next))
		if l, err := net.Listen("tcp", free); err == nil {
			l.Close()
			busy.Free = free
			break
		}
	}
	return nil, busy
}

func newServer(opt Options, bound string) *server {
	host, port, _ := net.SplitHostPort(bound)
	s := &server{version: opt.Before, opt: opt, host: host, base: &url.URL{Scheme: "http", Host: bound, Path: "/"}, changed: make(chan struct{})}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		s.any = true
		s.base.Host = net.JoinHostPort("localhost", port)
	}
	return s
}

type server struct {
	opt  Options
	host string // the address bound to, without its port
	any  bool   // bound to every address of the machine
	base *url.URL

	building sync.Mutex // one build at a time

	mu      sync.Mutex
	files   map[string][]byte // the last good site
	site    *site.Site        // the same
	told    diag.List         // of that build
	found   diag.List         // of the latest build
	broken  bool              // the latest build has errors
	version int               // counts builds
	changed chan struct{}     // closed at every build
}

// rebuild builds the site and tells open pages.
func (s *server) rebuild() error {
	s.building.Lock()
	defer s.building.Unlock()
	start := time.Now()
	s.mu.Lock()
	// The script learns from its address which build the page is of: a later
	// one may be ready before the page listens.
	script := fmt.Sprintf("%s?build=%d", scriptPath, s.version+1)
	s.mu.Unlock()
	result, found, err := s.opt.Build(s.base, script)
	if err != nil {
		return err
	}
	if s.opt.Log != nil {
		s.opt.Log(found, time.Since(start), result)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found, s.broken = found, result == nil
	if result != nil {
		s.site, s.told = result.Site, found
		s.files = make(map[string][]byte, len(result.Files))
		for _, f := range result.Files {
			s.files[f.Path] = f.Data
		}
	}
	s.version++
	close(s.changed)
	s.changed = make(chan struct{})
	return nil
}

// again is rebuild after a change: what fails now may work at the next one.
func (s *server) again() {
	if err := s.rebuild(); err != nil && s.opt.Failed != nil {
		s.opt.Failed(err)
	}
}

// ServeHTTP answers one request.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.ownHost(r.Host) {
		http.Error(w, "this server answers only under its own address", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	switch r.URL.Path {
	case eventsPath:
		s.events(w, r)
	case scriptPath:
		h.Set("Content-Type", "text/javascript; charset=utf-8")
		_, _ = w.Write(liveScript)
	case stylePath:
		h.Set("Content-Type", "text/css; charset=utf-8")
		_, _ = w.Write(liveStyle)
	case barPath:
		s.bar(w, r)
	default:
		s.file(w, r)
	}
}

// ownHost reports whether a Host header names this server: an address it is
// bound to, or localhost. Names of other hosts that lead here are refused.
func (s *server) ownHost(header string) bool {
	host := header
	if h, _, err := net.SplitHostPort(header); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	if named, _, err := net.SplitHostPort(s.opt.Addr); err == nil && named != "" && strings.EqualFold(host, named) {
		return true // the name that was asked for
	}
	if host == "localhost" || host == s.host {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && (s.any || ip.IsLoopback())
}

func (s *server) file(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	files, broken := s.files, s.broken
	s.mu.Unlock()
	if files == nil {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.WriteString(w, emptyPage)
		return
	}
	p := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		p = path.Join(p, "index.html")
	}
	data, ok := files[p]
	if !ok {
		if _, folder := files[path.Join(p, "index.html")]; folder {
			http.Redirect(w, r, "/"+p+"/", http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write(files["404.html"])
		return
	}
	w.Header().Set("Content-Type", contentType(p))
	if broken {
		w.Header().Set("X-Opas", "last good build")
	}
	_, _ = w.Write(data)
}

// emptyPage stands in until a first build has succeeded; the script fills it.
const emptyPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
	`<title>opas serve</title><script defer src="` + scriptPath + `"></script></head><body></body></html>`

func contentType(p string) string {
	switch ext := path.Ext(p); ext {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".xml":
		return "application/xml; charset=utf-8"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
	}
	return "application/octet-stream"
}
