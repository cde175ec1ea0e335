/**
 * Which differences there are between expectedState and snapshot, told from the scenario and what the services
 * showed, by other code than the pipeline's: slow, plain, one entity at a time.
 */
import type { RunContext } from "../../src/simulation/observation.ts";
import type { MismatchType } from "../../src/domain/mismatch.ts";
import type { ObservedOrder, OrderStatus } from "../../src/domain/order.ts";
import type { ObservedPosition } from "../../src/domain/position.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { isOwnOrder } from "./own-order.ts";

export type ExpectedMismatch = {
  readonly type: MismatchType;
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

/** Null for a part that may be believed. */
export function checkSnapshotPart(
  part: "orders" | "positions",
  { snapshot, atMs, lastPortCallAtMs }: RunContext,
  { config }: Scenario,
): "snapshot_unreadable" | "snapshot_stale" | null {
  const { status, takenAtMs } = snapshot[part];
  if (status === "failed") return "snapshot_unreadable";
  const beforeCall = lastPortCallAtMs !== null && takenAtMs <= lastPortCallAtMs;
  const ageMs = atMs - takenAtMs;
  return beforeCall || ageMs < 0 || ageMs > config.snapshotAgeMsMax ? "snapshot_stale" : null;
}

export function isUsable(
  part: "orders" | "positions",
  situation: RunContext,
  scenario: Scenario,
): boolean {
  return checkSnapshotPart(part, situation, scenario) === null;
}

/** In processing order. */
export function expectedMismatches(scenario: Scenario, situation: RunContext): ExpectedMismatch[] {
  const found = orderDifferences(scenario, situation);
  found.push(...positionDifferences(scenario, situation));
  return found.length < 2 ? found : found.toSorted(inOrder);
}

const ranks: Readonly<Record<MismatchType, number>> = {
  ORDER_EXISTS_UNEXPECTED: 1,
  ORDER_STATUS_DIVERGENCE: 2,
  ORDER_MISSING_ON_EXCHANGE: 3,
  POSITION_NONZERO_UNEXPECTED: 4,
};

// No two differences have the same type, symbol, side and id.
function inOrder(left: ExpectedMismatch, right: ExpectedMismatch): number {
  if (left.type !== right.type) return ranks[left.type] - ranks[right.type];
  if (left.symbol !== right.symbol) return left.symbol < right.symbol ? -1 : 1;
  if (left.positionSide !== right.positionSide) {
    return left.positionSide < right.positionSide ? -1 : 1;
  }
  return left.clientOrderId < right.clientOrderId ? -1 : 1;
}

function isZero(quantity: string): boolean {
  return !/[1-9]/.test(quantity);
}

function orderDifferences(scenario: Scenario, situation: RunContext): ExpectedMismatch[] {
  const { orders } = situation.snapshot;
  if (orders.status === "failed" || !isUsable("orders", situation, scenario)) return [];
  const { config } = scenario;
  const { expected } = situation;
  const found: ExpectedMismatch[] = [];
  for (const believed of expected.orders) {
    // What was heard of an order after the look is not contradicted by it.
    const heardAtMs = believed.updatedAtMs ?? believed.createdAtMs;
    if (heardAtMs > orders.takenAtMs) continue;
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
    if (!isLiveOrder(order) || !isOwnOrder(clientOrderId, config)) continue;
    const isBelievedIn = expected.orders.some(
      (believed) => believed.clientOrderId === clientOrderId && believed.symbol === symbol,
    );
    if (isBelievedIn) continue;
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

function positionDifferences(scenario: Scenario, situation: RunContext): ExpectedMismatch[] {
  const { positions } = situation.snapshot;
  if (positions.status === "failed" || !isUsable("positions", situation, scenario)) return [];
  const { config } = scenario;
  const { expected } = situation;
  const found: ExpectedMismatch[] = [];
  for (const position of positions.items) {
    const { symbol, positionSide, quantity } = position;
    if (isZero(quantity)) continue;
    const isManaged =
      config.symbolWhitelist.includes(symbol) ||
      expected.positions.some((believed) => believed.symbol === symbol);
    const believedNonzero = expected.positions.some(
      (believed) =>
        believed.symbol === symbol &&
        believed.positionSide === positionSide &&
        !isZero(believed.quantity),
    );
    if (!isManaged || believedNonzero) continue;
    found.push({
      type: "POSITION_NONZERO_UNEXPECTED",
      symbol,
      positionSide,
      clientOrderId: "",
      order: null,
      position,
    });
  }
  return found;
}
