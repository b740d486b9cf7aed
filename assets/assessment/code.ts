/**
 * A run as a code: short enough to be typed from a phone into a computer that
 * can scan nothing, and the same behind # in a link and a QR code. It holds which
 * self-check, view, occasion and day it is and the options chosen, no words.
 *
 * A code is a number in base 29, written as groups of four:
 *
 *     header     12 digits  format, instrument, version, layout, view, occasion, day
 *     answers    4n digits  one digit in mixed radix for each item, the first item highest
 *     check       4 digits
 *
 * The alphabet is the ten digits and the capital letters without those that
 * look like another character, in print or by hand: O and 0, I, L and 1, Z and 2,
 * S and 5, B and 8, U and V are one character each, whichever is typed. That
 * leaves 29 characters, and 29 is a prime, so that digits are the numbers of a
 * finite field and the check can be a polynomial code without tables. It passes
 * one text in 707281 that was not written as a code: about 20 bits.
 *
 * The check digits are the remainder after division by a polynomial g of degree
 * 4. Modulo g the powers 1, x, ... x^841 are, but for factors, the 29^2 + 1 points
 * of an elliptic quadric over GF(29), of which no three lie on a line: a code
 * with minimum distance 4 (Calderbank & Kantor 1986, The geometry of two-weight
 * codes, on ovoids; TestCodeDistance). So every change of up to three characters is found, every
 * change within one group, and every two groups exchanged; one character changed
 * or two neighbours exchanged can be mended, each in one way only.
 */
import { answersOf, setOf, valid } from "./answers";
import type { Answer, Answers, Instrument, Item } from "./instrument";
import type { Run } from "./session";

/** All that a page needs in order to recognise a code and to say what it holds. */
export interface Layout {
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly views: readonly string[];
  readonly occasions: readonly string[];
  /** By item: how many answers it may have, none included; 1 for a text, which no code holds. */
  readonly states: readonly number[];
}

/** What a code holds besides the answers. */
export interface Opened {
  readonly instrument: string;
  readonly version: number;
  readonly view: string;
  readonly occasion: string;
  /** A day, "2026-11-22", or "" when the run was not finished. */
  readonly finished: string;
  /** By item: 0 for no answer, else the number of the answer. */
  readonly states: readonly number[];
}

export interface Decoded extends Opened {
  readonly answers: Answers;
}

/** Why a code or a file (response.ts) is not taken. */
export interface Refusal {
  /**
   * "length": characters are missing or too many. "typing": a slip; the group,
   * counted from 1, is the one where a single change or two neighbours exchanged
   * would mend it, and instead is what it would be then. "newer": it is of a later
   * format. "unknown": there is no such self-check here. "version": there is, but
   * this was made with another version of it. Files alone: "damaged", "large", and
   * "private" for a self-check that is not handed over.
   */
  readonly why: "length" | "typing" | "newer" | "unknown" | "version" | "damaged" | "large" | "private";
  readonly group?: number;
  readonly instead?: string;
  /** With which version it was made. */
  readonly version?: number;
  readonly instrument?: string;
}

const alphabet = "0123456789ACDEFGHJKMNPQRTVWXY";
const base = alphabet.length;
const alike: Readonly<Record<string, string>> = { O: "0", I: "1", L: "1", Z: "2", S: "5", B: "8", U: "V" };

const format = 1;
/** How many values each field of the header may have, after the format, which takes the rest. */
const header = { instrument: 4096, version: 256, layout: 4096, view: 8, occasion: 8, day: 16384 };
const fieldNames = Object.keys(header);
const fieldSizes = Object.values(header);
const headerLength = 12;
const checkLength = 4;
/** A longer text is no code. */
const longest = 4000;

/** Days are counted from here; day 0 is "unknown". */
const firstDay = Date.UTC(2025, 0, 1);
const dayLength = 86_400_000;

/** The layout of an instrument; null for a private one, which no code holds. */
export function layoutOf(instrument: Instrument): Layout | null {
  if (instrument.private) return null;
  const i = instrument;
  return { id: i.id, version: i.version, hash: i.hash, views: i.views, occasions: i.occasions, states: i.items.map((item) => states(i, item)) };
}

/** The code of a run, in groups of four; "" for a private instrument. */
export function encode(instrument: Instrument, run: Run): string {
  const layout = layoutOf(instrument);
  if (layout === null) return "";
  const answers = answersOf(run);
  const given = instrument.items.map((item) => stateOf(instrument, item, answers[item.id]));
  const fields = [idHash(layout.id), layout.version, layoutHash(layout), place(layout.views, run.view), place(layout.occasions, run.occasion), dayOf(run.finished)];
  return groups(seal([...pack([format, ...fields], [0, ...fieldSizes], headerLength), ...pack(given, layout.states, answersLength(layout))]));
}

