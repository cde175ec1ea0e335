/**
 * The messages between the harness and a target in a process of its own: JSON-RPC 2.0, one message a line.
 * PROTOCOL.md tells it to people; `protocol.schema.json` is made of what stands here.
 */
import * as z from "zod";
import { auditEventSchema } from "../../domain/audit-event.ts";
import { expectedStateSchema } from "../../domain/expected-state.ts";
import { configSchema } from "../../domain/config.ts";
import { gateInputsSchema } from "../../domain/gate.ts";
import { observedOrderSchema } from "../../domain/order.ts";
import { observedPositionSchema } from "../../domain/position.ts";
import { portRequestSchema } from "../../domain/port-call.ts";
import { reportParts } from "../../domain/run-report.ts";
import { textSchema } from "../../domain/text.ts";
import { timestampMsSchema } from "../../domain/time.ts";
import { reportedRunSchema } from "../reported-run.ts";
import { wireCancelSchema, wireOrderSchema } from "../target-run.ts";

export const protocolVersion = 2;

/** What each side may take, in milliseconds, and how much may stand on one line. */
export const targetLimits = {
  startMs: 10_000,
  answerMs: 5_000,
  endMs: 2_000,
  /** What may go into runs without an answer and into starting anew, until the target is given up. */
  errorMsMax: 10_000,
  lineLengthMax: 8 * 1024 * 1024,
} as const;
export type TargetLimits = { readonly [Limit in keyof typeof targetLimits]: number };

/** Error codes of the harness, from the range that JSON-RPC leaves to implementations. */
export const errorCodes = { connectionBroke: -32_000, refused: -32_001 } as const;

const initializeParamsSchema = z.strictObject({
  protocolVersion: z.literal(protocolVersion),
  harness: z.strictObject({ name: z.literal("reconcile-harness"), version: z.string() }),
});

export const initializeResultSchema = z.strictObject({
  protocolVersion: z.literal(protocolVersion),
  name: textSchema.max(100),
  capabilities: z.strictObject({
    /** What it says of its runs; it is judged by its calls in any case. */
    reports: z.array(z.enum(reportParts)),
    /** Whether it answers `start`, and so can be judged on sequences. */
    sequences: z.boolean().default(false),
  }),
});

const takenAtMs = timestampMsSchema;
const failedPart = z.strictObject({
  status: z.literal("failed"),
  takenAtMs,
  error: z.string(),
});

/** The number of a run, which every call of that run has to name. */
const run = z.int().min(1);

const reconcileParamsSchema = z.strictObject({
  run,
  runId: z.string(),
  nowMs: timestampMsSchema,
  lastPortCallAtMs: timestampMsSchema.nullable(),
  priorCalls: z.array(
    z.strictObject({
      request: portRequestSchema,
      atMs: timestampMsSchema,
      status: z.enum(["accepted", "rejected", "unknown"]),
    }),
  ),
  gates: gateInputsSchema,
  config: configSchema,
  expected: expectedStateSchema,
  snapshot: z.strictObject({
    orders: z.discriminatedUnion("status", [
      z.strictObject({ status: z.literal("ok"), takenAtMs, items: z.array(observedOrderSchema) }),
      failedPart,
    ]),
    positions: z.discriminatedUnion("status", [
      z.strictObject({
        status: z.literal("ok"),
        takenAtMs,
        items: z.array(observedPositionSchema),
      }),
      failedPart,
    ]),
  }),
});

const cancelParamsSchema = wireCancelSchema.extend({ run });
const orderParamsSchema = wireOrderSchema.extend({ run });
const appendParamsSchema = z.strictObject({ run, event: auditEventSchema });

const portReplySchema = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("accepted") }),
  z.strictObject({ status: z.literal("rejected"), code: z.int(), message: z.string() }),
  z.strictObject({ status: z.literal("unknown"), code: z.int().nullable(), message: z.string() }),
]);

const appendResultSchema = z.strictObject({ refusal: z.string().nullable() });

/** Every method: who is asked, with what, and what is answered. */
export const methods = {
  initialize: { of: "target", params: initializeParamsSchema, result: initializeResultSchema },
  start: { of: "target", params: z.strictObject({}), result: z.strictObject({}) },
  reconcile: { of: "target", params: reconcileParamsSchema, result: reportedRunSchema },
  "port/cancelOrder": { of: "harness", params: cancelParamsSchema, result: portReplySchema },
  "port/placeMarketOrder": { of: "harness", params: orderParamsSchema, result: portReplySchema },
  "audit/append": { of: "harness", params: appendParamsSchema, result: appendResultSchema },
} as const;
