import { expect, test } from "vitest";
import { clientOrderIdSchema } from "./client-order-id.ts";
import { decimalSchema } from "./decimal.ts";
import {
  canonicalRequest,
  describePortCalls,
  describePortRequest,
  portReplySchema,
  priorCallSchema,
  wireRequestSchema,
  type PlaceMarketOrder,
  type PortCall,
} from "./port-call.ts";
import { tradingSymbolSchema } from "./trading-symbol.ts";

const cancel = {
  method: "cancelOrder",
  symbol: tradingSymbolSchema.parse("BTCUSDT"),
  clientOrderId: clientOrderIdSchema.parse("grinder_grid_BTCUSDT_1_1704067100_1"),
} as const;

const order: PlaceMarketOrder = {
  method: "placeMarketOrder",
  symbol: cancel.symbol,
  clientOrderId: cancel.clientOrderId,
  side: "SELL",
  quantity: decimalSchema.parse("0.5"),
  positionSide: "LONG",
  reduceOnly: true,
};

function callWith(run: number, reply: PortCall["reply"]): PortCall {
  return {
    request: cancel,
    atMs: 1,
    repliedAtMs: 1,
    run,
    auditEventsBefore: 0,
    reply,
    fault: null,
    malformed: null,
  };
}

test("a request is described without the id of a market order", () => {
  expect(describePortRequest(cancel)).toBe(
    "cancelOrder BTCUSDT grinder_grid_BTCUSDT_1_1704067100_1",
  );
  expect(describePortRequest(order)).toBe(
    "placeMarketOrder SELL 0.5 BTCUSDT, position side LONG, reduceOnly true",
  );
  expect(describePortRequest({ ...order, positionSide: null, reduceOnly: null })).toBe(
    "placeMarketOrder SELL 0.5 BTCUSDT, position side not sent, reduceOnly not sent",
  );
});

test("each call is described with its run, counted from 1, and the code of its reply", () => {
  const text = describePortRequest(cancel);
  const calls = [
    callWith(0, { status: "accepted" }),
    callWith(1, { status: "rejected", code: -2011, message: "Unknown order sent." }),
    callWith(1, { status: "unknown", code: null, message: "time-out" }),
    callWith(2, { status: "refused" }),
  ];
  expect(describePortCalls(calls)).toEqual([
    `run 1: ${text}: accepted`,
    `run 2: ${text}: rejected -2011`,
    `run 2: ${text}: unknown`,
    `run 3: ${text}: refused`,
  ]);
});

test.each([
  [100, 100, `run 100: ${describePortRequest(cancel)}: accepted`],
  [101, 101, "and 1 more port call"],
  [103, 101, "and 3 more port calls"],
])("of %i calls %i lines are printed", (count, lines, last) => {
  const calls = Array.from({ length: count }, (_, run) => callWith(run, { status: "accepted" }));
  const described = describePortCalls(calls);
  expect(described).toHaveLength(lines);
  expect(described.at(-1)).toBe(last);
});

test("a parameter that a target does not send is null", () => {
  const { positionSide: _, reduceOnly: __, ...sent } = order;
  expect(wireRequestSchema.parse(sent)).toEqual({ ...order, positionSide: null, reduceOnly: null });
  expect(wireRequestSchema.parse({ ...sent, positionSide: null, reduceOnly: null })).toEqual({
    ...order,
    positionSide: null,
    reduceOnly: null,
  });
  expect(wireRequestSchema.parse(order)).toEqual(order);
  expect(wireRequestSchema.parse(cancel)).toEqual(cancel);
});

test.each([
  [{ status: "accepted" }],
  [{ status: "rejected", code: -2011, message: "Unknown order sent." }],
  [{ status: "unknown", code: -1007, message: "Timeout" }],
  [{ status: "unknown", code: null, message: "" }],
])("%j is a reply of the port", (reply) => {
  expect(portReplySchema.parse(reply)).toEqual(reply);
});

test("a reply has one of the three statuses, and no other field", () => {
  expect(portReplySchema.safeParse({ status: "refused" }).success).toBe(false);
  expect(portReplySchema.safeParse({ status: "accepted", code: 1 }).success).toBe(false);
  expect(portReplySchema.safeParse({ status: "rejected", code: null, message: "" }).success).toBe(
    false,
  );
});

test.each(["accepted", "rejected", "unknown"])("a prior call can be %s", (status) => {
  const call = { request: cancel, atMs: 5, status };
  expect(priorCallSchema.parse(call)).toEqual(call);
});

test("a prior call is not refused, and has no other field", () => {
  const call = { request: cancel, atMs: 5 };
  expect(priorCallSchema.safeParse({ ...call, status: "refused" }).success).toBe(false);
  expect(priorCallSchema.safeParse({ ...call, status: "accepted", run: 1 }).success).toBe(false);
});

test("the canonical form of a request has neither superfluous zeros nor the default side", () => {
  const oneWay = { ...order, positionSide: null };
  expect(canonicalRequest({ ...oneWay, positionSide: "BOTH" })).toEqual(oneWay);
  expect(canonicalRequest({ ...order, quantity: decimalSchema.parse("0.500") })).toEqual(order);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a report may have any text
  const exponent = { ...order, quantity: "6.3e+0" as typeof order.quantity };
  expect(canonicalRequest(exponent)).toBe(exponent);
  expect(canonicalRequest(order)).toBe(order);
  expect(canonicalRequest(oneWay)).toBe(oneWay);
  expect(canonicalRequest(cancel)).toBe(cancel);
});
