package source

import (
	"fmt"
	"iter"
	"net/mail"
	"net/url"
	"path"
	"slices"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/lang"
)

// Config is site.yaml. Only languages and title are required.
type Config struct {
	Pos diag.Pos `yaml:"-"`
	// Tags are Languages, parsed; the first is the source language unless
	// Source says otherwise.
	Tags []lang.Tag `yaml:"-"`

	Languages []decode.At[string] `yaml:"languages,required" check:"min=1,max=40" doc:"The languages of the site, as BCP 47 tags; the first is the source language unless source: says otherwise."`
	Source    decode.At[string]   `yaml:"source" doc:"The language in which texts are first written."`
	Title     Localised           `yaml:"title,required" doc:"The name of the site, by language."`
	Summary   Localised           `yaml:"summary" doc:"What the site is, in a sentence, by language."`
	BaseURL   decode.At[string]   `yaml:"base-url" check:"url" doc:"The address under which the site is published, such as https://example.org/opas/."`
	Domain    decode.At[string]   `yaml:"domain" doc:"The host name for which opas publish git writes the file CNAME, such as opas.example.org."`
	// Edit is a pattern in which {path} stands for the file.
	Edit       decode.At[string]   `yaml:"edit" doc:"Address of the page where a file can be edited on the git host; {path} stands for the file."`
	Publisher  Localised           `yaml:"publisher" doc:"Who publishes the site, by language."`
	Controller Localised           `yaml:"controller" doc:"Who is the data controller, by language."`
	Access     Localised           `yaml:"accessibility" doc:"Whom to tell about accessibility problems, by language."`
	Feedback   decode.At[string]   `yaml:"feedback" doc:"Where errors are reported: an e-mail address or an https address."`
	Audiences  []Audience          `yaml:"audiences" doc:"For whom the site is; each has a door on the home page."`
	Navigation []decode.At[string] `yaml:"navigation" doc:"Page ids of the main navigation."`
	Footer     []decode.At[string] `yaml:"footer" doc:"Page ids of the footer."`
	// Readability are the limits of what check says; the first that fits a
	// text counts.
	Readability []ReadabilityLimits `yaml:"readability" doc:"How hard texts may be to read before check gives a notice: for each text the first entry that fits its language and audience."`
}

// ReadabilityLimits are limits for the texts in one language, those for one
// audience or all. A limit of 0 is none.
type ReadabilityLimits struct {
	Pos      diag.Pos          `yaml:"-"`
	Lang     decode.At[string] `yaml:"lang,required" doc:"A language of the site."`
	Audience decode.At[string] `yaml:"audience" doc:"An audience of the site; without one the entry is for all pages."`
	Sentence float64           `yaml:"words-per-sentence" check:"min=1,max=100" doc:"Words in a sentence, on an average."`
	Longest  int               `yaml:"longest-sentence" check:"min=1,max=200" doc:"Words in any sentence."`
	LIX      float64           `yaml:"lix" check:"min=1,max=200" doc:"Words in a sentence and long words in a hundred, added."`
	Long     float64           `yaml:"long-words" check:"min=1,max=100" doc:"Long words in a hundred."`
	Passives float64           `yaml:"passives" check:"min=1,max=100" doc:"Sentences with a passive in a hundred; Finnish only."`
}

// Audience is a group of readers.
type Audience struct {
	Pos     diag.Pos            `yaml:"-"`
	ID      string              `yaml:"id,required" check:"id" doc:"The id used in audience: of a page."`
	Title   Localised           `yaml:"title,required" doc:"The name of the group, by language."`
	Door    Localised           `yaml:"door" doc:"What this reader wants, as the heading of the door on the home page."`
	Summary Localised           `yaml:"summary" doc:"One or two sentences behind the door."`
	Pages   []decode.At[string] `yaml:"pages" doc:"Page ids to begin with."`
}

// Localised is one text in several languages, in the order of the file.
type Localised []LocalText

// LocalText is one language's version of a Localised.
type LocalText struct {
	Lang lang.Tag
	Text string
	Pos  diag.Pos
}

// Decode reads a mapping from language to text.
func (t *Localised) Decode(n *decode.Node) diag.List {
	var found diag.List
	if n.Kind() != decode.Mapping {
		found.Errorf("yaml-type", n.Pos(), "write the text under its language, such as {fi: Opas}", "a text by language is expected here")
		return found
	}
	for _, f := range n.Fields() {
		tag, err := lang.Parse(f.Key.Value)
		if err != nil {
			found.Errorf("language-tag", f.Key.Pos, "write a BCP 47 tag in lower case, such as fi or fi-simple", "%q is not a language", f.Key.Value)
			continue
		}
		var text decode.At[string]
		found = append(found, decode.Into(f.Value, &text)...)
		*t = append(*t, LocalText{Lang: tag, Text: strings.TrimSpace(text.Value), Pos: text.Pos})
	}
	return found
}

// JSONSchema describes the mapping to editors.
func (Localised) JSONSchema() map[string]any {
	return map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}}
}

// In returns the text in the first language of the chain that has one, and
// that language; both are empty if there is none.
func (t Localised) In(chain []lang.Tag) (string, lang.Tag) {
	for _, tag := range chain {
		for _, text := range t {
			if text.Lang == tag && text.Text != "" {
				return text.Text, tag
			}
		}
	}
	return "", ""
}

// SourceLang returns the language in which texts are first written.
func (c *Config) SourceLang() lang.Tag {
	if c.Source.Value != "" {
		return lang.Tag(c.Source.Value)
	}
	return c.Tags[0]
}

