import { setOf } from "./answers";
import { scale, scales } from "./bars";
import { make, type Child } from "./dom";
import type { Instrument, Language } from "./instrument";
import { placeLink } from "./leads";
import { answerWords, aside, find, levelName, list, paragraph, section, tell, title, yki } from "./parts";
import type { LevelsResult, Result } from "./score";
import type { Session } from "./session";
import { join } from "../words/words";

/** The number of the level that an option of a ladder stands for; 0 is below the first, -1 no answer. */
export function levelOf(instrument: Instrument, item: string, option: string | null | undefined): number {
  const chosen = setOf(instrument, find(instrument.items, item))?.options.find((o) => o.id === option);
  return chosen ? yki(chosen.cefr || "") : -1;
}

/** The short name of a skill is the title of its page, when it has one of its own. */
export function skillOf(instrument: Instrument, item: string): string {
  const page = find(instrument.items, item).page;
  return instrument.items.filter((i) => i.page === page).length === 1 ? `pages.${page}.title` : `items.${item}`;
}

/** "B1 (YKI 3)", or in words that there is none. */
export const levelText = (l: Language, level: number): string => (level > 0 ? levelName(level) : l.messages[level ? "level-open" : "level-below"] || "");

/** Each skill on its own ladder: there is no level of all skills together. Beside them, if asked for, what studies typically ask. */
export function ladders(session: Session, result: Result, beside: boolean): Child {
  const speech = session.speech;
  const instrument = session.data.instrument;
  return result.dimensions
    .filter((d): d is LevelsResult => d.type === "levels")
    .map((d) => {
      const all = d.levels.map((x) => ({ item: x.item, option: x.option, word: skillOf(instrument, x.item), level: levelOf(instrument, x.item, x.option) }));
      const lines = all.map((x) =>
        scale(
          speech.words(x.word),
          speech.parts((l) => ({ text: levelText(l, x.level) })),
          make(
            "div",
            { class: "ladder", "aria-hidden": "true" },
            setOf(instrument, find(instrument.items, x.item))?.options.map((o) => o.cefr && make("span", `ladder__step${x.level >= yki(o.cefr) ? " ladder__step--reached" : ""}`, o.cefr)),
          ),
          x.option !== null && paragraph(answerWords(session, x.item, x.option), "result__small"),
        ),
      );
      return section(title(session, d.id), tell(session, "level-own"), scales(lines), beside && entries(session, all));
    });
}

/** The levels beside what stages of the study path typically ask for, skill by skill. */
function entries(session: Session, all: readonly { word: string; level: number }[]): Child {
  const asked = session.data.entries;
  const levels = [...new Set(asked.map((e) => e.level))].sort();
  const skills = (id: string, some: typeof all): Child => some.length > 0 && aside(session, id, (l) => ({ Names: join(l.messages, some.map((x) => l.words[x.word] || "")) }));
  const rows = levels.map((level) => [
    make("b", { dir: "ltr" }, levelName(level)),
    skills("entry-reached", all.filter((x) => x.level >= level)),
    skills("entry-below", all.filter((x) => x.level >= 0 && x.level < level)),
    paragraph(asked.filter((e) => e.level === level).map((e, i) => [i > 0 && " · ", placeLink(session, e.lead)])),
  ]);
  return rows.length > 0 && [make("h4", {}, session.speech.both("entry")), tell(session, "entry-note"), list(rows)];
}
