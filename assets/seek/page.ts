import { Asker } from "./asker";
import type { Answer } from "./asker";
import { isShortcut } from "./field";
import { openIndex } from "./index";
import { Results } from "./results";
import { Speech } from "./speech";
import type { Facts } from "./speech";
import { isUrgent, Status } from "./status";

/** So many hits are shown at first. */
const limit = 20;

/**
 * The search page: searches while the reader types, and puts a query that was
 * sent into the address, with its filters, so that it can be linked and gone
 * back to.
 */
export class SearchPage {
  private readonly input: HTMLInputElement;
  private readonly filters: HTMLSelectElement[];
  private readonly names: string[][];
  private readonly speech: Speech;
  private readonly results: Results;
  private readonly status: Status;
  private readonly asker: Asker;
  private readonly title = document.title;
  private latest: Answer | undefined;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly place: HTMLElement,
    region: HTMLElement,
    facts: Facts,
    root: string,
  ) {
    this.input = form.querySelector("input")!;
    this.filters = Array.from(form.querySelectorAll("select"));
    this.names = this.filters.map((filter) => Array.from(filter.options, (option) => option.text));
    this.speech = new Speech(facts);
    this.results = new Results(place, this.speech);
    this.status = new Status(region);
    this.asker = new Asker((attempt) => openIndex(root, facts.tag, attempt), (answer) => this.tell(answer));
  }

  start(): void {
    const filters = this.form.querySelector<HTMLElement>("[data-filters]");
    if (filters) filters.hidden = false;
    this.input.addEventListener("focus", () => this.asker.prepare(), { once: true });
    this.input.addEventListener("input", () => this.typed());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    for (const filter of this.filters) filter.addEventListener("change", () => this.send());
    window.addEventListener("popstate", () => this.read());
    // Whoever comes back from a page finds what was typed, also without having sent it.
    this.place.addEventListener("click", (event) => {
      if ((event.target as Element).closest("a")) this.keep();
    });
    const focus = (event: Event): void => {
      event.preventDefault();
      this.input.focus();
      this.input.select();
    };
    document.addEventListener("keydown", (event) => {
      if (isShortcut(event)) focus(event);
    });
    // In the header of this page the search is a link to itself.
    document.querySelector("a.seek")?.addEventListener("click", focus);
    this.read();
  }

  /** Does what the address says. */
  private read(): void {
    const wish = new URLSearchParams(window.location.search);
    this.input.value = wish.get("q") ?? "";
    for (const filter of this.filters) {
      const value = wish.get(filter.name) ?? "";
      filter.value = Array.from(filter.options).some((option) => option.value === value) ? value : "";
    }
    this.named();
    if (wish.has("q")) this.ask(false, limit);
    else this.results.clear();
  }

  /** Searches for what has been typed so far. */
  private typed(): void {
    this.named();
    if (this.input.value.trim() === "") {
      this.results.clear();
      this.status.say("", true);
    } else this.ask(true, limit);
  }

  /** Searches for what was sent, and says so in the address. */
  private send(): void {
    this.keep();
    this.named();
    this.ask(false, limit);
  }

  /** Puts the query and the filters into the address. */
  private keep(): void {
    const query = this.wish();
    if (query !== window.location.search) window.history.pushState(null, "", query || window.location.pathname);
  }

  private ask(typing: boolean, limit: number): void {
    if (!this.place.firstChild) this.results.loading();
    const chosen: Record<string, string> = {};
    for (const filter of this.filters) chosen[filter.name] = filter.value;
    this.asker.ask({ text: this.input.value, typing, limit, ...chosen });
  }

  private tell(answer: Answer): void {
    this.latest = answer;
    this.results.show(answer, {
      rest: () => this.ask(answer.question.typing, 0),
      retry: () => {
        this.input.focus();
        this.results.loading();
        this.asker.ask(answer.question);
      },
      unfilter: () => {
        for (const filter of this.filters) filter.value = "";
        this.input.focus();
        this.send();
      },
    });
    this.counted(answer);
    const typing = answer.question.typing;
    const ask = (): void => {
      if (answer.problem) return;
      void this.asker.elsewhere(answer.query).then((list) => {
        if (answer === this.latest) this.results.elsewhere(list);
      });
    };
    this.status.say(this.speech.summary(answer), !typing || isUrgent(answer), ask, !typing);
  }

  /** Says beside each choice of the filters how many pages it leaves. */
  private counted(answer: Answer): void {
    this.filters.forEach((filter, i) => {
      const counts = answer.found?.facets[filter.name as "audience" | "section"];
      Array.from(filter.options).forEach((option, j) => {
        const name = this.names[i]?.[j] ?? "";
        option.text = counts && option.value ? `${name} (${counts[option.value] ?? 0})` : name;
      });
    });
  }

  /** The query and the filters as they stand in an address, "" for none. */
  private wish(): string {
    const wish = new URLSearchParams();
    if (this.input.value.trim()) wish.set("q", this.input.value.trim());
    for (const filter of this.filters) if (filter.value) wish.set(filter.name, filter.value);
    const text = wish.toString();
    return text && "?" + text;
  }

  /** Names the page after its query; the way to other languages takes the query along. */
  private named(): void {
    const query = this.input.value.trim();
    document.title = query ? `${query} – ${this.title}` : this.title;
    document.querySelectorAll<HTMLAnchorElement>("nav.languages a").forEach((link) => {
      link.search = this.wish();
    });
  }
}
