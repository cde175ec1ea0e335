import { expect, test } from "vitest";
import { live, type Parts } from "../../test-fixtures/observe.ts";
import { expectedOrder, observedOrder, ownId, startsAtMs } from "../../test-fixtures/scenarios.ts";

type Steps = NonNullable<Parts["steps"]>;
type Place = Extract<Steps[number], { kind: "place-order" }>;

const place = (lost: Place["lost"] = "nothing"): Place => {
  return { kind: "place-order", order: expectedOrder(), lost };
};
const fill = { kind: "fill-order", clientOrderId: ownId() } as const;
const deliver = (update: number) => ({ kind: "deliver-update", update }) as const;
const end = [{ kind: "snapshot" }, { kind: "reconcile" }] as const;

async function after(steps: Steps, parts: Parts = {}) {
  const { trace, runContexts } = await live({ ...parts, steps: [...steps, ...end] });
  const [context] = runContexts;
  const orders = context?.snapshot.orders;
  return {
    executed: trace.map(({ place: at }) => at).filter((at) => at < steps.length),
    expected: context?.expected.orders.map(
      ({ orderId = "none", status }) => `${orderId} ${status}`,
    ),
    listed:
      orders?.status === "ok"
        ? orders.items.map(({ orderId, status }) => `${orderId} ${status}`)
        : [],
    positions: context?.expected.positions.map(({ quantity }) => quantity),
  };
}

const first = String(startsAtMs);
const second = String(startsAtMs + 1);

test("an id is used again after the bot knows that its order has ended", async () => {
  expect(await after([place(), fill, deliver(-1), place()])).toEqual({
    executed: [0, 1, 2, 3],
    expected: [`${second} OPEN`],
    listed: [`${first} FILLED`, `${second} OPEN`],
    positions: ["0.001"],
  });
});

test.each<[string, Steps]>([
  ["the bot does not know the end of the first order", [place(), fill, place()]],
  ["the exchange has the first order still", [place(), place()]],
])("an id is not used again while %s", async (_, steps) => {
  const { executed, expected, listed } = await after(steps);
  expect(executed).not.toContain(steps.length - 1);
  expect(expected).toEqual(["none OPEN"]);
  expect(listed).toHaveLength(1);
});

test("a late update of the first order changes nothing of the second", async () => {
  const { expected, positions } = await after([place(), fill, deliver(-1), place(), deliver(-2)]);
  expect(expected).toEqual([`${second} OPEN`]);
  expect(positions).toEqual(["0.001"]);
});

test("a fill is of the second order, and its update too", async () => {
  const steps = [place(), fill, deliver(-1), place(), fill, deliver(-1)];
  const { expected, listed, positions } = await after(steps);
  expect(expected).toEqual([`${second} FILLED`]);
  expect(listed).toEqual([`${first} FILLED`, `${second} FILLED`]);
  expect(positions).toEqual(["0.002"]);
});

test("with a lost reply the bot keeps the end of the first order", async () => {
  const { expected, listed } = await after([place(), fill, deliver(-1), place("reply")]);
  expect(expected).toEqual(["none FILLED"]);
  expect(listed).toEqual([`${first} FILLED`, `${second} OPEN`]);
});

test("a lost request uses no id again, because no reply names the new order", async () => {
  const { executed, expected } = await after([place(), fill, deliver(-1), place("request")]);
  expect(executed).toEqual([0, 1, 2]);
  expect(expected).toEqual(["none FILLED"]);
});

test("an order that the exchange shows with an earlier id of another symbol is another one", async () => {
  const orders = [observedOrder({ symbol: "ETHUSDT", orderId: "7" })];
  const steps = [place(), { ...fill, symbol: "ETHUSDT" } as const];
  expect((await after(steps, { exchange: { orders } })).listed).toEqual([
    "7 FILLED",
    `${first} OPEN`,
  ]);
});

test("an order that is placed has no update yet, so an update of then is newer", async () => {
  const order = expectedOrder({ updatedAtMs: startsAtMs + 1_000 });
  const update = {
    kind: "order-update",
    clientOrderId: ownId(),
    status: "FILLED",
    updatedAtMs: startsAtMs + 1,
    filledQuantity: "0.001",
  } as const;
  const { expected } = await after([{ kind: "place-order", order, lost: "nothing" }, update]);
  expect(expected).toEqual(["none FILLED"]);
});
