package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/site"
)

// LinkOptions is what Links needs.
type LinkOptions struct {
	// Cache is a file that keeps answers from one run to the next; "" keeps none.
	Cache string
	// Now is the present time, by which answers grow old.
	Now time.Time
	// Delay is what a host is left alone for between two requests; 0 is a second.
	Delay time.Duration
	// Wait waits; nil sleeps.
	Wait func(context.Context, time.Duration) error
	// local allows addresses of this machine and its network, for tests.
	local bool
}

// Asked says what Links did.
type Asked struct {
	Hosts   int // that were asked
	Asked   int // addresses that were asked for
	Known   int // addresses whose answer was in the cache
	Refused int // addresses that robots.txt, or who is asking, keeps from being read
	Later   int // addresses of hosts that asked to come back later
}

const (
	agent       = "opas"
	agentHeader = "opas-check/1 (checks the links of a guide)"
	askTimeout  = 15 * time.Second
	mostHops    = 5
	// longestWait is how long a host may have itself waited for.
	longestWait = 30 * time.Second
	// How long answers are taken for true.
	goodFor, badFor = 7 * 24 * time.Hour, 24 * time.Hour
)

// Links asks other hosts whether what the texts link to and the sources they
// name are still there. It is polite: one request at a time for each host, with
// a pause between them, HEAD before GET, nothing that robots.txt forbids, and a
// host that wants to be asked later is. All it finds are notices. It asks nobody
// on this machine or its network, since content may come from anyone.
//
// The error is for a context that ends and for a cache that cannot be written.
func Links(ctx context.Context, s *site.Site, opt LinkOptions) (diag.List, Asked, error) {
	k := &linkCheck{opt: opt, client: client(opt.local), known: readAnswers(opt.Cache)}
	if k.opt.Delay == 0 {
		k.opt.Delay = time.Second
	}
	if k.opt.Wait == nil {
		k.opt.Wait = sleep
	}
	addresses := map[string][]diag.Pos{}
	hosts := map[string][]string{}
	for _, link := range s.External {
		u, err := url.Parse(link.URL)
		if err != nil || u.Host == "" {
			continue
		}
		u.Fragment = ""
		u.Host = strings.ToLower(u.Host)
		address := u.String()
		if addresses[address] == nil {
			if answer, ok := k.known[address]; ok && answer.fresh(opt.Now) {
				k.asked.Known++
			} else {
				delete(k.known, address)
				hosts[u.Host] = append(hosts[u.Host], address)
			}
		}
		addresses[address] = append(addresses[address], link.Pos)
	}
	var g errgroup.Group
	g.SetLimit(4)
	for _, list := range hosts {
		g.Go(func() error { return k.host(ctx, list) })
	}
	err := g.Wait()
	if err == nil || ctx.Err() != nil { // what is known now need not be asked again
		err = errors.Join(err, writeAnswers(opt.Cache, k.known))
	}
	var found diag.List
	for address, places := range addresses {
		if answer, ok := k.known[address]; ok {
			answer.tell(address, places, &found)
		}
	}
	return found.Sorted(), k.asked, err
}

type linkCheck struct {
	opt    LinkOptions
	client *http.Client

	mu    sync.Mutex
	known map[string]answer
	asked Asked
}

// errLater is that of a host which wants to be left alone for a long time.
var errLater = errors.New("later")

// host asks one host for its addresses, one after the other.
func (k *linkCheck) host(ctx context.Context, list []string) error {
	u, _ := url.Parse(list[0]) // it was parsed before
	rules := k.robots(ctx, u)
	for i, address := range list {
		u, _ := url.Parse(address)
		if !rules.allow(u) {
			k.count(func(a *Asked) { a.Refused++ })
			continue
		}
		if err := k.opt.Wait(ctx, k.opt.Delay); err != nil {
			return err
		}
		got, err := k.ask(ctx, address)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, errLater):
			k.count(func(a *Asked) { a.Later += len(list) - i; a.Hosts++ })
			return nil
		case got.refused():
			k.count(func(a *Asked) { a.Refused++ })
		}
		got.At = k.opt.Now.UTC().Truncate(time.Second)
		k.mu.Lock()
		k.known[address] = got
		k.asked.Asked++
		k.mu.Unlock()
	}
	k.count(func(a *Asked) { a.Hosts++ })
	return nil
}

