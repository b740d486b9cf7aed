import { answered, answersOf } from "./answers";
import { dateOf, day, list, paragraph, section, tell } from "./parts";
import type { Session } from "./session";

/** An employer may not ask for a result: in a box, first of all. */
export const employer = (session: Session): Node | false => session.data.participant === true && tell(session, "about-employer", {}, "result__rule");

/** What holds for every self-check: who may not ask for it, and what it is no test of. */
export const fixed = (session: Session): Node[][] =>
  [...(session.data.participant ? ["about-employer", "about-medical"] : []), "about-selection"].map((id) => session.speech.both(id));

/** What must be said on every result, on the screen and on paper: what it is not, and where it comes from. */
export function about(session: Session): HTMLElement {
  const speech = session.speech;
  const run = session.run;
  const lines = [...fixed(session), speech.both("validation"), ...["not-for", `views.${run.view}`, `occasions.${run.occasion}`].map((path) => speech.words(path))];
  return section(speech.both("about"), list(lines.filter((line) => line.length)), source(session));
}

/** Which self-check in which version it is, the day, the languages, and how much was answered. */
export function source(session: Session): HTMLElement {
  const speech = session.speech;
  const run = session.run;
  const count = answered(session.data.instrument, answersOf(run));
  const languages = session.data.languages.filter((l) => l.tag === run.language || l.tag === run.second).map((l) => l.name);
  return paragraph(
    speech.both("about-source", (l) => ({ Id: run.instrument, Version: run.version, Date: day(l, dateOf(run)), Languages: languages.join(", ") || "–", Answered: count.answered, Asked: count.of })),
    "result__small",
  );
}
