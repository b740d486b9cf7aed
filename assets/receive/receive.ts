import { decode, type Decoded, type Refusal } from "../assessment/code";
import type { Instrument } from "../assessment/instrument";
import { readFile } from "../assessment/response";
import { begin, give } from "../assessment/run";
import type { Run } from "../assessment/session";
import { fill } from "../words/words";
import { handOver } from "./handover";
import { mend } from "./mend";

/** What the page knows: render.ReceiveFacts. */
interface Facts {
  readonly root: string;
  readonly instruments: readonly Instrument[];
  readonly places: Readonly<Record<string, { readonly title: string; readonly href: string }>>;
  readonly messages: Readonly<Record<string, string>>;
}

/** Brings the page where a code or a file is opened to life. */
export function receivePage(page: Document, window: Window): void {
  const form = page.querySelector<HTMLFormElement>("form[data-receive]");
  const data = page.querySelector<HTMLScriptElement>("script[data-receive-facts]");
  const code = page.querySelector<HTMLInputElement>("#receive-code");
  const file = page.querySelector<HTMLInputElement>("#receive-file");
  const status = page.querySelector<HTMLElement>("#receive-status");
  if (form === null || data === null || code === null || file === null || status === null) return;
  const facts = JSON.parse(data.textContent ?? "") as Facts;

  const say = (id: string, values: Readonly<Record<string, string | number>> = {}): void => {
    status.textContent = fill(facts.messages[id] ?? facts.messages["damaged"] ?? "", values);
  };
  const refuse = (r: Refusal, field: HTMLInputElement): void => {
    const known = facts.instruments.find((i) => i.id === r.instrument);
    const slip = r.why === "typing" ? mend(codeIn(field.value)) : {};
    if (slip.group !== undefined && slip.instead !== undefined) say("typing-group", { Group: slip.group, Instead: slip.instead });
    else say(r.why, { Title: facts.places[r.instrument ?? ""]?.title ?? "", Version: r.version ?? "", Ours: known?.version ?? "" });
    field.focus();
  };
  /** Goes to the page of the self-check, which asks what shall become of the run. Of a folder of the disk a browser shows the files. */
  const open = (run: Run): void => {
    const place = facts.places[run.instrument];
    if (place === undefined) return;
    handOver(window, new URL(facts.root, window.location.href).pathname, run);
    window.location.assign(place.href + (window.location.protocol === "file:" ? "index.html" : ""));
  };
  const openCode = (typed: string): void => {
    const found = decode(typed, facts.instruments);
    if ("why" in found) {
      code.value = typed;
      refuse(found, code);
      return;
    }
    code.value = ""; // nothing of it shall stand here when somebody comes back
    open(runOf(facts.instruments.find((i) => i.id === found.instrument)!, found));
  };
  /** A code that came with a link does not stay in the address. */
  const openLink = (): void => {
    const linked = window.location.hash;
    if (!linked.startsWith("#c=")) return;
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    openCode(codeIn(linked));
  };

  form.hidden = false;
  for (const note of Array.from(page.querySelectorAll<HTMLElement>("[data-receive-without]"))) note.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = codeIn(code.value);
    if (typed !== "") return openCode(typed);
    say("empty");
    code.focus();
  });
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (chosen === undefined) return;
    void readFile(chosen, facts.instruments).then((found) => {
      file.value = "";
      if ("why" in found) refuse(found, file);
      else open(found.run);
    });
  });
  window.addEventListener("hashchange", openLink);
  openLink();
}

/** The code in what was typed; a link holds it behind its number sign. A link that another program has encoded badly is read as it stands. */
function codeIn(text: string): string {
  const typed = text.replace(/^.*#c=/, "").trim();
  try {
    return decodeURIComponent(typed);
  } catch {
    return typed;
  }
}

/** The run of a code, which holds neither the language nor the time of an answer. */
function runOf(instrument: Instrument, found: Decoded): Run {
  const at = found.finished === "" ? Date.now() : Date.parse(found.finished);
  const run = { ...begin(instrument, found.view, found.occasion, "", at, Math.random), finished: found.finished };
  return Object.entries(found.answers).reduce((r, given) => give(r, given[0], given[1], at), run);
}
