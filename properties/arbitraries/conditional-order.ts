/**
 * Conditional orders in the expected state, at the exchange, or in both, in few cases. Some have the id of a normal
 * order, because the ids of the two lists are separate name spaces.
 */
import * as fc from "fast-check";
import type {
  ExpectedConditionalOrder,
  ObservedConditionalOrder,
} from "../../src/domain/conditional-order.ts";
import {
  conditionalOrderStatuses,
  type ConditionalOrderStatus,
  type ObservedOrder,
} from "../../src/domain/order.ts";
import type { TradingSymbol } from "../../src/domain/trading-symbol.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { SnapshotPartStep } from "../../src/scenario/step.ts";
import { anyOwner, clientOrderIdOf } from "./client-order-id.ts";
import { price, size } from "./decimal.ts";
import { agesMs, type OrderContext } from "./order.ts";
import { misleadingPart, repeatingPart } from "./snapshot-part.ts";
import { tradingSymbol } from "./symbol.ts";
import { startsAtMs } from "./time.ts";

const statuses: readonly ConditionalOrderStatus[] = [
  ...Array.from({ length: 6 }, () => "NEW" as const),
  ...Array.from({ length: 2 }, () => "TRIGGERING" as const),
  ...conditionalOrderStatuses,
];

function statusOrAbsent(absentWeight: number): fc.Arbitrary<ConditionalOrderStatus | null> {
  return fc.oneof(
    { arbitrary: fc.constant(null), weight: absentWeight },
    { arbitrary: fc.constantFrom(...statuses), weight: 5 },
  );
}

/** No normal order has these numbers. */
const numbers = fc.constantFrom(71, 72, 73);

export type ConditionalSlot = {
  readonly owner: Parameters<typeof clientOrderIdOf>[0];
  readonly expected: ConditionalOrderStatus | null;
  readonly observed: ConditionalOrderStatus | null;
  readonly symbol: TradingSymbol;
  readonly level: number;
  readonly number: number;
  /** An index into the normal orders at the exchange, of which it has id and symbol; null: an id of its own. */
  readonly sharedWith: number | null;
  readonly ageMs: number;
  readonly isBuy: boolean;
  readonly reduceOnly: boolean;
  readonly closesPosition: boolean;
  readonly quantity: ExpectedConditionalOrder["quantity"];
  readonly triggerPrice: ExpectedConditionalOrder["triggerPrice"];
};

export function conditionalSlot(symbol = tradingSymbol()): fc.Arbitrary<ConditionalSlot> {
  return fc.record({
    owner: anyOwner(),
    expected: statusOrAbsent(6),
    observed: statusOrAbsent(1),
    symbol,
    level: fc.constantFrom(1, 2, 10),
    number: numbers,
    sharedWith: fc.constantFrom(null, null, null, 0, 1),
    ageMs: fc.constantFrom(...agesMs),
    isBuy: fc.boolean(),
    reduceOnly: fc.constantFrom(true, false),
    closesPosition: fc.boolean(),
    quantity: size(),
    triggerPrice: price(),
  });
}

/** An own order that is not expected, and that a run may cancel. */
const cancellableSlot = conditionalSlot().map((slot): ConditionalSlot => ({
  ...slot,
  owner: "own",
  expected: null,
  observed: "NEW",
}));

const ok: SnapshotPartStep = { kind: "ok" };

/** How a snapshot shows the list of conditional orders; null leaves the field away. */
const conditionalPart: fc.Arbitrary<SnapshotPartStep | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 8 },
  {
    arbitrary: fc.constantFrom<SnapshotPartStep[]>(
      { kind: "failed" },
      { kind: "failed" },
      { kind: "old", ageMs: 120_001 },
      { kind: "old", ageMs: 60_001 },
      { kind: "future", skewMs: 1 },
      ok,
    ),
    weight: 3,
  },
  { arbitrary: misleadingPart, weight: 1 },
);

export type ConditionalParts = {
  readonly slots: readonly ConditionalSlot[];
  /** Of the first snapshot, and of a later one with this index. */
  readonly part: SnapshotPartStep | null;
  readonly laterPart: SnapshotPartStep | null;
  readonly laterAt: number;
};

/** The scenario with conditional orders in both states, and with their part in its snapshots. */
export function withConditionalOrders(
  scenario: Scenario,
  { slots, part, laterPart, laterAt }: ConditionalParts,
  context: OrderContext,
): Scenario {
  const { expected, observed } = conditionalOrdersOf(slots, scenario.exchange.orders, context);
  let snapshots = 0;
  const steps = scenario.steps.map((step) => {
    if (step.kind !== "snapshot") return step;
    const conditionalOrders = snapshots === 0 ? part : snapshots === laterAt ? laterPart : null;
    snapshots += 1;
    if (conditionalOrders === null || step.conditionalOrders !== undefined) return step;
    // In the order of the schema.
    const { between, ...parts } = step;
    const read = { ...parts, conditionalOrders };
    return between === undefined ? read : { ...read, between };
  });
  return {
    ...scenario,
    expected: { ...scenario.expected, conditionalOrders: expected },
    exchange: { ...scenario.exchange, conditionalOrders: observed },
    steps,
  };
}

