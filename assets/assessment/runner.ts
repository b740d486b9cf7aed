import { answersOf, valid } from "./answers";
import { compareScreen } from "./compare";
import { add, make } from "./dom";
import { entryScreen } from "./entry";
import { all, guestBar, headerLanguages, languageLink, notice } from "./frame";
import type { Answer, Item, Language, Facts } from "./instrument";
import { firstOpen, itemsScreen, next, screens } from "./items";
import { deletion } from "./keeping";
import { languageChoice } from "./languages";
import { Listening } from "./listen";
import { notesOf } from "./notes";
import { fillPaper, paperScreen } from "./paper";
import { receivedScreen } from "./received";
import { resultScreen } from "./result";
import { reviewScreen } from "./review";
import { handOver, takeOver } from "../receive/handover";
import { begin, give, merge } from "./run";
import { path } from "./score";
import type { Run, Screen, Session, Step } from "./session";
import { sheetScreen } from "./sheet";
import { Speech } from "./speech";
import { startScreen } from "./start";
import { keyOf, Store, type Loaded, type Saved } from "./store";

/** A place in the browser's history: a step and whose. No answer ever stands in it. */
interface Place {
  readonly step: Step;
  readonly run: string;
  /** The questions were opened from the page that shows all answers. */
  readonly returns: boolean;
}

/**
 * One page of a self-check while it is open. It holds the run that is being
 * looked at and draws the step that the history names; what is kept is in the
 * Store, and a guest's runs live here alone.
 */
export class Runner implements Session {
  speech: Speech;
  run: Run;
  returns = false;
  /** What this browser keeps, as last looked at. */
  stored: readonly Run[] = [];
  storage: Loaded["state"] = "empty";
  arrival: Run | undefined;
  /** What is chosen on the start screen before it counts. */
  choices: Record<string, string> = {};
  /** Runs of guests, and runs that were handed over only to be looked at. */
  private readonly loose = new Map<string, Run>();
  private readonly store: Store;
  private readonly key: string;
  readonly root: string;
  readonly listening: Listening;
  private readonly stage: HTMLElement;
  private readonly line: HTMLElement;
  private readonly title: string;
  private step: Step = { name: "start" };
  private trouble: Saved | "" = "";
  private note = "";

  constructor(
    readonly data: Facts,
    private readonly app: HTMLElement,
    readonly paper: HTMLElement,
    readonly window: Window,
  ) {
    this.speech = new Speech(this.language(data.lang) ?? (data.languages[0] as Language), null);
    this.run = this.blank();
    this.root = new URL(data.root, window.location.href).pathname;
    this.key = keyOf(this.root, data.instrument.id);
    this.store = new Store(() => window.localStorage, this.key);
    this.listening = new Listening(this, app, window);
    this.title = window.document.title;
    this.stage = make("div", "taking__stage");
    this.line = make("p", { class: "taking__status", role: "status" });
    app.append(this.stage, this.line);
    app.classList.add("taking");
    app.hidden = false;
    for (const without of all(paper, "[data-assessment-without]")) without.remove();
  }

  /** The browser keeps the run, and has kept the last answer. */
  get kept(): boolean {
    return this.begun && !this.loose.has(this.run.id) && this.trouble === "";
  }

  /** There is a run, of this page or of an earlier visit. */
  get begun(): boolean {
    return this.run.started !== "";
  }

  /** This browser can keep runs of the self-check. */
  get keeps(): boolean {
    return this.storage === "ok" || this.storage === "empty";
  }

  get others(): readonly Run[] {
    return [...this.stored, ...this.guests].filter((r) => r.id !== this.run.id);
  }

  /** Runs that have not been kept; they end with the page. */
  get guests(): readonly Run[] {
    return [...this.loose.values()];
  }

