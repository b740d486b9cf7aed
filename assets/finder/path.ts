/**
 * A study path and what somebody can do on it. Pure functions; the same graph
 * is answered by model.StudyPath in Go, and TestWaysAgree holds the two together.
 */

/** One stage, as render.StageFacts writes it. Zero means that nothing is asked for. */
export interface Stage {
  readonly id: string;
  readonly title: string;
  readonly href: string;
  /** Length when done full-time: the lower and the upper end. */
  readonly months: readonly [number, number];
  /** 1 for A1 to 6 for C2. */
  readonly language: number;
  /** 1 for the lowest level of education. */
  readonly education: number;
  /** Only for people with less education than this level. */
  readonly below: number;
  /** Numbers of stages of which one comes first. */
  readonly after: readonly number[];
  /** Only for people with a health qualification from abroad. */
  readonly health: boolean;
  /** The right to work is needed. */
  readonly work: boolean;
  /** An employer and a contract are needed. */
  readonly contract: boolean;
  /** The level of education that one has after it. */
  readonly gives: number;
  /** Language studies. */
  readonly teaches: boolean;
  /** Numbers of the stages that may follow. */
  readonly next: readonly number[];
  readonly occupations: readonly string[];
}

/** What the reader has. Undefined: does not know, or does not say. */
export interface Have {
  readonly language: number | undefined;
  readonly education: number | undefined;
  readonly health: boolean | undefined;
  readonly work: boolean | undefined;
}

export type Need = "language" | "education" | "health" | "work" | "after";

/** What stands between the reader and a stage: what is missing, and what should be found out first. */
export interface Gap {
  readonly missing: readonly Need[];
  readonly unsure: readonly Need[];
}

/**
 * Compares what a stage asks for with what the reader has. Nobody is asked
 * which stages are done, so one that comes after another is never at hand.
 */
export function gap(stage: Stage, have: Have): Gap {
  const missing: Need[] = [];
  const unsure: Need[] = [];
  const weigh = (need: Need, asked: boolean, enough: boolean | undefined): void => {
    if (!asked || enough === true) return;
    (enough === undefined ? unsure : missing).push(need);
  };
  weigh("language", stage.language > 0, atLeast(have.language, stage.language));
  weigh("education", stage.education > 0, atLeast(have.education, stage.education));
  weigh("health", stage.health, have.health);
  weigh("work", stage.work, have.work);
  weigh("after", stage.after.length > 0, false);
  return { missing, unsure };
}

function atLeast(has: number | undefined, needed: number): boolean | undefined {
  return has === undefined ? undefined : has >= needed;
}

/** A way through the path: the numbers of its stages in order, and how long they take one after another. */
export interface Way {
  readonly stages: readonly number[];
  readonly months: readonly [number, number];
}

/** What was done on a way before a stage. */
export interface Passed {
  /** The level of education that it gave. */
  readonly education: number;
  readonly language: boolean;
  /** Those of its stages that others must come after. */
  readonly done: readonly number[];
}

/** Whether a stage may lie on a way. */
export type Open = (stage: Stage, passed: Passed) => boolean;

/**
 * The way from a stage, which it includes, to the nearest stage that leads to
 * the occupation: the one with the fewest months by the lower ends, of equal
 * ones by the upper ends, then by the number of stages, then the one whose
 * stages come first in next. A stage that must come after another lies on no
 * way that has not passed that one; done are stages passed before the first.
 * Stages that are not open are left out; without that condition the answer is
 * the one of model.StudyPath.Shortest.
 */
