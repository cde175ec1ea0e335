/**
 * Pairs of a theme and a fault in one case. A bug may need both, such as a large book and a request without a reply,
 * and a campaign in which each of the two is common may still never have them together.
 */
import { isLive } from "../domain/order.ts";
import { mostCallsInARun } from "../domain/port-call.ts";
import type { PortFault } from "../domain/port-fault.ts";
import { faults, themes, type Fault, type Theme } from "../domain/theme.ts";
import type { Case } from "../../properties/property.ts";
import type { SnapshotPartStep, StepKind } from "../scenario/step.ts";
import { countSymbols } from "./dimensions.ts";

export function pairOf(theme: Theme, fault: Fault): string {
  return `${theme} with ${fault}`;
}

/** By the numbers of theme and fault. */
const names: readonly string[] = themes.flatMap((theme) =>
  faults.map((fault) => pairOf(theme, fault)),
);

/** Counts each pair once in a case. */
export class PairCounter {
  readonly #counts = new Uint32Array(names.length);

  record(observed: Case): void {
    const met = faultsOf(observed);
    // Most cases have no fault.
    if (met.size === 0) return;
    for (const theme of themesOf(observed)) {
      const first = themes.indexOf(theme) * faults.length;
      for (const fault of met) {
        const at = first + faults.indexOf(fault);
        this.#counts[at] = (this.#counts[at] ?? 0) + 1;
      }
    }
  }

  /** The cases with each pair, by its name, without pairs that none has. */
  byName(): Record<string, number> {
    const counted = names.map((name, at) => [name, this.#counts[at] ?? 0] as const);
    return Object.fromEntries(counted.filter(([, count]) => count > 0));
  }
}

const portFaultOf: { readonly [Kind in PortFault["kind"]]: Fault | null } = {
  accept: null,
  reject: "port reject",
  expire: "port expire",
  "rate-limit": "port rate-limit",
  timeout: "port timeout",
  disconnect: "port disconnect",
  delayed: "port delayed",
  never: "port never",
};

const listFaultOf: { readonly [Kind in SnapshotPartStep["kind"]]: Fault | null } = {
  ok: null,
  failed: "list failed",
  old: "list old",
  future: "list future",
  truncated: "list truncated",
  lagging: "list lagging",
  omitting: "list omitting",
  repeating: "list repeating",
};

export function faultsOf({ scenario, observation }: Case): ReadonlySet<Fault> {
  const met = new Set<Fault>();
  const add = (fault: Fault | null) => {
    if (fault !== null) met.add(fault);
  };
  for (const { fault } of observation.portCalls) if (fault !== null) add(portFaultOf[fault]);
  let parts: readonly SnapshotPartStep[] = [];
  let isWritable = true;
  for (const step of scenario.steps) {
    if (step.kind === "snapshot") {
      const { orders, positions, conditionalOrders } = step;
      parts =
        conditionalOrders === undefined
          ? [orders, positions]
          : [orders, positions, conditionalOrders];
    } else if (step.kind === "set-audit-fault") isWritable = step.writable;
    else if (step.kind === "reconcile") {
      for (const { kind } of parts) add(listFaultOf[kind]);
      // A target without this trail meets the fault and writes nothing that could be rejected.
      const isSpared = !observation.reported.has("audit") || observation.ownTrail !== null;
      if (!isWritable && isSpared) add("audit fault");
    }
  }
  if (observation.rejectedAuditEvents.length > 0) add("audit fault");
  if (observation.runs.some(({ mode }) => mode === "crashed")) add("crash");
  return met;
}

const themeOfStep: { readonly [Kind in StepKind]?: Theme } = {
  "place-conditional-order": "conditional orders",
  "set-position-mode": "changed circumstances",
  "set-config": "changed circumstances",
  "set-gates": "changed circumstances",
  "set-price": "changed circumstances",
  "set-clock": "clock set",
  "order-update": "order updates",
  restart: "restart",
};

const large = { orders: 20, symbols: 10, portCalls: 10, digits: 30 } as const;

export function themesOf({ scenario, observation }: Case): ReadonlySet<Theme> {
  const { expected, exchange, config } = scenario;
  const { portCalls, runContexts, trace } = observation;
  const found = new Set<Theme>();
  const add = (theme: Theme, isFound: boolean) => {
    if (isFound) found.add(theme);
  };
  const { orders, conditionalOrders = [] } = exchange;
  add("large book", Math.max(expected.orders.length, orders.length) >= large.orders);
  add("many symbols", countSymbols(scenario) > large.symbols);
  add("many port calls", mostCallsInARun(portCalls) >= large.portCalls);
  add("prior calls", (runContexts.at(-1)?.priorCalls.length ?? 0) > 0);
  add("hedge mode", exchange.positionMode === "hedge");
  add("filters", exchange.filters !== undefined);
  add("conditional orders", conditionalOrders.length > 0);
  add("list without ended orders", exchange.listsOnlyOpenOrders === true);
  const ids = new Set<string>();
  for (const { clientOrderId, quantity, status } of orders) {
    add("repeated ids", ids.has(clientOrderId));
    ids.add(clientOrderId);
    add("long numbers", quantity.length > large.digits);
    const isExternal = !clientOrderId.startsWith(config.clientOrderIdPrefix);
    add("external orders", isExternal && isLive(status));
  }
  add(
    "slow replies",
    portCalls.some(({ atMs, repliedAtMs }) => atMs !== repliedAtMs),
  );
  for (const { step } of trace) {
    const theme = themeOfStep[step.kind];
    if (theme !== undefined) found.add(theme);
  }
  return found;
}
