/** Whether the page was opened from a disk. Then what such a copy needs is loaded: a script of the old kind, since browsers load no modules from there. */
export function fromDisk(page: Document, script: string): boolean {
  if (page.location.protocol !== "file:") return false;
  const more = page.createElement("script");
  more.src = new URL(ASSETS.disk_js, script).href;
  page.head.append(more);
  return true;
}
