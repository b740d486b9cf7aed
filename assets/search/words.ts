/**
 * Analyses words by the description of a language: which lexemes can a form
 * belong to, and how likely is each? The same readings as the room words of the
 * program gives, to the last bit; its description.go tells the format that is
 * read here, and analyse.go why things are done as they are.
 *
 * Descriptions were checked when the site was built. Their letters are one unit
 * long, and their vowels and chains come before what needs them.
 */
import { endOf, least, longer, type Ends } from "./ends";
import { foldedForm, normalForm, tokens, wordPattern, type Token } from "./tokens";

export interface Reading {
  readonly lemma: string;
  /** The weights of a form's readings sum to 1. */
  weight: number;
}

export interface Language {
  /** Forms belong together from this match on. */
  readonly match: number;
  form(word: string): string;
  fold(form: string): string;
  tokens(text: string): Token[];
  analyse(form: string): Reading[];
  /** The readings of the first part of a compound. */
  heads(form: string): Reading[];
  /** The language for forms that were typed without marks. */
  folded(): Language;
}

interface State extends Ends<Rule> {
  /** Rules for whole words. */
  readonly templates: (Rule & { readonly pattern: RegExp })[];
}

/** Puts something in the place of what it is found by, and takes a step. */
interface Rule {
  readonly put: string;
  readonly tag: Tag;
  readonly step: Step;
}

interface Step {
  readonly cost: number;
  /** The form can be the first part of a compound. */
  readonly head: boolean;
  /** Where it goes on; undefined where a lemma is found. */
  readonly next?: State | undefined;
  /** Stands behind every lemma that is found from there on. */
  readonly suffix?: string;
  readonly kind?: Class | undefined;
  readonly grade?: Grade | undefined;
  /** Nothing is left before what was stripped. */
  readonly whole?: boolean;
}

interface Class {
  readonly name: string;
  conditions?: Condition[];
  /** What they can take away at most. */
  floor?: number;
}

interface Condition {
  readonly classes: readonly string[];
  /** Not a number: forbidden. */
  readonly cost: number;
  readonly predicates: readonly Predicate[];
}

/** What is asked of a lemma and its stem. */
type Predicate = (word: string, stem: string) => boolean;

interface Fact {
  readonly put: string;
  readonly cost: number;
}

/** How stems change, by how they end and by the letter that follows, "" for any. */
type Grade = Ends<{ readonly next: string; readonly outputs: readonly Alternation[] }>;

type Alternation = Fact & { readonly drop: number };

interface Candidate {
  readonly lemma: string;
  readonly kind: unknown;
  cost: number;
  /** The cost as the first part of a compound. */
  head: number;
}

/** Which vowels a string belongs to. */
const enum Tag { neutral, back, front }

/**
 * The square root of the probability 2^(-c/4), by repeated multiplication. It is
 * rounded, so that sums of weights are exact: the same bits in any order.
 */
const weights: number[] = [];
for (let c = 0, x = 1; c < 512; c++, x *= 0.9170040432046712) weights.push(round(x, 2 ** 40));

function round(weight: number, unit = 2 ** 24): number {
  return Math.round(weight * unit) / unit;
}

const unchanged: readonly Alternation[] = [{ drop: 0, put: "", cost: 0 }];

/** How many rules a word can go through. */
const deepest = 8;