/** Reads a code with the instruments there are. */
export function decode(text: string, instruments: readonly Instrument[]): Decoded | Refusal {
  const opened = open(text, instruments.flatMap((i) => layoutOf(i) ?? []));
  if ("why" in opened) return opened;
  const instrument = instruments.find((i) => i.id === opened.instrument);
  if (instrument === undefined) return { why: "unknown" };
  const answers: [string, Answer][] = [];
  instrument.items.forEach((item, i) => {
    const answer = answerOf(instrument, item, opened.states[i] ?? 0);
    if (answer !== null) answers.push([item.id, answer]);
  });
  return { ...opened, answers: Object.fromEntries(answers) };
}

/** Reads a code as far as layouts allow: all but what the answers are. */
export function open(text: string, layouts: readonly Layout[]): Opened | Refusal {
  if (text.length > longest) return { why: "length" };
  const typed = normalise(text);
  const digits = [...typed].map((c) => alphabet.indexOf(c));
  if (digits.length < headerLength + checkLength) return { why: "length" };
  const strange = digits.indexOf(-1);
  if (strange >= 0) return { why: "typing", group: 1 + Math.floor(strange / 4) };

  const sound = remainder(digits).every((r) => r === 0);
  const head = unpack(digits.slice(0, headerLength), [0, ...fieldSizes]) ?? [];
  const field = (name: keyof typeof header): number => head[1 + fieldNames.indexOf(name)] ?? 0;
  const made = head[0] ?? 0;
  const version = field("version");
  const same = layouts.filter((l) => idHash(l.id) === field("instrument"));
  const layout = same.find((l) => l.version === version && layoutHash(l) === field("layout"));
  // The header is whole when it names what is here: then what is wrong is the length.
  if (digits.length % 4 !== 0 || (made === format && layout !== undefined && digits.length !== headerLength + answersLength(layout) + checkLength)) return { why: "length" };
  if (!sound) return { why: "typing", ...mend(digits) };
  if (made > format) return { why: "newer" };
  if (made < format || same[0] === undefined) return { why: "unknown" };
  if (layout === undefined) return { why: "version", version, instrument: same[0].id };
  const given = unpack(digits.slice(headerLength, -checkLength), layout.states);
  const view = layout.views[field("view")];
  const occasion = layout.occasions[field("occasion")] ?? (field("occasion") === 0 ? "" : undefined);
  if (given === null || view === undefined || occasion === undefined) return { why: "unknown" }; // no such thing is ever written
  const finished = field("day") === 0 ? "" : new Date(firstDay + field("day") * dayLength).toISOString().slice(0, 10);
  return { instrument: layout.id, version, view, occasion, finished, states: given };
}

/**
 * A code as typed, in the characters of the alphabet: without spaces, hyphens
 * and marks of direction, in capitals, with Latin digits for Arabic and Persian
 * ones and for full-width characters, and with one character for those that look alike.
 */
export function normalise(text: string): string {
  return text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}_.]/gu, "")
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (d) => String(d.charCodeAt(0) & 15))
    .replace(/[OILZSBU]/g, (c) => alike[c] ?? c);
}

/** How many answers an item may have: none, each option (for a multi each set of options), each answer apart. */
function states(instrument: Instrument, item: Item): number {
  const set = setOf(instrument, item);
  if (item.type === "text" || set === undefined) return 1;
  return (item.type === "multi" ? 2 ** set.options.length : 1 + set.options.length) + set.apart.length;
}

function stateOf(instrument: Instrument, item: Item, value: unknown): number {
  const set = setOf(instrument, item);
  const answer = valid(instrument, item, value);
  if (answer === null || set === undefined) return 0;
  const ids = set.options.map((o) => o.id);
  if (typeof answer !== "string") return answer.reduce((bits, id) => bits + 2 ** ids.indexOf(id), 0);
  const option = item.type === "multi" ? -1 : ids.indexOf(answer);
  return option >= 0 ? 1 + option : states(instrument, item) - set.apart.length + set.apart.findIndex((a) => a === answer);
}

function answerOf(instrument: Instrument, item: Item, state: number): Answer | null {
  const set = setOf(instrument, item);
  if (set === undefined || state === 0) return null;
  const apart = set.apart[state - states(instrument, item) + set.apart.length];
  if (apart !== undefined) return apart;
  if (item.type !== "multi") return set.options[state - 1]?.id ?? null;
  return set.options.filter((_, i) => Math.floor(state / 2 ** i) % 2 === 1).map((o) => o.id);
}

function place(list: readonly string[], name: string): number {
  return Math.max(0, list.indexOf(name));
}

