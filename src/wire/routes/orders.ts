/** Orders: the lists of them, one of them, and the requests that change them. */
import * as z from "zod";
import type { ObservedOrder } from "../../domain/order.ts";
import { isConditional, isLive } from "../../domain/order.ts";
import type { PortReply } from "../../domain/port-call.ts";
import { isUnsignedDecimal, zero } from "../../domain/decimal.ts";
import type { Parameters } from "../parameters.ts";
import { errorBody, ok, refusedWith, replyOfOutcome, serviceUnavailable } from "../reply.ts";
import type { VenueReply } from "../reply.ts";
import { orderRow } from "../rows.ts";
import type { Venue } from "../venue.ts";
import { weightBySymbol, type Route, type RouteContext } from "./route.ts";

const ofSymbol = (parameters: Parameters) => {
  const symbol = parameters.get("symbol");
  return (item: { readonly symbol: string }): boolean =>
    symbol === undefined || item.symbol === symbol;
};

/** The reply to a list that cannot be read. */
export const listFailed: VenueReply = { status: 503, body: errorBody(0, serviceUnavailable) };

function listOpenOrders({ venue, parameters }: RouteContext): VenueReply {
  const part = venue.openOrders();
  if (part.status === "failed") return listFailed;
  const rows = part.items.filter(({ status }) => isLive(status)).filter(ofSymbol(parameters));
  return ok(rows.map((order) => orderRow(order, true)));
}

/** By `orderId`, or else by `origClientOrderId`. */
function findOrder(orders: readonly ObservedOrder[], parameters: Parameters) {
  const [symbol, orderId] = [parameters.get("symbol"), parameters.get("orderId")];
  const clientOrderId = parameters.get("origClientOrderId");
  const isSame = (order: ObservedOrder) =>
    order.symbol === symbol &&
    (orderId === undefined ? order.clientOrderId === clientOrderId : order.orderId === orderId);
  const found = orders.filter(isSame);
  return found.find(({ status }) => isLive(status)) ?? found.at(-1);
}

function missingName({ parameters }: RouteContext): VenueReply | null {
  if (!parameters.has("symbol")) return refusedWith(-1102, "symbol");
  if (parameters.has("orderId") || parameters.has("origClientOrderId")) return null;
  return refusedWith(-1102, "orderId");
}

async function queryOrder(context: RouteContext): Promise<VenueReply> {
  const { venue, parameters } = context;
  const missing = missingName(context);
  if (missing !== null) return missing;
  const named = findOrder(venue.allOrders(), parameters);
  const clientOrderId = named?.clientOrderId ?? parameters.get("origClientOrderId") ?? "";
  const symbol = parameters.get("symbol") ?? "";
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the exchange reads the query
  const reply = await venue.queryOrder({ symbol, clientOrderId } as never);
  if (reply.status === "found") return ok(orderRow(reply.order, true));
  const { code, message } = reply;
  const rejected: PortReply = { status: "rejected", code, message };
  return replyOfOutcome(
    reply.status === "failed" && reply.bannedUntilMs !== undefined
      ? { ...rejected, bannedUntilMs: reply.bannedUntilMs }
      : rejected,
    venue.nowMs(),
  );
}

async function cancelOrder(context: RouteContext): Promise<VenueReply> {
  const { venue, parameters, hasAverages } = context;
  const missing = missingName(context);
  if (missing !== null) return missing;
  const order = findOrder(venue.allOrders(), parameters);
  const clientOrderId = order?.clientOrderId ?? parameters.get("origClientOrderId") ?? "unknown";
  const reply = await venue.send("cancelOrder", {
    symbol: parameters.get("symbol"),
    clientOrderId,
  });
  if (reply.status !== "accepted") return replyOfOutcome(reply, venue.nowMs());
  const after = findOrder(venue.allOrders(), parameters) ?? order;
  return ok(after === undefined ? {} : orderRow(after, hasAverages));
}

