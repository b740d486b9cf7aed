/**
 * The script of the summary of a group: reads the files of participants, counts
 * and shows them. They are kept nowhere and forgotten with the page.
 */
import { groupPage } from "./group/group";

groupPage(document, window);
