/** Messages of the user interface by id, with {{.Name}} where a value goes. */
export type Words = Readonly<Record<string, string>>;

/** The message with its values. A value is put in as it is: the result is text, never markup. */
export function fill(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{\{\s*\.(\w+)\s*\}\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Joins texts as the language does: "a, b and c"; "" for none. */
export function join(words: Words, items: readonly string[]): string {
  return items.slice(1).reduce(
    (left, right, i) => fill(words[i === items.length - 2 ? "list-end" : "list-middle"] ?? "{{.Left}}, {{.Right}}", { Left: left, Right: right }),
    items[0] ?? "",
  );
}
