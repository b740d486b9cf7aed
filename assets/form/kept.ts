/**
 * What a form keeps on a device: one entry of the browser's storage, as
 * versioned JSON. Its key begins with the path of the site, because several
 * sites may share one host, and with it the storage.
 */

export type Value = string | boolean;
export type Values = Readonly<Record<string, Value>>;

export interface Kept {
  /** When it was kept, as an ISO date and time. */
  readonly at: string;
  readonly values: Values;
}

const version = 1;

/** The key of a form: "/opas/#form:agreement". */
export function keyOf(root: string, form: string): string {
  return `${root}#form:${form}`;
}

/** The entry for some values. */
export function write(values: Values, at: string): string {
  return JSON.stringify({ version, at, values });
}

/** Reads an entry; undefined when it is damaged or of another version. Nothing but text and ticks is taken over. */
export function read(entry: string): Kept | undefined {
  let found: unknown;
  try {
    found = JSON.parse(entry);
  } catch {
    return undefined;
  }
  if (!isRecord(found) || found["version"] !== version || typeof found["at"] !== "string" || !isRecord(found["values"])) return undefined;
  const values: Record<string, Value> = {};
  for (const name of Object.keys(found["values"])) {
    const value = found["values"][name];
    if (typeof value !== "string" && typeof value !== "boolean") return undefined;
    values[name] = value;
  }
  return { at: found["at"], values };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
