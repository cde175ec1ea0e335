import { expect, test } from "vitest";
import type { PortReply } from "../domain/port-call.ts";
import { onWire, several } from "../test-fixtures/wire-client.ts";
import { unknownError } from "./reply.ts";

const symbol = "BTCUSDT";
const path = "/fapi/v1/order";

/** Outcomes of the exchange behind the venue, as their HTTP replies. */
test.each<[PortReply, number, Record<string, unknown>, string | null]>([
  [{ status: "rejected", code: -2022, message: "no" }, 400, { code: -2022, msg: "no" }, null],
  [{ status: "rejected", code: -1001, message: "internal" }, 503, { code: -1001 }, null],
  [{ status: "rejected", code: -1008, message: "busy" }, 503, { code: -1008 }, null],
  [{ status: "rejected", code: -2015, message: "key" }, 401, { code: -2015 }, null],
  [{ status: "unknown", code: -1007, message: "late" }, 408, { code: -1007, msg: "late" }, null],
  [{ status: "unknown", code: null, message: "?" }, 503, { msg: unknownError }, null],
  [{ status: "rejected", code: -1003, message: "limit" }, 429, { code: -1003 }, null],
  [
    { status: "rejected", code: -1003, message: "ban", bannedUntilMs: 1_704_067_202_001 },
    418,
    { code: -1003, msg: "ban" },
    "3",
  ],
])("the outcome %o is HTTP %i", async (outcome, status, body, retryAfter) => {
  await onWire(several, async ({ client, venue }) => {
    let calls = 0;
    venue.send = async () => {
      calls += 1;
      return outcome;
    };
    const reply = await client.ask("DELETE", path, { symbol, origClientOrderId: "a" });
    expect(reply).toMatchObject({ status, body });
    expect(reply.headers.get("retry-after")).toBe(retryAfter);
    calls = 0;
    // After a ban or an unknown outcome nothing more is sent for the request.
    const all = await client.ask("DELETE", "/fapi/v1/allOpenOrders", { symbol });
    expect([all.status, calls]).toEqual(status === 400 ? [200, 2] : [status, 1]);
  });
});

test("a broken connection to the exchange is a broken connection to the client", async () => {
  await onWire(several, async ({ client, venue }) => {
    venue.send = async () => Promise.reject(new Error("the connection broke"));
    await expect(client.ask("DELETE", path, { symbol, orderId: "3" })).rejects.toThrow(
      "fetch failed",
    );
    // The next request is answered.
    expect(await client.ask("GET", "/fapi/v1/openOrders")).toMatchObject({ status: 200 });
  });
});
