import type { Facts } from "./speech";

/** What no word is marked in: code, fields, drawings, lists of links. */
const apart = "script, style, textarea, select, svg, nav, noscript";

/** Words, with what may join their parts. Soft hyphens belong to them. */
const token = /[\p{L}\p{N}\p{M}\u00AD]+(?:[-'’‑][\p{L}\p{N}\p{M}\u00AD]+)*/gu;
const parts = /[\p{L}\p{N}\p{M}\u00AD]+/gu;

/**
 * Marks the words that led a reader here from the search, in the forms that the
 * address names (?mark=word+word), and takes them out of the address again.
 * Escape, or a button, takes the marks away. script is the address of a script
 * beside those that this one loads.
 */
export function markFound(page: Document, place: Location, history: History, script: string): void {
  const wish = new URLSearchParams(place.search);
  const wanted = new Set((wish.get("mark") ?? "").split(" ").map(plain).filter(Boolean));
  wish.delete("mark");
  const query = wish.toString();
  history.replaceState(history.state, "", place.pathname + (query && "?" + query) + place.hash);

  const sheet = page.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = new URL(ASSETS.mark_css, script).href;
  page.head.append(sheet);

  const main = page.querySelector("main");
  if (!main || wanted.size === 0) return;
  const marks = markWords(main, (word) => wanted.has(plain(word)));
  if (marks.length === 0) return;

  let button: HTMLElement | undefined;
  const clear = (): void => {
    for (const mark of marks) {
      const parent = mark.parentNode;
      mark.replaceWith(...Array.from(mark.childNodes));
      parent?.normalize();
    }
    button?.remove();
    page.removeEventListener("keydown", escape);
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !event.defaultPrevented && !page.querySelector("dialog[open], details[data-menu][open]")) clear();
  };
  page.addEventListener("keydown", escape);

  // Only a page that may ask its host learns what to call the button.
  const words = page.querySelector<HTMLElement>("form[data-seek]")?.dataset.seek;
  if (!words) return;
  void fetch(new URL(words, script).href)
    .then((answer) => answer.json() as Promise<Facts>)
    .then((facts) => {
      button = page.createElement("button");
      button.className = "button button--quiet unmark";
      button.textContent = facts.messages["mark-clear"] ?? "";
      button.addEventListener("click", clear);
      page.body.append(button);
    })
    .catch(() => undefined); // Escape remains
}

/** Puts every wanted word below an element into a <mark>, and returns these. */
export function markWords(main: Element, wanted: (word: string) => boolean): HTMLElement[] {
  const page = main.ownerDocument;
  const walker = page.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  const marks: HTMLElement[] = [];
  for (const text of texts) {
    if (text.parentElement?.closest(apart)) continue;
    const found = placesOf(text.data, wanted);
    for (const place of found.reverse()) {
      const word = text.splitText(place[0]);
      word.splitText(place[1] - place[0]);
      const mark = page.createElement("mark");
      word.replaceWith(mark);
      mark.append(word);
      marks.push(mark);
    }
  }
  return marks;
}

/** Where wanted words stand in a text: whole ones, or parts of those that a hyphen joins. */
export function placesOf(text: string, wanted: (word: string) => boolean): [number, number][] {
  const places: [number, number][] = [];
  text.replace(token, (whole, at: number) => {
    if (wanted(whole)) places.push([at, at + whole.length]);
    else
      whole.replace(parts, (part, offset: number) => {
        if (part !== whole && wanted(part)) places.push([at + offset, at + offset + part.length]);
        return part;
      });
    return whole;
  });
  return places;
}

/** A word as it is compared: composed, in small letters, without soft hyphens. */
function plain(word: string): string {
  return word.normalize().replace(/\u00AD/g, "").toLowerCase();
}
