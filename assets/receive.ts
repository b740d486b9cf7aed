/**
 * The script of the page where a code or a file is opened. It reads what is
 * given here and hands it to the page of the self-check; nothing leaves the
 * browser.
 */
import { receivePage } from "./receive/receive";

receivePage(document, window);
