import { setOf } from "./answers";
import { scale, scales } from "./bars";
import { make } from "./dom";
import type { Instrument, Language } from "./instrument";
import { placeLink } from "./leads";
import { aside, find, label, levelName, list, section, tell, title, yki } from "./parts";
import type { LevelsResult, Result } from "./score";
import type { Session } from "./session";
import { join } from "../words/words";

/** The number of the level that an option of a ladder stands for; 0 is below the first, -1 no answer. */
export function levelOf(instrument: Instrument, item: string, option: string | null): number {
  const set = setOf(instrument, find(instrument.items, item));
  const chosen = set && option ? find(set.options, option) : null;
  return chosen ? yki(chosen.cefr || "") : -1;
}

/** "B1 (YKI 3)", or in words that there is none. */
export const levelText = (l: Language, level: number): string => (level > 0 ? levelName(level) : l.messages[level ? "level-open" : "level-below"] || "");

/** Each skill on its own ladder: there is no level of all skills together. Beside them, if asked for, what studies typically ask. */
export function ladders(session: Session, result: Result, beside: boolean): Node[] {
  const speech = session.speech;
  const instrument = session.data.instrument;
  return result.dimensions
    .filter((d): d is LevelsResult => d.type === "levels")
    .map((d) => {
      const all = d.levels.map((x) => ({ item: x.item, level: levelOf(instrument, x.item, x.option) }));
      const drawn = (x: (typeof all)[0]): HTMLElement =>
        make(
          "div",
          { class: "ladder", "aria-hidden": "true" },
          ...(setOf(instrument, find(instrument.items, x.item))?.options || []).map((o) => !!o.cefr && make("span", { class: `ladder__step${x.level >= yki(o.cefr) ? " ladder__step--reached" : ""}` }, o.cefr)),
        );
      return section(
        title(session, d.id),
        tell(session, "level-own"),
        scales(all.map((x) => scale(label(session, x.item), speech.parts((l) => ({ text: levelText(l, x.level) })), drawn(x)))),
        ...(beside ? entries(session, all) : []),
      );
    });
}

/** The levels beside what stages of the study path typically ask for, skill by skill. */
function entries(session: Session, all: readonly { item: string; level: number }[]): Node[] {
  const asked = session.data.entries;
  if (!asked.length) return [];
  const skills = (id: string, some: typeof all): Node | false =>
    some.length > 0 && aside(session, id, (l) => ({ Names: join(l.messages, some.map((x) => l.words[`items.${x.item}`] || "")) }));
  return [
    make("h4", {}, ...session.speech.both("entry")),
    tell(session, "entry-note"),
    list(
      asked.map((e) => [
        make("b", { dir: "ltr" }, levelName(e.level)),
        " ",
        ...placeLink(session, e.lead),
        skills("entry-reached", all.filter((x) => x.level >= e.level)),
        skills("entry-below", all.filter((x) => x.level >= 0 && x.level < e.level)),
      ]),
    ),
  ];
}
