/**
 * Lets a reader with little room choose one column of a wide table. A list
 * of the columns comes before each .scroll with data-column (its label) and
 * data-all-columns (its first choice); the style sheet shows it only where the
 * table would have to be scrolled. A cell outside the chosen column gets
 * data-aside, by which the style sheet leaves it out there, never on paper.
 */
export function wideTables(page: Document): void {
  page.querySelectorAll<HTMLElement>(".scroll[data-column]").forEach((region, number) => {
    const table = region.querySelector("table");
    const names = Array.from(table?.tHead?.rows[0]?.cells ?? []).map(nameOf);
    if (!table || names.length < 2) return;

    const select = page.createElement("select");
    // Nothing is kept: not even by a browser that fills forms in after a reload.
    select.autocomplete = "off";
    select.id = `page-column-${number}`;
    select.append(new Option(region.dataset.allColumns ?? "", "0"));
    names.forEach((name, i) => {
      if (i > 0) select.append(new Option(name, String(i)));
    });
    select.addEventListener("change", () => {
      showColumn(table, Number(select.value));
      region.scrollLeft = 0;
    });

    const label = page.createElement("label");
    label.htmlFor = select.id;
    label.append(region.dataset.column ?? "");
    const choice = page.createElement("p");
    choice.className = "column-choice";
    choice.append(label, " ", select);
    region.before(choice);
  });
}

/** Marks what is in neither the first column nor the chosen one; with 0 nothing. */
export function showColumn(table: HTMLTableElement, chosen: number): void {
  for (const row of Array.from(table.rows)) {
    Array.from(row.cells).forEach((cell, i) => {
      cell.toggleAttribute("data-aside", chosen > 0 && i > 0 && i !== chosen);
    });
  }
}

/** The words of a header cell, without the numbers of its sources and footnotes. */
function nameOf(cell: HTMLTableCellElement): string {
  const copy = cell.cloneNode(true) as HTMLTableCellElement;
  copy.querySelectorAll("sup").forEach((number) => number.remove());
  return (copy.textContent ?? "").trim();
}
