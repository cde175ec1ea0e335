/**
 * Which differences there are between belief and snapshot, told from the scenario and what the world
 * showed, by other code than the pipeline's: slow, plain, one entity at a time.
 */
import { Big } from "big.js";
import type { RunSituation } from "../../src/domain/observation.ts";
import type { ObservedOrder, OrderStatus } from "../../src/domain/order.ts";
import type { ObservedPosition } from "../../src/domain/position.ts";
import type { Scenario } from "../../src/domain/scenario.ts";
import { isOurOrder } from "./owner.ts";

export type Difference = {
  readonly type: string;
  readonly symbol: string;
  readonly positionSide: string;
  /** Empty for a position. */
  readonly clientOrderId: string;
  readonly order: ObservedOrder | null;
  readonly position: ObservedPosition | null;
};

const ended: ReadonlySet<OrderStatus> = new Set(["FILLED", "CANCELLED", "REJECTED", "EXPIRED"]);

export function isLiveOrder(order: ObservedOrder | null): boolean {
  return order !== null && !ended.has(order.status);
}

export function isReadable(
  part: "orders" | "positions",
  { snapshot, atMs, lastPortCallAtMs }: RunSituation,
  { config }: Scenario,
): boolean {
  const { status, takenAtMs } = snapshot[part];
  if (lastPortCallAtMs !== null && takenAtMs <= lastPortCallAtMs) return false;
  return status === "ok" && takenAtMs <= atMs && atMs - takenAtMs <= config.snapshotAgeMsMax;
}

// Several properties ask about the same run; a situation belongs to one run of one scenario.
const known = new WeakMap<RunSituation, readonly Difference[]>();

/** In processing order. */
export function differences(scenario: Scenario, situation: RunSituation): readonly Difference[] {
  const found = known.get(situation) ?? findDifferences(scenario, situation);
  known.set(situation, found);
  return found;
}

function findDifferences(scenario: Scenario, situation: RunSituation): Difference[] {
  return [
    ...orderDifferences(scenario, situation),
    ...positionDifferences(scenario, situation),
  ].toSorted((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
}

const ranks: Readonly<Record<string, number>> = {
  ORDER_EXISTS_UNEXPECTED: 1,
  ORDER_STATUS_DIVERGENCE: 2,
  ORDER_MISSING_ON_EXCHANGE: 3,
  POSITION_NONZERO_UNEXPECTED: 4,
};

// A space sorts before every character that symbols and ids may have.
function sortKey({ type, symbol, positionSide, clientOrderId }: Difference): string {
  return [ranks[type], symbol, positionSide, clientOrderId].join(" ");
}

function orderDifferences(scenario: Scenario, situation: RunSituation): Difference[] {
  const { orders } = situation.snapshot;
  if (orders.status === "failed" || !isReadable("orders", situation, scenario)) return [];
  const { config, expected } = scenario;
  const found: Difference[] = [];
  for (const believed of expected.orders) {
    const seen = orders.items.find(
      ({ clientOrderId, symbol }) =>
        clientOrderId === believed.clientOrderId && symbol === believed.symbol,
    );
    const { symbol, clientOrderId } = believed;
    const believedLive = !ended.has(believed.status);
    if (seen === undefined) {
      const old = orders.takenAtMs - believed.createdAtMs > config.orderGracePeriodMs;
      if (!believedLive || !old) continue;
      const { positionSide } = believed;
      found.push({
        type: "ORDER_MISSING_ON_EXCHANGE",
        symbol,
        positionSide,
        clientOrderId,
        order: null,
        position: null,
      });
    } else {
      const agrees = believedLive
        ? seen.status === "OPEN" || seen.status === "PARTIALLY_FILLED"
        : seen.status === believed.status;
      if (agrees) continue;
      const { positionSide } = seen;
      found.push({
        type: "ORDER_STATUS_DIVERGENCE",
        symbol,
        positionSide,
        clientOrderId,
        order: seen,
        position: null,
      });
    }
  }
  for (const order of orders.items) {
    const { symbol, positionSide, clientOrderId } = order;
    const isBelievedIn = expected.orders.some(
      (believed) => believed.clientOrderId === clientOrderId && believed.symbol === symbol,
    );
    if (isBelievedIn || !isLiveOrder(order) || !isOurOrder(clientOrderId, config)) continue;
    found.push({
      type: "ORDER_EXISTS_UNEXPECTED",
      symbol,
      positionSide,
      clientOrderId,
      order,
      position: null,
    });
  }
  return found;
}

function positionDifferences(scenario: Scenario, situation: RunSituation): Difference[] {
  const { positions } = situation.snapshot;
  if (positions.status === "failed" || !isReadable("positions", situation, scenario)) return [];
  const { config, expected } = scenario;
  return positions.items.flatMap((position): Difference[] => {
    const { symbol, positionSide } = position;
    const isManaged =
      config.symbolWhitelist.includes(symbol) ||
      expected.positions.some((believed) => believed.symbol === symbol);
    const believedNonzero = expected.positions.some(
      (believed) =>
        believed.symbol === symbol &&
        believed.positionSide === positionSide &&
        !new Big(believed.quantity).eq(0),
    );
    if (!isManaged || believedNonzero || new Big(position.quantity).eq(0)) return [];
    return [
      {
        type: "POSITION_NONZERO_UNEXPECTED",
        symbol,
        positionSide,
        clientOrderId: "",
        order: null,
        position,
      },
    ];
  });
}
