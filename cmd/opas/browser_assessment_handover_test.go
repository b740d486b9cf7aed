package main

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/png" // of screenshots
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/score"
)

// receive is the page where codes and files are opened.
const receive = "self-checks/receive"

// testHandover carries results from one device to another, by every way there
// is, and holds that nothing arrives but the options chosen.
func (s *suite) testHandover(t *testing.T) {
	for _, r := range []struct{ tag, id, view, occasion string }{
		{"fi", "programme-review", "self", "start"},
		{"ar", "care-interests", "self", ""},
		{"fi", "mentoring-review", "mentor", ""},
	} {
		t.Run(r.tag+"/"+r.id, func(t *testing.T) {
			t.Parallel()
			c := s.selfCheck(t, r.tag, r.id)
			answers := mixed(c.in)
			c.keep(c.taken("start", r.view, r.occasion, "2026-11-20T10:00:00Z", answers))
			c.visit(c.url)
			requests := len(c.asked())
			c.push("review-result")
			c.opened(c.say("result"))
			file := c.save("hand-file")
			c.says("hand-saved")
			c.push("hand-qr")
			code, link := c.code(), eval[string](c.tab, `Array.from(document.querySelectorAll("input")).find((i) => i.value.includes("#c="))?.value ?? ""`)
			if seen := c.scan(c.say("hand-alt")); seen != link || !strings.HasPrefix(link, s.guide.page(t, r.tag, receive)+"#c=") {
				t.Errorf("the symbol says %q, the link is %q", seen, link)
			}
			if now := c.asked(); len(now) > requests {
				t.Errorf("handing over asked for %q", now[requests:])
			}
			if strings.Contains(file, ownWords) || strings.Contains(file, "Omia") {
				t.Errorf("the file holds words of the reader's own: %s", file)
			}

			// What was chosen arrives; words of one's own stay behind.
			arrived := score.Answers{}
			for item, a := range answers {
				if c.in.Item(item).Type != score.Text {
					arrived[item] = a
				}
			}
			c.open("self-checks")
			c.visit(c.url)
			now := time.Now()
			today := c.lang.Locale.Date(decode.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()})
			c.says("keep-copy", "Date", today)
			for _, way := range []struct {
				name string
				come func(*selfCheck)
			}{
				{"a typed code", func(o *selfCheck) {
					o.open(receive)
					o.write(o.say("receive-code"), strings.ToLower(code))
					o.push("receive-open")
				}},
				{"a pasted link", func(o *selfCheck) {
					o.open(receive)
					o.write(o.say("receive-code"), " "+link)
					o.push("receive-open")
				}},
				{"a link", func(o *selfCheck) { o.visit(link) }},
				{"a file", func(o *selfCheck) {
					o.open(receive)
					o.upload("result.json", file)
				}},
			} {
				t.Run(way.name, func(t *testing.T) {
					o := s.open(t, s.guide).selfCheck(s.guide, r.tag, r.id)
					way.come(o)
					o.opened(o.say("received-title"))
					if got := o.address(); got != o.url {
						t.Errorf("the address is %s", got)
					}
					o.says("received-controller")
					if r.occasion != "" && !eval[bool](o.tab, reads(o.word("occasions."+r.occasion))) {
						t.Error("the page does not say which time it was")
					}
					if len(o.in.Views) > 1 && !eval[bool](o.tab, reads(o.word("views."+r.view))) {
						t.Error("the page does not say whose view it is")
					}
					for _, left := range o.stored() {
						if state, ok := strings.CutPrefix(left, "history.state "); !ok || !places.MatchString(state) {
							t.Errorf("before anybody has said so, this is kept: %s", left)
						}
					}
					if way.name == "a file" {
						o.run(s.axe)
						o.barriers(r.tag+"/"+r.id+", received", viewports[2])
						o.push("received-keep")
					} else {
						o.push("received-look")
					}
					o.opened(o.say("result"))
					o.results(arrived)
					if (o.entry() != "") != (way.name == "a file") {
						t.Errorf("the browser keeps %q", o.entry())
					}
				})
			}
		})
	}

	t.Run("thrown away", func(t *testing.T) {
		t.Parallel()
		c := s.selfCheck(t, "fi", "care-interests")
		code := c.finished("2026-11-20T10:00:00Z", every(c.in, "gladly"))
		before := c.entry()
		c.visit(s.guide.page(t, "fi", receive) + "#c=" + strings.ReplaceAll(code, " ", ""))
		c.opened(c.say("received-title"))
		c.push("received-discard")
		c.says("received-discarded")
		if got := c.entry(); got != before {
			t.Errorf("what was kept became %s", got)
		}
		c.reload()
		c.says("start-again")
	})
	t.Run("refused", s.testRefusals)
}

