/**
 * A long list of a section scrolls in a column of its own on wide screens. This
 * scrolls it so that the page itself is in sight; on phones, where the list is
 * a menu and does not scroll, nothing happens.
 */
export function showHere(page: Document): void {
  const list = page.querySelector<HTMLElement>("nav.section");
  const here = list?.querySelector<HTMLElement>("[aria-current]");
  if (!list || !here) return;
  const from = here.getBoundingClientRect().top - list.getBoundingClientRect().top;
  list.scrollTop += from - (list.clientHeight - here.offsetHeight) / 2;
}