/** A row for each order. External orders are cancelled too: the venue knows no owner but the account. */
async function cancelAll({ venue, parameters }: RouteContext): Promise<VenueReply> {
  if (!parameters.has("symbol")) return refusedWith(-1102, "symbol");
  const live = venue.allOrders().filter(({ status }) => isLive(status));
  for (const { symbol, clientOrderId } of live.filter(ofSymbol(parameters))) {
    const reply = await venue.send("cancelOrder", { symbol, clientOrderId });
    if (reply.status !== "accepted" && reply.status !== "rejected") {
      return replyOfOutcome(reply, venue.nowMs());
    }
  }
  return ok({ code: 200, msg: "The operation of cancel all open order is done." });
}

async function cancelBatch(context: RouteContext): Promise<VenueReply> {
  const { parameters } = context;
  const ids = readList(parameters.get("origClientOrderIdList"));
  const orderIds = readList(parameters.get("orderIdList"));
  if (ids === null && orderIds === null) return refusedWith(-1102, "orderIdList");
  const names = (orderIds ?? ids ?? []).map((id) => [
    orderIds === null ? "origClientOrderId" : "orderId",
    id,
  ]);
  const rows: unknown[] = [];
  for (const [name = "", id = ""] of names) {
    const own = new Map([
      ["symbol", parameters.get("symbol") ?? ""],
      [name, id],
    ]);
    rows.push((await cancelOrder({ ...context, parameters: own })).body);
  }
  return ok(rows);
}

/** The texts of a JSON list, with all digits of its numbers. Null for anything else. */
function readList(text: string | undefined): string[] | null {
  if (text === undefined || !/^\s*\[.*\]\s*$/s.test(text)) return null;
  return Array.from(
    text.matchAll(/"([^"]*)"|(\d+)/g),
    ([, quoted, digits]) => quoted ?? digits ?? "",
  );
}

async function placeOrder(context: RouteContext): Promise<VenueReply> {
  const { venue, parameters, hasAverages } = context;
  const type = parameters.get("type");
  if (type === undefined || type === "") return refusedWith(-1102, "type");
  if (isConditional(type)) return refusedWith(-4120);
  const clientOrderId = parameters.get("newClientOrderId") ?? generatedId(venue);
  if (type !== "MARKET") return placeResting(context, type, clientOrderId);
  const order = marketOrderOf(parameters, clientOrderId);
  const reply = await venue.send("placeMarketOrder", order);
  if (reply.status !== "accepted") return replyOfOutcome(reply, venue.nowMs());
  return ok(orderRow(filledOrder(parameters, clientOrderId, venue), hasAverages));
}

function generatedId(venue: Venue): string {
  return `web_${venue.nowMs()}`;
}

/** As the port takes it. `reduceOnly` is a text on the wire. */
function marketOrderOf(parameters: Parameters, clientOrderId: string) {
  const reduceOnly = parameters.get("reduceOnly");
  const known = reduceOnly === "true" ? true : reduceOnly === "false" ? false : reduceOnly;
  return {
    symbol: parameters.get("symbol"),
    clientOrderId,
    side: parameters.get("side"),
    quantity: parameters.get("quantity"),
    ...(parameters.has("positionSide") && { positionSide: parameters.get("positionSide") }),
    ...(known !== undefined && { reduceOnly: known }),
  };
}

