// Package lang knows the languages of a site and speaks them: which way a
// language is written and what it calls itself, where to look when a text is
// missing, the messages of the user interface with their plural forms, dates,
// numbers and the order of words.
//
// # Languages
//
// A Tag is a BCP 47 language tag in lower case, as it stands in file names and
// addresses: "fi", "fi-simple", "ar". Parse is the only way in. Chain says
// where to look for a text: easy Finnish falls back to Finnish and then
// English, every other language to English and then the source language.
//
// # Messages
//
// The messages stand in i18n/<language>.yaml, a flat mapping:
//
//	site-skip: "Skip to the content"
//	page-updated: "Updated {{.Date}}"
//	duration-months:
//	  one: "{{.Count}} month"
//	  other: "{{.Count}} months"
//
// Load reads and checks them all and gives a Catalog; Catalog.Locale gives a
// Locale, which speaks one language. English decides which messages there are.
// What a language lacks comes from the next one in its chain, at the last from
// the English that ships with Opas: no message file can make a Locale fail.
//
// A message holds text and {{.Name}}, nothing else of Go's templates. Message
// files may come from anybody, and a template language that can loop could
// keep a build from ever ending.
//
// go-i18n chooses the plural form. Each language has a Bundle of its own and
// this package walks the chain, because a common Bundle would match "fi-simple"
// to "fi" as if they were the same, and would never ask English for what Arabic
// lacks.
//
// The package reads no clock and no settings of the machine. Digits are Latin in
// every language.
package lang
