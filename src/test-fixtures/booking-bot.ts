/**
 * A correct bot that books fills in its own code: with integers, by the newest update, and without flat entries.
 * It shares nothing with the shipped function.
 */
import { decimalSchema } from "../domain/decimal.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import type { OrderStatus } from "../domain/order.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";

type Book = NonNullable<Target["applyOrderUpdate"]>;
type Order = ExpectedState["orders"][number];
type Update = Parameters<Book>[1];

/** `factor` is 1; a bot with 2 books each fill twice. */
export function bookingBot(factor = 1n): Target {
  return { ...shippedPipeline, name: "booking bot", applyOrderUpdate: bookWith(factor) };
}

function bookWith(factor: bigint): Book {
  return (expected, update) => {
    const { orders, positions } = expected;
    const order = orders.find((other) => isFor(update, other));
    if (order === undefined) return expected;
    const filled = isNewerFill(update, order) ? update.filledQuantity : order.filledQuantity;
    const bought = (toUnits(filled) - toUnits(order.filledQuantity)) * factor;
    const { status, updatedAtMs } = isNewer(update, order) ? update : order;
    const changed = { ...order, status, filledQuantity: filled };
    if (updatedAtMs !== undefined) changed.updatedAtMs = updatedAtMs;
    return {
      ...expected,
      orders: orders.map((other) => (other === order ? changed : other)),
      positions: bought === 0n ? positions : withMove(positions, order, bought),
    };
  };
}

function isFor({ clientOrderId, symbol, orderId }: Update, order: Order): boolean {
  return (
    order.clientOrderId === clientOrderId &&
    fits(order.symbol, symbol) &&
    fits(order.orderId, orderId)
  );
}

function fits(known: string | undefined, named: string | undefined): boolean {
  return known === undefined || named === undefined || known === named;
}

const timeOf = ({ updatedAtMs, createdAtMs }: Order) => updatedAtMs ?? createdAtMs;

function isNewerFill({ updatedAtMs, filledQuantity }: Update, order: Order): boolean {
  const isLarger = toUnits(filledQuantity) > toUnits(order.filledQuantity);
  // The creation has the time of the bot, whose clock may be ahead.
  if (order.updatedAtMs === undefined) return isLarger;
  return updatedAtMs > order.updatedAtMs || (updatedAtMs === order.updatedAtMs && isLarger);
}

function isNewer({ updatedAtMs, status }: Update, order: Order): boolean {
  return updatedAtMs === timeOf(order)
    ? ranks[status] > ranks[order.status]
    : updatedAtMs > timeOf(order);
}

const ranks: Readonly<Record<OrderStatus, number>> = {
  PENDING: 0,
  OPEN: 1,
  PARTIALLY_FILLED: 2,
  UNKNOWN: 3,
  FILLED: 4,
  CANCELLED: 5,
  REJECTED: 6,
  EXPIRED: 7,
};

function withMove(
  positions: ExpectedState["positions"],
  { symbol, positionSide, side }: Order,
  bought: bigint,
): ExpectedState["positions"] {
  const isThere = (entry: (typeof positions)[number]) =>
    entry.symbol === symbol && entry.positionSide === positionSide;
  const before = toUnits(positions.find(isThere)?.quantity ?? "0");
  const after = side === "BUY" ? before + bought : before - bought;
  const others = positions.filter((entry) => !isThere(entry));
  return [{ symbol, positionSide, quantity: toDecimal(after) }, ...others];
}

const decimals = 18;

function toUnits(text: string): bigint {
  const [whole = "0", part = ""] = text.replace("-", "").split(".");
  const units = BigInt(whole + part.padEnd(decimals, "0"));
  return text.startsWith("-") ? -units : units;
}

function toDecimal(units: bigint) {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, "0");
  const text = `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return decimalSchema.parse(units < 0n ? `-${text}` : text);
}
