/**
 * The expected positions that order updates lead to: those of the start, moved by the largest fill that arrived of
 * each order. Arrival does not matter, so nothing is booked step by step here.
 */
import { Big } from "big.js";
import type { ExpectedState } from "../../src/domain/expected-state.ts";
import type { ExpectedOrder } from "../../src/domain/order.ts";
import type { Position } from "../../src/domain/position.ts";

type Place = Pick<Position, "symbol" | "positionSide">;

type Named = Pick<ExpectedOrder, "clientOrderId" | "orderId"> & {
  readonly symbol?: string | undefined;
};
type OrderUpdate = Pick<ExpectedOrder, "status" | "filledQuantity"> &
  Named & { readonly updatedAtMs: number };
type Report = Pick<OrderUpdate, "status" | "updatedAtMs"> & { readonly filled: Big };

type BookedOrder = Place & {
  readonly clientOrderId: string;
  /** As the bot knows it. */
  readonly orderId: string | undefined;
  /** The order ids that its updates named. */
  readonly orderIds: Set<string>;
  readonly side: ExpectedOrder["side"];
  readonly quantity: Big;
  /** The fill that the positions of the start include. */
  readonly filledAtStart: Big;
  largest: Big;
  readonly reports: Report[];
  /** Whether the venue can have sent these reports. Correct bots differ where it cannot. */
  isPossible: boolean;
};

export type WrongPosition = {
  readonly expected: string;
  readonly actual: string;
  /** How the two differ, in a few words. */
  readonly difference: string;
};

/** The clock of the bot, which has the time of a creation, may be ahead of the exchange. */
const beforeAllUpdates = Number.NEGATIVE_INFINITY;

export class ExpectedPositions {
  #start: readonly Position[] = [];
  /** The last order of each client order id of a symbol. */
  #orders: BookedOrder[] = [];
  /** Those whose id was used again. */
  #earlier: BookedOrder[] = [];

  constructor(start: ExpectedState) {
    this.restart(start);
  }

  /** The bot starts with these orders and positions. */
  restart({ orders, positions }: ExpectedState): void {
    this.#start = positions;
    this.#orders = [];
    this.#earlier = [];
    for (const order of orders) {
      this.#add(order, order.filledQuantity, order.updatedAtMs ?? beforeAllUpdates);
    }
  }

  /** A placed order has no fill yet. It replaces an order with its id, which has ended. */
  place(order: ExpectedOrder, atMs: number): void {
    const replaced = this.#find(order);
    if (replaced !== undefined) {
      this.#earlier.push(replaced);
      this.#orders = this.#orders.filter((other) => other !== replaced);
    }
    // An update from before the creation may be of the order that had the id.
    this.#add(order, "0", replaced === undefined ? beforeAllUpdates : atMs);
  }

  update(update: OrderUpdate): void {
    const order = this.#find(update);
    if (order === undefined) return;
    const { status, updatedAtMs, filledQuantity, orderId } = update;
    const added = { status, updatedAtMs, filled: new Big(filledQuantity) };
    if (isOfEarlierOrder(update, order)) {
      // The bot knew its end. An update with more than that has no place to go.
      for (const earlier of this.#earlier) {
        if (isNamed(earlier, update) && added.filled.gt(earlier.largest)) {
          earlier.isPossible = false;
        }
      }
      return;
    }
    if (orderId !== undefined) order.orderIds.add(orderId);
    // The fills of two orders would count as those of one.
    if (order.orderIds.size > 1) order.isPossible = false;
    report(order, added);
  }

