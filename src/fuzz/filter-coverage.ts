/** Labels of closes that the filters of the venue round, split or forbid. */
import { exceeds, absolute } from "../domain/decimal.ts";
import { isFurtherPart, type CompletedRun } from "../domain/run-report.ts";
import type { Scenario } from "../scenario/scenario.ts";

const labels = {
  rounded: "a close rounded down to the step",
  split: "a close in several orders",
  cut: "a close in several orders, cut by a limit",
  stopped: "a close in several orders, stopped by a reply",
} as const;

/** The minimum share of random cases. */
export const filterShares: Readonly<Record<string, number>> = {
  [labels.rounded]: 0.002,
  [labels.split]: 0.005,
  [labels.cut]: 0.001,
  [labels.stopped]: 0.001,
};

/** Adds the labels of one run. Dust is a reason of its own. */
export function addFilterLabels(
  { exchange }: Scenario,
  { results }: CompletedRun,
  found: Set<string>,
): void {
  if (exchange.filters === undefined) return;
  for (const [at, result] of results.entries()) {
    const { outcome, mismatch } = result;
    if (isFurtherPart(results[at - 1], result)) {
      found.add(labels.split);
      if (outcome.status !== "blocked") continue;
      found.add(reasonsOfReplies.has(outcome.reason) ? labels.stopped : labels.cut);
    } else if ("request" in outcome && "quantity" in outcome.request) {
      const { quantity } = outcome.request;
      const position = exchange.positions.find(
        ({ symbol, positionSide }) =>
          symbol === mismatch.symbol && positionSide === mismatch.positionSide,
      );
      const most = exchange.filters[mismatch.symbol]?.maxMarketQuantity;
      if (position === undefined || most === quantity) continue;
      if (exceeds(absolute(position.quantity), quantity)) found.add(labels.rounded);
    }
  }
}

const reasonsOfReplies: ReadonlySet<string> = new Set([
  "port_error",
  "outcome_unknown",
  "rate_limited",
  "audit_unavailable",
]);
