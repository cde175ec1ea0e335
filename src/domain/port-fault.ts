/** How a port answers a call: as the exchange does, or with a scripted fault. */
import * as z from "zod";
import { sentenceSchema } from "./text.ts";
import { durationMsSchema } from "./time.ts";

const portBehaviourUnion = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("accept") }),
  z.strictObject({
    mode: z.literal("reject"),
    code: z.int().min(-9_999).max(-1),
    message: sentenceSchema,
  }),
  /** No answer comes; `applied` says whether the request took effect all the same. */
  z.strictObject({ mode: z.literal("time_out"), applied: z.boolean() }),
  /** The connection breaks: the port throws instead of answering. */
  z.strictObject({ mode: z.literal("throw"), applied: z.boolean() }),
  /** No answer comes, and the request takes effect when the clock has moved on by this much. */
  z.strictObject({ mode: z.literal("apply_late"), afterMs: durationMsSchema.min(1) }),
]);
export const portBehaviourSchema = portBehaviourUnion.readonly();
export type PortBehaviour = z.infer<typeof portBehaviourSchema>;

export const portBehaviourModes: readonly PortBehaviour["mode"][] = portBehaviourUnion.options.map(
  ({ shape }) => shape.mode.value,
);
