/** Conditional (algo) orders, which have endpoints of their own since 2025-12-09. */
import type { ObservedConditionalOrder } from "../../domain/conditional-order.ts";
import { isUnsignedDecimal, zero } from "../../domain/decimal.ts";
import { isLive } from "../../domain/order.ts";
import { rejectedBy } from "../../exchange/venue-errors.ts";
import type { Parameters } from "../parameters.ts";
import { ok, refusedWith, replyOfOutcome, type VenueReply } from "../reply.ts";
import { algoOrderRow } from "../rows.ts";
import type { Venue } from "../venue.ts";
import { allCancelled, endsCancels } from "./cancel-order.ts";
import { ofSymbol, refuseSymbol, refuseSymbolOfList } from "./named-order.ts";
import { listFailed } from "./orders.ts";
import { weightBySymbol, type Route, type RouteContext } from "./route.ts";

function listOpen({ venue, parameters }: RouteContext): VenueReply {
  const refusal = refuseSymbolOfList(parameters);
  if (refusal !== null) return refusal;
  const part = venue.openAlgoOrders();
  if (part.status === "failed") return listFailed;
  const rows = part.items.filter(({ status }) => isLive(status)).filter(ofSymbol(parameters));
  return ok(rows.map(algoOrderRow));
}

function listAll({ venue, parameters }: RouteContext): VenueReply {
  const rows = venue.allAlgoOrders().filter(ofSymbol(parameters));
  return refuseSymbol(parameters) ?? ok(rows.map(algoOrderRow));
}

/** The refusal of a request that names no order, or null. */
function refuseName(parameters: Parameters): VenueReply | null {
  const algoId = parameters.get("algoId");
  if (algoId !== undefined) return /^\d{1,20}$/.test(algoId) ? null : refusedWith(-1100, "algoId");
  return parameters.has("clientAlgoId") ? null : refusedWith(-1102, "algoId");
}

function find({ venue, parameters }: RouteContext): ObservedConditionalOrder | undefined {
  const [id, clientId] = [parameters.get("algoId"), parameters.get("clientAlgoId")];
  const isNamed = (order: ObservedConditionalOrder) =>
    id === undefined ? order.clientOrderId === clientId : order.orderId === id;
  return venue.allAlgoOrders().findLast(isNamed);
}

function queryOne(context: RouteContext): VenueReply {
  const refusal = refuseName(context.parameters);
  if (refusal !== null) return refusal;
  const order = find(context);
  return order === undefined
    ? replyOfOutcome(rejectedBy(-2013), context.venue.nowMs())
    : ok(algoOrderRow(order));
}

/** The request names no symbol, so an order that never was makes no port call. */
async function cancelOne(context: RouteContext): Promise<VenueReply> {
  const { venue, parameters } = context;
  const refusal = refuseName(parameters);
  if (refusal !== null) return refusal;
  const order = find(context);
  if (order === undefined) return replyOfOutcome(rejectedBy(-2011), venue.nowMs());
  const { symbol, clientOrderId } = order;
  const reply = await venue.send("cancelConditionalOrder", { symbol, clientOrderId });
  if (reply.status !== "accepted") return replyOfOutcome(reply, venue.nowMs());
  const { algoId, clientAlgoId } = algoOrderRow(order);
  return ok({ algoId, clientAlgoId, code: "200", msg: "success" });
}

async function cancelAll({ venue, parameters }: RouteContext): Promise<VenueReply> {
  const refusal = refuseSymbol(parameters);
  if (refusal !== null) return refusal;
  const live = venue.allAlgoOrders().filter(({ status }) => isLive(status));
  for (const { symbol, clientOrderId } of live.filter(ofSymbol(parameters))) {
    const reply = await venue.send("cancelConditionalOrder", { symbol, clientOrderId });
    if (reply.status === "accepted") continue;
    const outcome = replyOfOutcome(reply, venue.nowMs());
    if (endsCancels(outcome)) return outcome;
  }
  return allCancelled;
}

async function placeOne({ venue, parameters }: RouteContext): Promise<VenueReply> {
  const names = ["symbol", "side", "type"];
  // A trailing stop has none.
  if (parameters.get("type") !== "TRAILING_STOP_MARKET") names.push("triggerPrice");
  for (const name of names) {
    if ((parameters.get(name) ?? "") === "") return refusedWith(-1102, name);
  }
  if (parameters.get("algoType") !== "CONDITIONAL") return refusedWith(-1102, "algoType");
  const order = orderOf(parameters, venue);
  const reply = await venue.placeConditionalOrder(order);
  if (reply.status !== "accepted") return replyOfOutcome(reply, venue.nowMs());
  const isPlaced = (one: ObservedConditionalOrder) => one.clientOrderId === order.clientOrderId;
  return ok(algoOrderRow(venue.allAlgoOrders().findLast(isPlaced) ?? order));
}

/** Without a quantity it closes the whole position. */
function orderOf(parameters: Parameters, venue: Venue): ObservedConditionalOrder {
  const text = (name: string) => parameters.get(name) ?? "";
  const isTrue = (name: string) => text(name).toLowerCase() === "true";
  const decimal = (name: string) => (isUnsignedDecimal(text(name)) ? text(name) : zero);
  const nowMs = venue.nowMs();
  const order = {
    clientOrderId: parameters.get("clientAlgoId") ?? `web_${nowMs}`,
    orderId: `${nowMs}000`,
    symbol: text("symbol"),
    side: text("side"),
    positionSide: parameters.get("positionSide") ?? "BOTH",
    type: text("type"),
    quantity: isTrue("closePosition") ? null : decimal("quantity"),
    triggerPrice: decimal("triggerPrice"),
    reduceOnly: isTrue("reduceOnly"),
    status: "NEW",
    updatedAtMs: nowMs,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the venue checks the texts
  return order as ObservedConditionalOrder;
}

const read = { method: "GET", group: "read", security: "signed" } as const;
const change = { group: "mutating", security: "signed" } as const;
const path = "/fapi/v1/algoOrder";

export const algoOrderRoutes: readonly Route[] = [
  {
    ...read,
    path: "/fapi/v1/openAlgoOrders",
    weight: weightBySymbol(1, 40),
    list: "conditionalOrders",
    handle: listOpen,
  },
  { ...read, path, weight: 1, handle: queryOne },
  { ...read, path: "/fapi/v1/allAlgoOrders", weight: 5, handle: listAll },
  { ...change, method: "POST", path, weight: 0, orders: 1, handle: placeOne },
  { ...change, method: "DELETE", path, weight: 1, handle: cancelOne },
  { ...change, method: "DELETE", path: "/fapi/v1/algoOpenOrders", weight: 1, handle: cancelAll },
];
