import type { Language, Packed, PageData, Place } from "./instrument";
import { all } from "./frame";
import { Runner } from "./runner";

/** Starts the self-check of the page, and puts its paper form away. Without one the page stays as it is. */
export function assessmentPage(page: Document, window: Window): void {
  const app = page.querySelector<HTMLElement>("[data-assessment-app]");
  const data = app?.querySelector("script[data-assessment]");
  const paper = page.querySelector<HTMLElement>("[data-assessment-twin]");
  if (app === null || !data || paper === null) return;
  new Runner(unpack(JSON.parse(data.textContent ?? "") as Packed, paper), app, paper, window).start();
}

/**
 * Gives every language its words and messages by name, and what is not in it
 * from the language of the page; that one has most of its words on paper.
 */
function unpack(packed: Packed, paper: HTMLElement): PageData {
  const named = (names: readonly string[], texts: readonly string[]): Record<string, string> => {
    const by: Record<string, string> = {};
    names.forEach((name, i) => {
      const text = texts[i];
      if (text) by[name] = text;
    });
    return by;
  };
  const languages = packed.languages.map((l) => ({ ...l, words: named(packed.paths, l.words), messages: named(packed.beside, l.messages), page: null as Language | null }));
  const own = languages[languages.length - 1] ?? null;
  if (own !== null) {
    Object.assign(own.messages, packed.messages);
    for (const said of all(paper, "[data-word]")) {
      const text = said.querySelector("span")?.textContent;
      if (text) own.words[said.dataset["word"] ?? ""] = text;
    }
  }
  for (const l of languages) l.page = own;
  /** A text for each language, of those that are there. */
  const each = <T>(texts: Readonly<Record<string, T>>): Record<string, T> => {
    const by: Record<string, T> = {};
    for (const l of languages) {
      const text = texts[l.tag] ?? texts[packed.lang];
      if (text !== undefined) by[l.tag] = text;
    }
    return by;
  };
  const places: Record<string, Place> = {};
  for (const lead of Object.keys(packed.places)) {
    const place = packed.places[lead];
    if (place !== undefined) places[lead] = { title: each(place.title), href: each({ [packed.lang]: place.href }) };
  }
  const others = packed.sheet.others.map((o) => ({ ...o, items: each(o.items) }));
  // What readers choose from begins with the language of the page.
  languages.unshift(...languages.splice(-1));
  return { ...packed, languages, places, sheet: { ...packed.sheet, others } };
}
