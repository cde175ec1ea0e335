/** How a port answers a call: by the rules of the exchange, or with a scripted fault. */
import * as z from "zod";
import { unsignedDecimalSchema } from "./decimal.ts";
import { sentenceSchema } from "./printable-text.ts";
import { durationMsSchema } from "./time.ts";

const hourMs = 3_600_000;

const reply = {
  /** How long the reply takes; absent: no time. The request is at the exchange at once, and the clock moves. */
  takesMs: durationMsSchema.min(1).max(hourMs).optional(),
};

const portFaultUnion = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("accept"), ...reply }),
  /** `applied`: the request took effect, although an error came back. */
  z.strictObject({
    kind: z.literal("reject"),
    code: z.int().min(-9_999).max(-1),
    message: sentenceSchema,
    applied: z.literal(true).optional(),
    ...reply,
  }),
  /** Accepted. A market order fills at most `filled`, and then it expires. */
  z.strictObject({ kind: z.literal("expire"), filled: unsignedDecimalSchema, ...reply }),
  /** Rejected with -1003, and for this time the exchange rejects every request so. */
  z.strictObject({ kind: z.literal("rate-limit"), banMs: durationMsSchema.min(1), ...reply }),
  /** No reply arrives. `applied`: the request took effect. */
  z.strictObject({ kind: z.literal("timeout"), applied: z.boolean(), ...reply }),
  /** The connection breaks: the port throws instead of replying. */
  z.strictObject({ kind: z.literal("disconnect"), applied: z.boolean(), ...reply }),
  /** The request takes effect `afterMs` later. No reply arrives, or with `accepted` the exchange accepts it at once. */
  z.strictObject({
    kind: z.literal("delayed"),
    afterMs: durationMsSchema.min(1),
    accepted: z.literal(true).optional(),
    ...reply,
  }),
  /** No reply ever comes. A target without a time-out of its own gets the answer of `timeout`. */
  z.strictObject({ kind: z.literal("never"), applied: z.boolean() }),
]);
export const portFaultSchema = portFaultUnion.readonly();
export type PortFault = z.infer<typeof portFaultSchema>;

export const portFaultKinds: readonly PortFault["kind"][] = portFaultUnion.options.map(
  ({ shape }) => shape.kind.value,
);
