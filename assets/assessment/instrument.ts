/**
 * What a page of a self-check brings with it: the instrument (score.Instrument
 * in Go, which this mirrors) and all words and messages of all its languages.
 * All texts are plain: they are shown as text, never as markup.
 */

/** A self-check without words. It is the same in every language. */
export interface Instrument {
  readonly id: string;
  /** 1 to 255. Answers of different versions are never compared. */
  readonly version: number;
  /** Of everything that gives an answer its place: 8 hexadecimal digits. */
  readonly hash: string;
  /** What a band leads to has the lowest answers as its reason; without this the highest. */
  readonly reasons?: "lowest";
  /** Nothing of it leaves the page but on paper: no code, no link, no file. */
  readonly private: boolean;
  /** Whose views it asks for, such as mentee and mentor; one or more. */
  readonly views: readonly string[];
  /** Times at which it is taken, such as start and end; empty: any time. */
  readonly occasions: readonly string[];
  /** Scales that lie closer together than this are a flat profile, 0 to 100. */
  readonly flatSpread: number;
  readonly sets: readonly OptionSet[];
  readonly items: readonly Item[];
  readonly dimensions: readonly Dimension[];
}

/** The answers that several items share. */
export interface OptionSet {
  readonly id: string;
  /** In the order shown, the lowest value first. */
  readonly options: readonly Option[];
  /** Answers that count as missing: they stand apart and are reported apart. */
  readonly apart: readonly Apart[];
}

export type Apart = "cannot-say" | "not-mine";

export interface Option {
  readonly id: string;
  readonly value: number;
  /** A level of the CEFR, in the option sets of levels; "" below A1. */
  readonly cefr?: string;
  /** Where choosing it leads. */
  readonly leads?: readonly Lead[];
}

export type ItemType = "rating" | "choice" | "multi" | "level" | "text";

export interface Item {
  readonly id: string;
  readonly type: ItemType;
  /** The page of the definition it stands on; its title is the word pages.<page>. */
  readonly page: string;
  /** The id of its option set; "" for a text. */
  readonly set: string;
  /** The dimension it belongs to, or "". */
  readonly dimension: string;
  readonly reverse?: boolean;
  /** It is asked when all of these hold. They name earlier items. */
  readonly when?: readonly Condition[];
  /** In a checklist: where it leads while it is not in place. */
  readonly leads?: readonly Lead[];
  readonly esco?: string;
}

/** The item is on the path and its answer is one of these options; for a multi: holds one of them. */
export interface Condition {
  readonly item: string;
  readonly is: readonly string[];
}

export interface Dimension {
  readonly id: string;
  readonly type: "scale" | "checklist" | "levels";
  /** Scale: how many answers a result needs. */
  readonly minAnswered: number;
  /** Scale: a smaller change is "about the same", 0 to 100. */
  readonly changeThreshold: number;
  /** Scale: 0 to 100 without gaps, lowest first. */
  readonly bands: readonly Band[];
  /** Checklist: the options that mean "in place". */
  readonly done: readonly string[];
}

/** From and to are whole points, both included. */
export interface Band {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly leads: readonly Lead[];
}

/** "page:mentoring/induction", "occupation:care-assistant", "stage:tuva", "task:ten-adverts". */
export type Lead = string;

/** One answer: the id of an option or of an apart answer; ids of options for a multi; words for a text. */
export type Answer = string | readonly string[];
export type Answers = Readonly<Record<string, Answer>>;

/** Everything the page of a self-check knows: the JSON in script[data-assessment] once page.ts has unpacked it. */
export interface Facts {
  readonly instrument: Instrument;
  /** The way to the root of the site, without the last slash: "../../..". */
  readonly root: string;
  /** The tags of the language of the page, and of the language that the site is first written in. */
  readonly lang: string;
  readonly source: string;
  /** The languages that have the words, that of the page first. */
  readonly languages: readonly Language[];
  /** Where leads go, by lead. */
  readonly places: Readonly<Record<Lead, Place>>;
  /** Levels that stages of the study path typically ask for; only beside levels. */
  readonly entries: readonly Entry[];
  /** Other self-checks whose answers join the first sheet, by what the sheet asks. */
  readonly sheet: Sheet;
  /** Where the plan is kept, or null when the site has none. */
  readonly plan: Plan | null;
  /** It is taken by participants, whose employers may not ask for a result. */
  readonly participant?: boolean;
  /** The address of the page that opens codes and files; "" if there is none. */
  readonly pages: { readonly receive: string };
}

export interface Language {
  /** As in addresses: "fi-simple". */
  readonly tag: string;
  /** As in lang="…". */
  readonly html: string;
  readonly dir: "ltr" | "rtl";
  readonly name: string;
  /** Nobody who should has checked its words. */
  readonly draft: boolean;
  /**
   * Words by path, as in fi.yaml: "items.help-eat", "options.liking.no",
   * "dimensions.near.title"; "title" is that of the page. Fallbacks are filled in already; foreign says in
   * which other language (html) a word really is.
   */
  readonly words: Readonly<Record<string, string>>;
  readonly foreign?: Readonly<Record<string, string>>;
  /**
   * Messages of the user interface that begin with "selfcheck-", without it, and
   * the few others it needs. The language of the page has all of them, another
   * one those of questions and results.
   */
  readonly messages: Readonly<Record<string, string>>;
  /** The language of the page, which says what this one has no message for. */
  readonly page: Language | null;
  /** Messages with plural forms, by id without "selfcheck-" and by form. */
  readonly plurals: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Facts as it stands in the page (render.AssessmentFacts): what the languages
 * have in common is said once, and their texts stand in the order of it. The
 * language of the page is the last one; the words that its paper form has are
 * left out.
 */
export type Packed = Omit<Facts, "languages"> & {
  readonly messages: Readonly<Record<string, string>>;
  readonly beside: readonly string[];
  readonly paths: readonly string[];
  readonly languages: readonly (Omit<Language, "words" | "messages" | "page"> & { readonly words: readonly string[]; readonly messages: readonly string[] })[];
};

/**
 * A page in the language of this one, and its title by tag of the language: that
 * of the page and the source language. Foreign says in which other language
 * (html) a title really is.
 */
export interface Place {
  readonly title: Readonly<Record<string, string>>;
  readonly foreign?: Readonly<Record<string, string>>;
  readonly href: string;
}

/** A stage of the study path and the level of Finnish it typically asks for: 1 for A1 to 6 for C2. */
export interface Entry {
  readonly lead: Lead;
  readonly level: number;
}

/** What the first sheet has of this self-check and of others: the best rated items under a heading. */
export interface Sheet {
  /** Under which heading the items of this one stand: "liked", "done", or "" for neither. */
  readonly own: "liked" | "done" | "";
  /** The other ones. */
  readonly others: readonly {
    readonly as: "liked" | "done";
    readonly instrument: Instrument;
    /** Labels of its items by tag of the language, the page's and the source language, and id. */
    readonly items: Readonly<Record<string, Readonly<Record<string, string>>>>;
  }[];
}

/** The form "my plan" of the career model, as kept by assets/form. */
export interface Plan {
  readonly form: string;
  /** Names of the fields of its steps, in order: the step, when, who helps. */
  readonly goal: string;
  readonly steps: readonly { readonly step: string; readonly when: string; readonly who: string }[];
  readonly href: string;
}
