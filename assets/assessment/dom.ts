/** Parts of the page are made here, always from text: a string never becomes markup. */

/** What may stand in an element. Nothing stands for what is missing; lists stand one after another. */
export type Child = Node | string | null | undefined | false | readonly Child[];

/** Makes an element with a class or with attributes. An attribute that is false is left out, one that is true has no value. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: string | Readonly<Record<string, string | number | boolean>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  const named = typeof attributes === "string" ? { class: attributes } : attributes;
  for (const name of Object.keys(named)) {
    const value = (named as Record<string, string | number | boolean>)[name];
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  add(element, children);
  return element;
}

/** Puts something at the end of an element. */
export function add(to: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (!child) continue;
    if (typeof child === "string" || child instanceof Node) to.append(child);
    else add(to, child);
  }
}

/** A button that does something here; it never sends a form. */
export function button(label: Child, kind: "main" | "quiet" | "quiet button--plain", press: () => void): HTMLButtonElement {
  const b = make("button", { class: kind === "main" ? "button" : `button button--${kind}`, type: "button" }, label);
  b.addEventListener("click", press);
  return b;
}
