import type { Answer } from "./asker";
import type { Elsewhere, Hit } from "./index";
import type { Speech } from "./speech";

/** Where the rest of the hits is to be had: a page with them, or what shows them here. */
export type Rest = string | (() => void);

export interface Offers {
  /** The rest of the hits. */
  readonly rest: Rest;
  readonly retry: () => void;
  /** Takes the filters away. */
  readonly unfilter?: () => void;
  /** The search page, where the list A–Z and the site map are found; only where the page itself does not offer them. */
  readonly others?: string;
}

/** Shows what was found, as headings with links. Texts stay texts: nothing of them is taken for markup. */
export class Results {
  constructor(
    private readonly place: HTMLElement,
    private readonly speech: Speech,
  ) {}

  /** Nothing has been asked: shows the way to the list A–Z and the site map where the page does not. */
  clear(others?: string): void {
    this.place.replaceChildren(...(others ? [this.others(others)] : []));
  }

  loading(): void {
    this.place.replaceChildren(this.summary(this.speech.say("loading"), false));
  }

  show(answer: Answer, offers: Offers): void {
    const found = answer.found;
    const parts: HTMLElement[] = [this.summary(this.speech.summary(answer), !found || found.total === 0)];
    if (answer.problem === "failed") parts.push(this.button("retry", offers.retry));
    if (found && found.hits.length > 0) {
      parts.push(element("ol", "found__list", ...found.hits.map((hit) => this.hit(hit))));
      if (found.total > found.hits.length) parts.push(this.rest(found.total, offers.rest));
    }
    if (found && found.total === 0) {
      if (offers.unfilter && (answer.question.audience || answer.question.section)) parts.push(this.button("unfilter", offers.unfilter));
      parts.push(element("p", "found__hint", this.speech.say("nothing-hint")));
    }
    if (offers.others && !(found && found.total > 0)) parts.push(this.others(offers.others));
    this.place.replaceChildren(...parts);
  }

  /** Adds what other languages have for the query. */
  elsewhere(list: readonly Elsewhere[]): void {
    const links = list.filter((other) => other.count > 0).map((other) => {
      const a = link(other.url, `${other.name} (${other.count})`);
      a.hreflang = other.lang;
      a.lang = other.lang;
      a.dir = other.dir;
      return element("li", "", a);
    });
    this.place.querySelector(".found__elsewhere")?.remove();
    if (links.length > 0) {
      const part = element("div", "found__elsewhere", element("p", "", this.speech.say("elsewhere")), element("ul", "", ...links));
      const hint = this.place.querySelector(".found__hint");
      if (hint) hint.before(part);
      else this.place.append(part);
    }
  }

  /** The summary is read out by the status, so that it need not be read twice. */
  private summary(text: string, alone: boolean): HTMLElement {
    const p = element("p", "found__summary" + (alone ? " found__summary--alone" : ""), text);
    p.setAttribute("aria-hidden", "true");
    return p;
  }

  private hit(hit: Hit): HTMLElement {
    const words = hit.words;
    const a = link(withMarks(hit.url, words), element("span", "", marked(hit.title, hit.titleMarks)));
    if (hit.heading && hit.heading !== hit.title) a.append(" ", element("span", "found__heading", marked(hit.heading, hit.headingMarks)));
    const item = element("li", "found__hit", element("h2", "", a));
    item.lang = hit.lang;
    item.dir = hit.dir;
    const name = this.speech.language(hit.lang);
    if (name) item.append(own(element("p", "found__language", name)));
    if (hit.excerpt) item.append(element("p", "found__excerpt", marked(hit.excerpt, hit.marks)));
    // The title of the page leads to it already.
    const more = hit.more.filter((section) => section.heading && section.heading !== hit.title);
    if (more.length > 0) {
      const links = more.map((section) => element("li", "", link(withMarks(section.url, words), section.heading)));
      item.append(element("div", "found__more", element("span", "", own(element("bdi", "", this.speech.say("more")))), element("ul", "", ...links)));
    }
    return item;
  }

  private rest(total: number, rest: Rest): HTMLElement {
    const text = this.speech.count("all", total);
    if (typeof rest === "string") return element("p", "found__rest", link(rest, text));
    const button = element("button", "button button--quiet", text);
    button.addEventListener("click", () => {
      // The button goes; its place is taken by the first of the hits that come.
      const shown = this.place.querySelectorAll(".found__hit").length;
      new MutationObserver((_, watch) => {
        watch.disconnect();
        this.place.querySelectorAll<HTMLElement>(".found__hit h2 a")[shown]?.focus();
      }).observe(this.place, { childList: true });
      rest();
    });
    return element("p", "found__rest", button);
  }

  private others(page: string): HTMLElement {
    return element("ul", "found__others", element("li", "", link(page + "a-z/", this.speech.say("az"))), element("li", "", link(page + "map/", this.speech.say("map"))));
  }

  private button(id: string, press: () => void): HTMLElement {
    const button = element("button", "button button--quiet", this.speech.say(id));
    button.addEventListener("click", press);
    return element("p", "found__button", button);
  }
}

/** At most so many forms of words go along to the page. */
const mostWords = 8;

/** An address with the words that are to be marked there: "/fi/a/#b" becomes "/fi/a/?mark=x+y#b". */
export function withMarks(url: string, words: readonly string[]): string {
  if (words.length === 0) return url;
  const at = url.indexOf("#");
  const mark = "?mark=" + words.slice(0, mostWords).map(encodeURIComponent).join("+");
  return at < 0 ? url + mark : url.slice(0, at) + mark + url.slice(at);
}

/** A text with some of it in <mark>. Ranges that overlap or lead out of the text are left out. */
function marked(text: string, ranges: Hit["marks"]): DocumentFragment {
  const all = document.createDocumentFragment();
  let at = 0;
  for (const range of ranges) {
    const from = range[0];
    const to = range[1];
    if (from < at || to <= from || to > text.length) continue;
    all.append(text.slice(at, from), element("mark", "", text.slice(from, to)));
    at = to;
  }
  all.append(text.slice(at));
  return all;
}

/** Says that an element is in the language of the page, wherever it stands. */
function own<E extends HTMLElement>(e: E): E {
  e.lang = document.documentElement.lang;
  e.dir = document.documentElement.dir;
  return e;
}

function link(href: string, text: string | Node): HTMLAnchorElement {
  const a = element("a", "", text);
  a.href = href;
  return a;
}

export function element<K extends keyof HTMLElementTagNameMap>(name: K, className: string, ...children: (string | Node)[]): HTMLElementTagNameMap[K] {
  const e = document.createElement(name);
  if (className) e.className = className;
  e.append(...children);
  return e;
}
