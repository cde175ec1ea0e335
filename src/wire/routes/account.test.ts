import { expect, test } from "vitest";
import { scenarioWith } from "../../test-fixtures/scenarios.ts";
import { onWire, type Wire } from "../../test-fixtures/wire-client.ts";

const symbol = "BTCUSDT";
const path = "/fapi/v1/order";
const limit = { symbol, side: "BUY", type: "LIMIT", quantity: "0.01", price: "40000" } as const;
const market = { symbol, side: "SELL", type: "MARKET", quantity: "0.004" } as const;

const hedged = scenarioWith({
  exchange: {
    positionMode: "hedge",
    positions: [{ symbol, positionSide: "LONG", quantity: "0.010" }],
  },
});

const positions = [{ symbol, positionSide: "BOTH" as const, quantity: "0.010" }];

test("hedge mode has a row for each leg, and its rules", async () => {
  await onWire(hedged, async ({ client }) => {
    const rows = await client.ask("GET", "/fapi/v2/positionRisk", { symbol });
    expect(rows.body).toMatchObject([
      { positionSide: "LONG", positionAmt: "0.010" },
      { positionSide: "SHORT", positionAmt: "0" },
    ]);
    expect((await client.ask("GET", "/fapi/v3/positionRisk")).body).toMatchObject([
      { positionSide: "LONG" },
    ]);
    const place = async (fields: Record<string, string>) =>
      (await client.ask("POST", path, { ...market, ...fields })).body;
    expect(await place({})).toMatchObject({ code: -4061 });
    const leg = { positionSide: "LONG" };
    expect(await place({ ...leg, reduceOnly: "true" })).toMatchObject({ code: -1106 });
    expect(await place({ ...leg, quantity: "1" })).toMatchObject({ code: -2022 });
    expect(await place(leg)).toMatchObject({ status: "NEW", positionSide: "LONG" });
    const mode = await client.ask("GET", "/fapi/v1/positionSide/dual");
    expect(mode.body).toEqual({ dualSidePosition: true });
  });
});

test("version 3 lists a symbol without a position while it has an open order", async () => {
  await onWire(null, async ({ client }) => {
    const rows = async () => (await client.ask("GET", "/fapi/v3/positionRisk")).body;
    expect(await rows()).toEqual([]);
    await client.ask("POST", path, limit);
    expect(await rows()).toMatchObject([{ symbol, positionAmt: "0" }]);
    await client.ask("DELETE", "/fapi/v1/allOpenOrders", { symbol });
    expect(await rows()).toEqual([]);
  });
});

test("version 3 lists both rows of a position that a list shows open and closed", async () => {
  await onWire(scenarioWith({ exchange: { positions } }), async ({ client, venue }) => {
    const [open, flat] = ["0.010", "0"].map((quantity) => ({ ...positions[0], quantity }));
    const part = { status: "ok", takenAtMs: venue.nowMs(), items: [open, flat] };
    Object.assign(venue, { positions: () => part });
    const rows = await client.ask("GET", "/fapi/v3/positionRisk");
    expect(rows.body).toMatchObject([{ positionAmt: "0.010" }, { positionAmt: "0" }]);
  });
});

const change = async ({ client }: Wire, dualSidePosition: string) =>
  (await client.ask("POST", "/fapi/v1/positionSide/dual", { dualSidePosition })).body;

test("the position mode changes only without orders and positions", async () => {
  await onWire(null, async (wire) => {
    expect(await change(wire, "false")).toMatchObject({ code: -4059 });
    expect(await change(wire, "yes")).toMatchObject({ code: -1102 });
    await wire.client.ask("POST", path, limit);
    expect(await change(wire, "true")).toMatchObject({ code: -4067 });
    await wire.client.ask("DELETE", "/fapi/v1/allOpenOrders", { symbol });
    expect(await change(wire, "true")).toMatchObject({ code: 200 });
    const mode = await wire.client.ask("GET", "/fapi/v1/positionSide/dual");
    expect(mode.body).toEqual({ dualSidePosition: true });
  });
  await onWire(hedged, async (wire) => {
    expect(await change(wire, "false")).toMatchObject({ code: -4068 });
  });
});

test.each<[number, string, string, string, Record<string, string>]>([
  [-1121, "GET", "openOrders", "symbol", { symbol: "BTC/USDT" }],
  [-1121, "GET", "openAlgoOrders", "symbol", { symbol: "btcusdt" }],
  [-1121, "GET", "depth", "symbol", { symbol: "XRPUSDT" }],
  [-1121, "GET", "klines", "symbol", {}],
  [-1102, "GET", "allOrders", "symbol", {}],
  [-1102, "GET", "userTrades", "symbol", {}],
  [-1102, "GET", "allAlgoOrders", "symbol", {}],
  [-1102, "POST", "leverage", "leverage", { symbol, leverage: "0" }],
  [-1102, "POST", "countdownCancelAll", "countdownTime", { symbol }],
  [-1102, "POST", "marginType", "symbol", {}],
])("%i: %s %s with a wrong %s", async (code, method, name, _, fields) => {
  await onWire(null, async ({ client }) => {
    const reply = await client.ask(method, `/fapi/v1/${name}`, fields);
    expect(reply).toMatchObject({ status: 400, body: { code } });
  });
});