// Placeholder reports whether a value is still one that the publisher has to
// fill in: it holds ‹angle quotes›.
func Placeholder(s string) bool { return strings.Contains(s, "‹") }

// Address turns what somebody wrote as a contact into a link: an e-mail address
// alone becomes mailto:, an https address stays. It is "" for everything else.
func Address(s string) string {
	if u, err := url.Parse(s); err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil {
		return u.String()
	}
	if m, err := mail.ParseAddress(s); err == nil && m.Address == s && !strings.ContainsAny(s, "?&%# ") {
		return "mailto:" + s
	}
	return ""
}

// EditAddress is where a file can be edited on the git host, "" if nobody knows.
func (c *Config) EditAddress(file string) string {
	if c.Edit.Value == "" || Placeholder(c.Edit.Value) || file == "" {
		return ""
	}
	return strings.ReplaceAll(c.Edit.Value, "{path}", file)
}

// complete checks what the tags of the struct cannot say, and fills Tags.
func (c *Config) complete() diag.List {
	var found diag.List
	for _, l := range c.Languages {
		tag, err := lang.Parse(l.Value)
		switch {
		case err != nil:
			found.Errorf("language-tag", l.Pos, "write a BCP 47 tag in lower case, such as fi or fi-simple", "%q is not a language", l.Value)
		case slices.Contains(c.Tags, tag):
			found.Errorf("language-twice", l.Pos, "delete one of them", "the language %q is listed twice", tag)
		default:
			c.Tags = append(c.Tags, tag)
		}
	}
	if len(c.Tags) == 0 {
		return found
	}
	if s := c.Source; s.Value != "" && !slices.Contains(c.Tags, lang.Tag(s.Value)) {
		found.Errorf("language-source", s.Pos, "list it in languages: too", "the source language %q is not a language of the site", s.Value)
		c.Source.Value = ""
	}
	found = append(found, c.texts()...)
	if b := c.BaseURL; b.Value != "" {
		if _, err := ParseBaseURL(b.Value); err != nil {
			found.Errorf("base-url", b.Pos, "write an address such as https://example.org/opas/", "%v", err)
		}
	}
	found = append(found, c.domain()...)
	if e := c.Edit; e.Value != "" && !Placeholder(e.Value) {
		u, err := url.Parse(strings.ReplaceAll(e.Value, "{path}", "path"))
		if err != nil || u.Scheme != "https" || u.Host == "" || !strings.Contains(e.Value, "{path}") {
			found.Errorf("edit-url", e.Pos, "write an https address in which {path} stands for the file", "the edit address cannot be used")
		}
	}
	if f := c.Feedback; f.Value != "" && !Placeholder(f.Value) && Address(f.Value) == "" {
		found.Errorf("feedback", f.Pos, "write an e-mail address such as name@example.org, or an https address", "the feedback address cannot be used")
	}
	seen := map[string]diag.Pos{}
	for _, a := range c.Audiences {
		if first, ok := seen[a.ID]; ok {
			found.Add(diag.Diagnostic{Code: "id-twice", Pos: a.Pos, Message: fmt.Sprintf("the audience %q is defined twice", a.ID),
				Hint: "delete one of them", Related: []diag.Related{{Pos: first, Message: "first here"}}})
		}
		seen[a.ID] = a.Pos
	}
	return found
}

// texts checks the texts by language: the source language must have them all,
// and none may be in a language that the site does not have.
func (c *Config) texts() diag.List {
	var found diag.List
	source := c.SourceLang()
	check := func(name string, t Localised) {
		if len(t) == 0 {
			return
		}
		for _, text := range t {
			if !slices.Contains(c.Tags, text.Lang) {
				found.Warnf("language-unknown", text.Pos, "add the language to languages:, or delete the text", "%q is not a language of this site", text.Lang)
			}
		}
		if _, in := t.In([]lang.Tag{source}); in == "" {
			found.Errorf("text-missing", t[0].Pos, fmt.Sprintf("add %s: with the text", source), "%s has no text in the source language %q", name, source)
		}
	}
	for name, t := range c.Texts() {
		check(name, t)
	}
	return found
}

// Texts gives every text of site.yaml for readers with its name in messages, in
// the order of the file; one that is not there is empty.
func (c *Config) Texts() iter.Seq2[string, Localised] {
	return func(yield func(string, Localised) bool) {
		type named struct {
			name string
			text Localised
		}
		list := []named{{"title", c.Title}, {"summary", c.Summary}, {"publisher", c.Publisher}, {"controller", c.Controller}, {"accessibility", c.Access}}
		for _, a := range c.Audiences {
			list = append(list, named{"title of the audience " + a.ID, a.Title}, named{"door of the audience " + a.ID, a.Door},
				named{"summary of the audience " + a.ID, a.Summary})
		}
		for _, t := range list {
			if !yield(t.name, t.text) {
				return
			}
		}
	}
}

// ParseBaseURL reads the address under which a site is published; its path
// always ends with a slash.
func ParseBaseURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" {
		return nil, fmt.Errorf("%q is not an https or http address", s)
	}
	if u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("%q may hold no question mark, number sign or user name", s)
	}
	if !strings.HasSuffix(u.Path, "/") {
		u.Path += "/"
	}
	if clean := path.Clean(u.Path); u.RawPath != "" || clean != "/" && clean+"/" != u.Path || clean == "/" && u.Path != "/" {
		return nil, fmt.Errorf("%q has a path with empty parts, dots or escapes", s)
	}
	return u, nil
}
