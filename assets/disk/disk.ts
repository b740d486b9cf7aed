/**
 * Makes a copy of the site on disk walkable: a server answers a folder's
 * address with its index.html, a disk lists its files. Every link to a folder
 * of the site gets the file's name, also one that another script makes later;
 * queries and fragments stay. So does the form of the search, which leads to
 * the list A–Z here.
 */
export function diskLinks(page: Document): void {
  const name = (): void =>
    page.querySelectorAll<HTMLAnchorElement>("a[href]").forEach((link) => {
      link.setAttribute("href", withIndex(link.getAttribute("href") ?? ""));
    });
  name();
  page.querySelectorAll("form[action]").forEach((form) => form.setAttribute("action", withIndex(form.getAttribute("action") ?? "")));
  new MutationObserver(name).observe(page.body, { childList: true, subtree: true });
}

/** The address with index.html when it is relative and names a folder: "../en/#a" becomes "../en/index.html#a". */
export function withIndex(href: string): string {
  if (/^([a-z][a-z0-9+.-]*:|\/\/|#|\?)/i.test(href)) return href;
  return href.replace(/^([^?#]*\/|\.{1,2}|[^?#]*\/\.{1,2})(?=$|[?#])/, (folder) =>
    folder.endsWith("/") ? folder + "index.html" : folder + "/index.html",
  );
}
