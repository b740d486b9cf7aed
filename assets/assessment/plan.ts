import { make } from "./dom";
import type { Plan } from "./instrument";
import type { Notes } from "./notes";
import { field, hint, press, row, section, tell } from "./parts";
import type { Session } from "./session";
import { keyOf, read, write } from "../form/kept";
import type { Value } from "../form/kept";

/** What became of it. But for "added", and "stands" where the plan keeps its own goal, the plan is as it was. */
export type Joined = "added" | "stands" | "there" | "full" | "damaged";

/**
 * The entry of "my plan" with one more step (step, when, who, goal), in its
 * first row in which nothing is written or ticked. What the participant wrote
 * is never changed.
 */
export function joinPlan(entry: string | null, plan: Plan, step: Notes, at: string): { result: Joined; entry: string } {
  const kept = entry === null ? { values: {} } : read(entry);
  const left = (result: Joined): { result: Joined; entry: string } => ({ result, entry: entry || "" });
  if (!kept) return left("damaged");
  const values: Record<string, Value> = { ...kept.values };
  const filled = (name: string): boolean => String(values[name] || "").trim() !== "";
  if (plan.steps.some((names) => values[names.step] === step["step"])) return left("there");
  // A row may have more fields than a step, such as "done"; they share what stands before the dot.
  const free = plan.steps.find((names) => !Object.keys(values).some((name) => name.split(".")[0] === names.step.split(".")[0] && filled(name)));
  if (!free) return left("full");
  const stands = filled(plan.goal);
  const names: readonly [string, string | undefined][] = [[free.step, step["step"]], [free.when, step["when"]], [free.who, step["who"]], [plan.goal, stands ? "" : step["goal"]]];
  names.forEach((n) => {
    if (n[1]) values[n[0]] = n[1];
  });
  return { result: stands && step["goal"] && step["goal"] !== values[plan.goal] ? "stands" : "added", entry: write(values, at) };
}

/** The form for one step. It is taken over into the plan when the reader says so, and only where answers are kept at all. */
export function planning(session: Session, notes: Notes): { node: HTMLElement; take: (step: string) => void } {
  const speech = session.speech;
  // The plan is the participant's own: what an employer or a mentor answers does not go there.
  const plan = session.kept && session.data.participant === true && session.data.plan;
  const said = make("p", "result__text");
  const show = (id: string): void => {
    said.replaceChildren(...speech.both(id));
    session.status(speech.say(id));
  };
  const join = (): void => {
    if (!plan) return;
    if (!(notes["step"] || "").trim()) return show("plan-empty");
    try {
      const key = keyOf(session.root, plan.form);
      const now = joinPlan(localStorage.getItem(key), plan, notes, new Date().toISOString());
      if (now.result === "added" || now.result === "stands") localStorage.setItem(key, now.entry);
      show(`plan-${now.result}`);
    } catch {
      show("plan-blocked");
    }
  };
  const fields = ["step", "when", "who", "goal"].slice(0, plan ? 4 : 3).map((name) => field(session, `plan-${name}`, notes, name));
  return {
    node: section(
      speech.both("plan"),
      tell(session, plan ? "plan-kept" : "plan-guest", {}, hint),
      fields,
      plan && row(press(session, "plan-add", join), make("a", { href: plan.href }, speech.both("plan-open"))),
      said,
    ),
    take(step) {
      const input = fields[0]!.querySelector("input")!;
      input.value = notes["step"] = step;
      input.focus(); // brings it into sight
    },
  };
}