export function shortest(
  stages: readonly Stage[],
  from: number,
  occupation: string,
  open: Open = () => true,
  done: readonly number[] = [],
): Way | undefined {
  const first = new Set(stages.flatMap((stage) => stage.after));
  const known = new Map<string, Way | undefined>();
  const walk = (number: number, passed: Passed): Way | undefined => {
    const key = `${number} ${passed.education} ${passed.language} ${[...passed.done].sort().join()}`;
    if (known.has(key)) return known.get(key);
    known.set(key, undefined); // a circle, which is an error in the content, is no way
    const stage = at(stages, number);
    if (!open(stage, passed)) return undefined;
    if (stage.after.length > 0 && !stage.after.some((n) => passed.done.includes(n))) return undefined;
    let rest: Way | undefined = stage.occupations.includes(occupation) ? { stages: [], months: [0, 0] } : undefined;
    if (rest === undefined) {
      const then: Passed = {
        education: Math.max(passed.education, stage.gives),
        language: passed.language || stage.teaches,
        done: first.has(number) ? [...passed.done, number] : passed.done,
      };
      for (const next of stage.next) {
        const way = walk(next, then);
        if (way !== undefined && (rest === undefined || compare(way, rest) < 0)) rest = way;
      }
    }
    const way: Way | undefined = rest && {
      stages: [number, ...rest.stages],
      months: [stage.months[0] + rest.months[0], stage.months[1] + rest.months[1]],
    };
    known.set(key, way);
    return way;
  };
  return walk(from, { education: 0, language: false, done });
}

/** Orders ways: months at least, months at most, stages. */
export function compare(a: Way, b: Way): number {
  return a.months[0] - b.months[0] || a.months[1] - b.months[1] || a.stages.length - b.stages.length;
}

/** A stage by its number, with what stands before it. */
export interface Candidate extends Gap {
  readonly number: number;
}

/** What the finder says. */
export interface Advice {
  /**
   * Stages one can ask about: nothing known is missing. Those of the way come
   * first, then those for people with a health qualification, if the reader has one.
   */
  readonly now: readonly Candidate[];
  /** Stages that follow one of those, with what is missing. */
  readonly later: readonly Candidate[];
  /** The best way to the occupation from a stage one can ask about. */
  readonly way: Way | undefined;
}

/**
 * Says what somebody can ask about, what is missing for what comes next, and
 * the best way to an occupation ("" for any). With an occupation, only stages
 * from which it is reached are named. Stages for people with a health
 * qualification are not named to those who say they have none, nor stages for
 * people with less schooling to those who have more: nothing is missing there,
 * they are for others.
 *
 * On a way, schooling and language do not come by themselves: a stage that asks
 * for more schooling than the reader has must follow one that gives it, and one
 * that asks for more language must follow language studies. Where the path
 * knows no such way, the language may also be learnt beside it.
 */
export function advise(stages: readonly Stage[], have: Have, occupation: string): Advice {
  const meant = (stage: Stage): boolean =>
    !(stage.health && have.health === false) && !(stage.below > 0 && atLeast(have.education, stage.below) === true);
  const schooled: Open = (stage, passed) =>
    meant(stage) &&
    !(stage.work && have.work === false) &&
    (passed.education >= stage.education || atLeast(have.education, stage.education) !== false);
  const spoken: Open = (stage, passed) => schooled(stage, passed) && (passed.language || atLeast(have.language, stage.language) !== false);
  const candidates = stages
    .map((stage, number): Candidate => ({ number, ...gap(stage, have) }))
    .filter((c) => meant(at(stages, c.number)))
    .filter((c) => occupation === "" || shortest(stages, c.number, occupation, meant, at(stages, c.number).after) !== undefined);

  const now = candidates.filter((c) => c.missing.length === 0);
  const following = new Set<number>();
  for (const c of now) for (const next of at(stages, c.number).next) following.add(next);
  const later = candidates.filter((c) => c.missing.length > 0 && following.has(c.number));

  const best = (open: Open): Way | undefined =>
    now
      .map((c) => shortest(stages, c.number, occupation, open))
      .reduce((a, b) => (a === undefined || (b !== undefined && compare(b, a) < 0) ? b : a), undefined);
  const way = occupation === "" ? undefined : (best(spoken) ?? best(schooled));
  const rank = (c: Candidate): number => {
    const onWay = way?.stages.indexOf(c.number) ?? -1;
    if (onWay >= 0) return onWay;
    return stages.length + (at(stages, c.number).health && have.health === true ? 0 : 1);
  };
  now.sort((a, b) => rank(a) - rank(b) || a.number - b.number);
  return { now, later, way };
}

/** The stage with a number that came from the same list. */
export function at(stages: readonly Stage[], number: number): Stage {
  const stage = stages[number];
  if (stage === undefined) throw new Error(`there is no stage ${number}`);
  return stage;
}
