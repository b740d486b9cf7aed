/** Marks found words on the page that a result of the search leads to. */
export { markFound } from "./seek/mark";
