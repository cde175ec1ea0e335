/**
 * Coverage of the random cases. Each label has a minimum share. A confidence bound decides whether the minimum is
 * met, so that chance does not fail a short campaign and does not excuse a long one. A label that no case has is
 * unmet at any length.
 */
import type { Observation } from "../simulation/observation.ts";
import type { ObservedRun } from "../domain/run-report.ts";
import type { Case } from "../../properties/property.ts";

/** The minimum share of the random cases with each label. */
export const requiredShares: Readonly<Record<string, number>> = {
  "live with a port call": 0.2,
  "order and position mismatch together": 0.2,
  ORDER_EXISTS_UNEXPECTED: 0.05,
  ORDER_STATUS_DIVERGENCE: 0.05,
  ORDER_MISSING_ON_EXCHANGE: 0.05,
  POSITION_NONZERO_UNEXPECTED: 0.05,
  snapshot_unreadable: 0.05,
  snapshot_stale: 0.05,
  cooldown_not_elapsed: 0.05,
  whitelist_required: 0.05,
  symbol_not_in_whitelist: 0.05,
  no_grinder_prefix: 0.05,
  order_status_not_actionable: 0.05,
  price_unavailable: 0.05,
  notional_exceeds_limit: 0.05,
  max_orders_reached: 0.05,
  max_symbols_reached: 0.05,
  port_error: 0.05,
  outcome_unknown: 0.05,
  audit_unavailable: 0.05,
  "port accepted": 0.05,
  "port rejected": 0.05,
  "port unknown": 0.05,
};

/** The labels of one case, from the runs that hold its mismatches and from its port calls. */
export function labelsOf({ observation }: Case, groundTruth: readonly ObservedRun[]): Set<string> {
  const labels = new Set<string>();
  for (const run of groundTruth) {
    if (run.mode === "refused" || run.mode === "crashed") continue;
    for (const { reason } of run.rejectedParts) labels.add(reason);
    for (const { mismatch, outcome } of run.results) {
      labels.add(mismatch.type);
      if ("reason" in outcome) labels.add(outcome.reason);
    }
  }
  for (const { reply } of observation.portCalls) labels.add(`port ${reply.status}`);
  if (observation.portCalls.length > 0 && isLive(observation)) labels.add("live with a port call");
  if (hasBothKinds(groundTruth)) labels.add("order and position mismatch together");
  return labels;
}

function isLive({ runs }: Observation): boolean {
  return runs.some(({ mode }) => mode === "live");
}

function hasBothKinds(runs: readonly ObservedRun[]): boolean {
  return runs.some((run) => {
    if (run.mode === "refused" || run.mode === "crashed") return false;
    const positions = run.results.filter(
      ({ mismatch }) => mismatch.type === "POSITION_NONZERO_UNEXPECTED",
    ).length;
    return positions > 0 && positions < run.results.length;
  });
}

/** One false alarm in about 2,000 labels; a campaign judges two dozen. */
const standardDeviations = 3.3;

/** Whether `count` of `cases` is compatible with a share of at least `required`. */
export function isShareMet(count: number, cases: number, required: number): boolean {
  return count > 0 && wilsonUpperBound(count, cases) >= required;
}

/** The upper end of Wilson's score interval for the share `count` of `cases`. */
export function wilsonUpperBound(count: number, cases: number): number {
  const z2 = standardDeviations ** 2;
  const share = count / cases;
  const spread = standardDeviations * Math.sqrt((share * (1 - share) + z2 / (4 * cases)) / cases);
  return (share + z2 / (2 * cases) + spread) / (1 + z2 / cases);
}
