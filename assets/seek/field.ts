import type { Facts } from "./speech";

/**
 * The search field in the header. Its form leads to the list A–Z; with scripts it
 * leads to the search page, and where the browser has dialogs, the first press,
 * letter or Ctrl+K loads one. Nothing of the search is loaded before. When the
 * dialog does not load, the form goes to the search page by itself.
 */
export function searchField(page: Document, script: string): void {
  const form = page.querySelector<HTMLFormElement>("form[data-seek]");
  if (!form) return;
  form.action = new URL("..", form.action).href;
  if (!("HTMLDialogElement" in window)) return; // Safari 14, Firefox 78

  let loading: Promise<() => void> | undefined;
  const open = (event: Event): void => {
    event.preventDefault();
    loading ??= load(page, form, (name) => new URL(name, script).href);
    loading.then(
      (show) => show(),
      () => form.submit(),
    );
  };
  // The focus alone opens nothing: whoever goes on by Tab passes by.
  for (const type of ["click", "input", "submit"]) form.addEventListener(type, open);
  page.addEventListener("keydown", (event) => {
    if (isShortcut(event)) open(event);
  });
}

/** Ctrl+K or Cmd+K, on keyboards without Latin letters by its place. */
export function isShortcut(event: KeyboardEvent): boolean {
  const key = /^\w/.test(event.key) ? event.key : event.code.slice(3);
  return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key.toLowerCase() === "k";
}

/** Loads script, style and words of the dialog side by side, and returns what shows it. */
async function load(page: Document, form: HTMLFormElement, at: (name: string) => string): Promise<() => void> {
  const sheet = page.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = at(ASSETS.dialog_css);
  const styled = new Promise((done) => (sheet.onload = sheet.onerror = done));
  page.head.append(sheet);
  const facts = fetch(at(form.dataset.seek ?? "")).then((answer) => answer.json() as Promise<Facts>);
  const module = (await import(at(ASSETS.dialog_js))) as typeof import("../dialog");
  const show = module.searchDialog(form, await facts);
  await styled;
  return show;
}
