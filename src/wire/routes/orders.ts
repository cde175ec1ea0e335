/** Orders: the lists of them, and one of them. */
import { isLive, type ObservedOrder } from "../../domain/order.ts";
import { signOf } from "../../domain/decimal.ts";
import { errorBody, ok, replyOfOutcome, serviceUnavailable, type VenueReply } from "../reply.ts";
import { rejectedBy } from "../../exchange/venue-errors.ts";
import { orderRow, tradeRow } from "../rows.ts";
import type { Venue } from "../venue.ts";
import { cancelAll, cancelBatch, cancelOrder } from "./cancel-order.ts";
import {
  markPriceOf,
  nameOrder,
  ofSymbol,
  refuseName,
  refuseSymbol,
  refuseSymbolOfList,
} from "./named-order.ts";
import { ordersOfBatch, placeBatch, placeOrder, testOrder } from "./place-order.ts";
import { weightBySymbol, type Route, type RouteContext } from "./route.ts";

/** The reply to a list that cannot be read. */
export const listFailed: VenueReply = { status: 503, body: errorBody(0, serviceUnavailable) };

function rowOf(order: ObservedOrder, venue: Venue) {
  return orderRow(order, markPriceOf(venue, order.symbol));
}

function listOpenOrders({ venue, parameters }: RouteContext): VenueReply {
  const refusal = refuseSymbolOfList(parameters);
  if (refusal !== null) return refusal;
  const part = venue.openOrders();
  if (part.status === "failed") return listFailed;
  const rows = part.items.filter(({ status }) => isLive(status)).filter(ofSymbol(parameters));
  return ok(rows.map((order) => rowOf(order, venue)));
}

/** By order id, as the venue sorts them. */
function ordersOfSymbol({ venue, parameters }: RouteContext): ObservedOrder[] {
  const orders = venue.allOrders().filter(ofSymbol(parameters));
  return orders.toSorted((left, right) => (BigInt(left.orderId) < BigInt(right.orderId) ? -1 : 1));
}

function listAllOrders(context: RouteContext): VenueReply {
  return (
    refuseSymbol(context.parameters) ??
    ok(ordersOfSymbol(context).map((order) => rowOf(order, context.venue)))
  );
}

/** One trade for what is filled of an order. */
function listTrades(context: RouteContext): VenueReply {
  const filled = ordersOfSymbol(context).filter(({ filledQuantity }) => signOf(filledQuantity) > 0);
  return (
    refuseSymbol(context.parameters) ??
    ok(filled.map((order) => tradeRow(order, markPriceOf(context.venue, order.symbol))))
  );
}

async function queryOrder(context: RouteContext): Promise<VenueReply> {
  const { venue, parameters } = context;
  const refusal = refuseName(parameters);
  if (refusal !== null) return refusal;
  const { symbol, clientOrderId, order } = nameOrder(venue.allOrders(), parameters);
  const named = parameters.has("orderId") ? (order?.clientOrderId ?? clientOrderId) : clientOrderId;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the exchange reads the query
  const reply = await venue.queryOrder({ symbol, clientOrderId: named } as never);
  if (reply.status === "found") {
    // An ended order whose id was used again has its own order id.
    const isOther = parameters.has("orderId") && order !== undefined;
    const isShown = isOther && order.orderId !== reply.order.orderId;
    return ok(rowOf(isShown ? order : reply.order, venue));
  }
  return replyOfOutcome({ ...reply, status: "rejected" }, venue.nowMs());
}

async function queryOpenOrder(context: RouteContext): Promise<VenueReply> {
  const reply = await queryOrder(context);
  const { order } = nameOrder(context.venue.allOrders(), context.parameters);
  const hasEnded = order !== undefined && !isLive(order.status);
  if (reply.status !== 200 || !hasEnded) return reply;
  return replyOfOutcome(rejectedBy(-2013), context.venue.nowMs());
}

/** -5027 of the venue: the order has these values already. No order here is modified. */
function notModified({ parameters }: RouteContext): VenueReply {
  const refusal = parameters.has("batchOrders") ? null : refuseName(parameters);
  return refusal ?? { status: 400, body: errorBody(-5027, "No need to modify the order.") };
}

const signed = { security: "signed" } as const;
const read = { method: "GET", group: "read", ...signed } as const;
const change = { group: "mutating", ...signed } as const;
const order = "/fapi/v1/order";
const batch = { ...change, path: "/fapi/v1/batchOrders" } as const;

export const orderRoutes: readonly Route[] = [
  {
    ...read,
    path: "/fapi/v1/openOrders",
    weight: weightBySymbol(1, 40),
    list: "orders",
    handle: listOpenOrders,
  },
  { ...read, path: "/fapi/v1/openOrder", weight: 1, handle: queryOpenOrder },
  { ...read, path: order, weight: 1, handle: queryOrder },
  { ...read, path: "/fapi/v1/allOrders", weight: 5, handle: listAllOrders },
  { ...read, path: "/fapi/v1/userTrades", weight: 5, handle: listTrades },
  // It changes nothing.
  { ...read, method: "POST", path: "/fapi/v1/order/test", weight: 1, handle: testOrder },
  { ...change, method: "POST", path: order, weight: 0, orders: 1, handle: placeOrder },
  { ...change, method: "PUT", path: order, weight: 1, orders: 1, handle: notModified },
  { ...change, method: "DELETE", path: order, weight: 1, handle: cancelOrder },
  { ...change, method: "DELETE", path: "/fapi/v1/allOpenOrders", weight: 1, handle: cancelAll },
  { ...batch, method: "POST", weight: 5, orders: ordersOfBatch, handle: placeBatch },
  { ...batch, method: "PUT", weight: 5, orders: ordersOfBatch, handle: notModified },
  { ...batch, method: "DELETE", weight: 1, handle: cancelBatch },
];
