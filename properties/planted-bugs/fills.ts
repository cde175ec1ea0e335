/** Faults in how the fills of order updates move the expected positions. */
import {
  add,
  decimalSchema,
  negate,
  signOf,
  zero,
  type Decimal,
} from "../../src/domain/decimal.ts";
import { isLive, type ExpectedOrder } from "../../src/domain/order.ts";
import type { Position } from "../../src/domain/position.ts";
import { applyOrderUpdate, isNamedBy, type OrderUpdate } from "../../src/pipeline/order-update.ts";
import { sequenceSiblings, type PlantedBug } from "./planted-bug.ts";

type Positions = readonly Position[];

type Fill = {
  /** Before the update. */
  readonly order: ExpectedOrder;
  readonly update: OrderUpdate;
  /** What is new of the fill. */
  readonly added: Decimal;
  readonly positions: Positions;
};

/** Order updates change orders as they should, and positions by `book`. */
function booked(book: (fill: Fill) => Positions) {
  const apply: typeof applyOrderUpdate = (expected, update) => {
    const applied = applyOrderUpdate(expected, update);
    const { orders } = applied;
    const at = expected.orders.findIndex((one) => isNamedBy(update, one));
    const [order, after] = [expected.orders[at], orders[at]];
    if (order === undefined || after === undefined) return expected;
    const added = add(after.filledQuantity, negate(order.filledQuantity));
    const { positions } = expected;
    return { ...applied, positions: book({ order, update, added, positions }) };
  };
  return { hooks: { applyOrderUpdate: apply } };
}

/** The position of the order moves by this much instead. */
function bookedQuantity(quantityOf: (fill: Fill) => Decimal) {
  return booked((fill) => moved(fill.positions, fill.order, quantityOf(fill)));
}

function moved(positions: Positions, order: ExpectedOrder, bought: Decimal): Positions {
  const { symbol, positionSide, side } = order;
  if (signOf(bought) === 0) return positions;
  const change = side === "BUY" ? bought : negate(bought);
  const at = positions.findIndex((one) => isOf(one, order));
  const entry = positions[at];
  return entry === undefined
    ? [...positions, { symbol, positionSide, quantity: change }]
    : positions.with(at, { symbol, positionSide, quantity: add(entry.quantity, change) });
}

function isOf(position: Position, { symbol, positionSide }: ExpectedOrder): boolean {
  return position.symbol === symbol && position.positionSide === positionSide;
}

function isOlder({ updatedAtMs }: OrderUpdate, order: ExpectedOrder): boolean {
  return updatedAtMs < (order.updatedAtMs ?? order.createdAtMs);
}

const otherLeg = { LONG: "SHORT", SHORT: "LONG", BOTH: "BOTH" } as const;

const check = "snapshots-never-override-newer-updates/wrong-expected-position";

