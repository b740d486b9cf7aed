import { fill } from "../words/words";
import { make } from "./dom";
import type { Language } from "./instrument";

type Values = Readonly<Record<string, string | number>>;

/**
 * Speaks the languages that the reader has chosen: the first, and beside it,
 * if chosen, a second. What is made of words and messages carries the language
 * and direction of each part.
 */
export class Speech {
  constructor(
    readonly first: Language,
    readonly second: Language | null,
  ) {}

  /** The word at the path in the first language; "" if there is none. */
  word(path: string): string {
    return this.first.words[path] ?? "";
  }

  /** The word at the path in the languages of the reader, the second below the first. */
  words(path: string): Node[] {
    return this.parts((l) => ({ text: l.words[path] ?? "", html: l.foreign?.[path] }));
  }

  /** A message in the first language, or in that of the page. The id stands without "selfcheck-". */
  say(id: string, values: Values = {}): string {
    return fill(this.first.messages[id] ?? this.first.page?.messages[id] ?? id, values);
  }

  /**
   * A message in the languages of the reader: in the second if it has it, in
   * the first or else in that of the page.
   */
  both(id: string, values: Values | ((l: Language) => Values) = {}): Node[] {
    return this.parts((l) => {
      const from = l.messages[id] === undefined && l === this.first && l.page !== null ? l.page : l;
      const text = from.messages[id];
      return text === undefined ? { text: l === this.first ? id : "" } : { text: fill(text, typeof values === "function" ? values(l) : values), html: from === l ? undefined : from.html };
    });
  }

  /** A message with a number, in the languages of the reader. */
  bothCount(id: string, count: number, values: Values = {}): Node[] {
    return this.parts((l) => ({ text: counted(l, id, count, values) }));
  }

  /** A text for each language of the reader; the same text in both is shown once. */
  parts(text: (l: Language) => { text: string; html?: string | undefined }): Node[] {
    const first = text(this.first);
    const nodes: Node[] = [];
    if (first.text !== "") nodes.push(part(this.first, first.html, first.text, "first"));
    if (this.second !== null) {
      const second = text(this.second);
      if (second.text !== "" && second.text !== first.text) nodes.push(document.createTextNode(" "), part(this.second, second.html, second.text, "beside"));
    }
    return nodes;
  }
}

function part(l: Language, html: string | undefined, text: string, name: string): HTMLElement {
  // A word that fell back to another language has the direction of that language; letting the text say so is right for both.
  return make("span", { class: `said said--${name}`, lang: html ?? l.html, dir: html === undefined ? l.dir : "auto" }, text);
}

function counted(l: Language, id: string, count: number, values: Values): string {
  const forms = l.plurals[id] ?? {};
  const form = forms[new Intl.PluralRules(l.html).select(count)] ?? forms["other"] ?? id;
  return fill(form, { ...values, Count: count });
}