/** Reads a description. With fold, its strings are folded and harmony is not asked for. */
export function readLanguage(description: string, fold?: (s: string) => string): Language {
  const plain = fold ?? ((s: string): string => s);
  const letters = new Map<string, string>();
  const folds = new Map<string, string>();
  const sets = new Map<string, string>();
  const functions = new Set<string>();
  const lists = new Map<string, Set<string>>();
  const irregular = new Map<string, Fact[]>();
  const junctions = new Map<string, number>();
  const grades = new Map<string, Grade>();
  const states = new Map<string, State>();
  const lemmas: Ends<Fact> = { items: [] };
  const conditions: Condition[] = [];
  const prefixes: { readonly strip: string; readonly put: string; readonly cost: number; readonly next: State }[] = [];
  const headEndings: { readonly strip: string; readonly put: string }[] = [];
  const chains = new Map<string, number[]>();
  const back: Record<string, string> = {};
  const front: Record<string, string> = {};
  const values: Record<string, readonly string[]> = {
    own: ["0"], cut: ["80"], sharp: ["8"], match: ["0.01"], vowels: [""], chain: ["0", ""], "stem-vowels": [], disharmony: [], apostrophe: [],
  };
  let signs = /(?!)/g;
  let foldedLanguage: Language | undefined;

  // ---- reading ----

  const amongIrregular = stateOf("!");
  let state = amongIrregular;
  let before: RegExpExecArray; // the last rule that said where it goes
  let readFields = readRules;
  for (const line of description.split("\n")) if (line) readLine(line.split(" "));

  const own = Number(values["own"]);
  const cut = Number(values["cut"]);
  const sharp = Number(values["sharp"]);
  const stemVowels = new Map<string, number>();
  const harmonic = !fold && values["stem-vowels"]![0];
  values["stem-vowels"]!.forEach((list, kind) => Array.from(list, (vowel) => stemVowels.set(vowel, kind)));
  const lowest = least(lemmas, (fact) => fact.cost);
  const disharmony = values["disharmony"]!.map(Number);
  // Of a letter that is folded into two the first counts, as of two that are folded into one.
  const chainLetters = Array.from(values["chain"]![1]!, (letter) => plain(letter)[0]!).concat("*", "^");
  const chainNumbers = new Map<string, number>();
  const rows = chainLetters.map((letter, i) => {
    if (!chainNumbers.has(letter)) chainNumbers.set(letter, i);
    return chains.get(letter) ?? [];
  });
  const pattern = wordPattern(values["apostrophe"]!.length > 0);

  function readLine(f: readonly string[]): void {
    const name = f[0]!;
    const rest = f.slice(1);
    const first = rest[0]!;
    const more = rest.slice(1);
    const cost = parseInt(first, 10);
    if (name[0] === "@") {
      state = stateOf(name.slice(1));
      readFields = readRules;
      readRules(rest);
    } else if (name[0] === "=") {
      readClasses(f);
    } else if (name in values) {
      values[name] = rest;
    } else {
      switch (name) {
        case "letters":
          for (const s of rest) letters.set(until(s, "="), after(s, "="));
          break;
        case "fold":
          for (const s of rest) folds.set(until(s, "="), after(s, "="));
          break;
        case "set":
          sets.set(first, plain(more[0]!));
          break;
        case "harmony":
          back[first] = plain(more[0]!);
          front[first] = plain(more[1]!);
          signs = new RegExp(`[${Object.keys(back).join("")}]`, "g");
          break;
        case "function":
          for (const s of rest) functions.add(plain(s));
          break;
        case "list":
          lists.set(first, new Set([...(lists.get(first) ?? []), ...more.map(plain)]));
          break;
        case "irregular": {
          let put = "";
          for (const s of more) {
            if (s.endsWith(":")) put = plain(s.slice(0, -1));
            else push(irregular, plain(s), { put, cost });
          }
          break;
        }
        case "lemma": {
          const put = after(more.join(" "), "@"); // classes whose names begin so
          for (const s of more) variants(s, "", (end) => endOf(lemmas, end).items.push({ put, cost }));
          break;
        }
        case "junction":
          for (const s of more) junctions.set(plain(s), cost);
          break;
        case "when":
          conditions.push({ classes: more[0]!.split(","), cost, predicates: more.slice(1).map(predicate) });
          break;
        case "after": {
          const letter = plain(first)[0]!;
          if (!chains.has(letter)) chains.set(letter, Array.from(more[0]!, (digit) => parseInt(digit, 36) * Number(values["chain"]![0])));
          break;
        }
        case "grade": {
          const table: Grade = { items: [] };
          grades.set(first, table);
          readFields = (line) => readAlternation(table, line);
          break;
        }
        case "head":
          for (const s of more) headEndings.push({ strip: plain(until(s, "+")), put: plain(after(s, "+")) });
          break;
        case "prefix":
          for (const s of rest) {
            const parts = parseRule(s.includes(">") ? s : s.replace(":", ">W:"));
            prefixes.push({ strip: plain(parts[1]!), put: plain(parts[2]!), cost: Number(parts[5]), next: stateOf(parts[3]!) });
          }
          break;
        default:
          readFields(f);
      }
    }
  }

  /** What a condition asks: "pre2=aä", "!first=aei", "syl<3", "cluster", "in=list". */
  function predicate(s: string): Predicate {
    const parts = /^(!?)([a-z]+)(\d?)(.?)(.*)$/.exec(s)!;
    const value = plain(parts[5]!);
    const n = Number(value);
    const letters = new Set(value);
    const from = Number(parts[3]) || 1;
    const is = (count: number): boolean => (parts[4] === "<" ? count < n : parts[4] === ">" ? count > n : count === n);
    const has = (text: string, last: number): boolean => letters.has(text[text.length - last]!);
    const all = new Set(vowels());
    const vowel = (letter: string): boolean => all.has(letter);
    const asks: Record<string, Predicate> = {
      syl: (word) => is(count(word, (c, before) => all.has(c) && !all.has(before))),
      vowels: (word) => is(count(word, vowel)),
      len: (word) => is(word.length),
      stem: (_, stem) => is(stem.length),
      first: (word) => letters.has(Array.from(word).find(vowel)!),
      end: (word) => has(word, 1),
      pre: (_, stem) => has(stem, from),
      cluster: (_, stem) => stem.length > 2 && count(stem.slice(-3), vowel) % 3 < 1,
      in: (word) => lists.get(value)!.has(word),
    };
    const ask = asks[parts[2]!]!;
    return parts[1] ? (word, stem) => !ask(word, stem) : ask;
  }

  function vowels(): string {
    return plain(values["vowels"]![0]!);
  }

  function readAlternation(table: Grade, f: readonly string[]): void {
    const context = until(f[0]!, "/");
    const next = plain(after(f[0]!, "/"));
    const set = sets.get(context[0]!);
    const small = plain(set ? context.slice(1) : context);
    for (const c of set ?? [""]) {
      const items = endOf(table, c + small).items;
      if (items.some((o) => o.next === next)) continue; // the first line that fits wins
      items.push({ next, outputs: f.slice(1).map((o) => ({ drop: small.length, put: plain(until(o, ":")), cost: Number(after(o, ":")) })) });
    }
  }

  /** A rule as it is written: what it strips, puts, where it goes on, the suffix, the cost, h. */
  function parseRule(s: string): RegExpExecArray {
    return /^([^+>]*)\+?([^>]*)>?([^=:]*)=?([^:]*):?([-\d]*)(h?)$/.exec(s)!;
  }

  function readRules(list: readonly string[]): void {
    for (const s of list) {
      const parts = parseRule(s);
      if (s.includes(">")) before = parts;
      const strip = parts[1]!;
      const step: Step = { cost: Number(before[5]), head: !!before[6], next: before[3] === "." ? undefined : stateOf(before[3]!), suffix: plain(before[4]!) };
      if (/[*1-9]/.test(strip)) readTemplate(plain(strip), plain(parts[2] || strip), step);
      else variants(strip, parts[2]!, (a, b, tag) => endOf(state, a).items.push({ put: b, tag, step }));
    }
  }

  /** Digits stand for letters that are no vowels, * for all that is there; they may stand again in what is put. */
  function readTemplate(strip: string, put: string, step: Step): void {
    let slots = "";
    const slot = (sign: string): number => slots.indexOf(sign) + 1;
    const source = strip.replace(/[*1-9]/g, (sign) => {
      if (slot(sign)) return "\\" + slot(sign);
      slots += sign;
      return sign === "*" ? "(.+)" : `([^${vowels()}])`;
    });
    state.templates.push({ pattern: new RegExp(`^${source}$`), put: put.replace(/[*1-9]/g, (sign) => "$" + slot(sign)), tag: Tag.neutral, step });
  }

  /** Every stem ending of an inflection class is a rule of its states; those of a derived class, which has no lemma, go on. */
  function readClasses(f: readonly string[]): void {
    const letters = after(f[0]!, "*");
    if (letters) {
      for (const c of letters) readClasses(f.join(" ").replace(/\*\S* /, " ").replace(/\*/g, c).split(" "));
      return;
    }
    const name = f[0]!.slice(1);
    const next = name[0] === ">" ? stateOf(name.slice(1)) : undefined;
    const kind = next ? undefined : { name };
    const lemma = next ? "" : f[2]!.replace(/^-/, "");
    const step = { cost: Number(f[1]), head: !next, next, suffix: "", kind, whole: name === "!" };
    for (const s of f.slice(next ? 2 : 3)) {
      const of = until(s, ":").split(",").map(stateOf);
      for (const stem of after(s, ":").split(",")) {
        const grade = gradeOf(stem) === gradeOf(lemma) ? undefined : grades.get(gradeOf(stem) + ">" + gradeOf(lemma));
        const graded = { ...step, grade };
        variants(until(stem, "/"), lemma === "=" ? "=" + stem : until(lemma, "/"), (strip, put, tag) => {
          const rule = { put, tag, step: graded };
          for (const at of of) endOf(at, strip).items.push(rule);
        });
      }
    }
  }

  function gradeOf(ending: string): string {
    return after(ending, "/") || "S";
  }

  /** Calls add for a pair of strings, twice if the sign of a harmony is in them. */
  function variants(a: string, b: string, add: (a: string, b: string, tag: Tag) => void): void {
    if (!fold && (a + b).search(signs) < 0) return add(a, b, Tag.neutral);
    const put = (s: string, vowels: Record<string, string>): string => plain(s.replace(signs, (sign) => vowels[sign]!));
    const one = put(a, back);
    const onePut = put(b, back);
    const two = put(a, front);
    const twoPut = put(b, front);
    const same = one === two && onePut === twoPut;
    add(one, onePut, same ? Tag.neutral : Tag.back);
    if (!same) add(two, twoPut, Tag.front);
  }

  function stateOf(name: string): State {
    const s = states.get(name) ?? { items: [], templates: [] };
    states.set(name, s);
    return s;
  }

  // ---- analysing ----

  let list: Candidate[] = [];
  let best = 0;
  let suffix = "";
  // What the first letters of the word that the rules began with cost as those of a lemma.
  let starts: number[] = [];

  function analyse(form: string): Reading[] {
    const readings = readingsOf(form, (c) => c.cost);
    if (!functions.has(form)) return readings;
    for (const r of readings) r.weight = round(r.weight * 0.02);
    return readings.concat({ lemma: "=" + form, weight: round(0.98) });
  }

  function heads(form: string): Reading[] {
    const readings = readingsOf(form, (c) => c.head);
    for (const h of headEndings) {
      if (!form.endsWith(h.strip) || Array.from(form).length < 4) continue;
      for (const r of readings) r.weight = round(r.weight * 0.5);
      add(readings, form.slice(0, form.length - h.strip.length) + h.put, 0.5);
    }
    const same = readings.find((r) => r.lemma === form);
    if (same) same.weight = Math.max(same.weight, 0.5);
    else readings.push({ lemma: form, weight: 0.5 });
    return readings;
  }

  /** The readings of a form by a cost. */
  function readingsOf(form: string, cost: (c: Candidate) => number): Reading[] {
    list = [];
    best = Infinity;
    const start = stateOf("W");
    found(form, 0, true);
    begin(start, form, 0);
    for (const p of prefixes) {
      const word = p.put + form.slice(p.strip.length);
      if (form.startsWith(p.strip) && word.length > 1) begin(p.next, word, p.cost);
    }
    const readings: Reading[] = [];
    let low = Infinity;
    for (const c of list) low = Math.min(low, cost(c));
    let sum = 0;
    for (const c of list) {
      if (cost(c) > best + cut) continue;
      const weight = weights[Math.floor(((cost(c) - low) * sharp) / 8)]!;
      add(readings, c.lemma, weight);
      sum += weight;
    }
    for (const r of readings) r.weight = round(r.weight / sum);
    return readings;
  }

  /** A word may be its own lemma, or have endings. */
  function begin(at: State, word: string, cost: number): void {
    starts = [0];
    for (let i = 0; i < word.length; i++) starts.push(starts[i]! + chainCost(word, i, i));
    keep(word, undefined, own + cost + starts[word.length]! + chainCost(word, word.length), true);
    walk(at, word, word.length, cost, Tag.neutral, true, 0);
  }

  /** Strips endings from a word in a state. The first kept letters are those that the rules began with. */
  function walk(at: State, word: string, kept: number, cost: number, tag: Tag, isHead: boolean, depth: number): void {
    if (depth > deepest) return;
    let node: Ends<Rule> | undefined = at;
    for (let i = word.length; node; node = longer(node, word, --i)) {
      for (let k = 0; k < node.items.length; k++) {
        const r = node.items[k]!;
        if (!r.tag || !tag || r.tag === tag) take(r.step, word.slice(0, i), word[i]!, r.put, Math.min(kept, i), cost, r.tag || tag, isHead, depth);
      }
    }
    for (const t of at.templates) {
      if (t.pattern.test(word)) take(t.step, word.replace(t.pattern, t.put), "", "", 0, cost, tag, isHead, depth);
    }
  }

  /** Goes on with what a rule left before a letter, or puts the lemma together: the remainder in the lemma's grade, and the lemma's ending. */
  function take(s: Step, rest: string, letter: string, put: string, kept: number, start: number, tag: Tag, wasHead: boolean, depth: number): void {
    const isHead = wasHead && s.head;
    const cost = start + s.cost;
    if (s.next === amongIrregular) {
      found(rest + put, cost, isHead);
    } else if (s.next) {
      const outer = suffix;
      suffix = s.suffix + outer;
      walk(s.next, rest + put, kept, cost, tag, isHead, depth + 1);
      suffix = outer;
    } else if (s.whole) {
      if (!rest) keep(put + suffix, s.kind, cost, isHead);
    } else if (!hopeless(s.kind, cost)) {
      const full = cost + harmonyCost(rest, tag);
      let outputs: readonly Alternation[] = unchanged;
      // Of the longest context that the table has, before the letter that follows or before any.
      let node = s.grade;
      for (let i = rest.length; node; node = longer(node, rest, --i)) {
        const fit = node.items.find((o) => o.next === letter) ?? node.items.find((o) => !o.next);
        if (fit) outputs = fit.outputs;
      }
      for (const o of outputs) {
        const same = rest.length - o.drop;
        lemma(rest.slice(0, same) + o.put, put, s.kind, Math.min(kept, same), full + o.cost, isHead);
      }
    }
  }

  /** Whether a lemma of a class cannot become better than what is left out. */
  function hopeless(kind: Class | undefined, cost: number): boolean {
    if (kind && !kind.conditions) {
      kind.conditions = conditions.filter((c) => c.classes.some((prefix) => prefix === "*" || kind.name.startsWith(prefix)));
      kind.floor = kind.conditions.reduce((floor, c) => floor + (Math.min(c.cost, 0) || 0), 0);
    }
    return cost + lowest + ((kind && kind.floor) ?? 0) > best + cut;
  }

  /** Weighs the lemma of a stem and an ending. */
  function lemma(rest: string, put: string, kind: Class | undefined, kept: number, start: number, isHead: boolean): void {
    let cost = start + starts[kept]!;
    if (hopeless(kind, cost)) return;
    const word = rest + put;
    if (word.length < 2) return;
    cost += chainCost(word, kept);
    if (rest && put) cost += junctions.get(rest.slice(-1) + put[0]!) ?? 0;
    if (hopeless(kind, cost)) return;
    for (const c of (kind && kind.conditions) ?? []) {
      if (!c.predicates.every((holds) => holds(word, rest))) continue;
      if (isNaN(c.cost)) return;
      cost += c.cost;
    }
    let node: Ends<Fact> | undefined = lemmas;
    for (let i = word.length; node; node = longer(node, word, --i)) {
      for (const f of node.items) if ((kind ? kind.name : "").startsWith(f.put)) cost += f.cost;
    }
    if (cost <= best + cut) keep(word + suffix, kind, cost, isHead);
  }

  function found(form: string, cost: number, isHead: boolean): void {
    for (const f of irregular.get(form) ?? []) keep(f.put, irregular, cost + f.cost, isHead);
  }

  /** Keeps the least cost of a lemma in a class. */
  function keep(word: string, kind: unknown, cost: number, isHead: boolean): void {
    const head = isHead ? cost : Infinity;
    best = Math.min(best, cost);
    for (const c of list) {
      if (c.kind !== kind || c.lemma !== word) continue;
      c.cost = Math.min(c.cost, cost);
      c.head = Math.min(c.head, head);
      return;
    }
    list.push({ lemma: word, kind, cost, head });
  }

  /** What a stem pays for endings of the other harmony. */
  function harmonyCost(stem: string, tag: Tag): number {
    if (!tag || !harmonic) return 0;
    for (let i = stem.length; i-- > 0; ) {
      const kind = stemVowels.get(stem[i]!);
      if (kind === 2) return tag === Tag.back ? disharmony[3]! : 0;
      if (kind !== undefined) return tag === kind + 1 ? 0 : disharmony[stem.length > 4 ? 0 : 1]!;
    }
    return tag === Tag.back ? disharmony[2]! : 0;
  }

  /** What the letters of a lemma cost by what stands before them, from one to another. Behind the last stands its end. */
  function chainCost(word: string, from: number, to = word.length): number {
    let sum = 0;
    for (let i = from; i <= to; i++) {
      const letter = word[i] ?? "^";
      // The second half of a letter beyond U+FFFF is none.
      if (letter < "\uDC00" || letter > "\uDFFF") sum += rows[numberOf(word[i - 1] ?? "^")]![numberOf(letter)] ?? 0;
    }
    return sum;
  }

  function numberOf(letter: string): number {
    return chainNumbers.get(letter) ?? rows.length - 2;
  }

  const language: Language = {
    match: Number(values["match"]),
    form: (word) => normalForm(word, letters),
    fold: (form) => foldedForm(form, folds),
    tokens: (text) => tokens(text, pattern, language.form),
    analyse,
    heads,
    folded: () => (foldedLanguage = foldedLanguage ?? readLanguage(description, language.fold)),
  };
  return language;
}

/** How many letters there are of which something holds, by what stands before them. */
function count(word: string, holds: (letter: string, before: string) => boolean): number {
  let n = 0;
  for (let i = 0; i < word.length; i++) if (holds(word[i]!, word[i - 1]!)) n++;
  return n;
}

function add(readings: Reading[], lemma: string, weight: number): void {
  const known = readings.find((r) => r.lemma === lemma);
  if (known) known.weight += weight;
  else readings.push({ lemma, weight });
}

/** What stands before a sign, or the whole. */
function until(s: string, sign: string): string {
  const i = s.indexOf(sign);
  return i < 0 ? s : s.slice(0, i);
}

/** What stands after a sign, or nothing. */
function after(s: string, sign: string): string {
  return s.slice(until(s, sign).length + 1);
}

function push<V>(into: Map<string, V[]>, key: string, value: V): void {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
}
