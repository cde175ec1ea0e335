/**
 * The events of the user stream. Source: Binance USDⓈ-M futures, pages "Event Order Update", "Event Trade Lite",
 * "Event Balance And Position Update", "Event Algo Order Update", "Event Account Configuration Update" and "Event User
 * Data Stream Expired".
 */
import type { ObservedConditionalOrder } from "../../domain/conditional-order.ts";
import { add, negate, signOf, zero, type Decimal } from "../../domain/decimal.ts";
import type { ObservedOrder } from "../../domain/order.ts";
import type { ObservedPosition } from "../../domain/position.ts";
import { Digits } from "../reply.ts";
import { algoWord, orderWord } from "../rows.ts";

type StreamEventName =
  | "ORDER_TRADE_UPDATE"
  | "TRADE_LITE"
  | "ACCOUNT_UPDATE"
  | "ALGO_UPDATE"
  | "ACCOUNT_CONFIG_UPDATE"
  | "listenKeyExpired";

/** Written by `writeJson`, because ids are `Digits`. */
export type StreamEvent = { readonly e: StreamEventName } & Readonly<Record<string, unknown>>;

/** One change of an order. */
export type OrderChange = {
  /** Null for an order that is new. */
  readonly before: ObservedOrder | null;
  readonly after: ObservedOrder;
  /** The price of each of its fills, in quote per unit. */
  readonly fillPrice: Decimal;
  /** Of the fill; not read without one. */
  readonly tradeId: number;
};

/** What this change filled. */
function lastFill({ before, after }: Pick<OrderChange, "before" | "after">): Decimal {
  return add(after.filledQuantity, negate(before?.filledQuantity ?? zero));
}

export function hasFill(change: Pick<OrderChange, "before" | "after">): boolean {
  return signOf(lastFill(change)) === 1;
}

/** The kind of a change (`x`): `EXPIRED` and others are also a status, `TRADE` and `AMENDMENT` are not. */
function executionType(change: OrderChange): string {
  const { before, after } = change;
  if (hasFill(change)) return "TRADE";
  const isAmended = before !== null && before.status === after.status;
  return isAmended ? "AMENDMENT" : orderWord(after);
}

export function orderTradeUpdate(change: OrderChange, nowMs: number): StreamEvent {
  const { after, fillPrice, tradeId } = change;
  const isFill = hasFill(change);
  const isMarket = after.type === "MARKET";
  return {
    e: "ORDER_TRADE_UPDATE",
    E: nowMs,
    T: after.updatedAtMs,
    o: {
      s: after.symbol,
      c: after.clientOrderId,
      S: after.side,
      o: after.type,
      f: "GTC",
      q: after.quantity,
      p: after.price,
      ap: signOf(after.filledQuantity) === 0 ? "0" : fillPrice,
      sp: "0",
      x: executionType(change),
      X: orderWord(after),
      i: new Digits(after.orderId),
      l: isFill ? lastFill(change) : "0",
      z: after.filledQuantity,
      L: isFill ? fillPrice : "0",
      ...(isFill && { N: "USDT", n: "0" }),
      T: after.updatedAtMs,
      t: isFill ? tradeId : 0,
      b: "0",
      a: "0",
      m: isFill && !isMarket,
      R: after.reduceOnly,
      wt: "CONTRACT_PRICE",
      ot: after.type,
      ps: after.positionSide,
      cp: false,
      rp: "0",
      pP: false,
      si: 0,
      ss: 0,
      V: "NONE",
      pm: "NONE",
      gtd: 0,
      er: "0",
    },
  };
}

/** Sent before the whole event of the same fill. */
export function tradeLite(change: OrderChange, nowMs: number): StreamEvent {
  const { after, fillPrice, tradeId } = change;
  return {
    e: "TRADE_LITE",
    E: nowMs,
    T: after.updatedAtMs,
    s: after.symbol,
    q: after.quantity,
    p: after.price,
    m: after.type !== "MARKET",
    c: after.clientOrderId,
    S: after.side,
    L: fillPrice,
    l: lastFill(change),
    t: tradeId,
    i: new Digits(after.orderId),
  };
}

/** Balances do not change here: fees, funding and margin are not simulated. */
export function accountUpdate(positions: readonly ObservedPosition[], nowMs: number): StreamEvent {
  return {
    e: "ACCOUNT_UPDATE",
    E: nowMs,
    T: nowMs,
    a: {
      m: "ORDER",
      B: [{ a: "USDT", wb: "10000.00000000", cw: "10000.00000000", bc: "0" }],
      P: positions.map(({ symbol, positionSide, quantity, markPrice }) => {
        const price = signOf(quantity) === 0 || markPrice === null ? "0" : markPrice;
        return {
          s: symbol,
          pa: quantity,
          ep: price,
          bep: price,
          cr: "0",
          up: "0",
          mt: "cross",
          iw: "0",
          ps: positionSide,
        };
      }),
    },
  };
}

/** `normal` is the order that took its place; null before and without one. */
export function algoUpdate(
  order: ObservedConditionalOrder,
  normal: ObservedOrder | null,
  nowMs: number,
): StreamEvent {
  const isTriggered = order.status === "TRIGGERED";
  return {
    e: "ALGO_UPDATE",
    T: order.updatedAtMs,
    E: nowMs,
    o: {
      caid: order.clientOrderId,
      aid: new Digits(order.orderId),
      at: "CONDITIONAL",
      o: order.type,
      s: order.symbol,
      S: order.side,
      ps: order.positionSide,
      f: "GTC",
      q: order.quantity ?? "0",
      X: algoWord(order),
      ai: normal?.orderId ?? "",
      ap: "0",
      aq: normal?.filledQuantity ?? "0",
      act: normal?.type ?? "0",
      tp: order.triggerPrice,
      p: "0",
      V: "NONE",
      wt: "CONTRACT_PRICE",
      pm: "NONE",
      cp: order.quantity === null,
      pP: false,
      R: order.reduceOnly,
      tt: isTriggered ? order.updatedAtMs : 0,
      gtd: 0,
      rm: "",
    },
  };
}

/** A change of the position mode has no event. */
export type ConfigChange =
  | { readonly symbol: string; readonly leverage: number }
  | { readonly isMultiAssets: boolean };

export function accountConfigUpdate(change: ConfigChange, nowMs: number): StreamEvent {
  const changed =
    "symbol" in change
      ? { ac: { s: change.symbol, l: change.leverage } }
      : { ai: { j: change.isMultiAssets } };
  return { e: "ACCOUNT_CONFIG_UPDATE", E: nowMs, T: nowMs, ...changed };
}

/** The documents show its time as text. */
export function listenKeyExpired(listenKey: string, nowMs: number): StreamEvent {
  return { e: "listenKeyExpired", E: String(nowMs), listenKey };
}
