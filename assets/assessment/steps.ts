import { make, type Child } from "./dom";
import { placeLink } from "./leads";
import { find, fold, label, list, paragraph, press, section, tell, title } from "./parts";
import type { ChecklistResult, Result } from "./score";
import type { Session } from "./session";

/** Checklists: what is in place, the three steps to take next with where they lead, and the rest. */
export function checklists(session: Session, result: Result, take: (step: string) => void): Child {
  const items = session.data.instrument.items;
  const labels = (ids: readonly string[], kind?: string): Node => list(ids.map((id) => label(session, id)), kind);
  return result.dimensions
    .filter((d): d is ChecklistResult => d.type === "checklist")
    .map((d) => {
      const rest = d.open.filter((id) => !d.next.includes(id));
      const counts = { Done: d.done.length, Asked: d.done.length + d.open.length, Count: rest.length };
      const others = result.path.filter((id) => find(items, id).dimension === d.id && !d.done.includes(id) && !d.open.includes(id));
      return section(
        title(session, d.id),
        tell(session, "check-done", counts, "result__lead"),
        labels(d.done, "result__list result__list--done"),
        make("h4", {}, session.speech.both(d.next.length ? "check-next" : "check-all")),
        list(
          d.next.map((id) => [
            label(session, id),
            find(items, id).leads?.map((lead) => paragraph(placeLink(session, lead), "result__small")),
            press(session, "plan-take", () => take(session.speech.word(`items.${id}`))),
          ]),
          "result__list result__list--steps",
        ),
        rest.length > 0 && fold(session, "check-rest", labels(rest), counts),
        others.length > 0 && fold(session, "apart-not-mine", labels(others)),
        fold(session, "how", tell(session, "how-check", counts)),
      );
    });
}
