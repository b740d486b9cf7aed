package main

import (
	"fmt"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"opas/cmd/opas/internal/build"
	"opas/cmd/opas/internal/check"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/serve"
)

func serveCommand(t *terminal) *cobra.Command {
	var dir, addr string
	c := &cobra.Command{
		Use:   "serve",
		Short: "Show the site in the browser while you write",
		Long: `Build the site in memory, serve it on this machine, build it again on every
change and reload the page. While the content has errors the last good pages
stay up, and the errors are shown in the page. A bar above each page tells those
who write of its languages, readability, sources, files and findings.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			s, err := openSources(t, dir)
			if err != nil {
				return err
			}
			defer s.close()
			dates, err := s.dates() // the days of the last commits stay the same while one writes
			if err != nil {
				return err
			}
			ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			origins := s.origins(t)
			folder := s.dir
			if folder != "" {
				if folder, err = filepath.Abs(folder); err != nil {
					return err
				}
			}
			var cache build.Cache
			return serve.Serve(ctx, serve.Options{
				Addr:   addr,
				Before: int(time.Now().Unix()),
				Build: func(base *url.URL, reload string) (*build.Result, diag.List, error) {
					return build.Run(build.Options{FS: s.fs, BaseURL: base, Dates: dates, Origins: origins, Reload: reload, Cache: &cache})
				},
				Watch:  s.watched(),
				Source: s.read,
				Dir:    folder,
				Log: func(found diag.List, took time.Duration, result *build.Result) {
					t.findings(found, s)
					if result == nil {
						t.note("the last good pages stay up")
						return
					}
					t.note("built %s in %d ms", check.Summary(result.Site), took.Milliseconds())
				},
				Failed: func(err error) { t.note("%v", err) },
				Ready:  func(address string) { fmt.Fprintf(t.out, "%s\n", address) },
			})
		},
	}
	sourceFlag(c, &dir)
	c.Flags().StringVar(&addr, "addr", "127.0.0.1:8080", "address to listen on")
	return c
}