  start(): void {
    const window = this.window;
    // A place without a state is a link within the page: it leads nowhere here.
    window.addEventListener("popstate", () => window.history.state !== null && this.show(window.history.state as Place, true));
    window.addEventListener("storage", (event) => {
      if (event.key === this.key || event.key === null) this.elsewhere();
    });
    // Whoever leaves the page closes it: the next person must not find a guest's answers by going back.
    window.addEventListener("pagehide", () => {
      if (this.loose.size > 0 || this.arrival) this.forget();
      this.emptyPaper();
    });
    window.addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      this.load();
      this.show((window.history.state as Place | null) ?? { step: this.step, run: this.run.id, returns: this.returns }, false);
    });
    const data = this.data.instrument;
    headerLanguages(this, window.document);
    this.load();
    const from = new URLSearchParams(window.location.hash.slice(1)).get("at");
    const state = window.history.state as Place | null;
    const place = (from === null ? state : placeOf(from)) ?? { step: { name: "start" }, run: "", returns: false };
    if (from === null) window.history.replaceState(place, "");
    else history.replaceState(place, "", location.pathname + location.search);
    const left = takeOver(window, this.root);
    const guest = left?.instrument === data.id && left.id === place.run;
    if (guest) this.loose.set(left.id, left);
    const run = this.find(place.run) ?? current(this.stored);
    if (run !== undefined) this.take(run, state !== null && from === null);
    this.show(place, false);
    if (from !== null) this.status(this.speech.say("languages-changed"));
    // From the page for codes and paper forms straight to the keys, where nothing is to be chosen first.
    if (location.hash === "#entry" && data.views.length < 2 && !data.occasions.length) this.begin(true);
    // What the page for opening codes and files has left.
    if (!guest && left?.instrument === data.id) {
      this.arrival = left;
      this.open({ name: "received" });
    }
  }

  change(change: Partial<Run>): void {
    const run = { ...this.run, ...change };
    if (this.begun) this.hold(run, !this.loose.has(run.id));
  }

  answer(item: Item, value: Answer | null): void {
    this.change(give(this.run, item.id, valid(this.data.instrument, item, value), Date.now()));
  }

  open(step: Step, returns = false): void {
    const place = { step, run: this.run.id, returns };
    this.note = "";
    history.pushState(place, "");
    this.show(place, true);
  }

  status(text: string): void {
    if (this.line.textContent !== text) this.line.textContent = text;
  }

  /**
   * Chooses the languages and shows the step again in them. Another first
   * language is that of another page, which says everything in it and not
   * questions and results alone.
   */
  speak(first: string, second: string): void {
    const l = this.language(first);
    if (l === undefined) return;
    const page = first !== this.data.lang && languageLink(this.window.document, first);
    if (this.begun) this.change({ language: first, second });
    if (page) return page.click();
    this.speech = new Speech(l, this.language(second) ?? null);
    this.redraw();
  }

  /** Begins a new run and opens its first question, or the quick entry of a paper form. */
  begin(entry: boolean): void {
    const chosen = this.choices;
    this.load();
    this.trouble = "";
    this.choices = {};
    const run = { view: chosen["view"] ?? this.data.instrument.views[0] ?? "", occasion: chosen["occasion"] ?? "", second: this.speech.second?.tag ?? "" };
    this.hold({ ...this.blank(new Date().toISOString()), ...run }, this.keeps && chosen["keep"] === "here");
    this.open(entry ? { name: "entry" } : { name: "items", screen: 0 });
  }

  /** Goes on with a run where it was left, or shows what has come of it. */
  resume(run: Run, result: boolean): void {
    this.take(run, true);
    this.open(result ? { name: "result" } : { name: "items", screen: Math.max(0, firstOpen(this)) });
  }

  /** To the result. The run is finished on the day when its answers were last changed. */
  finish(): void {
    const finished = Date.parse(this.run.finished) || 0;
    if (!finished || Object.values(this.run.answers).some((a) => a.at > finished)) this.change({ finished: new Date().toISOString() });
    this.open({ name: "result" });
  }

  /** The last screen of questions. */
  last(): number {
    const all = screens(this.data.instrument);
    return next(all, path(this.data.instrument, answersOf(this.run)), all.length, -1);
  }

  /** Takes over what was received, to look at or to keep: always as a run of its own. */
  accept(kept: boolean): void {
    const received = this.arrival;
    if (!received) return;
    this.arrival = undefined;
    this.load();
    this.hold({ ...received, id: this.find(received.id) ? this.blank().id : received.id }, kept);
    this.replace({ name: "result" });
  }

  /** Deletes what this browser keeps of the self-check. */
  erase(): void {
    this.trouble = this.store.remove() ? "" : "blocked";
    this.load();
    if (!this.loose.has(this.run.id)) this.run = this.blank();
    this.restart(this.trouble === "" ? "keep-deleted" : "");
  }

  /** Ends a guest's visit: nothing is left of it in this page. */
  clear(): void {
    this.forget();
    this.emptyPaper();
    this.restart("guest-cleared");
  }

  discard(): void {
    this.arrival = undefined;
    this.restart("received-discarded");
  }

  /**
   * Leaves a guest's run for the page of another language; what is kept it finds
   * itself. False if other answers would be lost by leaving.
   */
  leave(): boolean {
    if (this.arrival || this.guests.some((r) => r !== this.run)) return false;
    if (this.begun && !this.kept) handOver(this.window, this.root, this.run);
    return true;
  }

  /** The place as the page of another language finds it, behind #; "" where there is nothing to come back to. */
  address(): string {
    return this.begun ? `#at=${encodeURIComponent(JSON.stringify({ step: this.step, run: this.run.id, returns: this.returns }))}` : "";
  }

  /** Looks at a run that is new here: kept, or only until the page closes. */
  private hold(run: Run, kept: boolean): void {
    this.run = run;
    if (kept) this.save();
    else this.loose.set(run.id, run);
  }

  /** Back to the start, and why. */
  private restart(id: string): void {
    this.replace({ name: "start" });
    if (id !== "") this.status(this.speech.say(id));
  }

  private replace(step: Step): void {
    this.note = "";
    const place = { step, run: this.run.id, returns: false };
    history.replaceState(place, "");
    this.show(place, true);
  }

  private forget(): void {
    if (this.loose.has(this.run.id)) this.run = this.blank();
    this.loose.clear();
    this.arrival = undefined;
    this.choices = {};
    notesOf(this.run);
    this.stage.replaceChildren();
    this.listening.stop();
  }

  /** What was ticked or typed in the paper form is kept nowhere else. */
  private emptyPaper(): void {
    this.paper.querySelector("form")?.reset();
  }

  private blank(started = ""): Run {
    return { ...begin(this.data.instrument, "", "", this.speech.first.tag, Date.now(), Math.random), started };
  }

  private language(tag: string): Language | undefined {
    return this.data.languages.find((l) => l.tag === tag);
  }

  private find(id: string): Run | undefined {
    return this.loose.get(id) ?? this.stored.find((r) => r.id === id) ?? (this.run.id === id && this.begun ? this.run : undefined);
  }

  /** Makes it the run that is looked at, in the languages it was read in or in that of the page. */
  private take(run: Run, itsLanguage: boolean): void {
    this.run = run;
    const first = this.language(itsLanguage ? run.language : this.speech.first.tag) ?? this.speech.first;
    // The page was opened in the second language: then the first stays beside it.
    const second = run.second === first.tag ? run.language : run.second;
    this.speech = new Speech(first, run.second === "" || second === first.tag ? null : (this.language(second) ?? null));
  }

  private load(): void {
    const found = this.store.load();
    this.storage = found.state;
    this.stored = (found.entry?.runs ?? []).filter((r) => r.instrument === this.data.instrument.id);
  }

  private save(): void {
    const saved = this.store.save(this.run);
    const before = this.trouble;
    this.trouble = saved === "kept" || saved === "gone" ? "" : saved;
    if (this.trouble === "" && before !== "") this.status(""); // it is not so any more
    if (saved === "gone") return this.elsewhere();
    if (saved === "kept") this.load();
    // What another tab answered meanwhile is in it now.
    const merged = saved === "kept" && this.find(this.run.id);
    if (merged) this.run = merged;
    this.showTrouble();
  }

  /** Another tab has changed what is kept, or deleted it. */
  private elsewhere(): void {
    const before = this.run;
    const was = this.kept;
    this.load();
    if (!was) return this.step.name === "start" ? this.redraw() : undefined;
    const stored = this.stored.find((r) => r.id === before.id);
    // Where both wrote at once, one has overwritten what it could not see yet: that is put back.
    const after = stored && merge(before, stored);
    if (after && !sameAnswers(after, stored)) this.store.save(after);
    if (after ? sameAnswers(after, before) : !this.keeps) return;
    this.run = after ?? this.blank();
    if (!after) this.replace({ name: "start" });
    this.note = after ? "keep-changed-elsewhere" : "keep-deleted-elsewhere";
    this.redraw();
    this.status(this.speech.say(this.note));
  }

  /** Shows the step of the place; the start when its run is not there any more, or is of another version. */
  private show(place: Place, focus: boolean): void {
    const run = this.find(place.run);
    const step = place.step;
    const there = step.name === "paper" || (step.name === "received" ? this.arrival : run?.version === this.data.instrument.version);
    this.step = there ? step : { name: "start" };
    this.returns = place.returns;
    if (run !== undefined && run.id !== this.run.id) this.take(run, true);
    if (this.step.name === "start") this.load();
    this.listening.stop();
    this.status("");
    this.draw();
    if (!focus && this.step.name === "start") return;
    this.app.scrollIntoView({ behavior: "instant" });
    this.stage.querySelector<HTMLElement>(".taking__heading")?.focus({ preventScroll: true });
  }

  private draw(): void {
    const app = this.app;
    const speech = this.speech;
    const stage = this.stage;
    const screen = this.screen();
    const name = this.step.name;
    app.lang = speech.first.html;
    app.dir = speech.first.dir;
    const heading = make("h2", { class: "taking__heading", tabindex: -1 }, screen.heading);
    stage.replaceChildren();
    add(stage, [
      languageChoice(this, name === "start" || name === "paper"),
      heading,
      make("div", "taking__trouble"),
      screen.body,
      (name === "start" || (name === "result" && !this.loose.size)) && deletion(this),
      guestBar(this),
    ]);
    this.showTrouble();
    this.paper.hidden = name !== "paper";
    app.classList.toggle("taking--paper", name === "paper");
    if (!this.paper.hidden) fillPaper(this.paper, this.data, speech);
    const page = document.documentElement;
    page.classList.toggle("with-guest", this.loose.size > 0);
    page.dataset["step"] = name; // the first sheet prints alone
    const said = heading.cloneNode(true) as HTMLElement;
    for (const beside of all(said, ".said--beside")) beside.remove();
    document.title = `${(said.textContent ?? "").replace(/\s+/g, " ").trim()} – ${this.title}`;
  }

  /** Draws the step again, and leaves the reader where they were. */
  private redraw(): void {
    const places = (): HTMLElement[] => all(this.stage, "h2, summary, select, input, textarea, button, a");
    const at = places().indexOf(document.activeElement as HTMLElement);
    const open = this.stage.querySelector("details")?.open === true;
    this.draw();
    const details = this.stage.querySelector("details");
    if (details !== null) details.open = open;
    places()[at]?.focus({ preventScroll: true });
  }

  private showTrouble(): void {
    const trouble = this.trouble && `keep-${this.trouble}`;
    const said = [trouble, this.note].filter((id) => id !== "");
    for (const place of all(this.stage, ".taking__trouble")) place.replaceChildren(...said.map((id) => notice(this.speech.both(id))));
    if (trouble) this.status(this.speech.say(trouble));
  }

  private screen(): Screen {
    const step = this.step;
    switch (step.name) {
      case "items":
        return itemsScreen(this, step.screen);
      case "review":
        return reviewScreen(this);
      case "entry":
        return entryScreen(this);
      case "paper":
        return paperScreen(this);
      case "received":
        return receivedScreen(this, this.arrival!);
      case "result":
        return resultScreen(this);
      case "sheet":
        return sheetScreen(this);
      case "compare":
        return compareScreen(this, step.with);
      default:
        return startScreen(this);
    }
  }
}

/** Whatever their order. */
function sameAnswers(a: Run, b: Run): boolean {
  const sorted = (r: Run): string => JSON.stringify(merge(r, r).answers);
  return sorted(a) === sorted(b);
}

/** The newest unfinished run, else the newest. */
function current(runs: readonly Run[]): Run | undefined {
  const newest = [...runs].sort((a, b) => (a.started < b.started ? 1 : -1));
  return newest.find((r) => r.finished === "") ?? newest[0];
}

/** A place as the page of another language has left it; null if it is none. */
function placeOf(text: string): Place | null {
  try {
    const place = JSON.parse(text) as Partial<Place>;
    return typeof place.run === "string" && typeof place.step?.name === "string" ? { step: place.step, run: place.run, returns: place.returns === true } : null;
  } catch {
    return null;
  }
}
