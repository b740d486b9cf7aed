/**
 * Says of facts past their review date that they may have changed. The site
 * is built without a clock, so the reader's own decides.
 *
 * An element with data-review-by="YYYY-MM-DD" whose day is over gets a mark
 * with the text of the nearest data-stale. When it is a source, with an id, the
 * places that cite it (.cite a[href="#id"]) get the mark too, each paragraph once.
 */
export function reviewDates(page: Document, today: string): void {
  const marked = new Set<Element>();

  page.querySelectorAll<HTMLElement>("[data-review-by]").forEach((fact) => {
    const text = fact.closest<HTMLElement>("[data-stale]")?.dataset.stale;
    if (!text || !isPast(fact.dataset.reviewBy ?? "", today)) return;

    fact.append(" ", mark(page, text));
    if (!fact.id) return;

    page.querySelectorAll<HTMLAnchorElement>(".cite a").forEach((link) => {
      if (link.getAttribute("href") !== "#" + fact.id) return;
      const block = link.closest("p, li, td, th, dd, figcaption") ?? link;
      if (marked.has(block)) return;
      marked.add(block);
      link.closest(".cite")?.after(" ", mark(page, text));
    });
  });
}

function mark(page: Document, text: string): HTMLElement {
  const span = page.createElement("span");
  span.className = "stale";
  // The text around may be in another language than the page: a fallback.
  span.lang = page.documentElement.lang;
  span.dir = page.documentElement.dir;
  span.textContent = text;
  return span;
}

/** Whether a day has passed. The day itself still counts; what is not a day never passes. */
export function isPast(day: string, today: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && day < today;
}

/** The reader's day as YYYY-MM-DD, by the reader's own calendar and clock. */
export function today(now: Date): string {
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
