/** How a port answers a call: as the exchange does, or with a scripted fault. */
import * as z from "zod";
import { sentenceSchema } from "./text.ts";
import { durationMsSchema } from "./time.ts";

const portFaultUnion = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("accept") }),
  z.strictObject({
    kind: z.literal("reject"),
    code: z.int().min(-9_999).max(-1),
    message: sentenceSchema,
  }),
  /** No answer comes; `applied` says whether the request took effect all the same. */
  z.strictObject({ kind: z.literal("timeout"), applied: z.boolean() }),
  /** The connection breaks: the port throws instead of answering. */
  z.strictObject({ kind: z.literal("disconnect"), applied: z.boolean() }),
  /** No answer comes, and the request takes effect when the clock has moved on by this much. */
  z.strictObject({ kind: z.literal("delayed"), afterMs: durationMsSchema.min(1) }),
]);
export const portFaultSchema = portFaultUnion.readonly();
export type PortFault = z.infer<typeof portFaultSchema>;

export const portFaultKinds: readonly PortFault["kind"][] = portFaultUnion.options.map(
  ({ shape }) => shape.kind.value,
);
