import { expect, test } from "vitest";
import type { StreamFault } from "../../domain/stream-fault.ts";
import { FaultyDelivery } from "./stream-faults.ts";

/** What is sent for the events 1 to 4. */
function deliver(faults: readonly StreamFault[]) {
  const delivery = new FaultyDelivery<number>(faults);
  return [1, 2, 3, 4].map((event) => delivery.next(event));
}

const sentFor = (faults: readonly StreamFault[]) => deliver(faults).map(({ send }) => send);

function at<Kind extends StreamFault["kind"]>(event: number, kind: Kind) {
  return { event, kind };
}

test.each([
  ["none", [], [[1], [2], [3], [4]]],
  ["drop", [at(2, "drop")], [[1], [], [3], [4]]],
  ["duplicate", [at(2, "duplicate")], [[1], [2, 2], [3], [4]]],
  ["reorder", [at(2, "reorder")], [[1], [], [3, 2], [4]]],
  ["delay", [at(2, "delay")], [[1], [], [2, 3], [4]]],
  ["two delays", [at(2, "delay"), at(3, "delay")], [[1], [], [], [2, 3, 4]]],
  ["delay and duplicate", [at(1, "delay"), at(2, "duplicate")], [[], [1, 2, 2], [3], [4]]],
] as const)("with the fault %s these are sent", (_, faults, sent) => {
  expect(sentFor(faults)).toEqual(sent);
  expect(deliver(faults).every(({ first }) => first === null)).toBe(true);
});

test("an event that waits is sent after the next one of its type", () => {
  const delivery = new FaultyDelivery<string>(
    [at(1, "reorder")],
    (one, other) => one[0] === other[0],
  );
  expect(["a1", "b1", "a2"].map((event) => delivery.next(event).send)).toEqual([
    [],
    ["b1"],
    ["a2", "a1"],
  ]);
});

test("what waits for an event that never comes can be taken, once", () => {
  const delivery = new FaultyDelivery<number>([at(1, "reorder"), at(2, "delay")]);
  for (const event of [1, 2]) delivery.next(event);
  expect(delivery.takeWaiting()).toEqual([2, 1]);
  expect(delivery.takeWaiting()).toEqual([]);
});

test.each(["silence", "close", "refuse-reconnect", "expire"] as const)(
  "%s comes first, and its event is lost",
  (kind) => {
    const [, second, third] = deliver([at(2, kind)]);
    expect(second).toEqual({ fault: kind, first: kind, send: [] });
    expect(third).toEqual({ fault: null, first: null, send: [3] });
    expect(new FaultyDelivery<number>([at(0, kind)]).atOpening).toBe(kind);
    expect(new FaultyDelivery<number>([at(1, kind)]).atOpening).toBe(null);
  },
);
