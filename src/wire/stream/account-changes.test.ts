import { expect, test } from "vitest";
import * as z from "zod";
import { observedConditionalOrderSchema } from "../../domain/conditional-order.ts";
import { decimalSchema } from "../../domain/decimal.ts";
import { observedOrderSchema } from "../../domain/order.ts";
import { observedPositionSchema } from "../../domain/position.ts";
import { parseJsonDocument } from "../../input/json-document.ts";
import { observedStop } from "../../test-fixtures/conditional-orders.ts";
import { observedOrder, startsAtMs } from "../../test-fixtures/scenarios.ts";
import { streamEventSchema } from "../../test-fixtures/stream-event-schemas.ts";
import { writeJson } from "../reply.ts";
import { AccountChanges } from "./account-changes.ts";
import { accountConfigUpdate, listenKeyExpired } from "./events.ts";

const partsSchema = z.strictObject({
  orders: z.array(observedOrderSchema).default([]),
  positions: z.array(observedPositionSchema).default([]),
  conditionalOrders: z.array(observedConditionalOrderSchema).default([]),
});
type Parts = z.input<typeof partsSchema>;

const markPrice = decimalSchema.parse("50100");
const account = (parts: Parts) => ({
  ...partsSchema.parse(parts),
  priceOf: () => markPrice,
  nowMs: startsAtMs,
});

/** The events of a change, read as a client reads them. */
function eventsBetween(before: Parts, after: Parts) {
  const events = new AccountChanges(account(before)).take(account(after));
  return events.map((event) =>
    streamEventSchema.parse(parseJsonDocument(writeJson(event), "event").value),
  );
}

const order = observedOrder;
const quantity = "0.004";
const position = (size: string) => ({ symbol: "BTCUSDT", quantity: size, markPrice: "50100" });

test("an account that does not change has no event", () => {
  const same = {
    orders: [order()],
    positions: [position("0.1")],
    conditionalOrders: [observedStop()],
  };
  expect(eventsBetween(same, same)).toEqual([]);
});

test("a new order has one event with all of it", () => {
  const id = "9007199254740993123";
  expect(eventsBetween({}, { orders: [order({ orderId: id, reduceOnly: true })] })).toMatchObject([
    {
      e: "ORDER_TRADE_UPDATE",
      E: startsAtMs,
      T: startsAtMs - 100_000,
      o: {
        s: "BTCUSDT",
        c: order().clientOrderId,
        S: "BUY",
        o: "LIMIT",
        ot: "LIMIT",
        q: "0.001",
        p: "50000.00",
        x: "NEW",
        X: "NEW",
        i: 9007199254740993123n,
        l: "0",
        z: "0",
        L: "0",
        ap: "0",
        t: 0,
        R: true,
        ps: "BOTH",
      },
    },
  ]);
});

/** Per event: its kind, status, last and whole fill, and trade. */
function fills(events: ReturnType<typeof eventsBetween>) {
  return events.map((event) => {
    if (event.e === "TRADE_LITE") return ["lite", event.l, event.L, event.t, event.i];
    if (event.e !== "ORDER_TRADE_UPDATE") return [event.e];
    const { x, X, l, z: whole, L, t } = event.o;
    return [x, X, l, whole, L, t];
  });
}

test("each fill is a trade of its own, and the short event comes before the full one", () => {
  const changes = new AccountChanges(account({ orders: [order({ quantity })] }));
  const take = (filledQuantity: string, status: "PARTIALLY_FILLED" | "FILLED") =>
    fills(
      changes
        .take(account({ orders: [order({ quantity, filledQuantity, status })] }))
        .map((event) => streamEventSchema.parse(JSON.parse(writeJson(event)))),
    );
  expect(take("0.001", "PARTIALLY_FILLED")).toEqual([
    ["lite", "0.001", "50000.00", 1, 1001],
    ["TRADE", "PARTIALLY_FILLED", "0.001", "0.001", "50000.00", 1],
  ]);
  expect(take("0.004", "FILLED")).toEqual([
    ["lite", "0.003", "50000.00", 2, 1001],
    ["TRADE", "FILLED", "0.003", "0.004", "50000.00", 2],
  ]);
});

test("a market order that filled at once was placed before, at the mark price", () => {
  const filled = { type: "MARKET", price: "0", status: "FILLED", filledQuantity: "0.001" } as const;
  const events = eventsBetween({}, { orders: [order(filled)] });
  expect(fills(events)).toEqual([
    ["NEW", "NEW", "0", "0", "0", 0],
    ["lite", "0.001", "50100", 1, 1001],
    ["TRADE", "FILLED", "0.001", "0.001", "50100", 1],
  ]);
  expect(events.map((event) => ("o" in event && "m" in event.o ? event.o.m : null))).toEqual([
    false,
    null,
    false,
  ]);
});

test("an order that filled in part and then expired has both events", () => {
  const ended = order({ quantity, filledQuantity: "0.001", status: "EXPIRED" });
  expect(fills(eventsBetween({ orders: [order({ quantity })] }, { orders: [ended] }))).toEqual([
    ["lite", "0.001", "50000.00", 1, 1001],
    ["TRADE", "PARTIALLY_FILLED", "0.001", "0.001", "50000.00", 1],
    ["EXPIRED", "EXPIRED", "0", "0.001", "0", 0],
  ]);
});

