/**
 * QR codes after ISO/IEC 18004:2015, as far as a link needs them: model 2,
 * versions 1 to 10, byte mode, error correction level M. Bytes are UTF-8, which
 * readers recognise without being told.
 */

/** By version, from 1: all codewords (table 1); blocks and error correction codewords of each at level M (table 9). */
const codewords = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346];
const blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5];
const corrections = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26];

/** Exponents and logarithms in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1 (7.5.2). */
const powers: number[] = [];
const logarithms: number[] = [];
for (let i = 0, x = 1; i < 255; i++) {
  powers[i] = x;
  logarithms[x] = i;
  x = x < 128 ? x << 1 : (x << 1) ^ 0x11d;
}

type Grid = (boolean | undefined)[][];

/** The dark modules of the symbol, row by row, without the quiet zone of four modules; null when the text is too long. */
export function qr(text: string): boolean[][] | null {
  const bytes = Array.from(new TextEncoder().encode(text));
  const version = codewords.findIndex((all, i) => bytes.length + (i < 9 ? 2 : 3) <= all - at(blocks, i) * at(corrections, i)) + 1;
  if (version === 0) return null;
  const bits = interleave(padded(bytes, version), version).flatMap((byte) => bitsOf(byte, 8));
  const fixed = patterns(version);
  let best: boolean[][] = [];
  let least = Infinity;
  for (let mask = 0; mask < 8; mask++) {
    const symbol = filled(fixed, bits, mask);
    const points = penalty(symbol);
    if (points >= least) continue;
    best = symbol;
    least = points;
  }
  return best;
}

function at(list: readonly number[], i: number): number {
  return list[i] ?? 0;
}

/** Bits of a number, the highest first. */
function bitsOf(value: number, length: number): number[] {
  return Array.from({ length }, (_, i) => (value >> (length - 1 - i)) & 1);
}

/** Mode 0100, length, the bytes, terminator, and padding (7.4), half a byte at a time: the mode and the length make the bytes begin there. */
function padded(bytes: readonly number[], version: number): number[] {
  const length = at(codewords, version - 1) - at(blocks, version - 1) * at(corrections, version - 1);
  const nibbles = [4, ...(version < 10 ? [] : [0, bytes.length >> 8]), (bytes.length >> 4) & 15, bytes.length & 15];
  for (const b of bytes) nibbles.push(b >> 4, b & 15);
  nibbles.push(0); // the terminator, which fills the last byte
  const words: number[] = [];
  for (let i = 0; i < nibbles.length; i += 2) words.push((at(nibbles, i) << 4) | at(nibbles, i + 1));
  for (let i = 0; words.length < length; i++) words.push(i % 2 === 0 ? 0xec : 0x11);
  return words;
}

/** Data in blocks, each with its error correction, then codeword by codeword across the blocks (7.6). */
function interleave(data: readonly number[], version: number): number[] {
  const count = at(blocks, version - 1);
  const check = at(corrections, version - 1);
  const short = Math.floor(data.length / count);
  const long = data.length % count; // so many blocks at the end have one codeword more
  const parts: (readonly number[])[] = [];
  for (let i = 0, from = 0; i < count; i++) {
    const to = from + short + (i >= count - long ? 1 : 0);
    parts.push(data.slice(from, to));
    from = to;
  }
  const checks = parts.map((p) => correction(p, check));
  const across = (list: readonly (readonly number[])[], length: number): number[] =>
    Array.from({ length }, (_, i) => list.flatMap((p) => (i < p.length ? [at(p, i)] : []))).reduce((all, row) => all.concat(row), []);
  return [...across(parts, short + 1), ...across(checks, check)];
}

function times(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : at(powers, (at(logarithms, a) + at(logarithms, b)) % 255);
}

/** Reed-Solomon: the remainder after division by (x - 1)(x - 2)(x - 4)... (7.5.2 and annex A). */
function correction(data: readonly number[], length: number): number[] {
  let generator = [1];
  for (let i = 0; i < length; i++) generator = [...generator, 0].map((g, k) => g ^ times(at(generator, k - 1), at(powers, i)));
  return data.reduce<number[]>(
    (rest, byte) => {
      const factor = byte ^ at(rest, 0);
      return generator.slice(1).map((g, k) => at(rest, k + 1) ^ times(g, factor));
    },
    Array<number>(length).fill(0),
  );
}

