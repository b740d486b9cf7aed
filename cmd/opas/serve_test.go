package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestServeCommand writes a site as somebody would with "opas serve" running: a
// change is seen, a mistake is shown with its line while the last good page
// stays, and a template that was not there is taken up.
func TestServeCommand(t *testing.T) {
	program, err := exec.LookPath("opas") // this program, see TestMain
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("content/site.yaml", "languages: [fi]\ntitle: {fi: Testi}\n")
	write("content/fi.md", "---\ntitle: Koti\n---\nEnsimmäinen.\n")
	c := exec.CommandContext(t.Context(), program, "serve", "--addr", "127.0.0.1:0")
	c.Dir = dir
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 20 * time.Second
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	page := func() string {
		t.Helper()
		resp, err := http.Get(address + "fi/")
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		data, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	// Every event is awaited until it says what it should: the watcher may see
	// one change as several.
	resp, err := http.Get(address + "_opas/events")
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.AfterFunc(time.Minute, func() { resp.Body.Close() })
	defer deadline.Stop()
	lines := bufio.NewScanner(resp.Body)
	heard := func(pattern string) {
		t.Helper()
		re := regexp.MustCompile(pattern)
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok && re.MatchString(data) {
				return
			}
		}
		t.Fatalf("no event says %s: %v", pattern, lines.Err())
	}
	has := func(want string) {
		t.Helper()
		if got := page(); !strings.Contains(got, want) {
			t.Errorf("the page lacks %q:\n%s", want, got)
		}
	}
	heard(`^{"errors":""}$`)
	has("Ensimmäinen.")
	has(`src="/_opas/live.js?build=`)
	write("content/fi.md", "---\ntitle: Koti\n---\nToinen <b>virhe</b>.\n")
	heard(`raw HTML is not allowed.*content/fi\.md:4:8`)
	has("Ensimmäinen.")
	write("content/fi.md", "---\ntitle: Koti\n---\nKolmas.\n")
	heard(`^{"errors":""}$`)
	has("Kolmas.")
	write("templates/partials/footer.html", "{{define \"footer\"}}<footer>Oma</footer>")
	heard(`templates/partials/footer\.html`)
	write("templates/partials/footer.html", "{{define \"footer\"}}<footer>Oma</footer>{{end}}")
	heard(`^{"errors":""}$`)
	has("<footer>Oma</footer>")

	if err := c.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Errorf("after an interrupt: %v", err)
	}
}
