/** The steps of a scenario: what happens, in order, while the target is watched. */
import * as z from "zod";
import { sentenceSchema } from "./text.ts";
import { durationMsSchema } from "./time.ts";

const repliesMax = 1_000;

const snapshotPartSchema = z
  .discriminatedUnion("status", [
    z.strictObject({ status: z.literal("ok") }),
    z.strictObject({ status: z.literal("failed") }),
    /** It carries a time this long before now. */
    z.strictObject({ status: z.literal("late"), lateMs: durationMsSchema }),
    /** It carries a time this long after now, as from a clock that is wrong. */
    z.strictObject({ status: z.literal("early"), earlyMs: durationMsSchema.min(1) }),
  ])
  .readonly();
export type SnapshotPartStep = z.infer<typeof snapshotPartSchema>;

const portBehaviourSchema = z
  .discriminatedUnion("mode", [
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
  ])
  .readonly();
export type PortBehaviour = z.infer<typeof portBehaviourSchema>;

export const stepSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("snapshot"),
      orders: snapshotPartSchema.default({ status: "ok" }),
      positions: snapshotPartSchema.default({ status: "ok" }),
    }),
    z.strictObject({ kind: z.literal("reconcile") }),
    z.strictObject({ kind: z.literal("advance-clock"), ms: durationMsSchema }),
    /** One entry a port call from now on; when they are used up, the venue answers by its rules. */
    z.strictObject({
      kind: z.literal("port-behaves"),
      replies: z.array(portBehaviourSchema).max(repliesMax).readonly(),
    }),
    z.strictObject({
      kind: z.literal("audit-behaves"),
      writable: z.boolean(),
      /** How many more lines are taken before the trail becomes unwritable. */
      afterLines: z.int().min(0).max(repliesMax).default(0),
    }),
  ])
  .readonly();
export type Step = z.infer<typeof stepSchema>;