function observedOrder(parameters: Parameters, type: string, clientOrderId: string, venue: Venue) {
  const decimal = (name: string) => {
    const text = parameters.get(name) ?? "0";
    return isUnsignedDecimal(text) ? text : zero;
  };
  const order = {
    clientOrderId,
    orderId: String(venue.nowMs() * 1_000 + venue.allOrders().length),
    symbol: parameters.get("symbol") ?? "",
    side: parameters.get("side") ?? "BUY",
    positionSide: parameters.get("positionSide") ?? "BOTH",
    type,
    quantity: decimal("quantity"),
    filledQuantity: zero,
    price: decimal("price"),
    reduceOnly: parameters.get("reduceOnly") === "true",
    status: "OPEN",
    updatedAtMs: venue.nowMs(),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- texts that the venue has accepted
  return order as ObservedOrder;
}

function filledOrder(parameters: Parameters, clientOrderId: string, venue: Venue): ObservedOrder {
  return observedOrder(parameters, "MARKET", clientOrderId, venue);
}

async function placeResting(
  { venue, parameters, hasAverages }: RouteContext,
  type: string,
  clientOrderId: string,
): Promise<VenueReply> {
  for (const name of ["symbol", "side", "quantity", "price"]) {
    if ((parameters.get(name) ?? "") === "") return refusedWith(-1102, name);
  }
  const order = observedOrder(parameters, type, clientOrderId, venue);
  const reply = await venue.placeRestingOrder(order);
  return reply.status === "accepted"
    ? ok(orderRow(order, hasAverages))
    : replyOfOutcome(reply, venue.nowMs());
}

const batchSchema = z.array(z.record(z.string(), z.union([z.string(), z.number()]))).max(5);

async function placeBatch(context: RouteContext): Promise<VenueReply> {
  const orders = batchSchema.safeParse(readJson(context.parameters.get("batchOrders")));
  if (!orders.success) return refusedWith(-1102, "batchOrders");
  const rows: unknown[] = [];
  for (const order of orders.data) {
    const fields = Object.entries(order).map(([name, value]) => [name, String(value)] as const);
    rows.push((await placeOrder({ ...context, parameters: new Map(fields) })).body);
  }
  return ok(rows);
}

/** Undefined for a text that is no JSON. */
function readJson(text = ""): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const signed = { security: "signed" } as const;
const read = { method: "GET", group: "read", ...signed } as const;
const change = { group: "mutating", ...signed } as const;

export const orderRoutes: readonly Route[] = [
  {
    ...read,
    path: "/fapi/v1/openOrders",
    weight: weightBySymbol(1, 40),
    list: "orders",
    handle: listOpenOrders,
  },
  { ...read, path: "/fapi/v1/openOrder", weight: 1, handle: queryOrder },
  { ...read, path: "/fapi/v1/order", weight: 1, handle: queryOrder },
  {
    ...read,
    path: "/fapi/v1/allOrders",
    weight: 5,
    handle: ({ venue, parameters }) =>
      parameters.has("symbol")
        ? ok(
            venue
              .allOrders()
              .filter(ofSymbol(parameters))
              .map((order) => orderRow(order, true)),
          )
        : refusedWith(-1102, "symbol"),
  },
  { ...read, path: "/fapi/v1/userTrades", weight: 5, handle: () => ok([]) },
  { ...change, method: "POST", path: "/fapi/v1/order", weight: 0, orders: 1, handle: placeOrder },
  { ...change, method: "PUT", path: "/fapi/v1/order", weight: 1, orders: 1, handle: notModified },
  { ...change, method: "DELETE", path: "/fapi/v1/order", weight: 1, handle: cancelOrder },
  { ...change, method: "DELETE", path: "/fapi/v1/allOpenOrders", weight: 1, handle: cancelAll },
  {
    ...change,
    method: "POST",
    path: "/fapi/v1/batchOrders",
    weight: 5,
    orders: 5,
    handle: placeBatch,
  },
  {
    ...change,
    method: "PUT",
    path: "/fapi/v1/batchOrders",
    weight: 5,
    orders: 5,
    handle: notModified,
  },
  { ...change, method: "DELETE", path: "/fapi/v1/batchOrders", weight: 1, handle: cancelBatch },
  { ...read, method: "POST", path: "/fapi/v1/order/test", weight: 0, handle: () => ok({}) },
];

/** -5027 of the venue: the order has these values already. No order here is modified. */
function notModified(): VenueReply {
  return { status: 400, body: errorBody(-5027, "No need to modify the order.") };
}
