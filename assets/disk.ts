/** The script of a copy of the site on disk, which every page loads there. */
import { diskLinks } from "./disk/disk";

diskLinks(document);
