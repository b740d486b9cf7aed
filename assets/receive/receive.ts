import { decode, type Refusal } from "../assessment/code";
import type { Instrument } from "../assessment/instrument";
import { largest, read } from "../assessment/response";
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
    const slip = r.why === "typing" ? mend(codeIn(field)) : {};
    if (slip.group !== undefined && slip.instead !== undefined) say("typing-group", { Group: slip.group, Instead: slip.instead });
    else say(r.why, { Title: facts.places[r.instrument ?? ""]?.title ?? "", Version: r.version ?? "", Ours: known?.version ?? "" });
    field.focus();
  };
  /** Goes to the page of the self-check; what it shall open is not kept in the history of this page. */
  const open = (instrument: string, fragment: string): void => {
    const place = facts.places[instrument];
    if (place !== undefined) window.location.assign(place.href + fragment);
  };

  form.hidden = false;
  for (const note of Array.from(page.querySelectorAll<HTMLElement>("[data-receive-without]"))) note.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = codeIn(code);
    if (typed === "") {
      say("empty");
      code.focus();
      return;
    }
    const found = decode(typed, facts.instruments);
    if ("why" in found) refuse(found, code);
    else {
      code.value = ""; // nothing of it shall stand here when somebody comes back
      open(found.instrument, `#c=${encodeURIComponent(typed)}`);
    }
  });
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    if (chosen === undefined) return;
    if (chosen.size > largest) {
      refuse({ why: "large" }, file);
      return;
    }
    const reader = new FileReader();
    reader.onerror = () => say("damaged");
    reader.onload = () => {
      const found = read(String(reader.result), facts.instruments);
      file.value = "";
      if ("why" in found) {
        refuse(found, file);
        return;
      }
      if (handOver(() => window.sessionStorage, new URL(facts.root, window.location.href).pathname, found.run)) open(found.instrument, "");
      else say("blocked");
    };
    reader.readAsText(chosen);
  });
}

/** What was typed; a link that was pasted holds the code behind its number sign. */
function codeIn(field: HTMLInputElement): string {
  return field.value.replace(/^.*#c=/, "").trim();
}
