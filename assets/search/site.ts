/** Answers queries about a site from the indexes of its languages: find.go of the room search does the same. */
import type { Other, Page } from "./decode";
import { finderOf, type Finder, type Mark } from "./excerpt";
import { keep, loadCatalogue, loadEdition, loadWords, SearchError, type Catalogue, type Edition } from "./load";
import { correctedQuery, findWords, type QueryWord } from "./match";
import { rank, type Ranked, type Scored } from "./rank";

export interface Options {
  /** At most so many hits; 0: all. 10 if it is not said. */
  readonly limit?: number | undefined;
  /** The last word may be the beginning of one, as while typing. */
  readonly prefix?: boolean | undefined;
  /** Only pages for this audience, by its id. */
  readonly audience?: string | undefined;
  /** Only pages of this section of the site, by its id. */
  readonly section?: string | undefined;
}

/** A page, represented by its best section. */
export interface Hit {
  /** The page's place in the site, the same in every language. */
  readonly page: number;
  readonly url: string;
  readonly title: string;
  readonly heading: string;
  readonly excerpt: string;
  readonly lang: string;
  readonly dir: string;
  /** Comparable within one language and query. */
  readonly score: number;
  /** How it was found; of several words, the one found worst. */
  readonly match: "form" | "lexeme" | "part" | "typo";
  readonly marks: readonly Mark[];
  readonly titleMarks: readonly Mark[];
  readonly headingMarks: readonly Mark[];
  /** The forms that were found. */
  readonly words: readonly string[];
  /** Up to three other sections of the page. */
  readonly more: readonly { readonly url: string; readonly heading: string }[];
}

export interface Result {
  readonly hits: readonly Hit[];
  readonly total: number;
  /** The query as it was understood, "" if as it was typed. */
  readonly corrected: string;
  /** How many pages each filter would leave. */
  readonly facets: { readonly audience: Readonly<Record<string, number>>; readonly section: Readonly<Record<string, number>> };
}

/** What a query finds in another language. */
export interface Elsewhere {
  readonly lang: string;
  readonly name: string;
  readonly dir: string;
  /** The search page of that language, with the query. */
  readonly url: string;
  readonly count: number;
  readonly hits: readonly Hit[];
}

/** The index of one language, to be asked. All methods reject with a SearchError alone. */
export interface Index {
  search(query: string, options?: Options): Promise<readonly Hit[]>;
  find(query: string, options?: Options): Promise<Result>;
  elsewhere(query: string): Promise<readonly Elsewhere[]>;
}

const matches = ["form", "lexeme", "part", "typo", "part"] as const; // by Tier
const moreSections = 3;
const hitsElsewhere = 3;
/** Texts that are loaded at a time. */
const atOnce = 16;

/** What one language found, in order, and what is needed to show it. */
interface Answer {
  readonly edition: Edition;
  readonly words: readonly QueryWord[];
  /** All that was found. */
  readonly found: readonly Ranked[];
  /** What filters, and languages asked before, leave of it. */
  readonly pages: readonly Ranked[];
}

