/**
 * The script of the root page: goes on to the reader's language. Nothing is
 * remembered. When no wish is met, the reader chooses from the list.
 */
import { choose } from "./root/choose";

const links = Array.from(document.querySelectorAll<HTMLAnchorElement>("[data-languages] a[hreflang]"));
const wanted = navigator.languages.length > 0 ? navigator.languages : [navigator.language];
const chosen = choose(wanted, links.map((link) => link.hreflang));
const link = links.find((l) => l.hreflang === chosen);

if (link) {
  const file = window.location.protocol === "file:" ? "index.html" : "";
  window.location.replace(new URL(file, link.href).href);
}
