import { languageLink } from "./frame";
import { answersOf } from "./answers";
import { axis, place, scale, scales, track } from "./bars";
import { button, make, type Child } from "./dom";
import { levelOf, levelText, skillOf } from "./ladders";
import { answerWords, aside, dateOf, day, find, fold, label, list, paragraph, press, receiveLink, row, section, table, tell, title } from "./parts";
import { change, distances, score } from "./score";
import type { Run, Screen, Session } from "./session";

/** Names a run: its view, its occasion, its day. */
const nameOf = (session: Session, run: Run): Child =>
  session.speech.parts((l) => ({ text: [l.words[`views.${run.view}`], l.words[`occasions.${run.occasion}`], day(l, dateOf(run))].filter(Boolean).join(", ") }));

/** On the result: other runs to lay beside this one, and how to bring one here. */
export function comparing(session: Session): Node {
  const data = session.data;
  const speech = session.speech;
  return section(
    speech.both("compare"),
    tell(session, data.instrument.views.length > 1 ? "compare-views" : "compare-times"),
    row(session.others.map((run) => button(nameOf(session, run), "quiet", () => session.open({ name: "compare", with: run.id })))),
    !data.instrument.private && data.pages.receive !== "" && paragraph([speech.both("compare-bring"), " ", receiveLink(session, "compare-open")], "result__small"),
  );
}

/** Two runs of the same self-check side by side: two times, or two views of the same thing. */
export function compareScreen(session: Session, withRunId: string): Screen {
  const data = session.data;
  const run = session.run;
  const other = find(session.others, withRunId);
  const shown = (heading: string, ...body: readonly Child[]): Screen => ({
    heading: session.speech.both(heading),
    body: [body, row(press(session, "sheet-back", () => session.open({ name: "result" })))],
  });
  if (!other) return shown("compare", tell(session, "compare-gone"));
  if (other.version !== run.version || other.hash !== run.hash) return shown("compare", tell(session, "compare-version", { One: other.version, Two: run.version }));
  const views = data.instrument.views;
  // Of two views the one that the definition names first, of two times the earlier one.
  const both = [other, run].sort((x, y) => views.indexOf(x.view) - views.indexOf(y.view) || (dateOf(x) < dateOf(y) ? -1 : 1));
  const a = both[0]!;
  const b = both[1]!;
  const language = (of: Run): string => data.languages.find((l) => l.tag === of.language)?.name ?? languageLink(document, of.language)?.textContent ?? of.language;
  const warning = a.language && b.language && a.language !== b.language && tell(session, "compare-language", { One: language(a), Two: language(b) }, "result__rule");
  return a.view === b.view ? shown("compare", warning, overTime(session, a, b)) : shown("compare-talk", warning, sideBySide(session, a, b));
}

/** Two views, item by item, the furthest apart first. Neither of them is the right one, and nothing is added up. */
function sideBySide(session: Session, a: Run, b: Run): Child {
  const rows = distances(session.data.instrument, answersOf(a), answersOf(b)).map((d) => [label(session, d.item), answerWords(session, d.item, d.a), answerWords(session, d.item, d.b)]);
  return rows.length ? [tell(session, "compare-sides"), table([[session.speech.both("compare-what"), nameOf(session, a), nameOf(session, b)], ...rows])] : tell(session, "compare-nothing");
}

/** Scales on their axes with a mark for each time; then levels and checklists, item by item. */
function overTime(session: Session, a: Run, b: Run): Child {
  const instrument = session.data.instrument;
  const speech = session.speech;
  const before = score(instrument, answersOf(a));
  const after = score(instrument, answersOf(b));
  const mark = (time: string, at: number | null): Child => at !== null && place(make("span", { class: `mark mark--${time}`, "aria-hidden": "true" }), "insetInlineStart", at);
  const key = (time: string, run: Run): Child => make("p", "scale__key", mark(time, 0), speech.both(`compare-${time}`), ": ", nameOf(session, run));
  const changes = change(instrument, before, after).map((c) =>
    scale(
      title(session, c.dimension),
      speech.both(`compare-${c.change ?? "none"}`),
      track("scale__track--marks", mark("before", c.before), mark("now", c.after)),
      aside(session, "compare-scores", { Before: c.before ?? "–", Now: c.after ?? "–" }),
      fold(session, "compare-why", tell(session, "compare-threshold", { Points: find(instrument.dimensions, c.dimension).changeThreshold })),
    ),
  );
  const level = (n: number): Child => speech.parts((l) => ({ text: levelText(l, n) }));
  const lines = (id: string, ids: readonly string[]): Child => ids.length > 0 && [tell(session, id), list(ids.map((item) => label(session, item)))];
  return [
    key("before", a),
    key("now", b),
    changes.length > 0 && [scales(changes), axis()],
    after.dimensions.map((now, i) => {
      const was = before.dimensions[i];
      if (now.type === "levels" && was?.type === "levels") {
        const rows = now.levels.map((x) => {
          const from = levelOf(instrument, x.item, was.levels.find((y) => y.item === x.item)?.option);
          const to = levelOf(instrument, x.item, x.option);
          return [speech.words(skillOf(instrument, x.item)), level(from), [level(to), " · ", speech.both(`compare-${from < 0 || to < 0 ? "none" : from === to ? "level" : to > from ? "higher" : "lower"}`)]];
        });
        return section(title(session, now.id), table([["what", "before", "now"].map((id) => speech.both(`compare-${id}`)), ...rows]));
      }
      return (
        now.type === "checklist" &&
        was?.type === "checklist" &&
        section(
          title(session, now.id),
          tell(session, "compare-lists", { Before: was.done.length, Now: now.done.length }),
          lines("compare-fresh", now.done.filter((id) => !was.done.includes(id))),
          lines("compare-left", was.done.filter((id) => !now.done.includes(id))),
        )
      );
    }),
  ];
}
