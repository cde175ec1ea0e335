/**
 * The expected positions that order updates lead to: those of the start, moved by the largest fill that arrived of
 * each order. Arrival does not matter, so nothing is booked step by step here.
 */
import { Big } from "big.js";
import type { ExpectedState } from "../../src/domain/expected-state.ts";
import type { ExpectedOrder } from "../../src/domain/order.ts";
import type { Position } from "../../src/domain/position.ts";

type Place = Pick<Position, "symbol" | "positionSide">;

type OrderUpdate = Pick<ExpectedOrder, "clientOrderId" | "status" | "filledQuantity"> & {
  readonly updatedAtMs: number;
};
type Report = Pick<OrderUpdate, "status" | "updatedAtMs"> & { readonly filled: Big };

type BookedOrder = Place & {
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

export class ExpectedPositions {
  #start: readonly Position[] = [];
  readonly #orders = new Map<string, BookedOrder>();

  constructor(start: ExpectedState) {
    this.restart(start);
  }

  /** The bot starts with these orders and positions. */
  restart({ orders, positions }: ExpectedState): void {
    this.#start = positions;
    this.#orders.clear();
    for (const order of orders) {
      this.#add(order, order.filledQuantity, order.updatedAtMs ?? order.createdAtMs);
    }
  }

  /** A placed order has no fill yet. */
  place(order: ExpectedOrder, atMs: number): void {
    if (!this.#orders.has(order.clientOrderId)) this.#add(order, "0", atMs);
  }

  update({ clientOrderId, status, updatedAtMs, filledQuantity }: OrderUpdate): void {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined) return;
    report(order, { status, updatedAtMs, filled: new Big(filledQuantity) });
  }

  /** The first position that differs from what is due, or null. */
  findWrong(positions: readonly Position[], whitelist: readonly string[]): WrongPosition | null {
    if (positions === this.#start && !this.#hasFills()) return null;
    const places = new Map<string, Place>();
    for (const place of [...this.#start, ...this.#orders.values(), ...positions]) {
      places.set(keyOf(place), place);
    }
    for (const place of places.values()) {
      const wrong = this.#compare(place, positions, whitelist);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  #add(order: ExpectedOrder, filled: string, updatedAtMs: number): void {
    const { clientOrderId, symbol, positionSide, side, status } = order;
    const filledAtStart = new Big(filled);
    const added: BookedOrder = {
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
    this.#orders.set(clientOrderId, added);
  }

  #hasFills(): boolean {
    for (const { largest, filledAtStart } of this.#orders.values()) {
      if (largest !== filledAtStart) return true;
    }
    return false;
  }

  #compare(
    place: Place,
    positions: readonly Position[],
    whitelist: readonly string[],
  ): WrongPosition | null {
    const orders = [...this.#orders.values()].filter((order) => isSame(order, place));
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
