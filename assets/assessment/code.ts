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
import type { Answer, Answers, Apart, Instrument, Item, OptionSet } from "./instrument";
import type { Run } from "./session";

/** What a code holds. */
export interface Decoded {
  readonly instrument: string;
  readonly version: number;
  readonly view: string;
  readonly occasion: string;
  /** A day, "2026-11-22", or "" when the run was not finished. */
  readonly finished: string;
  readonly answers: Answers;
}

/** Why a code or a file (response.ts) is not taken. */
export interface Refusal {
  /**
   * "length": characters are missing or too many. "typing": a slip. "newer": it
   * is of a later format. "unknown": there is no such self-check here. "version":
   * there is, but this was made with another version of it. Files alone:
   * "damaged", "large", and "private" for a self-check that is not handed over.
   */
  readonly why: "length" | "typing" | "newer" | "unknown" | "version" | "damaged" | "large" | "private";
  /** With which version it was made. */
  readonly version?: number;
  readonly instrument?: string;
}

const alphabet = "0123456789ACDEFGHJKMNPQRTVWXY";
/** Letters that are typed for others, and those that they stand for. */
const alike = "OILZSBU";
const meant = "011258V";
export const base = alphabet.length;

const format = 1;
/** How many values each field of the header may have: format, which takes the rest, instrument, version, layout, view, occasion, day. */
const fieldSizes = [0, 4096, 256, 4096, 8, 8, 16384];
const headerLength = 12;
const checkLength = 4;
/** A longer text is no code. */
const longest = 4000;

/** Days are counted from here; day 0 is "unknown". */
const firstDay = Date.UTC(2025, 0, 1);
const dayLength = 86_400_000;

/** The code of a run, in groups of four; "" for a private instrument, which no code holds. */
export function encode(instrument: Instrument, run: Run): string {
  if (instrument.private) return "";
  const answers = answersOf(run);
  const fields = [
    format,
    idHash(instrument),
    instrument.version,
    layoutHash(instrument),
    Math.max(0, instrument.views.indexOf(run.view)),
    Math.max(0, instrument.occasions.indexOf(run.occasion)),
    dayOf(run.finished),
  ];
  const given = instrument.items.map((item) => stateOf(instrument, item, answers[item.id]));
  const digits = [...pack(fields, fieldSizes, headerLength), ...pack(given, sizesOf(instrument), answersLength(instrument))];
  // With the check digits the remainder of the whole is zero.
  const check = remainder([...digits, 0, 0, 0, 0]).map((d) => (base - d) % base);
  return write([...digits, ...check]).replace(/.{4}(?=.)/g, "$& ");
}

/** Reads a code with the instruments there are. */
export function decode(text: string, instruments: readonly Instrument[]): Decoded | Refusal {
  if (text.length > longest) return { why: "length" };
  const digits = digitsOf(text);
  if (digits.length < headerLength + checkLength) return { why: "length" };
  if (digits.includes(-1)) return { why: "typing" };

  const head = unpack(digits.slice(0, headerLength), fieldSizes)!;
  const made = head[0]!;
  const version = head[2]!;
  const same = instruments.filter((i) => !i.private && idHash(i) === head[1]);
  const instrument = same.find((i) => i.version === version && layoutHash(i) === head[3]);
  // The header is whole when it names what is here: then what is wrong is the length.
  if (digits.length % 4 || (made === format && instrument && digits.length !== headerLength + answersLength(instrument) + checkLength)) return { why: "length" };
  if (remainder(digits).some((r) => r)) return { why: "typing" };
  if (made > format) return { why: "newer" };
  if (made < format || !same[0]) return { why: "unknown" };
  if (!instrument) return { why: "version", version, instrument: same[0].id };

  const states = unpack(digits.slice(headerLength, -checkLength), sizesOf(instrument));
  const view = instrument.views[head[4]!];
  const occasion = head[5] === 0 && !instrument.occasions.length ? "" : instrument.occasions[head[5]!];
  if (!states || view === undefined || occasion === undefined) return { why: "unknown" }; // no such thing is ever written
  const given = instrument.items.map((item, i) => [item.id, answerOf(instrument, item, states[i]!)] as const);
  return {
    instrument: instrument.id,
    version,
    view,
    occasion,
    finished: head[6] ? new Date(firstDay + head[6] * dayLength).toISOString().slice(0, 10) : "",
    answers: Object.fromEntries(given.filter((g): g is readonly [string, Answer] => g[1] !== null)),
  };
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
    .replace(/[OILZSBU]/g, (c) => meant.charAt(alike.indexOf(c)));
}

