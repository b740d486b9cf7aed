/**
 * Analyses words by the description of a language: which lexemes can a form
 * belong to, and how likely is each? The same readings as the room words of the
 * program gives, to the last bit; its description.go tells the format that is
 * read here, and analyse.go why things are done as they are.
 *
 * Descriptions were checked when the site was built. Their letters are one unit
 * long, and their vowels and chains come before what needs them.
 */
import { endOf, ends, type Ends } from "./ends";
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
  readonly grade?: Ends<Alternation> | undefined;
  /** Nothing is left before what was stripped. */
  readonly whole?: boolean;
}

interface Class {
  readonly name: string;
  conditions?: Condition[];
}

interface Condition {
  readonly classes: readonly string[];
  /** Not a number: forbidden. */
  readonly cost: number;
  readonly predicates: readonly { readonly pattern: RegExp; readonly ofStem: boolean; readonly not: boolean }[];
}

interface Fact {
  readonly put: string;
  readonly cost: number;
}

/** How a stem changes before a letter, or before any. */
type Alternation = Fact & { readonly drop: number; readonly next: string };

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

const unchanged: readonly Alternation[] = [{ drop: 0, put: "", cost: 0, next: "" }];

/** How many rules a word can go through. */
const deepest = 8;

/** Reads a description. With fold, its strings are folded and harmony is not asked for. */
export function readLanguage(description: string, fold?: (s: string) => string): Language {
  const plain = fold ?? ((s: string): string => s);
  const letters = new Map<string, string>();
  const folds = new Map<string, string>();
  const sets = new Map<string, string>();
  const functions = new Set<string>();
  const lists = new Map<string, string[]>();
  const irregular = new Map<string, Fact[]>();
  const junctions = new Map<string, number>();
  const grades = new Map<string, Ends<Alternation>>();
  const states = new Map<string, State>();
  const lemmas: Ends<Fact> = { items: [], longer: {} };
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
  let lowest = 0; // what conditions can take away
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
  const stemVowels = fold ? [] : values["stem-vowels"]!;
  const disharmony = values["disharmony"]!.map(Number);
  const chainLetters = plain(values["chain"]![1]!);
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
          for (const s of more) push(lists, first, plain(s));
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
          lowest += Math.min(cost, 0) || 0;
          conditions.push({ classes: more[0]!.split(","), cost, predicates: more.slice(1).map(predicate) });
          break;
        case "after": {
          // Of two letters that are folded into one, the first counts.
          const letter = plain(first)[0]!;
          if (!chains.has(letter)) chains.set(letter, Array.from(more[0]!, (digit) => parseInt(digit, 36) * Number(values["chain"]![0])));
          break;
        }
        case "grade": {
          const table: Ends<Alternation> = { items: [], longer: {} };
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

  /** A condition is a pattern of the lemma, or of its stem. */
  function predicate(s: string): Condition["predicates"][0] {
    const parts = /^(!?)([a-z]+)(\d?)(.?)(.*)$/.exec(s)!;
    const name = parts[2]!;
    const value = plain(parts[5]!);
    const n = Number(value);
    const letter = `[${value}]`;
    const vowel = `[${vowels()}]`;
    const other = `[^${vowels()}]`;
    const times = parts[4] === "<" ? `{0,${n - 1}}` : parts[4] === ">" ? `{${n + 1},}` : `{${n}}`;
    const length = `^.${times}$`;
    const patterns: Record<string, string> = {
      syl: `^(${other}*${vowel}+(?!${vowel}))${times}${other}*$`,
      vowels: `^(${other}*${vowel})${times}${other}*$`,
      len: length,
      stem: length,
      first: `^${other}*${letter}`,
      end: letter + "$",
      pre: `${letter}.{${(Number(parts[3]) || 1) - 1}}$`,
      cluster: `(${vowel}{3}|${other}{3})$`,
      in: `^(${(lists.get(value) ?? []).join("|")})$`,
    };
    return { pattern: new RegExp(patterns[name]!), ofStem: /^[psc]/.test(name) && name !== "syl", not: !!parts[1] };
  }

  function vowels(): string {
    return plain(values["vowels"]![0]!);
  }

  function readAlternation(table: Ends<Alternation>, f: readonly string[]): void {
    const context = until(f[0]!, "/");
    const next = plain(after(f[0]!, "/"));
    const set = sets.get(context[0]!);
    const small = plain(set ? context.slice(1) : context);
    for (const c of set ?? [""]) {
      const items = endOf(table, c + small).items;
      if (items.some((o) => o.next === next)) continue; // the first line that fits wins
      for (const o of f.slice(1)) items.push({ next, drop: small.length, put: plain(until(o, ":")), cost: Number(after(o, ":")) });
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
    const s = states.get(name) ?? { items: [], longer: {}, templates: [] };
    states.set(name, s);
    return s;
  }

  // ---- analysing ----

  let list: Candidate[] = [];
  let best = 0;
  let suffix = "";

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
    const least = Math.min(...list.map(cost));
    let sum = 0;
    for (const c of list) {
      if (cost(c) > best + cut) continue;
      const weight = weights[Math.floor(((cost(c) - least) * sharp) / 8)]!;
      add(readings, c.lemma, weight);
      sum += weight;
    }
    for (const r of readings) r.weight = round(r.weight / sum);
    return readings;
  }

  /** A word may be its own lemma, or have endings. */
  function begin(at: State, word: string, cost: number): void {
    keep(word, undefined, own + cost + chainCost(word), true);
    walk(at, word, cost, Tag.neutral, true, 0);
  }

  /** Strips endings from a word in a state. */
  function walk(at: State, word: string, cost: number, tag: Tag, isHead: boolean, depth: number): void {
    if (depth > deepest) return;
    ends(at, word, (rules, rest) => {
      for (const r of rules) if (!r.tag || !tag || r.tag === tag) take(r.step, rest, word, r.put, cost, r.tag || tag, isHead, depth);
    });
    for (const t of at.templates) {
      if (t.pattern.test(word)) take(t.step, word.replace(t.pattern, t.put), "", "", cost, tag, isHead, depth);
    }
  }

  /** Goes on with what a rule left, or puts the lemma together: the remainder in the lemma's grade, and the lemma's ending. */
  function take(s: Step, rest: string, word: string, put: string, start: number, tag: Tag, wasHead: boolean, depth: number): void {
    const isHead = wasHead && s.head;
    const cost = start + s.cost;
    if (s.next === amongIrregular) {
      found(rest + put, cost, isHead);
    } else if (s.next) {
      const outer = suffix;
      suffix = s.suffix + outer;
      walk(s.next, rest + put, cost, tag, isHead, depth + 1);
      suffix = outer;
    } else if (s.whole) {
      if (!rest) keep(put + suffix, s.kind, cost, isHead);
    } else {
      const full = cost + harmonyCost(rest, tag);
      let outputs: readonly Alternation[] = unchanged;
      // Of the longest context that the table has, before the letter that follows or before any.
      if (s.grade) {
        ends(s.grade, rest, (all) => {
          const before = all.filter((o) => o.next && o.next === word[rest.length]);
          const any = before[0] ? before : all.filter((o) => !o.next);
          if (any[0]) outputs = any;
        });
      }
      for (const o of outputs) lemma(rest.slice(0, rest.length - o.drop) + o.put, put, s.kind, full + o.cost, isHead);
    }
  }

  function lemma(rest: string, put: string, kind: Class | undefined, start: number, isHead: boolean): void {
    const word = rest + put;
    if (word.length < 2) return;
    let cost = start + chainCost(word);
    if (rest && put) cost += junctions.get(rest.slice(-1) + put[0]!) ?? 0;
    ends(lemmas, word, (facts) => {
      for (const f of facts) if ((kind ? kind.name : "").startsWith(f.put)) cost += f.cost;
    });
    if (kind) {
      kind.conditions = kind.conditions ?? conditions.filter((c) => c.classes.some((prefix) => prefix === "*" || kind.name.startsWith(prefix)));
      for (const c of kind.conditions) {
        if (cost + lowest > best + cut) return; // it cannot become better than what is left out
        if (!c.predicates.every((p) => p.pattern.test(p.ofStem ? rest : word) !== p.not)) continue;
        if (isNaN(c.cost)) return;
        cost += c.cost;
      }
    }
    keep(word + suffix, kind, cost, isHead);
  }

  function found(form: string, cost: number, isHead: boolean): void {
    for (const f of irregular.get(form) ?? []) keep(f.put, irregular, cost + f.cost, isHead);
  }

  /** Keeps the least cost of a lemma in a class. */
  function keep(word: string, kind: unknown, cost: number, isHead: boolean): void {
    const head = isHead ? cost : Infinity;
    best = Math.min(best, cost);
    const known = list.find((c) => c.kind === kind && c.lemma === word);
    if (known) {
      known.cost = Math.min(known.cost, cost);
      known.head = Math.min(known.head, head);
    } else list.push({ lemma: word, kind, cost, head });
  }

  /** What a stem pays for endings of the other harmony. */
  function harmonyCost(stem: string, tag: Tag): number {
    if (!tag || !stemVowels[0]) return 0;
    for (let i = stem.length; i-- > 0; ) {
      const kind = stemVowels.findIndex((v) => v.includes(stem[i]!));
      if (kind === 2) return tag === Tag.back ? disharmony[3]! : 0;
      if (kind >= 0) return tag === kind + 1 ? 0 : disharmony[stem.length > 4 ? 0 : 1]!;
    }
    return tag === Tag.back ? disharmony[2]! : 0;
  }

  /** What a lemma costs by the letters that follow each other in it. */
  function chainCost(word: string): number {
    let sum = 0;
    let letter = "^";
    const follow = (i: number): number => (chains.get(letter) ?? [])[i] ?? 0;
    for (const c of word) {
      const i = chainLetters.indexOf(c);
      sum += follow(i < 0 ? chainLetters.length : i);
      letter = i < 0 ? "*" : c;
    }
    return sum + follow(chainLetters.length + 1);
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