func (k *linkCheck) count(do func(*Asked)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	do(&k.asked)
}

// ask follows an address to its end. It moved when every step there was for good.
func (k *linkCheck) ask(ctx context.Context, address string) (answer, error) {
	at, lasting := address, true
	for range mostHops {
		response, err := k.once(ctx, at)
		if errors.Is(err, errLater) {
			return answer{}, err
		}
		if err != nil {
			return answer{Problem: problem(err)}, nil
		}
		got := answer{Status: response.StatusCode}
		to, err := response.Location()
		if response.StatusCode/100 != 3 || err != nil {
			if at != address && lasting {
				got.Moved = at
			}
			return got, nil
		}
		if to.Scheme != "https" && to.Scheme != "http" {
			return answer{Problem: "it leads to an address that is no page"}, nil
		}
		lasting = lasting && (got.Status == http.StatusMovedPermanently || got.Status == http.StatusPermanentRedirect)
		to.Fragment = ""
		at = to.String()
	}
	return answer{Problem: "it leads round and round"}, nil
}

// once asks for the head of an address, and for all of it where that is refused,
// since some hosts know no HEAD. A host that asks for a short rest gets it.
func (k *linkCheck) once(ctx context.Context, address string) (*http.Response, error) {
	rested := false
	for method := http.MethodHead; ; {
		response, err := k.request(ctx, method, address)
		if err != nil {
			return nil, err
		}
		switch status := response.StatusCode; {
		case status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable && response.Header.Get("Retry-After") != "":
			rest := k.rest(response.Header.Get("Retry-After"))
			if rested || rest > longestWait {
				return nil, errLater
			}
			rested = true
			if err := k.opt.Wait(ctx, rest); err != nil {
				return nil, err
			}
		case status >= 400 && method == http.MethodHead:
			method = http.MethodGet
			if err := k.opt.Wait(ctx, k.opt.Delay); err != nil {
				return nil, err
			}
		default:
			return response, nil
		}
	}
}

// rest reads Retry-After (RFC 9110, section 10.2.3): seconds or a date. Without
// one that can be read a host is asked later.
func (k *linkCheck) rest(header string) time.Duration {
	if n, err := strconv.Atoi(header); err == nil && n >= 0 && n < 1<<20 {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(header); err == nil {
		return max(0, t.Sub(k.opt.Now))
	}
	return longestWait + 1
}

// request sends one request. Nothing of the body is kept.
func (k *linkCheck) request(ctx context.Context, method, address string) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", agentHeader)
	response, err := k.client.Do(r)
	if err != nil {
		return nil, err
	}
	response.Body.Close()
	return response, nil
}

// client never follows by itself, keeps no cookies, and speaks only to hosts
// outside, unless local ones are allowed.
func client(local bool) *http.Client {
	dialer := &net.Dialer{Timeout: askTimeout, Control: func(_, address string, _ syscall.RawConn) error {
		if at, err := netip.ParseAddrPort(address); err != nil || !local && !outside(at.Addr().Unmap()) {
			return errLocal
		}
		return nil
	}}
	return &http.Client{
		Timeout:       askTimeout,
		Transport:     &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: askTimeout, MaxResponseHeaderBytes: 64 << 10},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

var errLocal = errors.New("it leads to this machine or its network, where readers cannot get")

func outside(ip netip.Addr) bool {
	return ip.IsGlobalUnicast() && !ip.IsPrivate() && !netip.MustParsePrefix("100.64.0.0/10").Contains(ip)
}

// problem says in few words, the same on every machine, why nobody answered.
func problem(err error) string {
	var dns *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, errLocal):
		return errLocal.Error()
	case errors.As(err, &dns) && dns.IsNotFound:
		return "there is no such host"
	case errors.As(err, &timeout) && timeout.Timeout():
		return "no answer in time"
	case strings.Contains(err.Error(), "tls:") || strings.Contains(err.Error(), "x509:"):
		return "its certificate is not in order"
	}
	return "no connection"
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// robotRules are the paths that a host keeps from programs like this one, and
// those that it allows all the same (RFC 9309).
type robotRules []robotRule