  #find(named: Named): BookedOrder | undefined {
    return this.#orders.find((order) => isNamed(order, named));
  }

  /** The first position that differs from what is due, or null. */
  findWrong(positions: readonly Position[], whitelist: readonly string[]): WrongPosition | null {
    if (positions === this.#start && !this.#hasFills()) return null;
    const places = new Map<string, Place>();
    for (const place of [...this.#start, ...this.#allOrders(), ...positions]) {
      places.set(keyOf(place), place);
    }
    for (const place of places.values()) {
      const wrong = this.#compare(place, positions, whitelist);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  #add(order: ExpectedOrder, filled: string, updatedAtMs: number): void {
    const { clientOrderId, orderId, symbol, positionSide, side, status } = order;
    const filledAtStart = new Big(filled);
    const added: BookedOrder = {
      clientOrderId,
      orderId,
      orderIds: new Set(),
      symbol,
      positionSide,
      side,
      quantity: new Big(order.quantity),
      filledAtStart,
      largest: filledAtStart,
      reports: [],
      isPossible: true,
    };
    report(added, { status, updatedAtMs, filled: filledAtStart });
    this.#orders.push(added);
  }

  #allOrders(): readonly BookedOrder[] {
    return this.#earlier.length === 0 ? this.#orders : [...this.#earlier, ...this.#orders];
  }

  #hasFills(): boolean {
    return this.#allOrders().some(({ largest, filledAtStart }) => largest !== filledAtStart);
  }

  #compare(
    place: Place,
    positions: readonly Position[],
    whitelist: readonly string[],
  ): WrongPosition | null {
    const orders = this.#allOrders().filter((order) => isSame(order, place));
    if (orders.some(({ isPossible }) => !isPossible)) return null;
    const started = this.#start.find((entry) => isSame(entry, place));
    const entry = positions.find((other) => isSame(other, place));
    const from = new Big(started?.quantity ?? 0);
    let due = from;
    for (const { side, largest, filledAtStart } of orders) {
      const filled = largest.minus(filledAtStart);
      due = side === "BUY" ? due.plus(filled) : due.minus(filled);
    }
    // A bot may keep a flat entry for each order of its own. Any other entry makes its symbol managed.
    const isKnown = started !== undefined || orders.length > 0;
    if (entry !== undefined) {
      if (isKnown && due.eq(entry.quantity)) return null;
    } else {
      // A bot may drop an entry that fills brought to 0 where the whitelist keeps its symbol managed.
      const hasMoved = orders.some(({ largest, filledAtStart }) => largest !== filledAtStart);
      const mayBeAbsent = hasMoved ? whitelist.includes(place.symbol) : started === undefined;
      if (due.eq(0) && mayBeAbsent) return null;
    }
    const actual = entry === undefined ? null : new Big(entry.quantity);
    return {
      expected: describe(place, isKnown ? due : null),
      actual: describe(place, actual),
      difference: isKnown ? differenceOf(from, due, actual) : "an entry without an order",
    };
  }
}

/** A late update of an order whose client order id was used again. */
export function isOfEarlierOrder(
  { orderId }: { readonly orderId?: string | undefined },
  current: { readonly orderId?: string | undefined },
): boolean {
  return orderId !== undefined && current.orderId !== undefined && orderId !== current.orderId;
}

function isNamed(order: BookedOrder, { clientOrderId, symbol }: Named): boolean {
  return order.clientOrderId === clientOrderId && (symbol === undefined || order.symbol === symbol);
}

function report(order: BookedOrder, added: Report): void {
  const { reports } = order;
  order.isPossible &&=
    fitsStatus(added, order) &&
    reports.every((earlier) => isInOrder(earlier, added) && isInOrder(added, earlier));
  reports.push(added);
  if (added.filled.gt(order.largest)) order.largest = added.filled;
}

function fitsStatus({ status, filled }: Report, { quantity }: BookedOrder): boolean {
  if (status === "FILLED") return filled.eq(quantity);
  const hasNoFill = status === "PENDING" || status === "OPEN" || status === "REJECTED";
  return filled.lte(hasNoFill ? 0 : quantity);
}

/** A fill never shrinks. Of one millisecond either report can be the later one. */
function isInOrder(left: Report, right: Report): boolean {
  return left.updatedAtMs >= right.updatedAtMs || left.filled.lte(right.filled);
}

function isSame(left: Place, right: Place): boolean {
  return left.symbol === right.symbol && left.positionSide === right.positionSide;
}

const keyOf = ({ symbol, positionSide }: Place) => `${symbol} ${positionSide}`;

function describe(place: Place, quantity: Big | null): string {
  return `${keyOf(place)} ${quantity === null ? "without an entry" : quantity.toFixed()}`;
}

function differenceOf(from: Big, due: Big, actual: Big | null): string {
  if (actual === null) return "no entry";
  if (actual.eq(from)) return "not moved";
  const [moved, wanted] = [actual.minus(from), due.minus(from)];
  if (wanted.eq(0)) return "moved without a fill";
  if (moved.s !== wanted.s) return "moved to the other side";
  return moved.abs().gt(wanted.abs()) ? "moved too far" : "not moved far enough";
}
