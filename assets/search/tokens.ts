/**
 * The words of a text, and the forms they are looked up by: the same as in the
 * room words of the program (tokens.go), letter by letter.
 */

export interface Token {
  readonly form: string;
  /** Where the word stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** What a language writes instead of a letter. */
export type Letters = ReadonlyMap<string, string>;

/** More letters than this are cut off, on both sides of a search. */
const maxForm = 60;

const plain = /^[a-z0-9]{0,60}$/;

// Most texts have no other letters and digits than these: they need no search in
// the tables of Unicode, which browsers take long to make.
const letters = "A-Za-z\\xAA\\xB5\\xBA\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u024F\\u0400-\\u0481\\u048A-\\u052F";
const digits = "0-9\\xB2\\xB3\\xB9\\xBC-\\xBE";
const usual = /^[\0-\u024F\u0400-\u0481\u048A-\u052F\u2000-\u206F]*$/;
/** Words that only want to be in lower case. */
const simple = /^[A-Za-z0-9\xC0-\xD6\xD8-\xF6\xF8-\xFF]{0,60}$/;

// Soft hyphens, zero width spaces and joiners, marks of direction, and what
// chooses how the sign before is drawn.
const unseen = "\\xAD\\u20E3\\uFE00-\\uFE0F\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF";
const hyphens = "-\\u2010\\u2011";
const apostrophes = "'\\u2019\\u02BC";

const dropped = new RegExp(`[${unseen}${apostrophes}]`);
const hyphen = new RegExp(`[${hyphens}]`);
const mark = /\p{M}/u;
const inWords = /[\p{L}\p{M}\p{N}-]/u;

/** Normalises a word: composed (NFKC), lower case, nothing invisible, the letters of the language brought together. */
export function normalForm(word: string, letters: Letters): string {
  if (plain.test(word)) return word;
  if (!letters.size && simple.test(word)) return word.toLowerCase();
  let form = "";
  let length = 0;
  for (const letter of word.normalize("NFKC")) {
    const c = hyphen.test(letter) ? "-" : lower(letter);
    if (dropped.test(c) || !inWords.test(c)) continue;
    if (++length > maxForm) break;
    form += letters.get(c) ?? c;
  }
  form = form.replace(/^-+|-+$/g, "");
  // What was left out may have stood between a letter and its mark.
  return form === form.normalize("NFKC") ? form : normalForm(form, letters);
}

/** One letter for one: final sigma is sigma, and İ is i without a second dot. */
function lower(letter: string): string {
  return letter === "ς" ? "σ" : letter === "İ" ? "i" : letter.toLowerCase();
}

/** The weaker key of a form: without marks and hyphens. */
export function foldedForm(form: string, folds: Letters): string {
  if (/^[\0-,.-\x7F]*$/.test(form)) return form;
  let folded = "";
  for (const c of form) {
    folded += folds.get(c) ?? withoutMarks(c);
  }
  return folded;
}

const unmarked = new Map<string, string>();

function withoutMarks(letter: string): string {
  let to = unmarked.get(letter);
  if (to === undefined) {
    to = "";
    for (const d of letter.normalize("NFD")) to += plainLatin[d] ?? (mark.test(d) ? "" : d);
    unmarked.set(letter, to);
  }
  return to;
}

/** Latin letters that have no decomposition in Unicode, and hyphens. */
const plainLatin: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ħ: "h", ŋ: "n", ı: "i", "-": "" };

/**
 * The words of a text in order: runs of letters, marks and digits with hyphens
 * inside, and overlapping pairs of letters where a script writes no spaces.
 */
export function tokens(text: string, patternOf: (text: string) => RegExp, form: (word: string) => string): Token[] {
  const list: Token[] = [];
  const pattern = patternOf(text);
  const add = (start: number, end: number): void => {
    const f = form(text.slice(start, end));
    if (f !== "") list.push({ form: f, start, end });
  };
  pattern.lastIndex = 0;
  for (let m = pattern.exec(text); m !== null; m = pattern.exec(text)) {
    const run = m[1];
    const word = m[2] ?? "";
    if (run === undefined) {
      const end = m.index + word.length;
      add(m.index, end);
      // Of "EU:n" the ending is no word; of "klo:kymmenen" both are.
      if (pattern.lastIndex > end && !abbreviation.test(word)) pattern.lastIndex = end;
      continue;
    }
    const starts: number[] = []; // of letters; marks belong to the one before
    let end = m.index;
    for (const c of run) {
      if (!mark.test(c)) starts.push(end);
      end += c.length;
    }
    starts.push(end);
    if (starts.length === 2) add(m.index, end);
    for (let i = 2; i < starts.length; i++) add(starts[i - 2]!, starts[i]!);
  }
  return list;
}

const abbreviation = new RegExp(`\\p{Lu}[${unseen}]*$`, "u");

/** Gives the pattern for the words of a text: a run of a script without spaces, or a word and what follows its colon. */
export function wordPattern(apostropheInside: boolean): (text: string) => RegExp {
  const make = (letter: string, mark: string, any: string, spaceless: string, flags: string): RegExp => {
    const one = `(?!${spaceless})[${any}]`;
    const inner = `[${hyphens}${apostropheInside ? apostrophes : ""}](?=${one})`;
    return new RegExp(`(${spaceless}(?:${spaceless}|${mark})*)|((?!${mark})${one}(?:${one}|[${unseen}]|${inner})*)(?::(?=${letter})${one}[${any}]*)?`, flags);
  };
  const quick = make(`[${letters}]`, "[]", letters + digits, "[]", "g");
  const spaceless = "(?=\\p{L})[\\p{sc=Hani}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\u30FC\uFF70\uFF9E\uFF9F]";
  let full: RegExp | undefined;
  return (text) => (usual.test(text) ? quick : (full = full ?? make("\\p{L}", "\\p{M}", "\\p{L}\\p{M}\\p{N}", spaceless, "gu")));
}
