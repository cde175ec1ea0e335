/** A JSON document in lines, with those of irrelevant fields marked. */
import { escapeJson } from "../../domain/printable-text.ts";
import type { JsonLine } from "./page-data.ts";

/** `irrelevant` has names as `config.action`, `order ID: side` and `position SYMBOL SIDE: quantity`. */
export function jsonLines(document: object, irrelevant: readonly string[]): JsonLine[] {
  const names = new Set(irrelevant);
  const lines: JsonLine[] = [];
  const write = (value: unknown, before: string, after: string, indent: string, isDim: boolean) => {
    const add = (text: string) =>
      lines.push({ text: `${indent}${text}`, ...(isDim && { isIrrelevant: true }) });
    if (typeof value !== "object" || value === null) {
      add(`${before}${escapeJson(JSON.stringify(value) ?? "null")}${after}`);
      return;
    }
    const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
    const entries = Object.entries(value).filter(([, part]) => part !== undefined);
    if (entries.length === 0) {
      add(`${before}${open}${close}${after}`);
      return;
    }
    add(`${before}${open}`);
    for (const [at, [key, part]] of entries.entries()) {
      const name = Array.isArray(value) ? "" : `${escapeJson(JSON.stringify(key))}: `;
      const comma = at === entries.length - 1 ? "" : ",";
      const dims = namesOf(value, key).some((one) => names.has(one));
      write(part, name, comma, `${indent}  `, isDim || dims);
    }
    add(`${close}${after}`);
  };
  write(document, "", "", "", false);
  return lines;
}

/** The names under which a field may be irrelevant. */
function namesOf(parent: object, key: string): string[] {
  if ("cooldownSeconds" in parent) return [`config.${key}`];
  if ("clientOrderId" in parent) return [`order ${String(parent.clientOrderId)}: ${key}`];
  if (!("symbol" in parent && "positionSide" in parent)) return [];
  return [`position ${String(parent.symbol)} ${String(parent.positionSide)}: ${key}`];
}
