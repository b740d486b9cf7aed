/**
 * The script of every page. Each part works alone and does nothing on a page
 * that lacks what it looks for; without any of them the page is still whole.
 */
import { fromDisk } from "./disk/load";
import { menus } from "./menu/menu";
import { showHere } from "./navigation/here";
import { printButton } from "./print/print";
import { reviewDates, today } from "./review/review";
import { searchField } from "./seek/field";
import { foundWords } from "./seek/found";

const script = (document.currentScript as HTMLScriptElement).src;

menus(document);
showHere(document);
printButton(document, () => window.print());
reviewDates(document, today(new Date()));
if (!fromDisk(document, script)) {
  searchField(document, script);
  foundWords(document, script);
}
