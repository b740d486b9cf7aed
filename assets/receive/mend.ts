/** Where in a code somebody mistyped: said to those who type, and of no use to a link or a QR code. */
import { base, digitsOf, remainder, shift, write } from "../assessment/code";

/** A group, counted from 1, and what it would be without the slip, as far as that can be known. */
export interface Slip {
  readonly group?: number;
  readonly instead?: string;
}

/**
 * The one slip that explains why the code does not hold: a character that no
 * code has, a single change, or two neighbours exchanged.
 */
export function mend(text: string): Slip {
  const digits = digitsOf(text);
  const strange = digits.indexOf(-1);
  if (strange >= 0) return { group: 1 + Math.floor(strange / 4) };
  const wrong = remainder(digits);
  const mends = (by: number, power: readonly number[]): boolean => wrong.every((w, i) => (w + by * power[i]!) % base === 0);
  let power = [0, 0, 0, 1];
  for (let i = digits.length - 1; i >= 0; i--) {
    const here = digits[i]!;
    const before = digits[i - 1] ?? here;
    const next = shift(power, 0);
    // Exchanged with the one before: that one is x times as much.
    const swap = next.map((p, k) => p + base - power[k]!);
    if (before !== here && mends(base + here - before, swap)) return mended(digits, i - 1, [here, before]);
    for (let by = 1; by < base; by++) if (mends(by, power)) return mended(digits, i, [(here + by) % base]);
    power = next;
  }
  return {};
}

function mended(digits: readonly number[], at: number, by: readonly number[]): Slip {
  const right = [...digits];
  right.splice(at, by.length, ...by);
  const group = Math.floor(at / 4);
  return { group: group + 1, instead: write(right.slice(group * 4, group * 4 + 4)) };
}
