import { advise, at, gap, type Advice, type Candidate, type Have, type Need, type Stage } from "./path";
import { fill, join, type Words } from "../words/words";

/** What the page knows: render.PathFacts. */
interface Facts {
  readonly stages: readonly Stage[];
  readonly education: readonly string[];
  readonly occupations: Readonly<Record<string, string>>;
  readonly words: Words;
  readonly forms: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly lang: string;
}

const languageLevels = ["A1", "A2", "B1", "B2", "C1", "C2"];

/** Brings the form of "Find my next step" to life, and hides what stands there for browsers without scripts. */
export function finder(page: Document): void {
  const form = page.querySelector<HTMLFormElement>("form[data-finder]");
  const result = page.querySelector<HTMLElement>("[data-finder-result]");
  const data = page.querySelector<HTMLScriptElement>("script[data-finder-facts]");
  if (form === null || result === null || data === null) return;

  const view = new FinderView(page, result, JSON.parse(data.textContent ?? "") as Facts);
  const update = (): void => view.show(read(form), occupationOf(form));
  form.hidden = false;
  for (const note of Array.from(page.querySelectorAll<HTMLElement>("[data-finder-without]"))) note.hidden = true;
  form.addEventListener("change", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  // A reset changes the fields after its event.
  form.addEventListener("reset", () => window.setTimeout(update));
  // Coming back to the page, some browsers fill in what was chosen.
  window.addEventListener("pageshow", update);
  update();
}

function read(form: HTMLFormElement): Have {
  const chosen = (name: string): string => form.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value ?? "";
  const level = (name: string): number | undefined => (chosen(name) === "" ? undefined : Number(chosen(name)));
  const answer = (name: string): boolean | undefined => ({ yes: true, no: false })[chosen(name)];
  return { language: level("language"), education: level("education"), health: answer("health"), work: answer("work") };
}

function occupationOf(form: HTMLFormElement): string {
  return form.querySelector<HTMLSelectElement>('select[name="occupation"]')?.value ?? "";
}

/** Writes advice into the page. */
class FinderView {
  private readonly plural: Intl.PluralRules;

  constructor(
    private readonly page: Document,
    private readonly result: HTMLElement,
    private readonly facts: Facts,
  ) {
    this.plural = new Intl.PluralRules(facts.lang);
  }

  show(have: Have, occupation: string): void {
    const chosen = occupation !== "" || Object.values(have).some((value) => value !== undefined);
    this.part("advice").hidden = !chosen;
    this.result.hidden = false;
    if (!chosen) {
      this.status(this.say("path-finder-choose"));
      return;
    }
    const advice = advise(this.facts.stages, have, occupation);
    // With a way to show, what does not lie on it stands apart.
    const onWay = (c: Candidate): boolean => advice.way?.stages.includes(c.number) ?? true;
    const other = advice.now.filter((c) => !onWay(c));
    this.list("now", advice.now.filter(onWay));
    this.list("other", other);
    this.part("other-part").hidden = other.length === 0;
    this.part("work").hidden = have.work !== false;
    this.list("later", advice.later);
    this.part("later-part").hidden = advice.later.length === 0;
    this.way(advice, have, occupation);
    this.status(
      advice.now.length > 0
        ? fill(this.say("path-finder-status"), { Now: advice.now.length, Later: advice.later.length })
        : this.say("path-ask-now-none"),
    );
  }

  /** The one polite line: a reader who listens is not read the whole list anew. */
  private status(text: string): void {
    const line = this.part("status");
    if (line.textContent !== text) line.textContent = text;
  }

  private list(name: string, candidates: readonly Candidate[]): void {
    this.part(name).replaceChildren(...candidates.map((c) => this.item(c)));
  }

  private item(c: Candidate): HTMLElement {
    const stage = at(this.facts.stages, c.number);
    const item = this.page.createElement("li");
    const length = this.page.createElement("span");
    length.className = "station__when";
    length.textContent = this.months(stage.months);
    item.append(this.link(stage), " ", length);
    const line = (text: string): void => {
      const p = this.page.createElement("p");
      p.textContent = text;
      item.append(p);
    };
    if (c.missing.length > 0) line(join(this.facts.words, c.missing.map((n) => this.need(n, stage))));
    if (c.unsure.length > 0) line(fill(this.say("path-unsure"), { What: join(this.facts.words, c.unsure.map((n) => this.need(n, stage))) }));
    if (stage.contract) line(fill(this.say("path-also"), { What: this.say("path-missing-contract") }));
    return item;
  }

  private way(advice: Advice, have: Have, occupation: string): void {
    const part = this.part("way");
    part.hidden = occupation === "";
    if (part.hidden) return;
    const text = this.part("way-text");
    text.replaceChildren();
    const line = (content: string, style = ""): void => {
      const p = this.page.createElement("p");
      p.textContent = content;
      p.className = style;
      text.append(p);
    };
    line(fill(this.say("path-way-to"), { Occupation: this.facts.occupations[occupation] ?? occupation }));
    if (advice.way === undefined) {
      line(this.say("path-way-none"));
      return;
    }
    line(fill(this.say("path-way-length"), { Length: this.months(advice.way.months) }), "finder__months");
    const list = this.page.createElement("ol");
    let grows = false;
    for (const number of advice.way.stages) {
      const stage = at(this.facts.stages, number);
      const item = this.page.createElement("li");
      item.append(this.link(stage));
      // Schooling comes along the way; language is shown, for it takes time of its own.
      if (gap(stage, have).missing.includes("language")) {
        item.append(" (" + this.need("language", stage) + ")");
        grows = true;
      }
      list.append(item);
    }
    text.append(list);
    if (grows) line(this.say("path-way-language"), "quiet");
  }

  private link(stage: Stage): HTMLElement {
    const link = this.page.createElement("a");
    link.href = stage.href;
    link.textContent = stage.title;
    return link;
  }

  private need(need: Need, stage: Stage): string {
    switch (need) {
      case "language":
        return fill(this.say("path-missing-language"), { Level: languageLevels[stage.language - 1] ?? "" });
      case "education":
        return fill(this.say("path-missing-education"), { Education: this.facts.education[stage.education - 1] ?? "" });
      case "health":
        return this.say("path-missing-health");
      case "work":
        return this.say("path-missing-work");
      case "after":
        return fill(this.say("path-missing-after"), { Stage: stage.after.map((n) => at(this.facts.stages, n).title).join(" / ") });
    }
  }

  private months(range: readonly [number, number]): string {
    const from = range[0];
    const to = range[1];
    const forms = this.facts.forms["duration-months"] ?? {};
    const form = forms[this.plural.select(to)] ?? forms["other"] ?? "{{.Count}}";
    const count = from === to ? String(to) : fill(this.say("number-range"), { From: from, To: to });
    return fill(form, { Count: count });
  }

  private say(id: string): string {
    return this.facts.words[id] ?? id;
  }

  private part(name: string): HTMLElement {
    const part = this.result.querySelector<HTMLElement>(`[data-finder-${name}]`);
    if (part === null) throw new Error(`the page has no part ${name}`);
    return part;
  }
}
