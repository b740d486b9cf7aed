/** Marks found words on the page that a result of the search leads to. */
import { markFound as mark } from "./seek/mark";

export const markFound = (page: Document, place: Location, history: History): void => mark(page, place, history, import.meta.url);
