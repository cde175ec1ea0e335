/** The published JSON Schema of every message between the harness and a target. */
import * as z from "zod";
import { timestampMsSchema } from "../../domain/time.ts";
import { clockNotification, methods } from "./protocol.ts";

const envelope = { jsonrpc: z.literal("2.0"), id: z.union([z.string(), z.int()]) };
const data = z.looseObject({ nowMs: timestampMsSchema.optional() }).optional();
const error = z.looseObject({ code: z.int(), message: z.string(), data });

/** The request and the answer of each method, then the error answer, which any method may get. */
const messages: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ...Object.entries(methods).flatMap(([method, { params, result }]): [string, z.ZodType][] => {
    const name = method.replace(/\/(.)/, (_, letter: string) => letter.toUpperCase());
    return [
      [`${name}Request`, z.strictObject({ ...envelope, method: z.literal(method), params })],
      [`${name}Answer`, z.strictObject({ ...envelope, result })],
    ];
  }),
  ["clockNotification", z.strictObject({ jsonrpc: envelope.jsonrpc, ...clockNotification })],
  ["errorAnswer", z.strictObject({ ...envelope, error })],
]);

/** The text of `protocol.schema.json`. Fields with a default are optional, as for the sender. */
export function renderProtocolSchema(): string {
  const definitions = [...messages].map(([name, schema]) => {
    const { $schema: _, ...definition } = z.toJSONSchema(schema, { io: "input" });
    return [name, definition] as const;
  });
  const root = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A message between reconcile-harness and a target",
    anyOf: definitions.map(([name]) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(definitions),
  };
  return `${JSON.stringify(root, null, 2)}\n`;
}