type robotRule struct {
	path  string
	allow bool
}

// robots asks a host for its rules. One that cannot say has none.
func (k *linkCheck) robots(ctx context.Context, u *url.URL) robotRules {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.Scheme+"://"+u.Host+"/robots.txt", nil)
	if err != nil {
		return nil
	}
	r.Header.Set("User-Agent", agentHeader)
	response, err := k.client.Do(r)
	if err != nil {
		return nil
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil
	}
	data, _ := io.ReadAll(io.LimitReader(response.Body, 500<<10)) // what came is better than nothing
	return readRobots(string(data))
}

// readRobots returns the rules for this program, or else those for all.
func readRobots(text string) robotRules {
	groups := map[string]robotRules{}
	var names []string
	ruled := false
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "user-agent":
			if ruled {
				names, ruled = nil, false
			}
			// Of the others nothing is kept, for a host could name any number.
			if name := strings.ToLower(value); (name == agent || name == "*") && !slices.Contains(names, name) {
				names = append(names, name)
			}
		case "allow", "disallow":
			ruled = true
			for _, n := range names {
				if value != "" {
					groups[n] = append(groups[n], robotRule{value, strings.EqualFold(strings.TrimSpace(key), "allow")})
				} else if groups[n] == nil {
					groups[n] = robotRules{}
				}
			}
		}
	}
	if own, ok := groups[agent]; ok {
		return own
	}
	return groups["*"]
}

// allow reports whether an address may be asked for: the longest rule that fits
// decides, and among equals the one that allows. In a rule * is anything, and $
// the end.
func (rules robotRules) allow(u *url.URL) bool {
	at := u.EscapedPath()
	if at == "" {
		at = "/"
	}
	if u.RawQuery != "" {
		at += "?" + u.RawQuery
	}
	best := robotRule{allow: true}
	for _, r := range rules {
		if fits(r.path, at) && (len(r.path) > len(best.path) || len(r.path) == len(best.path) && r.allow) {
			best = r
		}
	}
	return best.allow
}

func fits(rule, at string) bool {
	rule, end := strings.CutSuffix(rule, "$")
	parts := strings.Split(rule, "*")
	rest, ok := strings.CutPrefix(at, parts[0])
	if !ok {
		return false
	}
	for i, part := range parts[1:] {
		if end && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		j := strings.Index(rest, part)
		if j < 0 {
			return false
		}
		rest = rest[j+len(part):]
	}
	return !end || rest == ""
}

// tell gives notice of an answer, at the first place that has the address.
func (a answer) tell(address string, places []diag.Pos, found *diag.List) {
	slices.SortFunc(places, func(x, y diag.Pos) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Col, y.Col))
	})
	d := diag.Diagnostic{Severity: diag.Notice, Pos: places[0]}
	switch {
	case a.Problem != "":
		d.Code, d.Message = "link-unanswered", fmt.Sprintf("%s cannot be reached: %s", address, a.Problem)
	case a.Status == http.StatusNotFound || a.Status == http.StatusGone:
		d.Code, d.Message, d.Hint = "link-gone", fmt.Sprintf("%s is not there any more (%d)", address, a.Status), "find out where it is now, or what stands in its place"
	case a.Status >= 500:
		d.Code, d.Message = "link-unanswered", fmt.Sprintf("%s cannot be reached: its host has an error (%d)", address, a.Status)
	case a.Moved != "" && a.Status < 300:
		d.Code, d.Message, d.Hint = "link-moved", fmt.Sprintf("%s has moved for good", address), "write "+a.Moved
	default:
		return
	}
	for _, p := range places[1:min(len(places), 1+mostRelated)] {
		d.Related = append(d.Related, diag.Related{Pos: p, Message: "and here"})
	}
	found.Add(d)
}
