/**
 * The messages between the harness and a target process: JSON-RPC 2.0, each message on its own line.
 * `docs/protocol.md` describes them; `protocol.schema.json` is generated from this file.
 */
import * as z from "zod";
import { accountSchema, auditEventSchema } from "../../domain/audit-event.ts";
import { observedConditionalOrderSchema } from "../../domain/conditional-order.ts";
import { expectedStateSchema } from "../../domain/expected-state.ts";
import { configSchema } from "../../domain/config.ts";
import { filtersSchema } from "../../domain/filters.ts";
import { observedOrderSchema } from "../../domain/order.ts";
import { observedPositionSchema } from "../../domain/position.ts";
import { orderQueryReplySchema, orderQuerySchema } from "../../domain/order-query.ts";
import { portReplySchema, priorCallSchema } from "../../domain/port-call.ts";
import { textSchema } from "../../domain/printable-text.ts";
import { snapshotPartSchema, snapshotSchema } from "../../domain/snapshot.ts";
import { timestampMsSchema } from "../../domain/time.ts";
import { botProfileSchema } from "../../profile/bot-profile.ts";
import { capabilitiesSchema } from "../../profile/capabilities.ts";
import { botGatesSchema } from "../bot-gates.ts";
import { reportedRunSchema } from "../reported-run.ts";
import { wireCancelSchema, wireConditionalCancelSchema, wireOrderSchema } from "../target-run.ts";

export const protocolVersion = 2;

/** Time-outs in milliseconds, and the length of a line in characters. */
export const targetLimits = {
  startMs: 10_000,
  answerMs: 5_000,
  endMs: 2_000,
  /** Time in requests with an error and in restarts: since the last good run, and in all. */
  errorMsMax: 10_000,
  totalErrorMsMax: 120_000,
  lineLengthMax: 8 * 1024 * 1024,
  /** Port calls and audit events. */
  callsInRunMax: 1_000,
} as const;
export type TargetLimits = { readonly [Limit in keyof typeof targetLimits]: number };

/** From the range that JSON-RPC reserves for implementations. */
export const errorCodes = { connectionBroke: -32_000, refused: -32_001 } as const;

const initializeParamsSchema = z.strictObject({
  protocolVersion: z.literal(protocolVersion),
  harness: z.strictObject({ name: z.literal("reconcile-harness"), version: z.string() }),
});

export const initializeResultSchema = z.strictObject({
  protocolVersion: z.literal(protocolVersion),
  name: textSchema.max(100),
  /** Those that the profile names are not needed. `reports` is needed in one of the two. */
  capabilities: capabilitiesSchema.default({}),
  /** What it is and is not; absent: it has everything, or a file has it. */
  profile: botProfileSchema.optional(),
});

/** A list with the time at which it was read, and the clock of the bot. */
function listReply<Item extends z.ZodType>(item: Item) {
  const [ok, failed] = snapshotPartSchema(item).options;
  return z.discriminatedUnion("status", [
    ok.extend({ nowMs: timestampMsSchema }),
    failed.extend({ nowMs: timestampMsSchema }),
  ]);
}

/** The number of a run; each call of that run repeats it. */
const run = z.int().min(1);

const knownCalls = {
  lastPortCallAtMs: timestampMsSchema.nullable(),
  priorCalls: z.array(priorCallSchema),
};

const reconcileParamsSchema = z.strictObject({
  run,
  runId: z.string(),
  nowMs: timestampMsSchema,
  ...knownCalls,
  gates: botGatesSchema,
  config: configSchema,
  expected: expectedStateSchema,
  /** Absent for a bot that reads the lists by requests. */
  snapshot: snapshotSchema.optional(),
  filters: filtersSchema.optional(),
  account: accountSchema.optional(),
});

/** The clock of the bot when the message is sent. */
const nowMs = timestampMsSchema;

const [accepted, rejected, unknown] = portReplySchema.options;
const timedReplySchema = z.discriminatedUnion("status", [
  accepted.extend({ nowMs }),
  rejected.extend({ nowMs }),
  unknown.extend({ nowMs }),
]);

const [found, notFound, failed] = orderQueryReplySchema.options;
const timedQueryReplySchema = z.discriminatedUnion("status", [
  found.extend({ nowMs }),
  notFound.extend({ nowMs }),
  /** Without a time where no run is active. */
  failed.extend({ nowMs: nowMs.optional() }),
]);

/** Every method. The target serves the first three, the harness those with a `/`. */
export const methods = {
  initialize: { params: initializeParamsSchema, result: initializeResultSchema },
  start: { params: z.strictObject({ nowMs }), result: z.strictObject({}) },
  reconcile: { params: reconcileParamsSchema, result: reportedRunSchema },
  "port/cancelOrder": { params: wireCancelSchema.extend({ run }), result: timedReplySchema },
  "port/placeMarketOrder": { params: wireOrderSchema.extend({ run }), result: timedReplySchema },
  "port/cancelConditionalOrder": {
    params: wireConditionalCancelSchema.extend({ run }),
    result: timedReplySchema,
  },
  "exchange/openOrders": {
    params: z.strictObject({ run }),
    result: listReply(observedOrderSchema),
  },
  "exchange/positions": {
    params: z.strictObject({ run }),
    result: listReply(observedPositionSchema),
  },
  /** Absent lists are null: no conditional order is in play. */
  "exchange/openAlgoOrders": {
    params: z.strictObject({ run }),
    result: listReply(observedConditionalOrderSchema).nullable(),
  },
  "exchange/order": {
    params: orderQuerySchema.unwrap().extend({ run }),
    result: timedQueryReplySchema,
  },
  "audit/append": {
    params: z.strictObject({ run, event: auditEventSchema }),
    /** Without a time where no run is active. */
    result: z.strictObject({ refusal: z.string().nullable(), nowMs: nowMs.optional() }),
  },
  "lease/take": {
    params: z.strictObject({ run }),
    /** Null: another instance has the lease. */
    result: z.strictObject({
      nowMs,
      lease: z.strictObject({ ...knownCalls, snapshot: snapshotSchema.optional() }).nullable(),
    }),
  },
  "lease/end": { params: z.strictObject({ run }), result: z.strictObject({ nowMs }) },
} as const;

/** The clock has advanced, and no reply came. Sent without an id, so it gets no answer. */
export const clockNotification = { method: z.literal("clock"), params: z.strictObject({ nowMs }) };

export type HarnessMethod = Extract<keyof typeof methods, `${string}/${string}`>;
export const harnessMethods: readonly HarnessMethod[] = [
  "port/cancelOrder",
  "port/placeMarketOrder",
  "port/cancelConditionalOrder",
  "exchange/openOrders",
  "exchange/positions",
  "exchange/openAlgoOrders",
  "exchange/order",
  "audit/append",
  "lease/take",
  "lease/end",
];