/** The digits of a code as typed; -1 for a character that is none. */
export function digitsOf(text: string): number[] {
  return [...normalise(text)].map((c) => alphabet.indexOf(c));
}

export function write(digits: readonly number[]): string {
  return digits.map((d) => alphabet[d]).join("");
}

/** The number of the first answer apart: before it are none and each option, for a multi none and each set of options. */
function firstApart(item: Item, set: OptionSet): number {
  return item.type === "multi" ? 2 ** set.options.length : 1 + set.options.length;
}

/** By item: how many answers it may have, none included; 1 for a text, which no code holds. */
function sizesOf(instrument: Instrument): number[] {
  return instrument.items.map((item) => {
    const set = setOf(instrument, item);
    return set ? firstApart(item, set) + set.apart.length : 1;
  });
}

/** The number of an answer; 0 for none. */
function stateOf(instrument: Instrument, item: Item, value: unknown): number {
  const set = setOf(instrument, item);
  const answer = valid(instrument, item, value);
  if (!set || answer === null) return 0;
  const apart = set.apart.indexOf(answer as Apart);
  if (apart >= 0) return firstApart(item, set) + apart;
  const place = (id: string): number => set.options.findIndex((o) => o.id === id);
  return typeof answer === "string" ? 1 + place(answer) : answer.reduce((bits, id) => bits + 2 ** place(id), 0);
}

function answerOf(instrument: Instrument, item: Item, state: number): Answer | null {
  const set = setOf(instrument, item);
  if (!set || !state) return null;
  const apart = set.apart[state - firstApart(item, set)];
  if (apart) return apart;
  return item.type === "multi" ? set.options.filter((_, i) => Math.floor(state / 2 ** i) % 2).map((o) => o.id) : set.options[state - 1]!.id;
}

function dayOf(finished: string): number {
  const day = Math.floor((Date.parse(finished.slice(0, 10)) - firstDay) / dayLength);
  return day > 0 && day < fieldSizes[6]! ? day : 0;
}

/** FNV-1a of the id (Fowler, Noll & Vo), folded to twelve bits. */
function idHash(instrument: Instrument): number {
  let h = 0x811c9dc5;
  for (const c of instrument.id) h = Math.imul(h ^ c.charCodeAt(0), 0x01000193);
  return ((h >>> 24) ^ (h >>> 12) ^ h) & 0xfff;
}

function layoutHash(instrument: Instrument): number {
  return parseInt(instrument.hash.slice(0, 3), 16) || 0;
}

/** Whole groups that hold any answers. */
function answersLength(instrument: Instrument): number {
  const most = sizesOf(instrument).reduce<number[]>((number, size) => times(number, size, size - 1), []);
  return Math.ceil(most.length / 4) * 4;
}

/** Numbers below their sizes as one number of so many digits, the first number highest. */
function pack(values: readonly number[], sizes: readonly number[], length: number): number[] {
  const digits = values.reduce<number[]>((number, value, i) => times(number, sizes[i]!, value), []);
  return [...Array<number>(length - digits.length).fill(0), ...digits];
}

/** The numbers that were packed; the first takes the rest when its size is 0. Null when it is more than they hold. */
function unpack(digits: readonly number[], sizes: readonly number[]): number[] | null {
  const rest = [...digits];
  const values = [...sizes].reverse().map((size) => {
    let carry = 0;
    rest.forEach((digit, i) => {
      carry = carry * base + digit;
      rest[i] = size && Math.floor(carry / size);
      if (size) carry %= size;
    });
    return carry;
  });
  return rest.some((d) => d) ? null : values.reverse();
}

/** A number in digits, times a factor, plus a summand. */
function times(digits: readonly number[], factor: number, summand: number): number[] {
  let carry = summand;
  const product: number[] = [];
  for (const digit of [...digits].reverse()) {
    carry += digit * factor;
    product.unshift(carry % base);
    carry = Math.floor(carry / base);
  }
  for (; carry > 0; carry = Math.floor(carry / base)) product.unshift(carry % base);
  return product;
}

/** g(x) = x^4 - x^3 - 2x - 25: what x^4 is modulo g, from x^3 down to 1. */
const generator = [1, 0, 2, 25];

/** The digits as a polynomial, the first of the highest degree, modulo g. */
export function remainder(digits: readonly number[]): number[] {
  return digits.reduce(shift, [0, 0, 0, 0]);
}

/** A remainder times x, plus a digit. */
export function shift(r: readonly number[], digit: number): number[] {
  return [...r.slice(1), digit].map((d, i) => (d + r[0]! * generator[i]!) % base);
}
