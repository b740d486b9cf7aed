package site

import (
	"path"
	"strings"

	"opas/cmd/opas/internal/decode"
	"opas/cmd/opas/internal/diag"
	"opas/cmd/opas/internal/model"
)

// news gives the items of every page of news their days, and puts the newest
// first. The name of an item's folder is its day and a word or more:
// 2026-11-22-new-chapters.
func (a *assembly) news() {
	for _, id := range sortedIDs(a.site.pages) {
		p := a.site.pages[id]
		if p.Kind != model.KindNews {
			continue
		}
		for _, item := range p.Children {
			day, hint := newsDay(path.Base(item.ID))
			if hint != "" {
				a.found.Errorf("news-date", diag.Pos{File: item.dir()}, hint, "the folder of a news item must begin with its day, but is named %q", path.Base(item.ID))
				continue
			}
			item.Date = &day
			item.order = -float64(day.Year*10000 + day.Month*100 + day.Day)
		}
	}
}

// newsDay reads the day that the name of a news item's folder begins with. The
// hint says what is wrong with the name, "" if nothing is.
func newsDay(name string) (day decode.Date, hint string) {
	const length = len("2026-11-22")
	day, ok := decode.ParseDate(name[:min(length, len(name))])
	switch {
	case ok && strings.HasPrefix(name[length:], "-"):
		return day, ""
	case ok:
		return day, "add a word or more: " + name[:length] + "-new-chapters"
	case len(name) >= length && strings.Trim(name[:length], "0123456789-") == "":
		return day, "write a day that there is, as year-month-day"
	}
	return day, "name it year-month-day and a word or more, such as 2026-11-22-new-chapters"
}
