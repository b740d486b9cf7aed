package check

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"opas/cmd/opas/internal/site"
)

// A host is a server that remembers what it was asked.
type host struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
	busy  int
}

func hostOf(t *testing.T) *host {
	h := &host{}
	rested := false
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		h.busy++
		if h.busy > 1 {
			t.Error("two requests at a time")
		}
		h.asked = append(h.asked, r.Method+" "+r.URL.Path)
		h.mu.Unlock()
		defer func() { h.mu.Lock(); h.busy--; h.mu.Unlock() }()
		if !strings.HasPrefix(r.UserAgent(), "opas-check/") {
			t.Errorf("the agent is %q", r.UserAgent())
		}
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /private/\n")
		case "/ok", "/new", "/private/x":
		case "/gone":
			w.WriteHeader(http.StatusGone)
		case "/nohead":
			if r.Method == http.MethodHead {
				w.WriteHeader(http.StatusMethodNotAllowed)
			}
		case "/moved":
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
		case "/today":
			http.Redirect(w, r, "/new", http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/out":
			w.Header().Set("Location", "javascript:alert(1)")
			w.WriteHeader(http.StatusFound)
		case "/members":
			w.WriteHeader(http.StatusForbidden)
		case "/broken":
			w.WriteHeader(http.StatusInternalServerError)
		case "/rest":
			if !rested {
				rested = true
				w.Header().Set("Retry-After", "7")
				w.WriteHeader(http.StatusTooManyRequests)
			}
		case "/zlater":
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(h.Close)
	return h
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func linkSite(t *testing.T, links ...string) *site.Site {
	text := ""
	for _, l := range links {
		text += "[x](" + l + ")\n"
	}
	return siteOf(t, "", map[string]string{"site.yaml": "languages: [fi]\ntitle: {fi: T}\n", "fi.md": fmt.Sprintf(twoPages, "Koti", text)})
}

func TestLinks(t *testing.T) {
	h := hostOf(t)
	var links []string
	for _, p := range []string{"ok", "ok#part", "gone", "nohead", "moved", "today", "round", "out", "members", "broken", "rest", "private/x", "missing", "zlater", "zz"} {
		links = append(links, h.URL+"/"+p)
	}
	s := linkSite(t, links...)
	cache := filepath.Join(t.TempDir(), "deep", "links.json")
	var waits []time.Duration
	opt := LinkOptions{Cache: cache, Now: noon, Delay: time.Minute, local: true, Wait: func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		return nil
	}}
	// What was known long ago says nothing, also of what is not asked for now.
	if err := writeAnswers(cache, map[string]answer{h.URL + "/zlater": {At: noon.Add(-48 * time.Hour), Status: 404}}); err != nil {
		t.Fatal(err)
	}
	found, asked, err := Links(t.Context(), s, opt)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"content/fi.md:6:1: notice link-gone: URL/gone is not there any more (410)",
		"content/fi.md:8:1: notice link-moved: URL/moved has moved for good",
		"content/fi.md:10:1: notice link-unanswered: URL/round cannot be reached: it leads round and round",
		"content/fi.md:11:1: notice link-unanswered: URL/out cannot be reached: it leads to an address that is no page",
		"content/fi.md:13:1: notice link-unanswered: URL/broken cannot be reached: its host has an error (500)",
		"content/fi.md:16:1: notice link-gone: URL/missing is not there any more (404)",
	}
	told := func(list []string) []string {
		for i := range list {
			list[i] = strings.ReplaceAll(list[i], h.URL, "URL")
		}
		return list
	}
	if diff := cmp.Diff(want, told(lines(found))); diff != "" {
		t.Error(diff)
	}
	if want := (Asked{Hosts: 1, Asked: 11, Refused: 2, Later: 2}); asked != want {
		t.Errorf("%+v, not %+v", asked, want)
	}
	if slices.Contains(h.asked, "HEAD /private/x") || !slices.Contains(h.asked, "GET /nohead") || slices.Contains(h.asked, "GET /ok") || slices.Contains(h.asked, "HEAD /zz") {
		t.Error(h.asked)
	}
	if !slices.Contains(waits, 7*time.Second) || slices.Contains(waits, time.Hour) || waits[0] != time.Minute {
		t.Error(waits)
	}

	// The next day only bad answers are asked for again, and a week later all are.
	count := func(now time.Time) (int, Asked) {
		h.asked = nil
		opt.Now = now
		found, asked, err := Links(t.Context(), s, opt)
		if err != nil || len(found) != len(want) {
			t.Error(err, lines(found))
		}
		return len(h.asked), asked
	}
	if n, asked := count(noon.Add(time.Hour)); asked.Known != 11 || slices.Contains(h.asked, "HEAD /ok") {
		t.Error(n, asked, h.asked)
	}
	if _, asked := count(noon.Add(25 * time.Hour)); asked.Known != 5 || slices.Contains(h.asked, "HEAD /ok") {
		t.Error(asked, h.asked)
	}
	if _, asked := count(noon.Add(8 * 24 * time.Hour)); asked.Known != 0 || !slices.Contains(h.asked, "HEAD /ok") {
		t.Error(asked, h.asked)
	}

	// A cache that something else wrote is none.
	if err := os.WriteFile(cache, []byte("[1]"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, asked := count(noon.Add(8 * 24 * time.Hour)); asked.Known != 0 {
		t.Error(asked)
	}
}

// TestLinksOutside: nobody on this machine or its network is asked, whatever a
// text says.
func TestLinksOutside(t *testing.T) {
	h := hostOf(t)
	found, _, err := Links(t.Context(), linkSite(t, h.URL+"/ok"), LinkOptions{Now: noon, Wait: func(context.Context, time.Duration) error { return nil }})
	if err != nil || len(found) != 1 || !strings.HasSuffix(found[0].Message, errLocal.Error()) || len(h.asked) > 0 {
		t.Error(err, lines(found), h.asked)
	}
	for ip, want := range map[string]bool{"127.0.0.1": false, "::1": false, "10.1.2.3": false, "192.168.0.1": false, "169.254.169.254": false,
		"fe80::1": false, "fd00::1": false, "100.64.0.1": false, "0.0.0.0": false, "224.0.0.1": false, "8.8.8.8": true, "2001:4860:4860::8888": true} {
		if outside(netip.MustParseAddr(ip)) != want {
			t.Errorf("%s", ip)
		}
	}
}

// TestLinksStopped: a run that is stopped keeps what it knows.
func TestLinksStopped(t *testing.T) {
	h := hostOf(t)
	ctx, stop := context.WithCancel(t.Context())
	cache := filepath.Join(t.TempDir(), "links.json")
	rests := 0
	opt := LinkOptions{Cache: cache, Now: noon, local: true, Wait: func(ctx context.Context, _ time.Duration) error {
		if rests++; rests > 1 {
			stop()
		}
		return ctx.Err()
	}}
	if _, _, err := Links(ctx, linkSite(t, h.URL+"/ok", h.URL+"/new"), opt); err == nil {
		t.Error("it was not stopped")
	}
	if known := readAnswers(cache); len(known) != 1 || known[h.URL+"/ok"].Status != 200 {
		t.Error(known)
	}
}

func TestRobots(t *testing.T) {
	const text = "# all\nUser-agent: a\nUser-agent: *\nDisallow: /x\nAllow: /x/open\nDisallow: /*.pdf$\n\nUser-agent: other\nDisallow: /\n"
	for at, want := range map[string]bool{"/": true, "": true, "/x": false, "/xy": false, "/x/open/a": true, "/a.pdf": false, "/a.pdf?b": true, "/a": true} {
		u, err := url.Parse("https://example.org" + at)
		if err != nil {
			t.Fatal(err)
		}
		if readRobots(text).allow(u) != want {
			t.Errorf("%q", at)
		}
	}
	u, _ := url.Parse("https://example.org/x")
	if !readRobots(text + "User-agent: Opas\nDisallow:\n").allow(u) {
		t.Error("rules of its own do not count")
	}
	if !readRobots("").allow(u) || !readRobots("<html>").allow(u) {
		t.Error("no rules forbid something")
	}
	// A host that names many programs before many rules: the rules of each would
	// be more than fit into memory.
	many := strings.Repeat("User-agent: b\nUser-agent: opas\nUser-agent: *\n", 9000) + strings.Repeat("Disallow:/\n", 9000)
	if n := len(readRobots(many)); n != 9000 {
		t.Errorf("%d rules of 9000", n)
	}
}
