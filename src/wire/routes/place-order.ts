/** New orders. The rules are those of the exchange behind the venue. */
import * as z from "zod";
import { isUnsignedDecimal, zero, type Decimal } from "../../domain/decimal.ts";
import { isConditional, type ObservedOrder } from "../../domain/order.ts";
import type { Parameters } from "../parameters.ts";
import { ok, refusedWith, replyOfOutcome, type VenueReply } from "../reply.ts";
import { changedOrderRow } from "../rows.ts";
import type { Venue } from "../venue.ts";
import { lastOf, markPriceOf } from "./named-order.ts";
import type { RouteContext } from "./route.ts";

/** Any other type is a conditional order, which has an endpoint of its own, or none of the venue. */
function refuseType(type: string | undefined): VenueReply | null {
  if (type === undefined || type === "") return refusedWith(-1102, "type");
  if (isConditional(type)) return refusedWith(-4120);
  return type === "MARKET" || type === "LIMIT" ? null : refusedWith(-1116);
}

export async function placeOrder(context: RouteContext): Promise<VenueReply> {
  const { venue, parameters, hasAverages } = context;
  const isMarket = parameters.get("type") === "MARKET";
  const refusal = refuseType(parameters.get("type"));
  if (refusal !== null) return refusal;
  if (!isMarket && (parameters.get("price") ?? "") === "") return refusedWith(-1102, "price");
  const clientOrderId = parameters.get("newClientOrderId") ?? newId(venue);
  const order = orderOf(parameters, clientOrderId);
  const reply = isMarket
    ? await venue.send("placeMarketOrder", order)
    : await venue.placeRestingOrder({ ...order, price: parameters.get("price") });
  if (reply.status !== "accepted") return replyOfOutcome(reply, venue.nowMs());
  const sent = orderAsSent(parameters, clientOrderId, venue.nowMs());
  const placed = lastOf(venue.allOrders(), sent.symbol, clientOrderId) ?? sent;
  const markPrice = markPriceOf(venue, sent.symbol);
  return ok(changedOrderRow(asShown(placed, parameters), markPrice, hasAverages));
}

/** Without `RESULT` the reply to a market order shows it as it was before it filled. */
function asShown(order: ObservedOrder, parameters: Parameters): ObservedOrder {
  if (parameters.get("type") === "LIMIT" || parameters.get("newOrderRespType") === "RESULT") {
    return order;
  }
  return { ...order, status: "OPEN", filledQuantity: zero };
}

/** The reply to a valid order that is not placed. */
export function testOrder({ venue, parameters, hasAverages }: RouteContext): VenueReply {
  const refusal = refuseType(parameters.get("type"));
  if (refusal !== null) return refusal;
  const clientOrderId = parameters.get("newClientOrderId") ?? newId(venue);
  const order = orderAsSent(parameters, clientOrderId, venue.nowMs());
  return ok(changedOrderRow(order, null, hasAverages));
}

let idsMade = 0;

/** For an order that comes without one. */
function newId(venue: Venue): string {
  idsMade += 1;
  return `web_${venue.nowMs()}_${idsMade}`;
}

/** As the port takes it. A parameter that was not sent is absent; `reduceOnly` is a text on the wire. */
function orderOf(parameters: Parameters, clientOrderId: string) {
  const reduceOnly = parameters.get("reduceOnly");
  const flag = reduceOnly?.toLowerCase();
  const known = flag === "true" ? true : flag === "false" ? false : reduceOnly;
  return {
    symbol: parameters.get("symbol"),
    clientOrderId,
    side: parameters.get("side"),
    quantity: parameters.get("quantity"),
    ...(parameters.has("positionSide") && { positionSide: parameters.get("positionSide") }),
    ...(known !== undefined && { reduceOnly: known }),
  };
}

/** For the reply where the account does not list the order yet. */
function orderAsSent(parameters: Parameters, clientOrderId: string, nowMs: number): ObservedOrder {
  const text = (name: string) => parameters.get(name) ?? "";
  const order = {
    clientOrderId,
    orderId: `${nowMs}000`,
    symbol: text("symbol"),
    side: text("side"),
    positionSide: parameters.get("positionSide") ?? "BOTH",
    type: text("type"),
    quantity: decimalOf(text("quantity")),
    filledQuantity: zero,
    price: decimalOf(text("price")),
    reduceOnly: text("reduceOnly").toLowerCase() === "true",
    status: "OPEN",
    updatedAtMs: nowMs,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts that the venue has accepted
  return order as ObservedOrder;
}

function decimalOf(text: string): Decimal {
  return isUnsignedDecimal(text) ? text : zero;
}

const ordersOfBatchMax = 5;
const fieldSchema = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const batchSchema = z.array(z.record(z.string(), fieldSchema)).min(1).max(ordersOfBatchMax);

/** A row for each order: the order, or the error with which it was refused. */
export async function placeBatch(context: RouteContext): Promise<VenueReply> {
  const orders = readBatch(context.parameters);
  if (orders === null) return refusedWith(-1102, "batchOrders");
  const rows: unknown[] = [];
  for (const order of orders) {
    const parameters = new Map(Object.entries(order));
    const reply = await placeOrder({ ...context, parameters });
    if (reply.bannedUntilMs !== undefined) return reply;
    rows.push(reply.body);
  }
  return ok(rows);
}

/** How many new orders a batch counts for. */
export function ordersOfBatch(parameters: Parameters): number {
  return readBatch(parameters)?.length ?? 0;
}

/** Null for what is no batch. */
function readBatch(parameters: Parameters): readonly Record<string, string>[] | null {
  try {
    return batchSchema.parse(JSON.parse(parameters.get("batchOrders") ?? ""));
  } catch {
    return null;
  }
}
