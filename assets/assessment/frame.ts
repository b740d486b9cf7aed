/** What stands around every step: the guest's way out, notices, and the languages in the header of the page. */
import { button, make, type Child } from "./dom";
import type { Runner } from "./runner";

/** Something that must be seen; the polite line says it as well. */
export const notice = (text: Child): HTMLElement => make("p", "notice", text);

/** A row of buttons; the first is the one that goes on. */
export const row = (...buttons: readonly Child[]): HTMLElement => make("div", "taking__buttons", buttons);

export const para = (...content: readonly Child[]): HTMLElement => make("p", {}, content);

/** A form whose "Continue", or the enter key, does something here; it is sent nowhere. */
export function form(submit: () => void, ...content: readonly Child[]): HTMLFormElement {
  const made = make("form", { autocomplete: "off", novalidate: true }, content);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  return made;
}

/** The button that submits a form. */
export const submit = (label: Child): HTMLElement => make("button", "button", label);

/** All elements that the selector finds, in order. */
export function all<E extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): E[] {
  return Array.from(root.querySelectorAll<E>(selector));
}

/** A guest's way out, always in sight. */
export function guestBar(runner: Runner): Node[] {
  if (runner.guests.length === 0) return [];
  const speech = runner.speech;
  return [make("div", "taking__guest", make("span", {}, speech.say("guest-bar")), button(speech.say("guest-clear"), "main", () => runner.clear()))];
}

/** The link in the header to the page in a language. */
export function languageLink(page: Document, tag: string): HTMLAnchorElement | undefined {
  return all<HTMLAnchorElement>(page, ".bar a[hreflang]").find((a) => a.hreflang === tag);
}

/**
 * The languages in the header lead to the page of another language, where the
 * reader goes on at the same step. What cannot come along stays here: then that
 * page opens beside this one.
 */
export function headerLanguages(runner: Runner, page: Document): void {
  for (const link of all<HTMLAnchorElement>(page, ".bar a[hreflang]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const along = runner.leave();
      link.href = (link.href.split("#")[0] ?? "") + (along ? runner.address() : "");
      link.target = along ? "" : "_blank";
      link.rel = "noopener";
    });
  }
}
