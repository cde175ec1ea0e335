/** Quiescence: the gates are open, the port accepts, the audit sink works, the exchange is quiet. */
import { allGatesOpen } from "../../src/domain/gate.ts";
import { positionKey, type Position } from "../../src/domain/position.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { isLiveOrder, isZero } from "../oracle/expected-mismatches.ts";
import { isOwnOrder } from "../oracle/own-order.ts";
import type { Case } from "../property.ts";
import { memoizeLast } from "./memoize-last.ts";

/**
 * The scenario with a quiescence of as many runs as the limits require, and one more. All properties get the same
 * scenario, so that it runs once.
 */
export const withQuiescence: (observed: Case) => Scenario | { readonly discarded: string } =
  memoizeLast(({ scenario }) => {
    const runs = maxQuietRuns(scenario);
    return runs === 0
      ? { discarded: "the action remediates nothing of the scenario" }
      : addQuietRuns(scenario, runs + 1);
  });

/** A scheduled crash happens in a run before the quiescence. Then no delayed request and no attempt remains. */
function addQuietRuns(scenario: Scenario, runs: number): Scenario {
  const { config, steps } = scenario;
  const ok = { kind: "ok" } as const;
  const round: readonly Step[] = [
    { kind: "advance-clock", ms: config.cooldownSeconds * 1_000 + 1 },
    { kind: "snapshot", orders: ok, positions: ok },
    { kind: "reconcile" },
  ];
  const mayCrash = steps.some(({ kind }) => kind === "crash");
  return {
    ...scenario,
    steps: [
      ...steps,
      { kind: "set-gates", gates: allGatesOpen },
      { kind: "set-port-faults", faults: [] },
      { kind: "set-audit-fault", writable: true, afterEvents: 0 },
      ...(mayCrash ? ([{ kind: "reconcile" }] as const) : []),
      { kind: "advance-clock", ms: maxDelayMs(steps) + config.attemptWindowSeconds * 1_000 },
      ...Array.from({ length: runs }, () => round).flat(),
    ],
  };
}

function maxDelayMs(steps: readonly Step[]): number {
  const faults = steps.flatMap((step) => (step.kind === "set-port-faults" ? step.faults : []));
  return Math.max(1, ...faults.map((fault) => (fault.kind === "delayed" ? fault.afterMs : 1)));
}

/**
 * Each quiet run cancels as many orders, or flattens as many positions, as both limits permit. The exchange accepts
 * each cancel. A position that cannot be closed takes all of its attempts.
 */
export function maxQuietRuns(scenario: Scenario): number {
  const { action, maxOrdersPerAction, maxSymbolsPerAction, maxAttemptsPerIntent } = scenario.config;
  const perRun = Math.max(Math.min(maxOrdersPerAction, maxSymbolsPerAction), 1);
  const orders = action === "cancel_all" || action === "cancel_then_flatten";
  const positions = action === "flatten" || action === "cancel_then_flatten";
  return (
    (orders ? Math.ceil(cancellableOrders(scenario).size / perRun) : 0) +
    (positions ? Math.ceil(openPositions(scenario).size / perRun) * maxAttemptsPerIntent : 0)
  );
}

/** The ids of the own orders that can be live in quiescence. */
function cancellableOrders({ config, exchange, steps }: Scenario): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const order of exchange.orders) if (isLiveOrder(order)) ids.add(order.clientOrderId);
  for (const step of steps) if ("order" in step) ids.add(step.order.clientOrderId);
  for (const id of ids) if (!isOwnOrder(id, config)) ids.delete(id);
  return ids;
}

/** The keys of the positions that can be open in quiescence. */
function openPositions({ exchange, steps }: Scenario): ReadonlySet<string> {
  const keys = new Set<string>();
  const add = (place: Pick<Position, "symbol" | "positionSide">) => keys.add(positionKey(place));
  for (const position of exchange.positions) if (!isZero(position.quantity)) add(position);
  for (const step of steps) if ("position" in step) add(step.position);
  if (!steps.some(({ kind }) => kind === "fill-order")) return keys;
  for (const order of exchange.orders) add(order);
  for (const step of steps) if ("order" in step) add(step.order);
  return keys;
}
