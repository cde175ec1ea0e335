import { expect, test } from "vitest";
import { dryRun, live, longPosition, manyOrders } from "../test-fixtures/observe.ts";
import type { Parts, Seen } from "../test-fixtures/observe.ts";
import { expectedOrder, observedOrder, ownId } from "../test-fixtures/scenarios.ts";

/** The details that a run reports to the person who must act on it. */
function details({ run }: Seen): string[] {
  return run.results.flatMap(({ outcome }) => ("detail" in outcome ? [outcome.detail] : []));
}

const order = { orders: [observedOrder()] };
const position = { positions: [longPosition] };

test.each<[string, Parts, string]>([
  [
    "a position that waits for an order",
    { config: { action: "flatten" }, exchange: { ...order, ...position } },
    "a live order mismatch exists, and orders always beat positions; run again when it is gone",
  ],
  [
    "an order that the action leaves out",
    { config: { action: "none" }, exchange: order },
    "action none does not cancel",
  ],
  [
    "an order that is missing",
    { expected: { orders: [expectedOrder()] } },
    "nothing to act on at the exchange; find out how the order ended and correct the expected state",
  ],
  [
    "an order that has ended",
    {
      expected: { orders: [expectedOrder()] },
      exchange: { orders: [observedOrder({ status: "FILLED" })] },
    },
    "the order already ended as FILLED; correct the expected state",
  ],
  [
    "a whitelist that is missing",
    { config: { symbolWhitelist: [] }, exchange: order },
    "name the symbols that may be acted on",
  ],
  [
    "a symbol outside the whitelist",
    { exchange: { orders: [observedOrder({ symbol: "ETHUSDT" })] } },
    "ETHUSDT is not in the whitelist",
  ],
  [
    "an external order",
    {
      config: { allowedStrategies: ["grid", "mm"] },
      expected: { orders: [expectedOrder({ clientOrderId: "web_1", status: "FILLED" })] },
      exchange: { orders: [observedOrder({ clientOrderId: "web_1" })] },
    },
    "the id does not have the form grinder_{grid|mm}_…",
  ],
  [
    "an order that cannot be cancelled",
    { exchange: { orders: [observedOrder({ status: "PENDING" })] } },
    "an order that is PENDING cannot be cancelled; check it on the exchange",
  ],
  [
    "a position without a price",
    { exchange: { ...position, prices: {} } },
    "without a price above 0 its size is unknown",
  ],
  [
    "a price that is not in USDT",
    {
      config: { symbolWhitelist: ["ETHBTC"] },
      exchange: { positions: [{ symbol: "ETHBTC", quantity: "1" }], prices: { ETHBTC: "0.03" } },
    },
    "its price is not in USDT or USDC, so its size in USDT is unknown",
  ],
  [
    "a position that is too large",
    { exchange: { positions: [{ symbol: "BTCUSDT", quantity: "-1" }] } },
    "50000 USDT is more than the 500 USDT allowed",
  ],
])("the detail names %s", async (_, parts, detail) => {
  expect(details(await dryRun(parts)).at(-1)).toBe(detail);
});

test("remediations beyond the limit of orders or symbols wait for the next run", async () => {
  const orders = { orders: manyOrders };
  const [first] = details(await dryRun({ config: { maxOrdersPerAction: 3 }, exchange: orders }));
  expect(first).toBe("3 remediations a run; the next run takes the rest");
  const [none] = details(await dryRun({ config: { maxSymbolsPerAction: 0 }, exchange: order }));
  expect(none).toBe("0 symbols a run; the next run takes the rest");
});

const replying = (reply: object): Parts => ({
  exchange: { orders: [observedOrder(), observedOrder({ clientOrderId: ownId(2) })] },
  steps: [
    { kind: "snapshot" },
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema reads it
    { kind: "set-port-faults", faults: [reply as { kind: "accept" }] },
    { kind: "reconcile" },
  ],
});

test("the details of a rejection and of an unknown outcome have the answer of the exchange", async () => {
  const rejected = await live(replying({ kind: "reject", code: -2011, message: "Unknown order." }));
  expect(details(rejected)).toEqual(["the exchange rejected it: -2011 Unknown order."]);
  const lost = await live(replying({ kind: "disconnect", applied: false }));
  expect(details(lost)).toEqual([
    "sent, and it is unknown whether it took effect: ConnectionError: the connection broke",
    "an earlier call of this run has an unknown outcome; check the exchange first",
  ]);
});

const snapshotDetails = async (part: object): Promise<string[]> => {
  const seen = await dryRun({
    exchange: position,
    steps: [{ kind: "snapshot", orders: part as { kind: "ok" } }, { kind: "reconcile" }],
  });
  return [...seen.run.rejectedParts.map(({ detail }) => detail), ...details(seen)];
};

test("a rejected part of a snapshot has its reason", async () => {
  expect(await snapshotDetails({ kind: "failed" })).toEqual([
    "the exchange did not answer",
    "open orders: the exchange did not answer; take a new snapshot",
  ]);
  expect((await snapshotDetails({ kind: "old", ageMs: 3_600_000 }))[0]).toBe(
    "taken 60 minutes ago, more than the 120000 ms allowed",
  );
  expect((await snapshotDetails({ kind: "future", skewMs: 7 }))[0]).toBe(
    "taken 7 ms in the future, so its age is unknown",
  );
});

test("a snapshot from before the last port call is rejected, and the cooldown is in milliseconds", async () => {
  const { run } = await live({
    exchange: order,
    steps: [{ kind: "snapshot" }, { kind: "reconcile" }, { kind: "reconcile" }],
  });
  expect(run.rejectedParts.map(({ detail }) => detail)).toEqual([
    "taken before the last port call; take a new snapshot",
    "taken before the last port call; take a new snapshot",
  ]);
  const cooling = await live({
    config: { cooldownSeconds: 60 },
    exchange: { orders: manyOrders },
    steps: [
      { kind: "set-port-faults", faults: [{ kind: "reject", code: -1, message: "no" }] },
      { kind: "snapshot" },
      { kind: "reconcile" },
      { kind: "advance-clock", ms: 1_000 },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  });
  expect(details(cooling)[0]).toBe("59000 ms of the cooldown remain");
});
