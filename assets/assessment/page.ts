import type { Language, Packed, Facts } from "./instrument";
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

/** Gives every language its words and messages by name; that of the page has most of its words on paper. */
function unpack(packed: Packed, paper: HTMLElement): Facts {
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
  // What readers choose from begins with the language of the page.
  languages.unshift(...languages.splice(-1));
  return { ...packed, languages };
}
