/** The route of each mismatch: a cancel, a flatten, or the outcome without either. */
import type { Action } from "../domain/config.ts";
import type { Mismatch } from "../domain/mismatch.ts";
import { isLive } from "../domain/order.ts";
import type { Outcome, RemediationKind } from "../domain/run-report.ts";

const routedKinds: Record<Action, ReadonlySet<RemediationKind>> = {
  none: new Set(),
  cancel_all: new Set(["cancel"]),
  flatten: new Set(["flatten"]),
  cancel_then_flatten: new Set(["cancel", "flatten"]),
};

export type Route = { readonly remediate: RemediationKind } | { readonly outcome: Outcome };

/**
 * Orders always beat positions: under every action, no position is flattened while a live order
 * mismatch exists. The exchange has the same rule: a resting reduce-only order makes a flatten fail.
 */
export function routeMismatches(mismatches: readonly Mismatch[], action: Action): Route[] {
  const hasLiveOrderMismatch = mismatches.some(isLiveOrderMismatch);
  return mismatches.map((mismatch) => {
    const natural = naturalRoute(mismatch);
    if ("outcome" in natural) return natural;
    if (natural.remediate === "flatten" && hasLiveOrderMismatch) {
      const detail =
        "a live order mismatch exists, and orders always beat positions; run again when it is gone";
      return { outcome: { status: "deferred", detail } };
    }
    if (!routedKinds[action].has(natural.remediate)) {
      const detail = `action ${action} does not ${natural.remediate}`;
      return { outcome: { status: "not_routed", detail } };
    }
    return natural;
  });
}

function isLiveOrderMismatch(mismatch: Mismatch): boolean {
  return (
    mismatch.type !== "POSITION_NONZERO_UNEXPECTED" &&
    mismatch.observed !== null &&
    isLive(mismatch.observed.status)
  );
}

const cancel = { remediate: "cancel" } as const;
const flatten = { remediate: "flatten" } as const;

function naturalRoute(mismatch: Mismatch): Route {
  switch (mismatch.type) {
    case "POSITION_NONZERO_UNEXPECTED":
      return flatten;
    case "ORDER_MISSING_ON_EXCHANGE": {
      const detail =
        "nothing to act on at the exchange; find out how the order ended and correct the expected state";
      return { outcome: { status: "skipped_no_action", detail } };
    }
    case "ORDER_EXISTS_UNEXPECTED":
    case "ORDER_STATUS_DIVERGENCE": {
      if (isLive(mismatch.observed.status)) return cancel;
      const detail = `the order already ended as ${mismatch.observed.status}; correct the expected state`;
      return { outcome: { status: "skipped_terminal", detail } };
    }
  }
}
