/**
 * Lets the menus of the header close as people expect: Escape closes the open
 * one and returns the focus to its button, a press elsewhere closes it, and
 * opening one closes the other. Without this script they stay open until their
 * button is pressed again.
 */
export function menus(page: Document): void {
  const all = Array.from(page.querySelectorAll<HTMLDetailsElement>("details[data-menu]"));

  for (const menu of all) {
    menu.addEventListener("toggle", () => {
      if (!menu.open) return;
      for (const other of all) if (other !== menu) other.open = false;
    });
  }

  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all) {
      if (!menu.open) continue;
      menu.open = false;
      menu.querySelector<HTMLElement>("summary")?.focus();
    }
  });

  page.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Node)) return;
    for (const menu of all) {
      // The list that a menu shows stands right after it.
      const inside = menu.contains(target) || menu.nextElementSibling?.contains(target);
      if (!inside) menu.open = false;
    }
  });
}
