/** Loads the files of an index, and keeps what was loaded. */
import { check, decodeChunk, decodeLengths, decodePages, type Chunk, type Fragment, type Manifest, type Page } from "./decode";
import type { Token } from "./tokens";
import type { Language, Reading } from "./words";

/** What went wrong: nothing came, a file is not there, it cannot be read, or it is newer than this script. */
export type Reason = "network" | "missing" | "damaged" | "version";

/** Why a search could not be answered. Asking again is always allowed. */
export class SearchError extends Error {
  constructor(message: string, readonly reason: Reason) {
    super(message);
    this.name = "SearchError";
  }
}

/** The version of the formats that this script reads. */
const version = 1;

// What is kept of the files of one language, and of the analyses made.
const mostChunks = 64;
const mostFragments = 300;
const mostForms = 5000;
const mostTexts = 500;

/** What a language has, as it is now. */
export interface Catalogue {
  readonly manifest: Manifest;
  readonly pages: readonly Page[];
}

/** How the words of entries are analysed and compared with those of a query. */
export interface Analysis {
  /** A form as it is compared. */
  key(form: string): string;
  readings(form: string): readonly Reading[];
  heads(form: string): readonly Reading[];
}

/**
 * One edition of the index of a language: all that hangs on its stamp. Files are
 * loaded when they are asked for, once, and what failed is asked for anew.
 */
export interface Edition extends Catalogue {
  readonly language: Language;
  /** The page of every section, and the section's length. */
  readonly pageOf: readonly number[];
  readonly lengths: readonly number[];
  /** The first key of every chunk. */
  readonly keys: readonly string[];
  readonly plain: Analysis;
  /** For words that were typed without marks. */
  readonly folded: Analysis;
  /** The words of a text, the same as those of the language. */
  tokens(text: string): readonly Token[];
  chunks(list: readonly number[]): Promise<Chunk[]>;
  /** The text of a section of a page, and of its neighbours. */
  fragment(page: number, section: number): Promise<Fragment>;
}

/** Reads the manifest of a language; files is the address of the folder of all indexes. */
export function loadCatalogue(files: string, tag: string): Promise<Catalogue> {
  return loadFile(`${files}${tag}/index.json`, (text) => {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.version > version) throw new SearchError("the index is newer than this page", "version");
    check(manifest.version === version && manifest.lang === tag);
    return { manifest, pages: decodePages(manifest) };
  }, "no-cache");
}

type Words = typeof import("./words");

// A browser may remember that a module could not be loaded: the next address is another.
let failures = 0;

/** Loads the analysis of words, which stands beside the indexes. */
export async function loadWords(files: string): Promise<Words> {
  try {
    return (await import(`${files}words.js${failures ? "?" + failures : ""}`)) as Words;
  } catch (cause) {
    failures++;
    throw new SearchError(String(cause), "network");
  }
}

export function loadEdition(files: string, catalogue: Catalogue, words: Words): Promise<Edition> {
  const manifest = catalogue.manifest;
  const pages = catalogue.pages;
  const folder = `${files}${manifest.lang}/${manifest.stamp}/`;
  const chunks = new Map<number, Promise<Chunk>>();
  const fragments = new Map<string, Promise<Fragment>>();
  const lengths = decodeLengths(manifest);
  const pageOf: number[] = [];
  pages.forEach((page, i) => {
    for (let k = 0; k < page.size; k++) pageOf.push(i);
  });
  return loadFile(files + manifest.words, (text) => {
    check(text.length === manifest.wordsLength); // half of a description is a description
    const language = words.readLanguage(text);
    const fold = language.fold;
    return {
      manifest,
      pages,
      language,
      pageOf,
      lengths,
      keys: lengths[0] === undefined ? [] : manifest.chunks.split(" "),
      plain: { key: (form) => form, readings: memo(mostForms, language.analyse), heads: memo(mostForms, language.heads) },
      folded: { key: fold, readings: memo(mostForms, (form) => language.folded().analyse(fold(form))), heads: memo(mostForms, (form) => language.folded().heads(fold(form))) },
      tokens: memo(mostTexts, language.tokens),
      chunks: (list) => Promise.all(list.map((i) => keep(chunks, i, mostChunks, () => loadFile(`${folder}w${i}.txt`, (chunk) => decodeChunk(chunk, i, fold))))),
      fragment: (page, section) => {
        const part = pages[page]!.cuts.filter((cut) => cut <= section).length;
        const name = `p${page}${part ? "-" + part : ""}.json`;
        return keep(fragments, name, mostFragments, () => loadFile(folder + name, (json) => {
          const f = JSON.parse(json) as Fragment;
          check(f.heads.length === pages[page]!.size && f.texts.length > section - f.from);
          return f;
        }));
      },
    };
  });
}

async function loadFile<T>(address: string, decode: (text: string) => T, cache: RequestCache = "default"): Promise<T> {
  let reason: Reason = "network";
  try {
    const response = await fetch(address, { cache });
    if (gone.includes(response.status)) reason = "missing";
    if (!response.ok) throw response.status;
    const text = await response.text();
    reason = "damaged";
    return decode(text);
  } catch (cause) {
    // What a browser keeps may be what some network put in the place of a file.
    if (reason === "damaged" && cache === "default") return loadFile(address, decode, "reload");
    throw cause instanceof SearchError ? cause : new SearchError(`${address}: ${String(cause)}`, reason);
  }
}

/** What hosts answer where there is no file; some say so by forbidding it. */
const gone = [403, 404, 410];

/** The value of a key, made once while it is among the last that were asked for; a promise that fails is forgotten. */
export function keep<K, V>(known: Map<K, V>, key: K, most: number, make: () => V): V {
  const value = known.get(key) ?? make();
  if (value instanceof Promise) value.catch(() => known.delete(key));
  known.delete(key);
  known.set(key, value);
  if (known.size > most) known.delete(known.keys().next().value as K);
  return value;
}

/** Remembers what was made of texts, until that is too much. */
function memo<V>(most: number, make: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      if (known.size >= most) known.clear();
      known.set(text, (value = make(text)));
    }
    return value;
  };
}