/** The languages of a site, whose address is root. Returns what opens one by its address below that. */
export function openSite(root: URL): (path: string) => Promise<Index> {
  const files = new URL("search/", root).href;
  const catalogues = new Map<string, Promise<Catalogue>>();
  const editions = new Map<string, Promise<Edition>>();
  const catalogueOf = (tag: string): Promise<Catalogue> => keep(catalogues, tag, Infinity, () => loadCatalogue(files, tag));
  const modules = new Map<string, ReturnType<typeof loadWords>>();
  const editionOf = (tag: string): Promise<Edition> => keep(editions, tag, Infinity, async () => {
    const both = await Promise.all([catalogueOf(tag), keep(modules, files, 1, () => loadWords(files))]);
    return loadEdition(files, both[0], both[1]);
  });

  return async (path) => {
    const tag = String(path).replace(/^\/|\/$/g, "");
    await attempt(() => editionOf(tag));
    const index: Index = {
      find: (query, options) => attempt((last) => find(tag, String(query), options ?? {}, last)),
      search: async (query, options) => (await index.find(query, options)).hits,
      elsewhere: (query) => attempt((last) => elsewhere(tag, String(query), last)),
    };
    return index;
  };

  /**
   * Does some work. When files are not as expected, what is known of the site is
   * forgotten; when one is not there any more, the site was published anew, and
   * the work is done once more.
   */
  async function attempt<T>(work: (last: boolean) => Promise<T>, again = true): Promise<T> {
    try {
      return await work(!again);
    } catch (cause) {
      const error = cause instanceof SearchError ? cause : new SearchError(String(cause), "damaged");
      if (error.reason === "network") throw error;
      catalogues.clear();
      editions.clear();
      if (error.reason !== "missing" || !again) throw error;
    }
    return attempt(work, false);
  }

  async function find(tag: string, query: string, options: Options, last: boolean): Promise<Result> {
    const limit = Math.max(0, Math.trunc(options.limit ?? 10));
    const answers = await answersOf(tag, query, options, last);
    const own = answers[0]!;
    let hits: Hit[] = [];
    let total = 0;
    for (const a of answers) {
      const most = limit ? limit - hits.length : Infinity;
      const more = await (a === own ? show(a, most) : spared(show(a, most), last));
      if (!more) continue;
      hits = hits.concat(more);
      total += a.pages.length;
    }
    return { hits, total, corrected: correctedQuery(own.edition, query, own.words), facets: { audience: facetsOf(own, options, "audience", "section"), section: facetsOf(own, options, "section", "audience") } };
  }

  async function elsewhere(tag: string, query: string, last: boolean): Promise<Elsewhere[]> {
    const answers = await answersOf(tag, query, {}, last);
    const own = answers[0]!;
    const manifest = own.edition.manifest;
    const shown = new Set<number>();
    for (const a of answers) for (const p of a.pages) shown.add(pageOf(a, p).number);
    const nothing = !shown.size || own.words.some((w) => w.corrected);
    const script = scriptOf(query);
    const foreign = script !== scriptOf(manifest.name);
    const asked = manifest.others.filter((o) => own.words[0] && (nothing || manifest.fallbacks.includes(o.lang) || (foreign && script === scriptOf(o.name))));
    const list = await Promise.all(asked.map((o) => spared(there(o), last)));
    return list.filter((e): e is Elsewhere => !!e && e.count > 0);

    async function there(o: Other): Promise<Elsewhere> {
      const a = await answerOf(o.lang, query, {}, shown, true);
      const url = `${root.pathname}${o.lang}/search/?${String(new URLSearchParams({ q: query }))}`;
      return { lang: o.lang, name: o.name, dir: o.dir, url, count: a.pages.length, hits: await show(a, hitsElsewhere) };
    }
  }

  /**
   * What another language adds, or nothing: a reader's own language answers
   * without it. Only what is missing is looked for once more first.
   */
  async function spared<T>(work: Promise<T>, last: boolean): Promise<T | undefined> {
    try {
      return await work;
    } catch (cause) {
      if (!last && cause instanceof SearchError && cause.reason === "missing") throw cause;
      return undefined;
    }
  }

  /**
   * What a language finds, and then the languages that stand in for it where it
   * has no page. No word is taken for another one if one of them has it, and they
   * look for other spellings only where nothing was found.
   */
  async function answersOf(tag: string, query: string, options: Options, last: boolean): Promise<Answer[]> {
    const own = await catalogueOf(tag);
    const nobody: ReadonlySet<number> = new Set<number>();
    const both = await Promise.all([answerOf(tag, query, options, nobody, false), Promise.all(own.manifest.fallbacks.map((f) => spared(catalogueOf(f), last)))]);
    const seen = new Set(own.pages.map((p) => p.number));
    const list = [both[0]];
    for (const c of both[1]) {
      if (c && c.pages.some((p) => !seen.has(p.number))) {
        const a = await spared(answerOf(c.manifest.lang, query, options, new Set(seen), both[0].found.length > 0), last);
        if (a) list.push(a);
      }
      if (c) for (const p of c.pages) seen.add(p.number);
    }
    const known = (form: string): boolean => list.some((a) => a !== both[0] && a.words.some((w) => w.form === form && !w.corrected && !!w.hits && w.hits.length > 0));
    if (both[0].words.some((w) => w.corrected && known(w.form))) list[0] = await answerOf(tag, query, options, nobody, true);
    return list;
  }

  async function answerOf(tag: string, query: string, options: Options, seen: ReadonlySet<number>, strictly: boolean): Promise<Answer> {
    const edition = await editionOf(tag);
    const words = await findWords(edition, query, !!options.prefix, strictly);
    const found = rank(edition, words);
    const a = { edition, words, found, pages: found };
    a.pages = found.filter((p) => !seen.has(pageOf(a, p).number) && passes(a, p, options, "audience") && passes(a, p, options, "section"));
    return a;
  }

  /** The first pages of an answer, as hits. */
  async function show(a: Answer, most: number): Promise<Hit[]> {
    const finder = finderOf(a.edition, a.words);
    const pages = a.pages.slice(0, most);
    let hits: Hit[] = [];
    while (hits.length < pages.length) {
      hits = hits.concat(await Promise.all(pages.slice(hits.length, hits.length + atOnce).map((p) => hitOf(a, p, finder))));
    }
    return hits;
  }

  async function hitOf(a: Answer, p: Ranked, finder: Finder): Promise<Hit> {
    const manifest = a.edition.manifest;
    const page = pageOf(a, p);
    const best = p.sections[0]!;
    const at = best.section - page.first;
    const f = await a.edition.fragment(p.page, at);
    const link = (s: Scored): { url: string; heading: string } => {
      const head = f.heads[s.section - page.first]!;
      return { url: root.pathname + manifest.lang + "/" + f.path + (head[0] && "#" + head[0]), heading: head[1] };
    };
    const heading = link(best).heading;
    const text = f.texts[at - f.from]!;
    const own = finder.excerpt(text);
    const excerpt = !own.marks[0] && !at && f.summary ? finder.excerpt(f.summary) : own;
    return {
      ...link(best),
      page: page.number,
      title: f.title,
      excerpt: excerpt.text,
      lang: manifest.lang,
      dir: manifest.dir,
      score: best.score,
      match: matches[p.tier]!,
      marks: excerpt.marks,
      titleMarks: finder.whole(f.title),
      headingMarks: finder.whole(heading),
      words: finder.forms([heading, text]),
      more: p.sections.slice(1, 1 + moreSections).map(link),
    };
  }
}

