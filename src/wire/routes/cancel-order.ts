/** Cancels of one order, of several, and of all of a symbol. Each order is one port call. */
import { isLive, type ObservedOrder } from "../../domain/order.ts";
import type { Parameters } from "../parameters.ts";
import { ok, refusedWith, replyOfOutcome, type VenueReply } from "../reply.ts";
import { changedOrderRow } from "../rows.ts";
import {
  lastOf,
  markPriceOf,
  nameOrder,
  ofSymbol,
  refuseName,
  refuseSymbol,
} from "./named-order.ts";
import type { RouteContext } from "./route.ts";

export async function cancelOrder(context: RouteContext): Promise<VenueReply> {
  const { venue, parameters, hasAverages } = context;
  const refusal = refuseName(parameters);
  if (refusal !== null) return refusal;
  const { symbol, clientOrderId, order } = nameOrder(venue.allOrders(), parameters);
  const reply = await venue.send("cancelOrder", { symbol, clientOrderId });
  if (reply.status !== "accepted") return replyOfOutcome(reply, venue.nowMs());
  const after = lastOf(venue.allOrders(), symbol, clientOrderId) ?? order;
  return ok(
    after === undefined
      ? {}
      : changedOrderRow(asCancelled(after), markPriceOf(venue, symbol), hasAverages),
  );
}

/** The venue may show the cancel later than it accepts it. */
function asCancelled(order: ObservedOrder): ObservedOrder {
  return isLive(order.status) ? { ...order, status: "CANCELLED" } : order;
}

/** What the reply to all cancels of one request is: none, until one has no certain outcome or is in a ban. */
export function endsCancels(reply: VenueReply): boolean {
  return reply.status !== 200 && reply.status !== 400;
}

export const allCancelled = ok({
  code: 200,
  msg: "The operation of cancel all open order is done.",
});

/** Orders of other owners are cancelled too: the venue knows no owner but the account. */
export async function cancelAll(context: RouteContext): Promise<VenueReply> {
  const { venue, parameters } = context;
  const refusal = refuseSymbol(parameters);
  if (refusal !== null) return refusal;
  const live = venue.allOrders().filter(({ status }) => isLive(status));
  for (const { symbol, clientOrderId } of live.filter(ofSymbol(parameters))) {
    const reply = await venue.send("cancelOrder", { symbol, clientOrderId });
    if (reply.status === "accepted") continue;
    const outcome = replyOfOutcome(reply, venue.nowMs());
    if (endsCancels(outcome)) return outcome;
  }
  return allCancelled;
}

const ordersOfBatchMax = 10;

/** A row for each order: the order, or the error with which it was refused. */
export async function cancelBatch(context: RouteContext): Promise<VenueReply> {
  const { parameters } = context;
  const refusal = refuseSymbol(parameters);
  if (refusal !== null) return refusal;
  const symbol = parameters.get("symbol") ?? "";
  const name = parameters.has("orderIdList") ? "orderId" : "origClientOrderId";
  const ids = readList(parameters, `${name}List`);
  if (ids === null) return refusedWith(-1102, `${name}List`);
  const rows: unknown[] = [];
  for (const id of ids) {
    const named = new Map([["symbol", symbol]]).set(name, id);
    const reply = await cancelOrder({ ...context, parameters: named });
    if (reply.bannedUntilMs !== undefined) return reply;
    rows.push(reply.body);
  }
  return ok(rows);
}

/** The texts of a JSON list, and its numbers with all digits. Null for anything else. */
function readList(parameters: Parameters, name: string): string[] | null {
  const text = parameters.get(name) ?? "";
  if (!/^\s*\[.*\]\s*$/s.test(text)) return null;
  const found = text.matchAll(/"([^"]*)"|(\d+)/g);
  const ids = Array.from(found, ([, quoted, digits]) => quoted ?? digits ?? "");
  return ids.length === 0 || ids.length > ordersOfBatchMax ? null : ids;
}
