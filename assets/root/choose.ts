/**
 * Chooses a language by lookup (RFC 4647, section 3.4): each wish in order,
 * as it is and then with its subtags cut off from the end, so that "sv-FI"
 * finds "sv". "fi-simple" is found only by those who ask for it.
 */
export function choose(wanted: readonly string[], available: readonly string[]): string | undefined {
  for (const wish of wanted) {
    for (let range = wish.toLowerCase(); range !== ""; range = shorter(range)) {
      const found = available.find((tag) => tag.toLowerCase() === range);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The range without its last subtag, nor a single letter left at the end ("zh-x-a" becomes "zh"). */
function shorter(range: string): string {
  const parts = range.split("-").slice(0, -1);
  if (parts[parts.length - 1]?.length === 1) parts.pop();
  return parts.join("-");
}
