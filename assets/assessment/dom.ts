/** Parts of the page are made here, always from text: a string never becomes markup. */

export type Child = Node | string | null | undefined | false;

/** Makes an element. An attribute that is false is left out, one that is true has no value. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | number | boolean>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((c): c is Node | string => typeof c === "string" || c instanceof Node));
  return element;
}

/** A button that does something here; it never sends a form. */
export function button(label: readonly Node[] | string, kind: "main" | "quiet", press: () => void): HTMLButtonElement {
  const b = make("button", { class: kind === "main" ? "button" : "button button--quiet", type: "button" }, ...(typeof label === "string" ? [label] : label));
  b.addEventListener("click", press);
  return b;
}
