/**
 * The way of a file from the page where it was chosen to the page of its
 * self-check: the storage of this one tab, from which it is taken out as soon
 * as that page opens.
 */

/** The key: "/opas/#selfcheck-handover". The root is the path of the site. */
function handoverKey(root: string): string {
  return `${root}#selfcheck-handover`;
}

/** Leaves the text of a file for the next page. Reports whether the browser allowed it. */
export function handOver(storage: () => Storage, root: string, text: string): boolean {
  try {
    storage().setItem(handoverKey(root), text);
    return true;
  } catch {
    return false;
  }
}

/** Takes what was left, and leaves nothing; null if there is nothing. */
export function takeOver(storage: () => Storage, root: string): string | null {
  try {
    const text = storage().getItem(handoverKey(root));
    storage().removeItem(handoverKey(root));
    return text;
  } catch {
    return null;
  }
}
