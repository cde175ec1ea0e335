import { expect, test } from "vitest";
import { onWire, several } from "../../test-fixtures/wire-client.ts";

const symbol = "BTCUSDT";

test("a conditional order is cancelled at its own endpoint, and not while it triggers", async () => {
  await onWire(several, async ({ client, sandbox }) => {
    const cancel = (fields: Record<string, string>) =>
      client.ask("DELETE", "/fapi/v1/algoOrder", fields);
    expect((await cancel({ algoId: "5" })).body).toMatchObject({ clientAlgoId: "c", code: "200" });
    expect((await cancel({ algoId: "5" })).body).toMatchObject({ code: -2011 });
    expect(sandbox.requests.at(-1)).toMatchObject({ portCalls: 1 });
    expect((await cancel({ clientAlgoId: "e" })).body).toMatchObject({ code: -2011 });
    expect((await cancel({ algoId: "77" })).body).toMatchObject({ code: -2011 });
    expect((await cancel({})).body).toMatchObject({ code: -1102 });
    expect((await cancel({ algoId: "x" })).body).toMatchObject({ code: -1100 });
    const query = await client.ask("GET", "/fapi/v1/algoOrder", { algoId: "5" });
    expect(query.body).toMatchObject({ algoStatus: "CANCELED" });
    const unknown = await client.ask("GET", "/fapi/v1/algoOrder", { clientAlgoId: "none" });
    expect(unknown.body).toMatchObject({ code: -2013 });
    const all = await client.ask("DELETE", "/fapi/v1/algoOpenOrders", { symbol: "ETHUSDT" });
    expect(all.body).toMatchObject({ code: 200 });
    const left = await client.ask("GET", "/fapi/v1/openAlgoOrders");
    expect(left.body).toMatchObject([{ clientAlgoId: "e", algoStatus: "TRIGGERING" }]);
  });
});

const stop = {
  symbol,
  algoType: "CONDITIONAL",
  side: "SELL",
  type: "STOP_MARKET",
  triggerPrice: "40000",
  quantity: "0.01",
  clientAlgoId: "stop",
};

test.each<[number, string, Record<string, string>]>([
  [-1102, "without a trigger price", { triggerPrice: "" }],
  [-1102, "of another algorithm", { algoType: "TWAP" }],
  [-1102, "with another side", { side: "sell" }],
  [-1116, "of no conditional type", { type: "LIMIT" }],
  [-1121, "of an unknown symbol", { symbol: "XRPUSDT" }],
  [-4003, "without a quantity", { quantity: "" }],
  [-4061, "for a leg in one-way mode", { positionSide: "LONG" }],
  [-4116, "with an id that is used", { clientAlgoId: "c" }],
])("%i: a conditional order %s", async (code, _, fields) => {
  await onWire(several, async ({ client, venue }) => {
    const reply = await client.ask("POST", "/fapi/v1/algoOrder", { ...stop, ...fields });
    expect(reply).toMatchObject({ status: 400, body: { code } });
    expect(venue.allAlgoOrders()).toHaveLength(3);
  });
});

test("a conditional order waits, with a quantity or for the whole position", async () => {
  await onWire(null, async ({ client }) => {
    const place = async (fields: Record<string, string>) =>
      (await client.ask("POST", "/fapi/v1/algoOrder", { ...stop, ...fields })).body;
    expect(await place({})).toMatchObject({ algoStatus: "NEW", quantity: "0.01" });
    const whole = { clientAlgoId: "whole", closePosition: "true", quantity: "" };
    expect(await place(whole)).toMatchObject({ closePosition: true, quantity: "0" });
    expect((await client.ask("GET", "/fapi/v1/openAlgoOrders")).body).toHaveLength(2);
  });
});
