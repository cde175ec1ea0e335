/**
 * Compares the expected conditional orders with their list. The decisions are those of normal orders, and the lists
 * are compared apart: one id may name an order in each.
 */
import type { Config } from "../domain/config.ts";
import type {
  ExpectedConditionalOrder,
  ObservedConditionalOrder,
} from "../domain/conditional-order.ts";
import type { Mismatch } from "../domain/mismatch.ts";
import type { DetectDecisions } from "./detect.ts";
import { indexOrders } from "./order-index.ts";
import { newestOfEachOrder } from "./repeated-entries.ts";

export type ListedConditionalOrders = {
  readonly takenAtMs: number;
  readonly items: readonly ObservedConditionalOrder[];
};

const orderList = "conditional";

export function detectConditionalMismatches(
  expected: readonly ExpectedConditionalOrder[],
  { takenAtMs, items }: ListedConditionalOrders,
  config: Config,
  decisions: DetectDecisions,
  found: Mismatch[],
): void {
  const { unmatched, keyOf } = indexOrders(newestOfEachOrder(items));
  for (const order of expected) {
    const { clientOrderId } = order;
    const observed = unmatched.get(keyOf(order));
    const isListed = observed !== undefined && decisions.isSameOrder(order, observed);
    if (isListed) unmatched.delete(keyOf(order));
    if (decisions.isUpdatedAfterSnapshot(order, takenAtMs)) continue;
    if (!isListed) {
      if (!decisions.isMissing(order, takenAtMs, config)) continue;
      const { symbol, positionSide } = order;
      const type = "ORDER_MISSING_ON_EXCHANGE";
      const place = { symbol, positionSide, clientOrderId, orderList } as const;
      found.push({ type, ...place, expected: order, observed: null });
    } else if (decisions.statusesDiverge(order.status, observed.status)) {
      const { symbol, positionSide } = observed;
      const type = "ORDER_STATUS_DIVERGENCE";
      const place = { symbol, positionSide, clientOrderId, orderList } as const;
      found.push({ type, ...place, expected: order, observed });
    }
  }
  for (const observed of unmatched.values()) {
    if (!decisions.isUnexpected(observed, config)) continue;
    const { symbol, positionSide, clientOrderId } = observed;
    const type = "ORDER_EXISTS_UNEXPECTED";
    const place = { symbol, positionSide, clientOrderId, orderList } as const;
    found.push({ type, ...place, expected: null, observed });
  }
}