function pageOf(a: Answer, p: Ranked): Page {
  return a.edition.pages[p.page]!;
}

type Filter = "audience" | "section";

/** The ids by which a filter finds a page. */
function idsOf(a: Answer, p: Ranked, filter: Filter): string[] {
  const page = pageOf(a, p);
  const manifest = a.edition.manifest;
  return filter === "section" ? manifest.sections.slice(page.section - 1, page.section) : manifest.audiences.filter((_, i) => i < 30 && page.audience & (1 << i));
}

function passes(a: Answer, p: Ranked, options: Options, filter: Filter): boolean {
  return !options[filter] || idsOf(a, p, filter).includes(options[filter]!);
}

/** What a filter would leave, by id, where the other one stays. */
function facetsOf(a: Answer, options: Options, filter: Filter, other: Filter): Record<string, number> {
  const count: Record<string, number> = {};
  for (const p of a.found) if (passes(a, p, options, other)) for (const id of idsOf(a, p, filter)) count[id] = (count[id] ?? 0) + 1;
  return count;
}

const letter = /\p{L}/u;

/** The script of the first letter, roughly: languages are known by how they write their own names. */
function scriptOf(text: string): number {
  const code = (letter.exec(text) ?? " ")[0]!.charCodeAt(0);
  return code < 0x250 ? 0 : code >> 8;
}