/** The symbol with all that is the same for every text: finder, alignment and timing patterns (6.3), version (7.10). Format is held free. */
function patterns(version: number): Grid {
  const size = 17 + 4 * version;
  const grid: Grid = Array.from({ length: size }, () => Array<undefined>(size).fill(undefined));
  const set = (x: number, y: number, dark: boolean): void => {
    const row = grid[y];
    if (row !== undefined && x >= 0 && x < size) row[x] = dark;
  };
  /** Squares in squares around a centre; ring says which distances are dark. */
  const squares = (cx: number, cy: number, reach: number, dark: (ring: number) => boolean): void => {
    for (let y = -reach; y <= reach; y++) for (let x = -reach; x <= reach; x++) set(cx + x, cy + y, dark(Math.max(Math.abs(x), Math.abs(y))));
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  // Annex E: from version 7 on there is a third line of alignment patterns, half way.
  const last = size - 7;
  const lines = version < 2 ? [] : version < 7 ? [6, last] : [6, 4 + 2 * Math.ceil((last - 2) / 4), last];
  lines.forEach((y) =>
    lines.forEach((x) => {
      if (x + y > 12 && Math.abs(x - y) !== last - 6) squares(x, y, 2, (ring) => ring !== 1);
    }),
  );
  const corner = (x: number, y: number): void => squares(x, y, 4, (ring) => ring !== 2 && ring !== 4);
  corner(3, 3);
  corner(size - 4, 3);
  corner(3, size - 4);
  format(grid, 0);
  if (version > 6) {
    bitsOf((version << 12) | bch(version, 12, 0x1f25), 18)
      .reverse()
      .forEach((bit, i) => {
        set(size - 11 + (i % 3), Math.floor(i / 3), bit === 1);
        set(Math.floor(i / 3), size - 11 + (i % 3), bit === 1);
      });
  }
  return grid;
}

/** The remainder of value · x^degree after division by the generator, bits as coefficients (annexes C and D). */
function bch(value: number, degree: number, generator: number): number {
  let rest = value << degree;
  for (let i = 31 - Math.clz32(rest | 1); i >= degree; i--) if ((rest >> i) & 1) rest ^= generator << (i - degree);
  return rest;
}

/** Level M, whose bits are 00, and the mask, twice beside the finder patterns (7.9). */
function format(grid: Grid, mask: number): void {
  const size = grid.length;
  const bits = bitsOf(((mask << 10) | bch(mask, 10, 0x537)) ^ 0x5412, 15).map((b) => b === 1);
  bits.forEach((dark, i) => {
    const near = i < 6 ? i : i < 8 ? i + 1 : i < 9 ? 7 : 14 - i; // past the timing pattern
    const row = grid[i < 8 ? 8 : near];
    if (row !== undefined) row[i < 8 ? near : 8] = dark;
    const far = grid[i < 7 ? size - 1 - i : 8];
    if (far !== undefined) far[i < 7 ? 8 : size - 15 + i] = dark;
  });
  const beside = grid[size - 8];
  if (beside !== undefined) beside[8] = true; // the one module that is always dark
}

/** The masks by their number: where the module is turned (7.8.2); i is the row, j the column. */
const masks: readonly ((i: number, j: number) => number)[] = [
  (i, j) => (i + j) % 2,
  (i) => i % 2,
  (_, j) => j % 3,
  (i, j) => (i + j) % 3,
  (i, j) => ((i >> 1) + Math.floor(j / 3)) % 2,
  (i, j) => ((i * j) % 2) + ((i * j) % 3),
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2,
];

/** The bits laid in columns of two, up and down from the right, past the timing pattern (7.7.3), and masked. */
function filled(fixed: Grid, bits: readonly number[], mask: number): boolean[][] {
  const grid = fixed.map((row) => [...row]);
  const size = grid.length;
  const turned = masks[mask];
  let next = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        const row = grid[y];
        if (row !== undefined && row[x] === undefined) row[x] = (at(bits, next++) === 1) !== (turned?.(y, x) === 0);
      }
    }
  }
  format(grid, mask);
  return grid as boolean[][];
}

/** How hard the symbol is to read (7.8.3, table 11). */
function penalty(symbol: readonly (readonly boolean[])[]): number {
  const size = symbol.length;
  const rows = symbol.map((row) => row.map((dark) => (dark ? "1" : "0")).join(""));
  const columns = rows.map((_, x) => rows.map((row) => row[x]).join(""));
  let points = 0;
  for (const line of [...rows, ...columns]) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
    points += 40 * (line.match(/(?=00001011101|10111010000)/g) ?? []).length;
  }
  for (let y = 1; y < size; y++) {
    for (let x = 1; x < size; x++) {
      const dark = symbol[y]?.[x];
      if (dark === symbol[y]?.[x - 1] && dark === symbol[y - 1]?.[x] && dark === symbol[y - 1]?.[x - 1]) points += 3;
    }
  }
  const share = rows.join("").replace(/0/g, "").length / (size * size);
  return points + 10 * Math.floor(Math.abs(share - 0.5) * 20);
}
