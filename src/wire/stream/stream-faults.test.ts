import { expect, test } from "vitest";
import { FaultyDelivery, streamFaultSchema, type StreamFault } from "./stream-faults.ts";

/** What is sent for the events 1 to 4. */
function deliver(faults: readonly StreamFault[]) {
  const delivery = new FaultyDelivery<number>(faults);
  return [1, 2, 3, 4].map((event) => delivery.next(event));
}

const sentFor = (faults: readonly StreamFault[]) => deliver(faults).map(({ send }) => send);
const at = (event: number, kind: StreamFault["kind"]) => ({ event, kind });

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

test.each(["silence", "close", "refuse-reconnect", "expire"] as const)(
  "%s comes first, and its event is lost",
  (kind) => {
    const [, second, third] = deliver([at(2, kind)]);
    expect(second).toEqual({ first: kind, send: [] });
    expect(third).toEqual({ first: null, send: [3] });
  },
);

test("two faults of one event are a defect of the caller", () => {
  expect(() => deliver([at(1, "drop"), at(1, "delay")])).toThrow("two stream faults");
});

test("a fault is data with an event from 1 and a known kind", () => {
  expect(streamFaultSchema.safeParse(at(1, "drop")).success).toBe(true);
  for (const wrong of [at(0, "drop"), { event: 1, kind: "lose" }, { kind: "drop" }]) {
    expect(streamFaultSchema.safeParse(wrong).success).toBe(false);
  }
});