// taken is a run as this browser keeps it.
func (c *selfCheck) taken(id, view, occasion, when string, answers score.Answers) map[string]any {
	stamped := map[string]any{}
	for item, a := range answers {
		stamped[item] = map[string]any{"value": a, "at": 1}
	}
	return map[string]any{
		"id": id, "instrument": c.in.ID, "version": c.in.Version, "hash": c.in.Hash, "view": view, "occasion": occasion,
		"language": string(c.lang.Tag), "second": "", "started": when, "finished": when, "copied": "", "answers": stamped,
	}
}

// keep puts runs into the storage, as if they had been taken earlier.
func (c *selfCheck) keep(runs ...map[string]any) {
	c.t.Helper()
	entry, err := json.Marshal(map[string]any{"version": 1, "instrument": c.in.ID, "runs": runs})
	if err != nil {
		c.t.Fatal(err)
	}
	c.run(`localStorage.setItem(` + quoted(c.key()) + `, ` + quoted(string(entry)) + `)`)
}

// finished makes it one that was finished earlier, and returns its code.
func (c *selfCheck) finished(when string, answers score.Answers) string {
	c.t.Helper()
	c.keep(c.taken("earlier", c.in.Views[0], append(c.in.Occasions, "")[0], when, answers))
	c.visit(c.url)
	c.push("review-result")
	c.opened(c.say("result"))
	return c.code()
}

// file is what the result is saved as; changes go before what a run has.
func (c *selfCheck) file(run, language, view, occasion string, answers score.Answers, changes map[string]any) string {
	c.t.Helper()
	file := map[string]any{
		"format": "opas/assessment-response", "formatVersion": 1, "instrument": c.in.ID, "instrumentVersion": c.in.Version, "instrumentHash": c.in.Hash,
		"language": language, "languages": []string{language}, "view": view, "occasion": occasion,
		"started": "2026-11-20T10:00:00Z", "takenAt": "2026-11-20T10:20:00Z", "run": run, "answers": answers, "scores": map[string]any{},
	}
	for key, value := range changes {
		file[key] = value
	}
	data, err := json.Marshal(file)
	if err != nil {
		c.t.Fatal(err)
	}
	return string(data)
}

// open opens another page of the site in the language of the reader.
func (c *selfCheck) open(id string) {
	c.t.Helper()
	c.visit(strings.TrimSuffix(c.url, c.page.ID+"/") + id + "/")
}

// upload chooses files, "name" and content in turns, for the field of the page.
func (b *tab) upload(files ...string) {
	b.t.Helper()
	folder := b.t.TempDir()
	var names []string
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(folder, files[i])
		if err := os.WriteFile(name, []byte(files[i+1]), 0o600); err != nil {
			b.t.Fatal(err)
		}
		names = append(names, name)
	}
	b.do("choose files", chromedp.SetUploadFiles(chromedp.CSS(`input[type="file"]`), names))
}

// save presses a button and returns the file that the browser then saves.
func (c *selfCheck) save(id string) string {
	c.t.Helper()
	folder := c.t.TempDir()
	done := make(chan browser.DownloadProgressState, 10)
	err := chromedp.Listen(c.ctx, func(ev any) {
		if e, ok := ev.(*browser.EventDownloadProgress); ok && e.State != browser.DownloadProgressStateInProgress {
			done <- e.State
		}
	})
	if err != nil {
		c.t.Fatal(err)
	}
	yes := true
	call(c.tab, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder, EventsEnabled: &yes,
		BrowserContextID: chromedp.FromContext(c.ctx).BrowserContextID,
	})
	c.push(id)
	select {
	case state := <-done:
		if state != browser.DownloadProgressStateCompleted {
			c.t.Fatalf("saving ends %s", state)
		}
	case <-c.ctx.Done():
		c.t.Fatal("no file is saved")
	}
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(names) != 1 {
		c.t.Fatalf("saved are %q: %v", names, err)
	}
	data, err := os.ReadFile(names[0])
	if err != nil {
		c.t.Fatal(err)
	}
	return string(data)
}

// scan reads the QR symbol of a name, as another phone would from the screen.
func (b *tab) scan(name string) string {
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.Screenshot(chromedp.CSS(`svg[role="img"][aria-label="`+name+`"]`)))
	if err != nil {
		b.t.Fatal(err)
	}
	picture, _, err := image.Decode(bytes.NewReader(png))
	if err != nil {
		b.t.Fatal(err)
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		b.t.Fatal(err)
	}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		b.t.Fatalf("the symbol cannot be read: %v", err)
	}
	return found.GetText()
}

