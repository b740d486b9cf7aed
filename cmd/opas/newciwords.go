package main

// ciWords are the words that people read on the pages of the git host.
type ciWords struct {
	Check, Publish, Change, Export                   string // names of workflows
	NewPage, Move, Ack, Import                       string // names of forms, and titles of the changes
	Number                                           string
	Page, OldPage, NewID, TranslatedPage             string
	NewLanguage, ToLanguage, File                    string
	What, Pages, Format                              string
	Task, TaskPage, TaskTo, TaskLanguage             string
	TaskFile                                         string
	Preview, PreviewSoon, PreviewFile                string
	Report, Open, Nothing, BadFile, NoFile, PagesOff string
}

var finnishCI = ciWords{
	Check: "Tarkistus ja esikatselu", Publish: "Julkaisu", Change: "Muutos lomakkeesta (käynnistyy itse)", Export: "Käännettäväksi: tee tiedosto",
	NewPage: "Uusi sivu", Move: "Siirrä sivu", Ack: "Käännös on yhä oikein", Import: "Tuo käännös",
	Number:         "Muutospyynnön numero",
	Page:           "Sivun tunnus, esimerkiksi mentoring/feedback",
	OldPage:        "Sivun tunnus nyt, esimerkiksi mentoring/feedback",
	NewID:          "Sivun uusi tunnus, esimerkiksi mentoring/how-it-went",
	TranslatedPage: "Sivun tunnus, jonka käännös on yhä oikein",
	NewLanguage:    "Kieli, jos sivu on jo olemassa ja aloitat sen käännöksen",
	ToLanguage:     "Käännöksen kieli",
	File:           "Tiedoston nimi. Lataa tiedosto ensin kansioon import uuteen haaraan ja valitse se haara yllä.",
	What:           "Mitä käännetään: vanhentuneet (stale), puuttuvat (missing) vai molemmat",
	Pages:          "Vain nämä sivut, tunnukset välilyönnein erotettuina. Tyhjä: kaikki",
	Format:         "html avautuu tekstinkäsittelyssä, csv taulukkolaskennassa, xlf käännösohjelmassa",
	Task:           "Tehtävä: publish = julkaise, new-page = uusi sivu, move = siirrä sivu, ack = käännös on yhä oikein, import = tuo käännös, export = tee tiedosto käännettäväksi",
	TaskPage:       "Sivun tunnus, esimerkiksi mentoring/feedback",
	TaskTo:         "Sivun uusi tunnus, kun sivu siirretään",
	TaskLanguage:   "Käännöksen kieli, esimerkiksi sv",
	TaskFile:       "Tuotavan tiedoston nimi. Lataa tiedosto ensin kansioon import uuteen haaraan ja valitse se haara yllä.",
	Preview:        "Esikatselu",
	PreviewSoon:    "näkyy muutaman minuutin kuluttua",
	PreviewFile:    "lataa tiedosto, pura se ja avaa index.html",
	Report:         "Tarkistus",
	Open:           "Avaa muutos ja ehdota sen hyväksymistä",
	Nothing:        "Mikään ei muuttunut.",
	BadFile:        "Anna kansiossa import olevan tiedoston nimi. Sen lopussa on .html, .csv tai .xlf.",
	NoFile:         "Kansiossa import ei ole tämän nimistä tiedostoa. Valitsitko haaran, johon latasit sen?",
	PagesOff:       "GitHub Pages ei ole käytössä. Valitse asetuksissa (Settings, Pages) haara, josta sivut julkaistaan.",
}

var englishCI = ciWords{
	Check: "Check and preview", Publish: "Publish", Change: "Change from a form (starts by itself)", Export: "For a translator: make a file",
	NewPage: "New page", Move: "Move a page", Ack: "A translation is still true", Import: "Take a translation",
	Number:         "Number of the pull request",
	Page:           "Id of the page, such as mentoring/feedback",
	OldPage:        "Id of the page now, such as mentoring/feedback",
	NewID:          "New id of the page, such as mentoring/how-it-went",
	TranslatedPage: "Id of the page whose translation is still true",
	NewLanguage:    "Language, if the page exists and you begin its translation",
	ToLanguage:     "Language of the translation",
	File:           "Name of the file. First upload it into the folder import on a new branch, and choose that branch above.",
	What:           "What to translate: what is stale, what is missing, or both",
	Pages:          "Only these pages, ids with spaces between them. Empty: all",
	Format:         "html opens in a word processor, csv in a spreadsheet, xlf in a translation tool",
	Task:           "Task: publish, new-page, move (a page), ack (a translation is still true), import (take a translation), export (make a file for a translator)",
	TaskPage:       "Id of the page, such as mentoring/feedback",
	TaskTo:         "New id of the page, to move it",
	TaskLanguage:   "Language of the translation, such as sv",
	TaskFile:       "Name of the file to take. First upload it into the folder import on a new branch, and choose that branch above.",
	Preview:        "Preview",
	PreviewSoon:    "it is there in a few minutes",
	PreviewFile:    "download the file, unpack it and open index.html",
	Report:         "Check",
	Open:           "Open the change and propose it",
	Nothing:        "Nothing has changed.",
	BadFile:        "Give the name of a file in the folder import. It ends in .html, .csv or .xlf.",
	NoFile:         "The folder import has no file of this name. Did you choose the branch that you uploaded it to?",
	PagesOff:       "GitHub Pages is not in use. Choose the branch that it serves in the settings (Settings, Pages).",
}

// ciForm is a form of a git host by which somebody asks for a change.
type ciForm struct {
	Task   string // as change.sh knows it
	Name   string
	Inputs []ciInput
}

// ciInput is one field of a form.
type ciInput struct {
	Name, Text string
	Required   bool
	Options    []string // a choice; nil for a text
}

// forms are the forms of a site; those for translations only where it has any.
func (s ciSite) forms() []ciForm {
	w := s.Words
	page := ciForm{"new-page", w.NewPage, []ciInput{{Name: "page", Text: w.Page, Required: true}}}
	move := ciForm{"move", w.Move, []ciInput{{Name: "page", Text: w.OldPage, Required: true}, {Name: "to", Text: w.NewID, Required: true}}}
	if len(s.Translations) == 0 {
		return []ciForm{page, move}
	}
	page.Inputs = append(page.Inputs, ciInput{Name: "language", Text: w.NewLanguage, Options: append([]string{""}, s.Translations...)})
	return []ciForm{page, move,
		{"ack", w.Ack, []ciInput{{Name: "page", Text: w.TranslatedPage, Required: true}, {Name: "language", Text: w.ToLanguage, Required: true, Options: s.Translations}}},
		{"import", w.Import, []ciInput{{Name: "file", Text: w.File, Required: true}}},
	}
}
