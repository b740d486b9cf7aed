/**
 * The script of an old address: goes on to where the page is now, with what
 * stands after the question mark and the number sign, which the redirect of a
 * page without scripts loses.
 */
const link = document.querySelector<HTMLAnchorElement>("a[data-moved]");

if (link) {
  const file = window.location.protocol === "file:" ? "index.html" : "";
  window.location.replace(new URL(file + window.location.search + window.location.hash, link.href).href);
}
