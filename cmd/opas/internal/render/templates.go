package render

import (
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	texttemplate "text/template"
	"unicode/utf8"

	"opas/cmd/opas/internal/diag"
)

// templateRoot is the folder of the templates in a source tree.
const templateRoot = "templates"

// Templates are the parsed templates of a site.
type Templates struct{ set *template.Template }

// ParseTemplates reads every template below templates; a template's name is
// its path in that folder. The result is nil when one of them is broken.
func ParseTemplates(fsys fs.FS) (*Templates, diag.List, error) {
	var found diag.List
	set := template.New("").Option("missingkey=error")
	err := fs.WalkDir(fsys, templateRoot, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".html") {
			return err
		}
		data, err := fs.ReadFile(fsys, p)
		switch {
		case err != nil && d.Type()&fs.ModeSymlink != 0:
			found.Errorf("link-outside", diag.Pos{File: p}, "put the file itself here", "this symbolic link leads out of the folder %s or nowhere", templateRoot)
			return nil
		case err != nil:
			return err
		case !utf8.Valid(data):
			found.Errorf("file-utf8", diag.Pos{File: p}, "save the file in UTF-8", "the template is not UTF-8 text")
			return nil
		}
		name := strings.TrimPrefix(p, templateRoot+"/")
		if _, err := set.New(name).Parse(string(data)); err != nil {
			found.Add(templateFinding(err, ""))
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read the templates: %w", err)
	}
	if found.Fails(false) {
		return nil, found, nil
	}
	return &Templates{set}, found, nil
}

// templateError matches what html/template says: the file, the line, perhaps
// the byte column, and the rest.
var templateError = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: (.*)$`)

// templateFinding turns an error of html/template into a finding. file is the
// content that was being rendered, "" when a template does not parse.
func templateFinding(err error, file string) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Error, Code: "template", Pos: diag.Pos{File: templateRoot}, Message: err.Error(),
		Hint: "mend the template; what it may print is described in render/view.go"}
	message := err.Error()
	var exec texttemplate.ExecError
	if errors.As(err, &exec) {
		message = exec.Error()
	}
	if m := templateError.FindStringSubmatch(message); m != nil {
		d.Pos.File = templateRoot + "/" + m[1]
		d.Pos.Line, _ = strconv.Atoi(m[2])
		if col, err := strconv.Atoi(m[3]); err == nil {
			d.Pos.Col = col + 1
		}
		d.Message = m[4]
	}
	if file != "" {
		d.Related = append(d.Related, diag.Related{Pos: diag.Pos{File: file}, Message: "met while rendering this file"})
	}
	return d
}