// testRefusals opens what cannot be opened: the page says why, and what this
// browser keeps stays as it is.
func (s *suite) testRefusals(t *testing.T) {
	t.Parallel()
	c := s.selfCheck(t, "fi", "care-interests")
	answers := every(c.in, "gladly")
	code := c.finished("2026-11-20T10:00:00Z", answers)
	before := c.entry()
	title := c.page.Editions[c.lang.Index].Title
	slip := []byte(code)
	slip[7] = map[bool]byte{true: 'K', false: 'C'}[slip[7] == 'C'] // in the second group
	good := func(changes map[string]any) string { return c.file("run1", "fi", "self", "", answers, changes) }
	for _, r := range []struct{ name, code, file, want string }{
		{name: "nothing", code: " ", want: c.say("receive-empty")},
		{name: "a slip", code: strings.ToLower(string(slip)), want: c.say("receive-typing-group", "Group", 2, "Instead", code[5:9])},
		{name: "several slips", code: "KKKK" + code[4:20] + "KKKK" + code[24:], want: c.say("receive-typing")},
		{name: "characters missing", code: code[:len(code)-2], want: c.say("receive-length")},
		{name: "no code at all", code: "abc", want: c.say("receive-length")},
		{name: "no JSON", file: good(nil)[1:], want: c.say("receive-damaged")},
		{name: "another sort of file", file: good(map[string]any{"format": "other/file"}), want: c.say("receive-damaged")},
		{name: "no answers", file: good(map[string]any{"answers": 7}), want: c.say("receive-damaged")},
		{name: "a newer format", file: good(map[string]any{"formatVersion": 2}), want: c.say("receive-newer")},
		{name: "a foreign self-check", file: good(map[string]any{"instrument": "shoe-size"}), want: c.say("receive-unknown")},
		{name: "another version", file: good(map[string]any{"instrumentVersion": 9}), want: c.say("receive-version", "Title", title, "Version", 9, "Ours", c.in.Version)},
		{name: "a private self-check", file: good(map[string]any{"instrument": "resources"}), want: c.say("receive-private")},
		{name: "too large", file: good(map[string]any{"more": strings.Repeat("x", 1<<20)}), want: c.say("receive-large")},
	} {
		c.open(receive)
		if r.code != "" {
			c.write(c.say("receive-code"), r.code)
			c.push("receive-open")
		} else {
			c.upload("result.json", r.file)
		}
		c.wait(r.name+": the page says "+r.want, reads(r.want))
		if got := c.entry(); got != before || eval[int](c.tab, `sessionStorage.length`) > 0 {
			t.Errorf("%s: what was kept became %s", r.name, got)
		}
	}
	c.run(s.axe)
	c.barriers("fi/"+receive+" with a refusal", viewports[0])

	// The same when a link brings the code; then it does not stay in the address.
	for link, want := range map[string]string{
		strings.ReplaceAll(string(slip), " ", ""):       c.say("receive-typing-group", "Group", 2, "Instead", code[5:9]),
		strings.ReplaceAll(code, " ", "")[:20]:          c.say("receive-length"),
		"%E0%A4%A":                                      c.say("receive-length"),
		"<img%20src=x%20onerror='window.hacked=1'>1234": c.say("receive-typing"),
	} {
		c.open("self-checks")
		c.visit(s.guide.page(t, "fi", receive) + "#c=" + link)
		c.wait("the page says "+want+" of the link #c="+link, reads(want))
		if got := c.address(); strings.Contains(got, "#") {
			t.Errorf("the address is %s", got)
		}
		if got := c.entry(); got != before {
			t.Errorf("the link #c=%s: what was kept became %s", link, got)
		}
	}

	// What is hostile in a file is dropped, and what is not is taken.
	c.open(receive)
	c.upload("<b>result.json", good(map[string]any{
		"answers": map[string]any{"help-eat": "gladly", "help-wash": `<img src=x onerror="window.hacked=1">`, "<script>": "gladly", "__proto__": "gladly", "toString": "gladly"},
		"scores":  map[string]any{"daily-care": map[string]any{"score": 99, "text": "<script>window.hacked=1</script>"}},
		"more":    "<script>window.hacked=1</script>",
	}))
	c.opened(c.say("received-title"))
	c.says("review-answered", "Count", 1, "Of", 24)
	c.push("received-look")
	c.opened(c.say("result"))
	c.results(score.Answers{"help-eat": {One: "gladly"}})
	if eval[bool](c.tab, `"hacked" in window || document.querySelector("[data-assessment-app] img, [data-assessment-app] b script") !== null`) {
		t.Error("what stands in a file is run")
	}
}
