import { fillIn, forPaper, valuesOf } from "./fields";
import { keyOf, read, write } from "./kept";

/** Lets the form of the page keep what is written, when the reader asks for it. */
export function formPage(page: Document, window: Window): void {
  const form = page.querySelector<HTMLFormElement>("form[data-form]");
  if (form !== null) new FormPage(form, window).start();
}

/** How long after the last key the text is kept, in milliseconds. */
const pause = 400;

/**
 * One form and what the device keeps of it. Keeping is off until the reader
 * turns it on, or when an earlier visit did. An entry that cannot be read is
 * left as it is until the reader deletes it.
 */
class FormPage {
  private readonly key: string;
  private readonly keep: HTMLInputElement;
  private readonly status: HTMLElement;
  private waiting = 0;
  private damaged = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly window: Window,
  ) {
    this.keep = this.part<HTMLInputElement>("keep");
    this.status = this.part("status");
    const root = new URL(form.dataset["root"] ?? "", window.location.href).pathname;
    this.key = keyOf(root, form.dataset["form"] ?? "");
  }

  start(): void {
    const form = this.form;
    const window = this.window;
    form.classList.add("form--live");
    for (const name of ["keeping", "blank", "delete"]) this.part(name).hidden = false;
    this.part("without").hidden = true;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => {
      if (event.target !== this.keep) this.changed();
    });
    this.keep.addEventListener("change", () => this.toggle());
    this.part("delete").addEventListener("click", () => this.ask(true));
    this.part("no").addEventListener("click", () => this.ask(false));
    this.part("yes").addEventListener("click", () => this.deleteAll());
    this.part("blank").addEventListener("click", () => this.printBlank());
    window.addEventListener("beforeprint", () => forPaper(form));
    // Leaving the page, or putting the phone away, must not lose the last words.
    window.addEventListener("pagehide", () => this.flush());
    window.document.addEventListener("visibilitychange", () => {
      if (window.document.visibilityState === "hidden") this.flush();
    });
    window.addEventListener("storage", (event) => {
      if (event.key === this.key || event.key === null) this.load();
    });
    this.load();
    forPaper(form);
  }

  /** Takes over what the device keeps. Without an entry the form stays as it is. */
  private load(): void {
    let entry: string | null;
    try {
      entry = this.window.localStorage.getItem(this.key);
    } catch {
      return; // said when the reader asks for keeping
    }
    this.damaged = false;
    if (entry === null) {
      this.keep.checked = false;
      return;
    }
    const kept = read(entry);
    if (kept === undefined) {
      this.damaged = true;
      this.keep.checked = false;
      this.say("damaged");
      return;
    }
    fillIn(this.form, kept.values);
    forPaper(this.form);
    this.keep.checked = true;
    this.say("keptAt", this.time(kept.at));
  }

  private changed(): void {
    if (!this.keep.checked) return;
    this.window.clearTimeout(this.waiting);
    this.waiting = this.window.setTimeout(() => this.save(), pause);
  }

  /** Keeps at once what still waits to be kept. */
  private flush(): void {
    if (this.waiting === 0) return;
    this.window.clearTimeout(this.waiting);
    this.save();
  }

  private toggle(): void {
    if (!this.keep.checked) {
      this.remove();
      this.say("notKept");
      return;
    }
    if (this.damaged) {
      this.keep.checked = false;
      this.say("damaged");
      return;
    }
    this.save();
  }

  private save(): void {
    this.waiting = 0;
    if (!this.keep.checked) return;
    try {
      this.window.localStorage.setItem(this.key, write(valuesOf(this.form), new Date().toISOString()));
      this.say("kept");
    } catch (error) {
      const full = error instanceof DOMException && error.name !== "SecurityError";
      if (!full) this.keep.checked = false;
      this.say(full ? "full" : "blocked");
    }
  }

  /** Shows or hides the question whether all shall be deleted. */
  private ask(open: boolean): void {
    this.part("confirm").hidden = !open;
    this.part(open ? "no" : "delete").focus();
  }

  private deleteAll(): void {
    this.window.clearTimeout(this.waiting);
    this.waiting = 0;
    fillIn(this.form, {});
    forPaper(this.form);
    this.remove();
    this.damaged = false;
    this.keep.checked = false;
    this.ask(false);
    this.say("deleted");
  }

  private remove(): void {
    this.window.clearTimeout(this.waiting);
    this.waiting = 0;
    try {
      this.window.localStorage.removeItem(this.key);
    } catch {
      // Where nothing can be kept, nothing needs to be removed.
    }
  }

  private printBlank(): void {
    this.form.classList.add("form--blank");
    this.window.addEventListener("afterprint", () => this.form.classList.remove("form--blank"), { once: true });
    this.window.print();
  }

  /** Says one of the messages of the page, once: a polite region repeats only what changes. */
  private say(message: string, time = ""): void {
    const text = (this.status.dataset[message] ?? "").replace(/\{\{\s*\.Time\s*\}\}/, time);
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  private time(at: string): string {
    const when = new Date(at);
    if (Number.isNaN(when.getTime())) return "";
    const lang = this.form.closest<HTMLElement>("[lang]")?.lang || "en";
    return new Intl.DateTimeFormat(`${lang}-u-nu-latn`, { day: "numeric", month: "numeric", year: "numeric", hour: "numeric", minute: "2-digit" }).format(when);
  }

  private part<T extends HTMLElement = HTMLElement>(name: string): T {
    const part = this.form.querySelector<T>(`[data-form-${name}]`);
    if (part === null) throw new Error(`the form has no part ${name}`);
    return part;
  }
}