/** Both lists, with each id once in a list. */
function conditionalOrdersOf(
  slots: readonly ConditionalSlot[],
  normal: readonly ObservedOrder[],
  context: OrderContext,
) {
  const expected = new Map<string, ExpectedConditionalOrder>();
  const observed = new Map<string, ObservedConditionalOrder>();
  for (const [at, slot] of slots.entries()) {
    const { sharedWith } = slot;
    const named = sharedWith === null ? undefined : normal[sharedWith % normal.length];
    const known = withNameOf(named, expectedConditionalOrderOf(slot, context));
    const listed = withNameOf(named, observedOf(slot, at, context));
    if (known !== null && !expected.has(known.clientOrderId)) {
      expected.set(known.clientOrderId, known);
    }
    if (listed !== null && !observed.has(listed.clientOrderId)) {
      observed.set(listed.clientOrderId, listed);
    }
  }
  return { expected: [...expected.values()], observed: [...observed.values()] };
}

function withNameOf<Order extends Pick<ObservedOrder, "clientOrderId" | "symbol">>(
  named: ObservedOrder | undefined,
  order: Order | null,
): Order | null {
  if (named === undefined || order === null) return order;
  const { clientOrderId, symbol } = named;
  return { ...order, clientOrderId, symbol };
}

export function expectedConditionalOrderOf(
  slot: ConditionalSlot,
  context: OrderContext,
): ExpectedConditionalOrder | null {
  if (slot.expected === null) return null;
  return {
    clientOrderId: clientOrderIdOf(
      slot.owner,
      slot.symbol,
      slot.level,
      slot.number,
      context.prefix,
    ),
    symbol: slot.symbol,
    side: slot.isBuy ? "BUY" : "SELL",
    positionSide: legOf(slot, context),
    quantity: slot.closesPosition ? null : slot.quantity,
    triggerPrice: slot.triggerPrice,
    reduceOnly: slot.reduceOnly && !slot.closesPosition && !context.hedge,
    status: slot.expected,
    createdAtMs: startsAtMs - slot.ageMs,
  };
}

function observedOf(
  slot: ConditionalSlot,
  at: number,
  context: OrderContext,
): ObservedConditionalOrder | null {
  if (slot.observed === null) return null;
  const { owner, symbol, level, number, isBuy, closesPosition } = slot;
  return {
    clientOrderId: clientOrderIdOf(owner, symbol, level, number, context.prefix),
    orderId: String(8_007_199_254_740_993n + BigInt(at)),
    symbol,
    side: isBuy ? "BUY" : "SELL",
    positionSide: legOf(slot, context),
    type: "STOP_MARKET",
    quantity: closesPosition ? null : slot.quantity,
    triggerPrice: slot.triggerPrice,
    reduceOnly: slot.reduceOnly && !closesPosition && !context.hedge,
    status: slot.observed,
    updatedAtMs: startsAtMs - slot.ageMs,
  };
}

function legOf({ isBuy, closesPosition }: ConditionalSlot, { hedge }: OrderContext) {
  if (!hedge) return "BOTH";
  return isBuy === closesPosition ? "SHORT" : "LONG";
}

const none = fc.constant(null);

/** Null: none is in play. One of the later snapshots, up to the index `laterMax`, shows them by `laterPart`. */
function conditionalParts(
  slotsMax: number,
  laterPart: fc.Arbitrary<SnapshotPartStep | null>,
  laterMax: number,
  without: number,
) {
  const some = fc.record({
    slots: fc.array(conditionalSlot(), { maxLength: slotsMax, size: "max" }),
    part: conditionalPart,
    laterPart,
    laterAt: fc.integer({ min: 1, max: laterMax }),
  });
  return {
    usual: fc.oneof({ arbitrary: none, weight: without }, { arbitrary: some, weight: 1 }),
    /** In most cases of a batch that focuses on them. */
    focused: fc.oneof({ arbitrary: none, weight: 1 }, { arbitrary: some, weight: 2 }),
  };
}

/** One case of one or two runs in twelve has conditional orders, and its snapshots a list of them. */
export const conditionalOfRuns = conditionalParts(
  3,
  fc.oneof(conditionalPart, repeatingPart, repeatingPart),
  1,
  11,
);
/** An order to cancel, which the second snapshot shows twice once it has ended. */
export const conditionalShownTwice: fc.Arbitrary<ConditionalParts> = fc.record({
  slots: fc.array(cancellableSlot, { minLength: 1, maxLength: 2 }),
  part: fc.constant(ok),
  laterPart: repeatingPart,
  laterAt: fc.constant(1),
});
/** One sequence in eight starts with conditional orders. */
export const conditionalOfSequences = conditionalParts(
  2,
  fc.oneof(none, conditionalPart, misleadingPart),
  6,
  7,
);
