/**
 * Search, for the site's own pages and for anyone's scripts:
 *
 *     import { open } from "/search/search.js";
 *     const index = await open("/fi/");
 *     const hits = await index.search("perehdyttäjän", { limit: 10 });
 *
 * The site's root is found from the address of this module.
 */
import { openSite } from "./search/site";

export { SearchError, type Reason } from "./search/load";
export type { Elsewhere, Hit, Index, Options, Result } from "./search/site";

/** Opens the index of a language: "/fi/". Rejects with a SearchError. */
export const open = openSite(new URL("../", import.meta.url));
