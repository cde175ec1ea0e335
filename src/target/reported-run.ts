/**
 * What a target says of one run, as it comes in from outside. Every part is optional, because a target
 * tells what it can; what it leaves out is told by what the port saw.
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

/** As the port gets it; a parameter that is left out is not sent, like one that is null. */
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

/** A gate by its name, and what it was read as. */
const closedGateSchema = z.strictObject({
  gate: z.enum(gates.map(({ name }) => name)),
  actual: z.string().max(200),
});

export const reportedRunSchema = z.strictObject({
  mode: z.enum(["dry_run", "live", "refused"]).optional(),
  /** Of a run that was refused: every closed gate, each once. */
  closedGates: z.array(closedGateSchema).optional(),
  /** Every mismatch with what became of it, in processing order. */
  results: z
    .array(z.strictObject({ mismatch: namedMismatchSchema, outcome: outcomeSchema }))
    .optional(),
  counts: countsSchema.optional(),
  status: runStatusSchema.optional(),
  /** The first reason for which something was held back. */
  blockReason: blockReasonSchema.nullable().default(null),
});
/** As a target writes it: plain strings, and every default left out. */
export type ReportedRun = z.input<typeof reportedRunSchema>;
export type ReadReportedRun = z.output<typeof reportedRunSchema>;

/** The answer without what the target did not say that it reports. */
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
 * The part that a target says it reports and has left out, or null. A refused run has but its mode; `allowed`
 * is the mode that its gates allow, for a target that does not tell its own.
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
