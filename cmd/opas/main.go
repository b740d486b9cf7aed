// Opas turns a folder of Markdown and YAML into a multilingual static site: a
// guidance model, a study path, a mentoring guide and a career model for
// people on their way into social and health care work.
//
// This package is the command line: the table of commands, their flags, what
// they print and how they exit. Results go to standard output, everything else
// to standard error. Exit codes: 0 done, 1 the content has errors, 2 wrong
// usage or the world failed. The work is done in the packages below internal.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// errContent is returned by a command that has told of errors in the content.
var errContent = errors.New("the content has errors")

// run executes one command line and returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	t := &terminal{out: stdout, err: stderr, colour: colourful(stderr)}
	// A command lives for a second and has memory to spare; collecting garbage
	// at every doubling of a small heap would take a tenth of it.
	debug.SetGCPercent(400)
	root := rootCommand(t)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.Execute()
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errContent):
		return 1
	}
	fmt.Fprintf(stderr, "opas: %s\n", strings.TrimSpace(err.Error()))
	return 2
}

func rootCommand(t *terminal) *cobra.Command {
	root := &cobra.Command{
		Use:   "opas",
		Short: "Turn Markdown and YAML into a multilingual guide",
		Long: `Opas turns a folder of Markdown and YAML into a multilingual static site.

Begin with "opas serve": it builds the site, shows it in your browser, and
builds it again whenever you save a file.`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(buildCommand(t), serveCommand(t), checkCommand(t), newCommand(t), moveCommand(t), translateCommand(t), publishCommand(t), searchCommand(t), schemaCommand(t), versionCommand(t))
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if !c.Runnable() { // else a name that it does not know would only print help
			c.Args, c.RunE = cobra.NoArgs, func(c *cobra.Command, _ []string) error { return c.Help() }
		}
	}
	return root
}
