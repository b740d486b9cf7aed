import type { Index } from "../search/site";

export type { Elsewhere, Hit, Index, Result } from "../search/site";

/** Opens the index of a language below the root of the site, "fi". A second try asks under another address: browsers remember that a module failed. */
export async function openIndex(root: string, language: string, attempt: number): Promise<Index> {
  const address = `${root}search/search.js${attempt > 0 ? `?${attempt}` : ""}`;
  const module = (await import(address)) as typeof import("../search");
  return module.open(`/${language}/`);
}
