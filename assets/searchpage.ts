/**
 * The script of the search page. From disk, where a browser loads no modules,
 * the page says what to use instead.
 */
import { element } from "./seek/results";
import { SearchPage } from "./seek/page";
import type { Facts } from "./seek/speech";

const form = document.querySelector<HTMLFormElement>("form[data-ask]");
const place = document.querySelector<HTMLElement>("[data-found]");
const status = document.querySelector<HTMLElement>("[data-status]");
const facts = document.querySelector("[data-facts]")?.textContent;
const root = new URL("..", (document.currentScript as HTMLScriptElement).src).href;

if (form && place && status && facts) {
  const told = JSON.parse(facts) as Facts;
  if (window.location.protocol === "file:") place.append(element("p", "", told.messages["no-script"] ?? ""));
  else new SearchPage(form, place, status, told, root).start();
}
