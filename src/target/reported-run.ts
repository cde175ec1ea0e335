/**
 * The report of one run as a target sends it. Every part is optional; the recorded port calls replace
 * parts that are missing.
 */
import * as z from "zod";
import { clientOrderIdSchema } from "../domain/client-order-id.ts";
import { gates } from "../domain/gate.ts";
import { cancelOrderSchema, placeMarketOrderSchema } from "../domain/port-call.ts";
import { positionSideSchema } from "../domain/position.ts";
import { blockReasonSchema, forEachCount, runStatusSchema } from "../domain/run-report.ts";
import type { Mode, ReportPart } from "../domain/run-report.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";

const detail = z.string().max(1_000).default("");
const kind = z.enum(["cancel", "flatten"]);
const count = z.int().min(0).default(0);

const place = { symbol: tradingSymbolSchema, positionSide: positionSideSchema.default("BOTH") };

const namedMismatchSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.enum([
      "ORDER_EXISTS_UNEXPECTED",
      "ORDER_STATUS_DIVERGENCE",
      "ORDER_MISSING_ON_EXCHANGE",
    ]),
    ...place,
    clientOrderId: clientOrderIdSchema,
  }),
  z.strictObject({ type: z.literal("POSITION_NONZERO_UNEXPECTED"), ...place }),
]);

/** A market order as the port gets it. A parameter that is absent or null is not sent. */
export const wireMarketOrderSchema = placeMarketOrderSchema.unwrap().extend({
  positionSide: positionSideSchema.nullable().default(null),
  reduceOnly: z.boolean().nullable().default(null),
});

const request = z.discriminatedUnion("method", [cancelOrderSchema, wireMarketOrderSchema]);

const outcomeSchema = z.discriminatedUnion("status", [
  z.strictObject({ status: z.enum(["planned", "executed"]), kind, request }),
  z.strictObject({
    status: z.enum(["failed", "unknown"]),
    kind,
    request,
    reason: blockReasonSchema,
    detail,
  }),
  z.strictObject({ status: z.literal("blocked"), kind, reason: blockReasonSchema, detail }),
  z.strictObject({
    status: z.enum(["deferred", "not_routed", "skipped_terminal", "skipped_no_action"]),
    detail,
  }),
]);

const countsSchema = z.strictObject(forEachCount(() => count));

/** A gate with the value that the target read for it. */
const closedGateSchema = z.strictObject({
  gate: z.enum(gates.map(({ name }) => name)),
  actual: z.string().max(200),
});

export const reportedRunSchema = z.strictObject({
  mode: z.enum(["dry_run", "live", "refused"]).optional(),
  /** Of a refused run: every closed gate, each once. */
  closedGates: z.array(closedGateSchema).optional(),
  /** Every mismatch with its outcome, in processing order. */
  results: z
    .array(z.strictObject({ mismatch: namedMismatchSchema, outcome: outcomeSchema }))
    .optional(),
  counts: countsSchema.optional(),
  status: runStatusSchema.optional(),
  /** The reason of the first blocked remediation. */
  blockReason: blockReasonSchema.nullable().default(null),
});
/** As a target writes it: plain strings, and fields with a default are optional. */
export type ReportedRun = z.input<typeof reportedRunSchema>;
export type ReadReportedRun = z.output<typeof reportedRunSchema>;

/** The answer without the parts that the target does not declare in `reports`. */
export function keepReported(
  run: ReadReportedRun,
  reports: ReadonlySet<ReportPart>,
): ReadReportedRun {
  const { mode, closedGates, results, counts, status, blockReason } = run;
  return {
    ...(reports.has("mode") && { mode, closedGates }),
    ...(reports.has("results") && { results }),
    ...(reports.has("counts") && { counts }),
    ...(reports.has("status") && { status }),
    blockReason,
  };
}

/**
 * The declared part that the answer is missing, or null. A refused run has no parts but its mode.
 * `allowed` is the mode of the gates, for a target that does not report its own.
 */
export function findMissingPart(
  run: ReadReportedRun,
  allowed: Mode | "refused",
  reports: ReadonlySet<ReportPart>,
): string | null {
  if (reports.has("mode") && run.mode === undefined) return "mode";
  if ((run.mode ?? allowed) === "refused") {
    return reports.has("mode") && run.closedGates === undefined ? "closedGates" : null;
  }
  for (const part of ["results", "counts", "status"] as const) {
    if (reports.has(part) && run[part] === undefined) return part;
  }
  return null;
}
