/** Conditional (algo) orders, which have endpoints of their own since 2025-12-09. */
import { isLive } from "../../domain/order.ts";
import { errorBody, ok, refusedWith, replyOfOutcome, type VenueReply } from "../reply.ts";
import { algoOrderRow } from "../rows.ts";
import { listFailed } from "./orders.ts";
import { weightBySymbol, type Route, type RouteContext } from "./route.ts";

function listOpen({ venue, parameters }: RouteContext): VenueReply {
  const part = venue.openAlgoOrders();
  if (part.status === "failed") return listFailed;
  const symbol = parameters.get("symbol");
  const rows = part.items.filter(
    (order) => isLive(order.status) && (symbol === undefined || order.symbol === symbol),
  );
  return ok(rows.map(algoOrderRow));
}

function find({ venue, parameters }: RouteContext) {
  const part = venue.openAlgoOrders();
  const [id, clientId] = [parameters.get("algoId"), parameters.get("clientAlgoId")];
  const items = part.status === "ok" ? part.items : [];
  return items.find((order) =>
    id === undefined ? order.clientOrderId === clientId : order.orderId === id,
  );
}

function queryOne(context: RouteContext): VenueReply {
  const { parameters } = context;
  if (!parameters.has("algoId") && !parameters.has("clientAlgoId")) {
    return refusedWith(-1102, "algoId");
  }
  const order = find(context);
  const rejected = { status: "rejected", code: -2013, message: "Order does not exist." } as const;
  return order === undefined
    ? replyOfOutcome(rejected, context.venue.nowMs())
    : ok(algoOrderRow(order));
}

async function cancelOne(context: RouteContext): Promise<VenueReply> {
  const { venue, parameters } = context;
  if (!parameters.has("algoId") && !parameters.has("clientAlgoId")) {
    return refusedWith(-1102, "algoId");
  }
  const order = find(context);
  const clientOrderId = order?.clientOrderId ?? parameters.get("clientAlgoId") ?? "unknown";
  const symbol = order?.symbol ?? parameters.get("symbol") ?? venue.symbols()[0]?.symbol;
  const reply = await venue.send("cancelConditionalOrder", { symbol, clientOrderId });
  if (reply.status !== "accepted") return replyOfOutcome(reply, venue.nowMs());
  const algoId = order === undefined ? null : algoOrderRow(order).algoId;
  return ok({ algoId, clientAlgoId: clientOrderId, code: "200", msg: "success" });
}

async function cancelAll({ venue, parameters }: RouteContext): Promise<VenueReply> {
  const symbol = parameters.get("symbol");
  if (symbol === undefined) return refusedWith(-1102, "symbol");
  const part = venue.openAlgoOrders();
  const live = part.status === "ok" ? part.items.filter(({ status }) => isLive(status)) : [];
  for (const { clientOrderId } of live.filter((order) => order.symbol === symbol)) {
    const reply = await venue.send("cancelConditionalOrder", { symbol, clientOrderId });
    if (reply.status === "unknown") return replyOfOutcome(reply, venue.nowMs());
  }
  return ok({ code: 200, msg: "The operation of cancel all open order is done." });
}

/** Triggers and matching are not simulated for orders that a bot places. */
function notPlaced(): VenueReply {
  return { status: 400, body: errorBody(-2019, "Margin is insufficient.") };
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
  { ...read, path: "/fapi/v1/allAlgoOrders", weight: 5, handle: listOpen },
  { ...change, method: "POST", path, weight: 0, orders: 1, handle: notPlaced },
  { ...change, method: "DELETE", path, weight: 1, handle: cancelOne },
  { ...change, method: "DELETE", path: "/fapi/v1/algoOpenOrders", weight: 1, handle: cancelAll },
];
