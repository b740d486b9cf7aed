/**
 * Opens what the glossary says of a word right after the paragraph it stands
 * in, one at a time. The explanation gets the focus; Escape, its button and the
 * word itself close it and give the focus back. Without this script the word
 * leads to the list at the end of the page (partials/terms.html).
 */
export function terms(page: Document): void {
  const list = page.querySelector<HTMLElement>(".words")!;
  const note = page.createElement("div");
  const close = page.createElement("button");
  let word: HTMLElement | undefined;

  // Moves the window as little as it can.
  const go = (place: HTMLElement): void => {
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  };
  const shut = (): void => {
    note.remove();
    if (!word) return;
    word.setAttribute("aria-expanded", "false");
    go(word);
    word = undefined;
  };
  const open = (link: HTMLAnchorElement): void => {
    const entry = page.getElementById(link.hash.slice(1))!;
    note.textContent = "";
    for (const part of Array.from(entry.children)) {
      const line = note.appendChild(page.createElement("p"));
      line.append(...Array.from(part.cloneNode(true).childNodes));
      line.querySelector("[aria-label]")?.remove(); // the way back, which is here
    }
    note.append(close);
    const block = link.closest("p,li,dd")!;
    const inner = block.querySelector("p,ul,ol,dl,div");
    if (block.localName === "p") block.after(note);
    else if (inner) inner.before(note);
    else block.append(note);
    word = link;
    link.setAttribute("aria-expanded", "true");
    go(note);
  };

  note.id = "word";
  note.className = "word";
  note.tabIndex = -1;
  close.type = "button";
  close.textContent = "\u00d7";
  close.setAttribute("aria-label", list.dataset.close!);
  close.onclick = shut;
  page.querySelectorAll<HTMLAnchorElement>("a.term").forEach((link) => {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", note.id);
    link.onclick = (e) => {
      e.preventDefault();
      const again = word === link;
      shut();
      if (!again) open(link);
    };
    link.onkeydown = (e) => {
      if (e.key === " ") {
        e.preventDefault();
        link.click();
      }
    };
  });
  page.addEventListener("keydown", (e) => {
    if (e.key === "Escape") shut();
  });
}
