/** Marks the words that a result of the search names in the address of the page; what does so is loaded only then. */
export function foundWords(page: Document, script: string): void {
  if (!/[?&]mark=/.test(page.location.search)) return;
  const module = import(new URL(ASSETS.mark_js, script).href) as Promise<typeof import("../mark")>;
  module.then(
    (mark) => mark.markFound(page, window.location, window.history),
    () => undefined, // then nothing is marked
  );
}
