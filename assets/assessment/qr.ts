/**
 * QR codes after ISO/IEC 18004:2015, as far as a link needs them: model 2,
 * versions 1 to 10, byte mode, error correction level M. Bytes are UTF-8, which
 * readers recognise without being told.
 */

/** By version, from 1: all codewords (table 1); blocks and error correction codewords of each at level M (table 9). */
const codewords = [26, 44, 70, 100, 134, 172, 196, 242, 292, 346];
const blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5];
const corrections = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26];

type Grid = (boolean | undefined)[][];

/** The dark modules of the symbol, row by row, without the quiet zone of four modules; null when the text is too long. */
export function qr(text: string): boolean[][] | null {
  const bytes = [...new TextEncoder().encode(text)];
  const room = codewords.map((all, i) => all - blocks[i]! * corrections[i]!);
  const version = room.findIndex((most, i) => bytes.length + (i < 9 ? 2 : 3) <= most) + 1;
  if (!version) return null;
  // Mode 0100, length, the bytes, and the terminator, which fills the last byte; then padding (7.4).
  const stream = `0100${bits(bytes.length, version < 10 ? 8 : 16)}${bits(bytes, 8)}0000`;
  const data = stream.match(/.{8}/g)!.map((byte) => parseInt(byte, 2));
  for (let pad = 0xec; data.length < room[version - 1]!; pad ^= 0xec ^ 0x11) data.push(pad);
  const all = bits(interleave(data, blocks[version - 1]!, corrections[version - 1]!), 8);
  const symbols = masks.map((_, mask) => filled(version, all, mask));
  const points = symbols.map(penalty);
  return symbols[points.indexOf(Math.min(...points))]!;
}

/** Numbers in bits, the highest first. */
function bits(values: number | readonly number[], length: number): string {
  return [values].flat().map((value) => value.toString(2).padStart(length, "0")).join("");
}

/** Data in blocks, each with its error correction, then codeword by codeword across the blocks (7.6). */
function interleave(data: readonly number[], count: number, check: number): number[] {
  const short = Math.floor(data.length / count);
  const parts: number[][] = [];
  // The last blocks have one codeword more.
  for (let from = 0; from < data.length; ) parts.push(data.slice(from, (from += short + (parts.length < count - (data.length % count) ? 0 : 1))));
  const across = (list: readonly (readonly number[])[]): number[] => list[count - 1]!.flatMap((_, i) => list.flatMap((part) => part[i] ?? []));
  return [...across(parts), ...across(parts.map((part) => correction(part, check)))];
}

/** A product in GF(256) modulo x^8 + x^4 + x^3 + x^2 + 1 (7.5.2). */
function times(a: number, b: number): number {
  return b && (b & 1 ? a : 0) ^ times((a << 1) ^ (a >> 7) * 0x11d, b >> 1);
}

/** Reed-Solomon: the remainder after division by (x - 1)(x - 2)(x - 4)... (7.5.2 and annex A). */
function correction(data: readonly number[], length: number): number[] {
  let generator = [1];
  for (let i = 0, root = 1; i < length; i++, root = times(root, 2)) generator = [...generator, 0].map((g, k) => g ^ times(generator[k - 1] ?? 0, root));
  return data.reduce<number[]>((rest, byte) => generator.slice(1).map((g, k) => (rest[k + 1] ?? 0) ^ times(g, byte ^ rest[0]!)), Array<number>(length).fill(0));
}

/** A module that is the same for every text: finder, alignment and timing patterns (6.3), version (7.10). */
function fixed(version: number, x: number, y: number): boolean | undefined {
  const last = 10 + 4 * version;
  const rings = (cx: number, cy: number): number => Math.max(Math.abs(x - cx), Math.abs(y - cy));
  const corner = Math.min(rings(3, 3), rings(last + 3, 3), rings(3, last + 3));
  if (corner < 5) return corner !== 2 && corner !== 4;
  // Annex E: from version 7 on there is a third line of alignment patterns, half way.
  const lines = version < 2 ? [] : version < 7 ? [6, last] : [6, 4 + 2 * Math.ceil((last - 2) / 4), last];
  for (const cx of lines) for (const cy of lines) if (cx + cy > 12 && Math.abs(cx - cy) !== last - 6 && rings(cx, cy) < 3) return rings(cx, cy) !== 1;
  if (x === 6 || y === 6) return (x + y) % 2 === 0;
  const long = Math.max(x, y) - last + 4;
  const short = Math.min(x, y);
  return version > 6 && long >= 0 && short < 6 ? ((withCheck(version, 12, 0x1f25) >> (3 * short + long)) & 1) === 1 : undefined;
}

/** A value and the remainder after division of value · x^degree by the generator, bits as coefficients (annexes C and D). */
function withCheck(value: number, degree: number, generator: number): number {
  let rest = value << degree;
  for (let i = 31 - Math.clz32(rest); i >= degree; i--) if ((rest >> i) & 1) rest ^= generator << (i - degree);
  return (value << degree) | rest;
}

/** Level M, whose bits are 00, and the mask, twice beside the finder patterns (7.9). */
function format(grid: Grid, mask: number): void {
  const size = grid.length;
  [...bits(withCheck(mask, 10, 0x537) ^ 0x5412, 15)].forEach((bit, i) => {
    const near = i < 6 ? i : i < 8 ? i + 1 : i < 9 ? 7 : 14 - i; // past the timing pattern
    grid[i < 8 ? 8 : near]![i < 8 ? near : 8] = bit === "1";
    grid[i < 7 ? size - 1 - i : 8]![i < 7 ? 8 : size - 15 + i] = bit === "1";
  });
  grid[size - 8]![8] = true; // the one module that is always dark
}

/** The masks by their number: the module is turned where they are 0 (7.8.2); i is the row, j the column. */
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
function filled(version: number, all: string, mask: number): boolean[][] {
  const size = 17 + 4 * version;
  const sides = [...Array(size).keys()];
  const grid = sides.map((y) => sides.map((x) => fixed(version, x, y)));
  format(grid, mask);
  let next = 0;
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    for (const step of sides) {
      const y = (right + 1) & 2 ? step : size - 1 - step;
      for (const x of [right, right - 1]) grid[y]![x] ??= (all[next++] === "1") !== (masks[mask]!(y, x) === 0);
    }
  }
  return grid as boolean[][];
}

/**
 * How hard the symbol is to read: by long runs and by what looks like a finder
 * pattern (7.8.3, features 1 and 3 of table 11). Blocks and balance, features 2
 * and 4, seldom decide, and readers read every mask.
 */
function penalty(symbol: readonly (readonly boolean[])[]): number {
  const rows = symbol.map((row) => row.map(Number).join(""));
  const columns = rows.map((_, x) => rows.map((row) => row[x]).join(""));
  let points = 0;
  for (const line of [...rows, ...columns]) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
    points += 40 * (line.match(/(?=00001011101|10111010000)/g) ?? []).length;
  }
  return points;
}
