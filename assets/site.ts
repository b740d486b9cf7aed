/**
 * The script of every page. Each part works alone and does nothing on a page
 * that lacks what it looks for; without any of them the page is still whole.
 */
import { diskLinks } from "./disk/disk";
import { menus } from "./menu/menu";
import { showHere } from "./navigation/here";
import { printButton } from "./print/print";
import { reviewDates, today } from "./review/review";
import { wideTables } from "./table/table";

menus(document);
showHere(document);
printButton(document, () => window.print());
reviewDates(document, today(new Date()));
wideTables(document);
if (window.location.protocol === "file:") diskLinks(document);
