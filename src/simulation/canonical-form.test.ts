import { expect, test } from "vitest";
import type { AuditEvent } from "../domain/audit-event.ts";
import type { RunReport } from "../domain/run-report.ts";
import { attemptEvent, resultEvent, runEvent } from "../test-fixtures/audit-events.ts";
import { dryRun, longPosition, manyOrders } from "../test-fixtures/observe.ts";
import { canonicalEvent, canonicalReport } from "./canonical-form.ts";

const flatten = { side: "SELL", quantity: "0.1", position_side: null, reduce_only: true } as never;
const event = (parts: object) =>
  attemptEvent({ kind: "flatten", ...(flatten as object), ...parts });

test.each<[string, AuditEvent]>([
  ["a canonical quantity", event({})],
  ["a leg of a hedge", event({ position_side: "LONG" })],
  ["no quantity", attemptEvent({ position_side: "BOTH" })],
  ["a result", resultEvent()],
  ["a run", runEvent()],
])("an event with %s stays the same object", (_, canonical) => {
  expect(canonicalEvent(canonical)).toBe(canonical);
});

test.each([
  [{ quantity: "0.10" }, {}],
  [{ position_side: "BOTH" }, {}],
  [{ quantity: "0.10", position_side: "SHORT" }, { position_side: "SHORT" }],
])("an attempt with %j has a canonical form", (parts, canonical) => {
  expect(canonicalEvent(event(parts))).toEqual(event(canonical));
});

test("a report is copied only where a request is not canonical", async () => {
  const positions = { positions: [longPosition], prices: { BTCUSDT: "50000" } };
  const { run: flattens } = await dryRun({ exchange: positions });
  const { run: cancels } = await dryRun({ exchange: { orders: manyOrders, ...positions } });
  const refused: RunReport = { mode: "refused", gateFailures: [] };
  for (const report of [flattens, cancels, refused]) expect(canonicalReport(report)).toBe(report);
  const verbose = (report: typeof flattens): RunReport => ({
    ...report,
    results: report.results.map(({ mismatch, outcome }) => ({
      mismatch,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a request with other texts
      outcome: ("request" in outcome && "quantity" in outcome.request
        ? { ...outcome, request: { ...outcome.request, quantity: "0.00100", positionSide: "BOTH" } }
        : outcome) as typeof outcome,
    })),
  });
  expect(verbose(flattens)).not.toEqual(flattens);
  expect(canonicalReport(verbose(flattens))).toEqual(flattens);
  const both = { ...flattens, results: [...cancels.results, ...flattens.results] };
  const canonical = canonicalReport(verbose(both));
  expect(canonical).toEqual(both);
  expect("results" in canonical && canonical.results[0]).toEqual(both.results[0]);
});
