package build

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/markdown"
	"opas/cmd/opas/internal/render"
)

// assetRoot is the folder of styles and scripts in a source tree.
const assetRoot = "assets"

// ResponseSchema is the file, below assets, that describes what a self-check
// saves. It is published under a name that stays, since other programs refer
// to it.
const ResponseSchema = "assessment/response-1.schema.json"

// publishedSchema is where ResponseSchema stands in the output.
const publishedSchema = "assets/assessment-response-1.schema.json"

// A bundle is the styles and scripts of a site, ready to be served.
type bundle struct {
	files []render.File
	// paths says where an entry point stands in the output:
	// "site.css" -> "assets/site-3f2a09bc.css".
	paths map[string]string
}

// The oldest browsers that get everything: Chrome and Android WebView 87,
// Safari 14, Firefox 78.
var engines = []api.Engine{
	{Name: api.EngineChrome, Version: "87"},
	{Name: api.EngineSafari, Version: "14"},
	{Name: api.EngineIOS, Version: "14"},
	{Name: api.EngineFirefox, Version: "78"},
}

// Optional chaining runs in all of them (Chrome 80, Safari 13.1, Firefox 74).
// esbuild writes it in full for Chrome below 91, which fails at one form of it
// alone: a call with spread arguments, as in a?.(...b). No script has that
// (TestOptionalCalls).
var supported = map[string]bool{"optional-chain": true}

// modules are the scripts that other scripts load while a page is read, by
// entry point: ES modules, where the others are classic scripts. (One without
// exports, such as disk.ts, loads as either.) One with a path stands there under
// a name that stays, since anyone may import it.
var modules = map[string]string{
	"dialog.ts": "",
	"disk.ts":   "",
	"mark.ts":   "",
	"search.ts": "search/search.js",
	"words.ts":  "search/words.js",
}

// codeSheet gets the colours of highlighted code, which few pages have.
const codeSheet = "code.css"

// bundleAssets makes one file of every stylesheet and script that stands
// directly in assets, with all it imports from the folders below. A name holds
// the hash of the content, so that browsers may keep the file for ever.
//
// Style sheets come first, then modules: a script that loads one of them later
// has its name in it, as ASSETS.dialog_js for dialog.ts and ASSETS.dialog_css
// for dialog.css, relative to the folder of the script.
func bundleAssets(fsys fs.FS) (*bundle, diag.List, error) {
	entries, err := entryPoints(fsys)
	if err != nil {
		return nil, nil, err
	}
	b := &bundle{paths: map[string]string{}}
	var found diag.List
	var sheets, loaded, scripts []string
	for _, e := range entries {
		_, module := modules[strings.TrimPrefix(e, "./")]
		switch {
		case path.Ext(e) == ".css":
			sheets = append(sheets, e)
		case module:
			loaded = append(loaded, e)
		default:
			scripts = append(scripts, e)
		}
	}
	found = append(found, b.add(fsys, sheets, api.FormatDefault)...)
	found = append(found, b.add(fsys, loaded, api.FormatESModule)...)
	found = append(found, b.add(fsys, scripts, api.FormatIIFE)...)
	if found.Fails(false) {
		return nil, found, nil
	}
	schema, err := fs.ReadFile(fsys, path.Join(assetRoot, ResponseSchema))
	switch {
	case err == nil:
		b.files = append(b.files, render.File{Path: publishedSchema, Data: schema})
	case !errors.Is(err, fs.ErrNotExist):
		return nil, nil, fmt.Errorf("read the assets: %w", err)
	}
	slices.SortFunc(b.files, func(x, y render.File) int { return cmp.Compare(x.Path, y.Path) })
	return b, found, nil
}