test.each([
  ["cancelled", { status: "CANCELLED" }, ["CANCELED", "CANCELED", "0", "0", "0", 0]],
  ["expired", { status: "EXPIRED" }, ["EXPIRED", "EXPIRED", "0", "0", "0", 0]],
  ["amended", { price: "49000" }, ["AMENDMENT", "NEW", "0", "0", "0", 0]],
] as const)("an order that is %s has one event", (_, parts, expected) => {
  expect(fills(eventsBetween({ orders: [order()] }, { orders: [order(parts)] }))).toEqual([
    expected,
  ]);
});

test("a change has its events once", () => {
  const ended = order({ status: "CANCELLED" });
  const again = order({ orderId: "1002" });
  const now = { positions: [position("0.2")], conditionalOrders: [observedStop()] };
  const changes = new AccountChanges(account({}));
  expect(changes.take(account({ orders: [ended, again], ...now }))).toHaveLength(5);
  expect(changes.take(account({ orders: [ended, again], ...now }))).toEqual([]);
});

test("an id that is used again names another order", () => {
  const ended = order({ status: "CANCELLED" });
  const again = order({ orderId: "1002" });
  expect(fills(eventsBetween({ orders: [ended] }, { orders: [ended, again] }))).toEqual([
    ["NEW", "NEW", "0", "0", "0", 0],
  ]);
});

test("a position that moved has one event for each symbol", () => {
  const long = { symbol: "ETHUSDT", positionSide: "LONG", quantity: "1", markPrice: null } as const;
  const short = { ...long, positionSide: "SHORT", quantity: "-2", markPrice: "2500" } as const;
  const events = eventsBetween(
    { positions: [position("0.1"), { ...long, symbol: "BNBUSDT" }] },
    {
      positions: [position("0.000"), { ...long, symbol: "BNBUSDT", quantity: "1.0" }, long, short],
    },
  );
  expect(events.map((event) => ("a" in event ? event.a.P : event))).toMatchObject([
    [{ s: "BTCUSDT", pa: "0.000", ep: "0", ps: "BOTH" }],
    [
      { s: "ETHUSDT", pa: "1", ep: "0", ps: "LONG" },
      { s: "ETHUSDT", pa: "-2", ep: "2500", ps: "SHORT" },
    ],
  ]);
});

test("a conditional order has an event for each status, and names the order in its place", () => {
  const stop = observedStop({ orderId: "9007199254740993123" });
  const statuses = ["NEW", "TRIGGERING", "TRIGGERED", "CANCELLED"] as const;
  const normal = order({ orderId: stop.orderId, type: "MARKET" });
  const seen = statuses.map((status) => {
    const before = status === "NEW" ? [] : [stop];
    const orders = status === "TRIGGERED" ? [normal] : [];
    return eventsBetween(
      { conditionalOrders: before, orders },
      { conditionalOrders: [{ ...stop, status }], orders },
    );
  });
  const of = (X: string, ai: string, act: string, tt: number) => [
    {
      e: "ALGO_UPDATE",
      o: {
        caid: stop.clientOrderId,
        aid: 9007199254740993123n,
        X,
        ai,
        act,
        tt,
        tp: stop.triggerPrice,
      },
    },
  ];
  expect(seen).toMatchObject([
    of("NEW", "", "0", 0),
    of("TRIGGERING", "", "0", 0),
    of("TRIGGERED", "9007199254740993123", "MARKET", stop.updatedAtMs),
    of("CANCELED", "", "0", 0),
  ]);
});

test("a conditional order for the whole position has no quantity", () => {
  const whole = observedStop({ quantity: null });
  expect(eventsBetween({}, { conditionalOrders: [whole] })).toMatchObject([
    { o: { q: "0", cp: true } },
  ]);
});

test.each([
  [
    accountConfigUpdate({ symbol: "BTCUSDT", leverage: 5 }, startsAtMs),
    { ac: { s: "BTCUSDT", l: 5 } },
  ],
  [accountConfigUpdate({ isMultiAssets: true }, startsAtMs), { ai: { j: true } }],
  [listenKeyExpired("abc", startsAtMs), { E: String(startsAtMs), listenKey: "abc" }],
])("the event %j has the form of the venue", (event, fields) => {
  expect(streamEventSchema.parse(JSON.parse(writeJson(event)))).toMatchObject(fields);
});

test("a second fill in part is an event of its own, although the status stays", () => {
  const [before, after] = ["0.001", "0.002"].map((filledQuantity) =>
    order({ quantity, filledQuantity, status: "PARTIALLY_FILLED" }),
  );
  if (before === undefined || after === undefined) throw new Error("there are two");
  expect(eventsBetween({ orders: [before] }, { orders: [after] })).toMatchObject([
    { e: "TRADE_LITE", l: "0.001" },
    { e: "ORDER_TRADE_UPDATE", o: { X: "PARTIALLY_FILLED", x: "TRADE", l: "0.001", z: "0.002" } },
  ]);
});
