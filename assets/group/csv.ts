/**
 * A table as a file for office programs: RFC 4180 with semicolons, which is
 * what those programs expect where a comma is the decimal sign, and with a
 * byte order mark, without which some of them misread UTF-8.
 */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return "\uFEFF" + rows.map((row) => row.map(cell).join(";") + "\r\n").join("");
}

/** A text that a spreadsheet would take for a formula is preceded by an apostrophe (OWASP, CSV injection). */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? "'" + value : value;
  return /[";\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}