function dayOf(finished: string): number {
  const day = Math.floor((Date.parse(finished.slice(0, 10)) - firstDay) / dayLength);
  return day > 0 && day < header.day ? day : 0;
}

/** FNV-1a of the id (Fowler, Noll & Vo), folded to twelve bits. */
function idHash(id: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) h = Math.imul(h ^ id.charCodeAt(i), 0x01000193);
  return ((h >>> 24) ^ (h >>> 12) ^ h) & 0xfff;
}

function layoutHash(layout: Layout): number {
  return parseInt(layout.hash.slice(0, 3), 16) || 0;
}

/** Whole groups that hold any answers of the layout. */
function answersLength(layout: Layout): number {
  const most = layout.states.reduce<number[]>((number, size) => times(number, size, size - 1), []);
  return Math.ceil(most.length / 4) * 4;
}

/** Numbers below their sizes as one number of so many digits, the first number highest. */
function pack(values: readonly number[], sizes: readonly number[], length: number): number[] {
  const digits = values.reduce<number[]>((number, value, i) => times(number, sizes[i] ?? 1, value), []);
  return [...Array<number>(length - digits.length).fill(0), ...digits];
}

/** The numbers that were packed; the first takes the rest when its size is 0. Null when it is more than they hold. */
function unpack(digits: readonly number[], sizes: readonly number[]): number[] | null {
  const rest = [...digits];
  const values = [...sizes].reverse().map((size) => {
    let carry = 0;
    rest.forEach((digit, i) => {
      const here = carry * base + digit;
      rest[i] = size === 0 ? 0 : Math.floor(here / size);
      carry = size === 0 ? here : here % size;
    });
    return carry;
  });
  return rest.some((d) => d !== 0) ? null : values.reverse();
}

/** A number in digits, times a factor, plus a summand. */
function times(digits: readonly number[], factor: number, summand: number): number[] {
  let carry = summand;
  const product = [...digits].reverse().map((digit) => {
    carry += digit * factor;
    const here = carry % base;
    carry = Math.floor(carry / base);
    return here;
  });
  for (; carry > 0; carry = Math.floor(carry / base)) product.push(carry % base);
  return product.reverse();
}

/** g(x) = x^4 - x^3 - 2x - 25: what x^4 is modulo g, from x^3 down to 1. */
const generator = [1, 0, 2, 25] as const;

type Remainder = readonly [number, number, number, number];

/** Adds the check digits: with them the remainder of the whole is zero. */
function seal(digits: readonly number[]): number[] {
  return [...digits, ...remainder([...digits, 0, 0, 0, 0]).map((d) => (base - d) % base)];
}

/** The digits as a polynomial, the first of the highest degree, modulo g. */
function remainder(digits: readonly number[]): Remainder {
  return digits.reduce<Remainder>(shift, [0, 0, 0, 0]);
}

/** The remainder times x, plus a digit. */
function shift(r: Remainder, digit: number): Remainder {
  const g = generator;
  const over = r[0];
  return [(r[1] + over * g[0]) % base, (r[2] + over * g[1]) % base, (r[3] + over * g[2]) % base, (digit + over * g[3]) % base];
}

/** The one slip, if there is one, that explains the remainder: the group where it is, and what that would be. */
function mend(digits: readonly number[]): { group?: number; instead?: string } {
  const wrong = remainder(digits);
  const mends = (by: number, power: Remainder): boolean => wrong.every((w, i) => (w + by * (power[i] ?? 0)) % base === 0);
  let power: Remainder = [0, 0, 0, 1];
  for (let i = digits.length - 1; i >= 0; i--) {
    const here = digits[i] ?? 0;
    const before = digits[i - 1] ?? here;
    // Exchanged with the one before: that one is x times as much.
    const swap = shift(power, 0).map((p, k) => p + base - (power[k] ?? 0)) as unknown as Remainder;
    if (before !== here && mends(base + here - before, swap)) return mended(digits, i - 1, [here, before]);
    for (let by = 1; by < base; by++) if (mends(by, power)) return mended(digits, i, [(here + by) % base]);
    power = shift(power, 0);
  }
  return {};
}

function mended(digits: readonly number[], at: number, by: readonly number[]): { group: number; instead: string } {
  const right = [...digits];
  right.splice(at, by.length, ...by);
  const group = Math.floor(at / 4);
  return { group: group + 1, instead: write(right.slice(group * 4, group * 4 + 4)) };
}

function write(digits: readonly number[]): string {
  return digits.map((d) => alphabet[d]).join("");
}

function groups(digits: readonly number[]): string {
  return write(digits).replace(/.{4}(?=.)/g, "$& ");
}
