/** The search dialog, which the field in the header loads when it is first used. */
import { searchDialog as make } from "./seek/dialog";
import type { Facts } from "./seek/speech";

/** Makes the dialog of a field; this script stands one folder below the root of the site. */
export const searchDialog = (field: HTMLFormElement, facts: Facts): (() => void) => make(field, facts, new URL("..", import.meta.url).href);
