import { about, employer } from "./about";
import { answered, answersOf } from "./answers";
import { bars } from "./bars";
import { comparing } from "./compare";
import { make, type Child } from "./dom";
import { handover } from "./handover";
import { ladders } from "./ladders";
import { leads } from "./leads";
import { notesOf } from "./notes";
import { answerText, fold, label, list, press, row, section, tell, title } from "./parts";
import { planning } from "./plan";
import { score, type Result } from "./score";
import type { Screen, Session } from "./session";
import { checklists } from "./steps";
import { texts } from "./text";

/** What the answers amount to, what may follow from it, and how to take it along. */
export function resultScreen(session: Session): Screen {
  const speech = session.speech;
  const result = score(session.data.instrument, answersOf(session.run));
  const notes = notesOf(session.run);
  const plan = planning(session, notes);
  return {
    heading: speech.both("result"),
    body: [
      findings(session, result, plan.take),
      plan.node,
      make(
        "div",
        "result__tools",
        section(
          speech.both("sheet"),
          tell(session, "sheet-why"),
          row(
            press(session, "sheet-open", () => session.open({ name: "sheet" }), "main"),
            press(session, "result-print", () => print()),
          ),
        ),
        texts(session, result, notes, (s) => findings(s, result, plan.take)),
        comparing(session),
      ),
      handover(session, result),
      about(session),
    ],
  };
}

/** The result itself, which prints after the first sheet too. */
export function findings(session: Session, result: Result, take: (step: string) => void): Child {
  const instrument = session.data.instrument;
  const speech = session.speech;
  const answers = answersOf(session.run);
  const count = answered(instrument, answers);
  const doubt = uncertain(result, count);
  const others = instrument.items.filter((i) => !i.dimension && answers[i.id] !== undefined && result.path.includes(i.id));
  const advisers = instrument.dimensions.filter((d) => speech.word(`dimensions.${d.id}.adviser`));
  return [
    employer(session),
    tell(session, "result-answered", { Answered: count.answered, Asked: count.of }),
    doubt && tell(session, doubt),
    bars(session, result),
    ladders(session, result, true),
    checklists(session, result, take),
    others.length > 0 &&
      section(
        speech.both("result-others"),
        make(
          "dl",
          "result__answers",
          others.map((i) => {
            const given = [answers[i.id]!].flat();
            return [
              make("dt", {}, label(session, i.id)),
              i.type === "text" ? make("dd", { dir: "auto" }, given) : make("dd", {}, speech.parts((l) => ({ text: given.map((o) => answerText(instrument, l, i.id, o)).join("; ") }))),
            ];
          }),
        ),
      ),
    advisers.length > 0 && fold(session, "adviser", list(advisers.map((d) => [title(session, d.id), " – ", speech.words(`dimensions.${d.id}.adviser`)]))),
    leads(session, result, take),
  ];
}

/** A hint, not a verdict: few answers, or all the same. */
function uncertain(result: Result, count: { answered: number; of: number }): string {
  if (count.answered * 2 < count.of) return "result-few";
  const given = result.dimensions.flatMap((d) => (d.type === "scale" ? d.terms.flatMap((t) => t.option || []) : []));
  return given.length > 3 && new Set(given).size === 1 ? "result-equal" : "";
}
