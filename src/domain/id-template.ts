/** The form of own ids of a bot that has another form than the usual one, as a template such as `bot-{symbol}-{number}`. */
import * as z from "zod";
import { clientOrderIdLengthMax, isClientOrderId } from "./client-order-id.ts";
import type { ClientOrderId, OwnedIdParts } from "./client-order-id.ts";

/** The patterns of the parts. `any` is for a bot that recognises its orders by their prefix alone. */
const patterns = {
  prefix: "",
  strategy: "[.A-Z:/a-z0-9-]+?",
  symbol: "[A-Z0-9]+(?:_[A-Z0-9]+)?",
  level: "[A-Za-z0-9]+",
  seconds: "[0-9]+",
  milliseconds: "[0-9]+",
  number: "[0-9]+",
  any: "[.A-Z:/a-z0-9_-]+",
} as const;
type Part = keyof typeof patterns;

const names = Object.keys(patterns);
const partPattern = /\{([a-z]+)\}/g;

export const idTemplateSchema = z
  .string()
  .max(120)
  .refine((template) => partsOf(template).every((name) => names.includes(name)), {
    message: `a template with the parts ${names.map((name) => `{${name}}`).join(", ")}`,
    abort: true,
  })
  .refine((template) => partsOf(template).length === new Set(partsOf(template)).size, {
    message: "a template with each part once",
  })
  .refine((template) => /\{(?:number|any)\}/.test(template), {
    message: "a template with {number} or {any}, without which no id is unique",
  })
  .refine((template) => !template.startsWith("{any}"), {
    message: "a template with text or {prefix} before {any}: with it alone every order is own",
  })
  .refine((template) => /^[.A-Z:/a-z0-9_-]*$/.test(template.replace(partPattern, "")), {
    message: "a template with characters that a client order id may have",
  });

function partsOf(template: string): string[] {
  return [...template.matchAll(partPattern)].map(([, name = ""]) => name);
}

export function hasPart(template: string, name: Part): boolean {
  return template.includes(`{${name}}`);
}

const compiled = new Map<string, RegExp>();

function patternOf(template: string, prefix: string): RegExp {
  const key = `${prefix} ${template}`;
  let pattern = compiled.get(key);
  if (pattern === undefined) {
    const parts = template.split(partPattern).map((text, at) => {
      // Odd places are the names of parts.
      if (at % 2 === 0) return literal(text);
      if (text === "prefix") return literal(prefix);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema checked the names
      return `(?<${text}>${patterns[text as Part]})`;
    });
    pattern = new RegExp(`^${parts.join("")}$`);
    compiled.set(key, pattern);
  }
  return pattern;
}

function literal(text: string): string {
  return text.replace(/[.\-/]/g, String.raw`\$&`);
}

type Values = Readonly<Partial<Record<string, string>>>;

/** The values of the parts of an id of this form, or null for an id of another form. */
export function readWithTemplate(id: string, template: string, prefix: string): Values | null {
  const match = patternOf(template, prefix).exec(id);
  return match === null ? null : (match.groups ?? {});
}

/** The id with these values. A symbol that does not fit is shortened. Throws `RangeError` without room for it. */
export function fillTemplate(template: string, values: Values): ClientOrderId {
  const filled = template.replace(partPattern, (written, name: string) =>
    name === "symbol" ? written : (values[name] ?? ""),
  );
  const room = clientOrderIdLengthMax - filled.replace("{symbol}", "").length;
  const letters = (values["symbol"] ?? "").replace(/[^A-Z0-9_]_?/g, "");
  const symbol = letters.slice(0, Math.max(room, 0)).replace(/_$/, "");
  const id = filled.replace("{symbol}", symbol);
  if ((symbol === "" && filled !== id) || !isClientOrderId(id)) {
    throw new RangeError(`'${id}' is no client order id: the template leaves no room`);
  }
  return id;
}

/** The id of the template for the parts of a usual one. The number contains the level and the time that it has not. */
export function buildWithTemplate(
  template: string,
  { prefix, strategy, symbol, level, seconds, sequence }: OwnedIdParts,
): ClientOrderId {
  const hasTime = hasPart(template, "seconds") || hasPart(template, "milliseconds");
  const sequences = hasPart(template, "level") ? sequence : level + sequence.padStart(6, "0");
  return fillTemplate(template, {
    prefix,
    strategy,
    symbol,
    level,
    seconds,
    milliseconds: `${seconds}000`,
    number: hasTime ? sequences : seconds + sequences.padStart(6, "0"),
    any: `${level}-${seconds}-${sequence}`,
  });
}
