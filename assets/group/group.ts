import { button, make } from "../assessment/dom";
import type { Instrument } from "../assessment/instrument";
import { readFile, type Refusal } from "../assessment/response";
import type { Run } from "../assessment/session";
import { fill, join } from "../words/words";
import { csv } from "./csv";
import { distributions, groups, type Distribution, type Group } from "./distributions";
import { fewest, tally, type Cell } from "./tally";

/** What the page knows: render.GroupFacts. */
interface Facts {
  readonly lang: string;
  readonly languages: Readonly<Record<string, string>>;
  readonly instruments: readonly Known[];
  readonly messages: Readonly<Record<string, string>>;
  readonly plurals: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Known {
  readonly title: string;
  readonly instrument: Instrument;
  readonly words: Readonly<Record<string, string>>;
}

/** Brings the summary of a group to life. */
export function groupPage(page: Document, window: Window): void {
  const form = page.querySelector<HTMLFormElement>("form[data-group]");
  const result = page.querySelector<HTMLElement>("[data-group-result]");
  const data = page.querySelector<HTMLScriptElement>("script[data-group-facts]");
  if (form === null || result === null || data === null) return;
  new GroupPage(form, result, JSON.parse(data.textContent ?? "") as Facts, window).start();
  for (const note of Array.from(page.querySelectorAll<HTMLElement>("[data-group-without]"))) note.hidden = true;
}

/** The files that were read, by the id of their run, and what was refused. Nothing of it is kept. */
class GroupPage {
  private readonly runs = new Map<string, Run>();
  private readonly refused: string[] = [];
  private twice = 0;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly result: HTMLElement,
    private readonly facts: Facts,
    private readonly window: Window,
  ) {}

