/** Data with every text printable, so that no place of the page can forget it. */
import { printable } from "../../domain/printable-text.ts";

export function printableDeep<Value>(value: Value): Value {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has the shape of the value
  return change(value) as Value;
}

function change(value: unknown): unknown {
  if (typeof value === "string") return printable(value);
  if (Array.isArray(value)) return value.map(change);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [printable(key), change(part)]),
  );
}
