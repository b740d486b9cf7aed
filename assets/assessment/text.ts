import { about, source } from "./about";
import { answersOf } from "./answers";
import { bestRated } from "./best";
import { make, type Child } from "./dom";
import type { Language } from "./instrument";
import { ladders } from "./ladders";
import type { Notes } from "./notes";
import { fold, label, list, paragraph, press, section, sourceOf, speaking } from "./parts";
import type { Result } from "./score";
import type { Session } from "./session";

/**
 * What elements say, as plain text. What is folded away, drawn or pressed is
 * left out, so that the text says what the screen says.
 */
function textOf(nodes: Child): string {
  const box = make("div", {}, nodes);
  box.querySelectorAll("details, button, [aria-hidden]").forEach((n) => n.remove());
  box.querySelectorAll("h3, h4, p, dt, dd, li:not(.scale)").forEach((n) => n.prepend(n.matches("h3") ? "\n\n" : n.matches("li") ? "\n- " : "\n"));
  box.querySelectorAll(".scale__score").forEach((n) => n.textContent && n.prepend(": "));
  return (box.textContent || "").trim();
}

/**
 * The result as text to copy, in the languages of the reader and the site's own,
 * which advisers read: all of it for a competence plan; for a CV what was done,
 * what is in place and the levels, without scores, which mean nothing there.
 */
export function texts(session: Session, result: Result, notes: Notes, findings: (session: Session) => Child): Node {
  const data = session.data;
  const done = data.sheet.own === "done" ? bestRated(data.instrument, answersOf(session.run)) : [];
  if (data.participant) for (const d of result.dimensions) if (d.type === "checklist") done.push(...d.done);
  const levels = result.dimensions.filter((d) => d.type === "levels").length;
  const all = new Set([session.speech.first, session.speech.second, sourceOf(data)]);
  const kinds = [
    {
      id: data.participant ? "text-plan" : "text",
      nodes: (s: Session) => [
        paragraph(s.speech.words("title")),
        findings(s),
        section(s.speech.both("plan"), ["step", "when", "who"].map((name) => paragraph([s.speech.both(`plan-${name}`), ": ", notes[name]]))),
        about(s),
      ],
    },
    { id: "text-cv", nodes: (s: Session) => levels + done.length > 0 && [list(done.map((id) => label(s, id))), ladders(s, result, false), paragraph(s.speech.both("validation")), source(s)] },
  ];
  const written = (kind: (typeof kinds)[0], l: Language): string => textOf(kind.nodes(speaking(session, l, null)));
  return section(
    session.speech.both("text"),
    kinds
      .filter((kind) => written(kind, session.speech.first))
      .map((kind) => {
        const box = fold(session, kind.id, null);
        // Written anew each time it is opened: the step may have been changed.
        box.addEventListener("toggle", () => {
          while (box.children[1]) box.children[1].remove();
          for (const l of all) {
            if (!l) continue;
            const area = make("textarea", { class: "result__copy", readonly: true, rows: 8, lang: l.html, dir: l.dir, "aria-label": `${session.speech.say(kind.id)}: ${l.name}` });
            area.value = written(kind, l);
            const copying = press(session, "text-copy", () => copy(session, area));
            copying.append(make("span", { lang: l.html }, `\u00a0(${l.name})`));
            box.append(area, copying);
          }
        });
        return box;
      }),
  );
}

/** Copies what is in a field. Where the browser does not allow it, the text is marked for the reader to copy. */
export function copy(session: Session, area: HTMLTextAreaElement | HTMLInputElement): void {
  const done = (id: string) => (): void => session.status(session.speech.say(id));
  area.select();
  // The clipboard is missing where the page is not served securely.
  if (navigator.clipboard) navigator.clipboard.writeText(area.value).then(done("text-copied"), done("text-marked"));
  else done("text-marked")();
}