export const fillBugs: readonly PlantedBug[] = [
  ...sequenceSiblings("snapshots-never-override-newer-updates/changed-order", 2, {
    // It keeps what is left to fill as the size of the order.
    "quantity-reduced-by-a-fill": {
      hooks: {
        applyOrderUpdate: (expected, update) => {
          const applied = applyOrderUpdate(expected, update);
          const orders = applied.orders.map((order, at) => {
            const before = expected.orders[at]?.filledQuantity ?? order.filledQuantity;
            const left = add(order.quantity, add(before, negate(order.filledQuantity)));
            return isLive(order.status) && signOf(left) === 1
              ? { ...order, quantity: left }
              : order;
          });
          return { ...applied, orders };
        },
      },
    },
    // One id may name an order in each list.
    "stop-ended-by-the-update-of-an-order": {
      hooks: {
        applyOrderUpdate: (expected, update) => {
          const { conditionalOrders, ...applied } = applyOrderUpdate(expected, update);
          if (conditionalOrders === undefined) return applied;
          const ended = conditionalOrders.map((order) =>
            order.clientOrderId === update.clientOrderId && !isLive(update.status)
              ? { ...order, status: "CANCELLED" as const }
              : order,
          );
          return { ...applied, conditionalOrders: ended };
        },
      },
    },
  }),
  ...sequenceSiblings("snapshots-never-override-newer-updates/forgotten-order", 2, {
    "stops-forgotten-at-an-order-update": {
      hooks: {
        applyOrderUpdate: (expected, update) => {
          const { orders, positions } = applyOrderUpdate(expected, update);
          return { orders, positions };
        },
      },
    },
  }),
  ...sequenceSiblings(check, 2, {
    "positions-cleared-by-order-update": booked(() => []),
    "fills-move-no-position": booked(({ positions }) => positions),
    "sell-fill-added-to-the-position": booked(({ order, added, positions }) =>
      moved(positions, { ...order, side: "BUY" }, added),
    ),
    "fill-booked-into-the-other-leg": booked(({ order, added, positions }) =>
      moved(positions, { ...order, positionSide: otherLeg[order.positionSide] }, added),
    ),
    // After a change from hedge mode an entry of a leg may be left.
    "one-way-fill-booked-into-any-leg": booked(({ order, added, positions }) => {
      const entry = positions.find(({ symbol }) => symbol === order.symbol);
      const isAny = order.positionSide === "BOTH" && entry !== undefined;
      const positionSide = isAny ? entry.positionSide : order.positionSide;
      return moved(positions, { ...order, positionSide }, added);
    }),
    // An update from before the creation seems to be of an earlier order with the id.
    "fill-from-before-the-creation-dropped": {
      hooks: {
        applyOrderUpdate: (expected, update) => {
          const order = expected.orders.find((one) => isNamedBy(update, one));
          const isEarlier = order !== undefined && update.updatedAtMs < order.createdAtMs;
          return isEarlier ? expected : applyOrderUpdate(expected, update);
        },
      },
    },
    "partial-fill-not-booked": bookedQuantity(({ update, added }) =>
      update.status === "PARTIALLY_FILLED" ? zero : added,
    ),
    "fill-of-cancelled-order-not-booked": bookedQuantity(({ update, added }) =>
      update.status === "CANCELLED" || update.status === "EXPIRED" ? zero : added,
    ),
    "fill-booked-in-floats": booked(({ order, added, positions }) =>
      moved(positions, order, added).map((position) => {
        if (!isOf(position, order)) return position;
        const quantity = decimalSchema.safeParse(String(Number(position.quantity)));
        return quantity.success ? { ...position, quantity: quantity.data } : position;
      }),
    ),
    "fill-without-an-entry-not-booked": booked(({ order, added, positions }) =>
      positions.some((position) => isOf(position, order))
        ? moved(positions, order, added)
        : positions,
    ),
    "late-fill-booked-again": bookedQuantity(({ order, update, added }) =>
      isOlder(update, order) && signOf(added) === 0 ? update.filledQuantity : added,
    ),
    // The update has the fill in all, and not the last one.
    "whole-fill-booked-with-each-part": bookedQuantity(({ update, added }) =>
      signOf(added) === 0 ? zero : update.filledQuantity,
    ),
    // The fill of the order is what arrived last, so a late update takes a part back.
    "fill-of-the-last-arrival-booked": bookedQuantity(({ order, update }) =>
      add(update.filledQuantity, negate(order.filledQuantity)),
    ),
    "whole-quantity-booked-at-the-end": bookedQuantity(({ order, update, added }) =>
      update.status === "FILLED" && isLive(order.status) ? order.quantity : added,
    ),
  }),
  ...sequenceSiblings(check, 2, {
    "repeated-fill-booked-again": bookedQuantity(({ order, update, added }) =>
      isOlder(update, order) || signOf(added) !== 0 ? added : update.filledQuantity,
    ),
    "fill-replaces-the-position": booked(({ order, added, positions }) => {
      const others = positions.filter((position) => !isOf(position, order));
      return signOf(added) === 0 ? positions : moved(others, order, added);
    }),
    "second-fill-of-a-millisecond-lost": {
      ...bookedQuantity(({ order, update, added }) =>
        update.updatedAtMs === order.updatedAtMs && update.status === order.status ? zero : added,
      ),
      minimalSize: 4,
    },
  }),
];
