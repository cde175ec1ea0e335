/** What was recorded of runs that already happened: a trail, what the operator set, a log at the edge of the bot, exports. */
import * as z from "zod";
import type { AuditEvent } from "../domain/audit-event.ts";
import { configSchema } from "../domain/config.ts";
import { expectedStateShape } from "../domain/expected-state.ts";
import { filtersSchema } from "../domain/filters.ts";
import { gateInputsSchema } from "../domain/gate.ts";
import { namedMismatchSchema } from "../domain/mismatch.ts";
import { portReplySchema } from "../domain/port-call.ts";
import { bookedPositionSchema } from "../domain/position.ts";
import { outcomeSchema } from "../domain/run-report.ts";
import { snapshotSchema } from "../domain/snapshot.ts";
import { timestampMsSchema } from "../domain/time.ts";
import { targetErrorKinds } from "../simulation/target.ts";
import type { ExportedOrder, ExportedTrade } from "../exchange/binance/exports.ts";

/** A time below is one in seconds: no trail is of 1973 or earlier. */
const firstMs = 100_000_000_000;

/** What the operator set, from a run or a time on. A part that is absent is not known. */
const settingSchema = z
  .strictObject({
    /** The first run that it holds for; it counts where a time is given too. */
    fromRunId: z.string().min(1).max(100).optional(),
    /** It holds for the first run that starts at this time of the bot or later. */
    fromMs: timestampMsSchema
      .refine((ms) => ms >= firstMs, "milliseconds since 1970, not seconds")
      .optional(),
    gates: gateInputsSchema.optional(),
    config: configSchema.optional(),
    /** Of the venue. `{}`: it accepts every quantity. */
    filters: filtersSchema.optional(),
  })
  .readonly();
export type Setting = z.infer<typeof settingSchema>;

const noStart = "fromRunId or fromMs: a later setting names the run or the time of its start";
const tooEarly =
  "a time that is not before that of an earlier setting; where a clock was set back, fromRunId";

/** The first one holds from the start. */
export const settingsSchema = z
  .array(settingSchema)
  .min(1)
  .superRefine((settings, context) => {
    let lastMs = 0;
    for (const [at, { fromRunId, fromMs }] of settings.entries()) {
      if (at === 0 || fromRunId !== undefined) continue;
      if (fromMs === undefined) context.addIssue({ code: "custom", message: noStart, path: [at] });
      else if (fromMs < lastMs) {
        context.addIssue({ code: "custom", message: tooEarly, path: [at, "fromMs"] });
      } else lastMs = fromMs;
    }
  })
  .readonly();

const runIdSchema = z.string().min(1).max(100);

/** The fills of a wrong update can turn a leg of a hedge. */
const expectedSchema = z
  .strictObject({ ...expectedStateShape, positions: z.array(bookedPositionSchema).default([]) })
  .readonly();

/** A line of the log that is written at the edge of the bot, outside its decisions. */
export const logLineSchema = z.discriminatedUnion("kind", [
  /** What a run expected and read. */
  z.strictObject({
    kind: z.literal("run"),
    runId: runIdSchema,
    /** When it had read, by its clock. */
    atMs: timestampMsSchema,
    expected: expectedSchema,
    snapshot: snapshotSchema,
  }),
  /** A port call. */
  z.strictObject({
    kind: z.literal("call"),
    atMs: timestampMsSchema,
    /** Absent: at once. */
    repliedAtMs: timestampMsSchema.optional(),
    method: z.enum(["cancelOrder", "placeMarketOrder", "cancelConditionalOrder"]),
    /** As sent. */
    params: z.record(z.string(), z.unknown()),
    /** Null: none came. */
    reply: portReplySchema.nullable(),
  }),
  /** What a run reported at its end: its mismatches with their outcomes, or the error that it ended with. */
  z.strictObject({
    kind: z.literal("answer"),
    /** Null where the run has no id. */
    runId: runIdSchema.nullable(),
    results: z
      .array(z.strictObject({ mismatch: namedMismatchSchema, outcome: outcomeSchema }))
      .optional(),
    error: z.strictObject({ kind: z.enum(targetErrorKinds), message: z.string() }).optional(),
  }),
]);
export type LogLine = Readonly<z.infer<typeof logLineSchema>>;

export type Records = {
  /** In the order of the trail. */
  readonly events: readonly AuditEvent[];
  /** Lines that cannot be read, with their places: what they have may be a violation. */
  readonly unread: readonly string[];
  /** Lines whose write was cut short, with their places. The writer of the trail appends the event again. */
  readonly torn: readonly string[];
  /** How many lines of trails are in an earlier file too, and are read once. */
  readonly copies: number;
  readonly settings: readonly Setting[];
  /** Null: there is no log. Otherwise in its order. */
  readonly log: readonly LogLine[] | null;
  /** Null: there is no export. */
  readonly orders: readonly ExportedOrder[] | null;
  readonly trades: readonly ExportedTrade[] | null;
};