  start(): void {
    const input = this.part<HTMLInputElement>("#group-files");
    const drop = this.part("[data-group-drop]");
    this.form.hidden = false;
    input.addEventListener("change", () => {
      const files = Array.from(input.files ?? []);
      input.value = ""; // the same file may be chosen again
      void this.take(files);
    });
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
      drop.addEventListener(name, (event) => {
        event.preventDefault();
        drop.classList.toggle("group__drop--over", name === "dragenter" || name === "dragover");
      });
    }
    drop.addEventListener("drop", (event) => void this.take(Array.from(event.dataTransfer?.files ?? [])));
    // A file dropped beside the field would replace the page, and with it all that was read.
    for (const name of ["dragover", "drop"]) this.window.addEventListener(name, (event) => event.preventDefault());
  }

  private async take(files: readonly File[]): Promise<void> {
    const instruments = this.facts.instruments.map((k) => k.instrument);
    for (const file of files) {
      const found = await readFile(file, instruments);
      if ("why" in found) {
        this.refused.push(`${file.name}: ${this.why(found)}`);
        continue;
      }
      const run = found.run;
      const key = `${run.instrument} ${run.version} ${run.id}`;
      const before = this.runs.get(key);
      if (before !== undefined) this.twice++;
      if (before === undefined || before.finished < run.finished) this.runs.set(key, run);
    }
    this.show();
  }

  private why(r: Refusal): string {
    const known = this.facts.instruments.find((k) => k.instrument.id === r.instrument);
    const reason = r.why in this.facts.messages ? r.why : "damaged";
    return this.say(reason, { Title: known?.title ?? "", Version: r.version ?? "", Ours: known?.instrument.version ?? "" });
  }

  private show(): void {
    const said = [this.count("read", this.runs.size)];
    if (this.twice > 0) said.push(this.count("twice", this.twice));
    this.status(said.join(" "));
    const refused = this.part("[data-group-refused]");
    refused.replaceChildren();
    if (this.refused.length > 0) {
      refused.append(make("p", {}, this.count("refused", this.refused.length)), make("ul", {}, ...this.refused.map((r) => make("li", { dir: "auto" }, r))));
    }
    this.result.replaceChildren(...this.summary());
  }

  private summary(): Node[] {
    const nodes: Node[] = [];
    const rows: (string | number)[][] = [];
    for (const known of this.facts.instruments) {
      const runs = Array.from(this.runs.values()).filter((r) => r.instrument === known.instrument.id);
      if (runs.length === 0) continue;
      nodes.push(make("section", { class: "summary" }, ...this.instrument(known, runs, rows)));
    }
    if (nodes.length === 0) return nodes;
    const actions = make("p", { class: "summary__actions" });
    if (rows.length > 0) {
      const heading = ["title", "version", "group", "kind", "what", "answer", "count"].map((id) => this.say(`column-${id}`));
      actions.append(button(this.say("csv"), "main", () => this.download(csv([heading, ...rows]))), button(this.say("print"), "quiet", () => this.window.print()));
    }
    actions.append(button(this.say("clear"), "quiet", () => this.clear()));
    return [make("p", { class: "quiet" }, this.say("rule")), actions, ...nodes];
  }

  private instrument(known: Known, runs: readonly Run[], rows: (string | number)[][]): Node[] {
    const nodes: Node[] = [make("h2", {}, known.title)];
    const all = groups(known.instrument, runs);
    const shown = all.filter((g) => g.runs.length >= fewest);
    const languages = Array.from(new Set(shown.flatMap((g) => g.runs.map((r) => r.language)).filter((l) => l !== ""))).sort();
    if (languages.length > 1) {
      nodes.push(make("p", { class: "summary__care" }, this.say("languages", { Languages: join(this.facts.messages, languages.map((l) => this.facts.languages[l] ?? l)) })));
    }
    for (const part of ["dimensions", "items"] as const) {
      if (part === "dimensions") nodes.push(make("ul", { class: "summary__groups" }, ...all.map((g) => make("li", {}, this.groupLine(known, g)))));
      if (shown.length === 0) break;
      const tables = distributions(known.instrument, shown, part).map((d) => this.table(known, part, shown, d, rows));
      if (tables.length > 0) nodes.push(make("h3", {}, this.say(part)), ...tables);
    }
    return nodes;
  }

  private groupLine(known: Known, g: Group): string {
    const line = `${this.groupName(known, g)}: ${this.count("people", g.runs.length)}.`;
    return g.runs.length < fewest ? `${line} ${this.say("few")}` : line;
  }

  private groupName(known: Known, g: Group): string {
    const names = [known.words[`occasions.${g.occasion}`], known.words[`views.${g.view}`]].filter((n): n is string => n !== undefined);
    return names.length > 0 ? names.join(", ") : known.title;
  }

  /** One thing that was answered: a row for each cell, groups one below the other. */
  private table(known: Known, part: "dimensions" | "items", shown: readonly Group[], d: Distribution, rows: (string | number)[][]): HTMLElement {
    const what = d.option === "" ? this.word(known, d.path) : `${this.word(known, d.path)}: ${this.word(known, d.option)}`;
    const body = make("tbody");
    const cells = tally(d.counts);
    shown.forEach((group, i) => {
      const name = this.groupName(known, group);
      if (cells === null) {
        body.append(make("tr", {}, make("th", { scope: "row" }, name), make("td", { colspan: 2 }, this.say("merged"))));
        return;
      }
      cells.forEach((cell, n) => {
        const answer = this.answer(known, d, cell);
        const people = cell.people[i] ?? 0;
        const head = n === 0 ? make("th", { scope: "rowgroup", rowspan: cells.length }, name) : null;
        body.append(make("tr", {}, head, make("td", {}, answer), make("td", {}, bar(people, group.runs.length))));
        rows.push([known.title, known.instrument.version, name, this.say(part), what, answer, people]);
      });
    });
    const heads = ["group", "answer", "count"].map((id) => make("th", { scope: "col" }, this.say(`column-${id}`)));
    return make("table", { class: "summary__table" }, make("caption", {}, what), make("thead", {}, make("tr", {}, ...heads)), body);
  }

  private answer(known: Known, d: Distribution, cell: Cell): string {
    const names = d.answers.slice(cell.from, cell.to + 1).map((a) => {
      if ("points" in a) return fill(this.facts.messages["number-range"] ?? "", { From: a.points[0], To: a.points[1] });
      return "message" in a ? this.say(a.message) : this.word(known, a.path);
    });
    return names.join(" / ");
  }

  private download(text: string): void {
    const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    const link = make("a", { href: address, download: "group.csv" });
    link.click();
    // Some browsers read the file only after this event.
    this.window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  private clear(): void {
    this.runs.clear();
    this.refused.length = 0;
    this.twice = 0;
    this.show();
    this.status(this.say("cleared"));
    this.part("#group-files").focus();
  }

  private status(text: string): void {
    this.part("[data-group-status]").textContent = text;
  }

  private word(known: Known, path: string): string {
    return known.words[path] ?? path;
  }

  private say(id: string, values: Readonly<Record<string, string | number>> = {}): string {
    return fill(this.facts.messages[id] ?? id, values);
  }

  private count(id: string, count: number): string {
    const forms = this.facts.plurals[id] ?? {};
    return fill(forms[new Intl.PluralRules(this.facts.lang).select(count)] ?? forms["other"] ?? id, { Count: count });
  }

  private part<T extends HTMLElement = HTMLElement>(selector: string): T {
    const part = this.form.querySelector<T>(selector);
    if (part === null) throw new Error(`the page has no ${selector}`);
    return part;
  }
}

/** A number and its length on an axis that ends with the whole group. */
function bar(people: number, of: number): HTMLElement {
  const meter = make("span", { class: "summary__bar", "aria-hidden": "true" });
  meter.style.setProperty("--share", String(people / of));
  return make("span", { class: "summary__number" }, make("span", {}, String(people)), meter);
}
