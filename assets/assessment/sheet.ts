import { about } from "./about";
import { answersOf } from "./answers";
import { bestRated } from "./best";
import { make } from "./dom";
import type { Instrument, Language } from "./instrument";
import { notesOf, type Notes } from "./notes";
import { field, input, press, row, section, sourceOf, speaking, tell } from "./parts";
import { findings } from "./result";
import { score } from "./score";
import type { Run, Screen, Session } from "./session";
import { keyOf, Store } from "./store";

/** One thing that may stand on the sheet, by language. */
interface Candidate {
  readonly key: string;
  readonly text: (l: Language) => string;
}

/** As many things of a kind stand on the sheet. */
const three = 3;

/**
 * The first sheet: one A4 in the site's own language and in the reader's, to
 * talk about together. The reader chooses what stands on it; what is typed here
 * stays in the page and goes on paper. The full result prints after it, in the
 * same two languages: the adviser reads one, the participant the other.
 */
export function sheetScreen(session: Session): Screen {
  const data = session.data;
  const first = session.speech.first;
  const own = sourceOf(data);
  const paper = own === first ? session : speaking(session, own, first);
  const notes = notesOf(session.run);
  const plain = data.sheet.own === "" && !data.sheet.others.length;
  return {
    heading: (own === first ? session : speaking(session, first, own)).speech.both("sheet"),
    body: [
      tell(session, "sheet-choose", {}, "sheet__how"),
      make(
        "article",
        "sheet",
        plain ? block(paper, notes, "talk", []) : (["liked", "done"] as const).map((as) => block(paper, notes, as, candidates(session, as))),
        block(paper, notes, "questions", []),
        field(paper, "sheet-agreed", notes, "step"),
        field(paper, "sheet-who", notes, "who"),
        field(paper, "sheet-when", notes, "when"),
        about(paper),
      ),
      row(
        press(session, "sheet-print", () => print(), "main"),
        press(session, "sheet-back", () => session.open({ name: "result" })),
      ),
      make("div", "sheet__result", section(paper.speech.both("result"), findings(paper, score(data.instrument, answersOf(session.run)), () => undefined))),
    ],
  };
}

/** Three lines under a heading: what was ticked, and for the rest room to write. */
function block(paper: Session, notes: Notes, name: string, from: readonly Candidate[]): HTMLElement {
  const speech = paper.speech;
  const free = Array.from({ length: three }, (_, i) => {
    const typed = input(notes, `${name}-${i}`);
    typed.setAttribute("aria-label", `${speech.say(`sheet-${name}`)} ${i + 1}`);
    return make("li", "sheet__line", typed);
  });
  const boxes = from.map((one) => {
    const box = make("input", { type: "checkbox" });
    box.checked = !!notes[one.key];
    box.addEventListener("change", () => {
      if (boxes.filter((b) => b.checked).length > three) {
        box.checked = false;
        paper.status(speech.say("sheet-most"));
      }
      notes[one.key] = box.checked ? "x" : "";
      fit();
    });
    return box;
  });
  const ticks = from.map((one, i) => make("li", "sheet__line", make("label", "tick", boxes[i], make("span", "sheet__words", speech.parts((l) => ({ text: one.text(l) }))))));
  // On the screen all candidates stand here; on paper those that were ticked.
  const fit = (): void => {
    const chosen = boxes.filter((b) => b.checked).length;
    ticks.forEach((line, i) => line.classList.toggle("sheet__line--left", !boxes[i]!.checked));
    free.forEach((line, i) => (line.hidden = i >= three - chosen));
  };
  fit();
  return make("section", "sheet__block", make("h3", {}, speech.both(`sheet-${name}`)), make("ul", {}, ticks, free));
}

/** The best rated items of this self-check, and of those that this browser keeps beside it. */
function candidates(session: Session, as: "liked" | "done"): Candidate[] {
  const data = session.data;
  const best = (instrument: Instrument, run: Run, words: (l: Language, id: string) => string | undefined): Candidate[] =>
    bestRated(instrument, answersOf(run)).map((id) => ({ key: `${as}:${instrument.id}:${id}`, text: (l) => words(l, id) || "" }));
  const found = data.sheet.own === as ? best(data.instrument, session.run, (l, id) => l.words[`items.${id}`]) : [];
  // Who keeps nothing may sit at a computer that keeps somebody else's answers.
  for (const other of session.kept ? data.sheet.others : []) {
    const last = other.as === as && lastRun(session.root, other.instrument);
    if (last) found.push(...best(other.instrument, last, (l, id) => other.items[l.tag]?.[id]));
  }
  return found;
}

/** The last run of another self-check that this browser keeps. */
function lastRun(root: string, instrument: Instrument): Run | undefined {
  const runs = new Store(() => localStorage, keyOf(root, instrument.id)).load().entry?.runs ?? [];
  return runs.filter((r) => r.hash === instrument.hash).sort((a, b) => (a.started < b.started ? 1 : -1))[0];
}
