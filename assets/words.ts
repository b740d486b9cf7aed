/**
 * The analysis of words, which search.js loads beside the first index: a module of
 * its own, as the room words is one of the program.
 */
export { readLanguage } from "./search/words";