// add bundles entry points. Scripts among them know the names of those that
// were added before.
func (b *bundle) add(fsys fs.FS, entries []string, format api.Format) diag.List {
	if len(entries) == 0 {
		return nil
	}
	result := api.Build(api.BuildOptions{
		EntryPoints:       entries,
		Outdir:            "/out",
		AbsWorkingDir:     anyFolder(),
		EntryNames:        "[name]",
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Charset:           api.CharsetUTF8,
		Format:            format,
		Engines:           engines,
		Supported:         supported,
		Define:            b.names(),
		LegalComments:     api.LegalCommentsEndOfFile,
		LogLevel:          api.LogLevelSilent,
		TsconfigRaw:       `{"compilerOptions":{"strict":true,"target":"es2020"}}`,
		Plugins:           []api.Plugin{fromFS(fsys)},
	})
	var found diag.List
	for _, m := range slices.Concat(result.Errors, result.Warnings) {
		found.Add(assetFinding(m))
	}
	for _, out := range result.OutputFiles {
		name := path.Base(strings.ReplaceAll(out.Path, `\`, "/"))
		ext := path.Ext(name)
		stem := strings.TrimSuffix(name, ext)
		entry := name
		if ext == ".js" {
			entry = stem + ".ts"
		}
		p := modules[entry]
		if p == "" {
			sum := sha256.Sum256(out.Contents)
			p = fmt.Sprintf("%s/%s-%s%s", assetRoot, stem, hex.EncodeToString(sum[:4]), ext)
		}
		b.files = append(b.files, render.File{Path: p, Data: out.Contents})
		b.paths[entry] = p
	}
	return found
}

// names are what scripts call the files bundled so far, and a relative address
// of each as a literal of JavaScript.
func (b *bundle) names() map[string]string {
	names := map[string]string{}
	for _, f := range b.files {
		name, inside := strings.CutPrefix(f.Path, assetRoot+"/")
		stem, _, hashed := strings.Cut(name, "-")
		if inside && hashed {
			names["ASSETS."+stem+"_"+strings.TrimPrefix(path.Ext(name), ".")] = strconv.Quote(name)
		}
	}
	return names
}

// anyFolder is an absolute path, which esbuild asks for; nothing is read there.
func anyFolder() string {
	if runtime.GOOS == "windows" {
		return `C:\`
	}
	return "/"
}

// entryPoints are the stylesheets and scripts directly in assets.
func entryPoints(fsys fs.FS) ([]string, error) {
	list, err := fs.ReadDir(fsys, assetRoot)
	if err != nil {
		return nil, fmt.Errorf("read the assets: %w", err)
	}
	var entries []string
	for _, e := range list {
		name := e.Name()
		if e.IsDir() || strings.HasSuffix(name, ".d.ts") {
			continue
		}
		if ext := path.Ext(name); ext == ".ts" || ext == ".css" {
			entries = append(entries, "./"+name)
		}
	}
	return entries, nil
}

// fromFS lets esbuild read the source tree, and nothing outside it.
func fromFS(fsys fs.FS) api.Plugin {
	const namespace = "assets"
	return api.Plugin{Name: namespace, Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: ".*"}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			if strings.HasPrefix(a.Path, "data:") {
				return api.OnResolveResult{}, nil
			}
			style := a.Kind == api.ResolveCSSImportRule || a.Kind == api.ResolveCSSURLToken // relative with or without ./
			if !style && !strings.HasPrefix(a.Path, "./") && !strings.HasPrefix(a.Path, "../") {
				return api.OnResolveResult{}, fmt.Errorf("%q is not in the folder %s: imports begin with ./ or ../", a.Path, assetRoot)
			}
			from := ""
			if a.Kind != api.ResolveEntryPoint {
				from = path.Dir(a.Importer)
			}
			p, err := resolveAsset(fsys, path.Join(from, a.Path))
			return api.OnResolveResult{Path: p, Namespace: namespace}, err
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: namespace}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			data, err := fs.ReadFile(fsys, path.Join(assetRoot, a.Path))
			if err != nil {
				return api.OnLoadResult{}, err
			}
			text := string(data)
			if a.Path == codeSheet {
				text += "\n" + markdown.StyleSheet()
			}
			return api.OnLoadResult{Contents: &text, Loader: loader(a.Path)}, nil
		})
	}}
}

func resolveAsset(fsys fs.FS, p string) (string, error) {
	p = path.Clean(p)
	if strings.HasPrefix(p, "..") {
		return "", fmt.Errorf("%q leads out of the folder %s", p, assetRoot)
	}
	for _, try := range []string{p, p + ".ts"} {
		if info, err := fs.Stat(fsys, path.Join(assetRoot, try)); err == nil && !info.IsDir() {
			return try, nil
		}
	}
	return "", fmt.Errorf("there is no file %s/%s", assetRoot, p)
}

func loader(p string) api.Loader {
	switch path.Ext(p) {
	case ".ts":
		return api.LoaderTS
	case ".css":
		return api.LoaderCSS
	case ".svg":
		return api.LoaderDataURL
	}
	return api.LoaderJS
}

// assetFinding turns a message of esbuild into a finding. Its warnings are
// errors here: what the tool doubts does not ship.
func assetFinding(m api.Message) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Error, Code: "asset", Pos: diag.Pos{File: assetRoot}, Message: m.Text}
	if l := m.Location; l != nil {
		file := strings.TrimPrefix(l.File, assetRoot+":")
		d.Pos = diag.Pos{File: path.Join(assetRoot, file), Line: l.Line, Col: len([]rune(l.LineText[:min(l.Column, len(l.LineText))])) + 1}
		d.Len = l.Length
		d.Hint = l.Suggestion
	}
	for _, n := range m.Notes {
		if d.Hint == "" {
			d.Hint = n.Text
		}
	}
	return d
}
