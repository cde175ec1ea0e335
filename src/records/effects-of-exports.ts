/** The fills of flatten orders, with the position before and after each, from exports of the venue. */
import { add, decimalSchema, negate, type Decimal } from "../domain/decimal.ts";
import type { PortCall, PortEffect } from "../domain/port-call.ts";
import type { RunOfLog } from "./log-of-bot.ts";
import type { Records } from "./records.ts";

/** So far apart may the clocks of bot and venue be. A fill this close to the read of a position is not judged. */
const clockToleranceMs = 5_000;

/** Without those of a flatten whose fills or whose position before are not known. */
export function effectsOfExports(
  runs: readonly RunOfLog[],
  calls: readonly PortCall[],
  { orders, trades }: Pick<Records, "orders" | "trades">,
): readonly PortEffect[] {
  if (orders === null || trades === null) return [];
  return calls.flatMap((call) => {
    const { request, run } = call;
    if (request.method !== "placeMarketOrder") return [];
    const named = orders.filter(
      ({ clientOrderId, symbol }) =>
        clientOrderId === request.clientOrderId && symbol === request.symbol,
    );
    const [order] = named;
    const sameId = orders.filter(
      ({ orderId, symbol }) => orderId === order?.orderId && symbol === order.symbol,
    );
    const positions = runs[run]?.reads?.snapshot.positions;
    if (order === undefined || named.length > 1 || sameId.length > 1 || positions === undefined)
      return [];
    const { atMs, repliedAtMs } = call;
    const isNear =
      order.time > atMs - clockToleranceMs && order.time < repliedAtMs + clockToleranceMs;
    if (!isNear || positions.status !== "ok") return [];
    const read = positions.items.find(
      (item) => item.symbol === order.symbol && item.positionSide === order.positionSide,
    );
    const own = trades.filter(
      (trade) => trade.symbol === order.symbol && trade.positionSide === order.positionSide,
    );
    const fills = own.filter(({ orderId }) => orderId === order.orderId);
    const others = own.filter(({ orderId }) => orderId !== order.orderId);
    // Another fill near the read or near the call may be in the position that was read, or not.
    const isClear = others.every(
      ({ time }) =>
        time < positions.takenAtMs - clockToleranceMs || time > order.time + clockToleranceMs,
    );
    if (!isClear) return [];
    let before: Decimal = read?.quantity ?? decimalSchema.parse("0");
    return fills.map(({ side, qty, time }): PortEffect => {
      const after = add(before, side === "BUY" ? qty : negate(qty));
      const position = { before, after };
      before = after;
      return { request, atMs: time, run, lateInStep: null, position };
    });
  });
}
