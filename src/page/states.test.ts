import { expect, test } from "vitest";
import type { State, StateItem, TimelineStep } from "../fuzz/timeline-schema.ts";
import { rowsOf, statesOf } from "./states.ts";

const order = (name: string, value: string): StateItem => ({ kind: "order", name, value });
const position = (value: string): StateItem => ({ kind: "position", name: "S BOTH", value });
const nothing: State = { expected: [], exchange: [] };

function stepWith(state?: State): TimelineStep {
  const none = { runs: [], turns: [], inner: [], late: [] };
  const step = { lane: "bot", kind: "reconcile", text: "", afterMs: 0, ...none } as const;
  return state === undefined ? step : { ...step, state };
}

test("a step without a state has that of the step before", () => {
  const [start, later] = [nothing, { ...nothing, expected: [order("a", "OPEN")] }];
  const steps = [stepWith(), stepWith(later), stepWith()];
  expect(statesOf({ start, steps })).toEqual([start, start, later, later]);
});

test.each<[string, StateItem[], StateItem[], boolean]>([
  ["an order on both sides, in two forms", [order("a", "OPEN")], [order("a", "OPEN 0/1")], false],
  ["an order that is only expected", [order("a", "OPEN")], [], true],
  ["an order that is only at the exchange", [], [order("a", "OPEN 0/1")], true],
  ["a position of one quantity", [position("1")], [position("1")], false],
  ["a position of two quantities", [position("1")], [position("2")], true],
])("%s differs: %#", (_, expected, exchange, differs) => {
  expect(rowsOf({ expected, exchange }, undefined)).toMatchObject([{ differs, isChanged: false }]);
});

test("a row is changed where a side has another value than before, or lost it", () => {
  const before = { expected: [order("a", "OPEN"), position("1")], exchange: [order("a", "OPEN")] };
  const changed = (expected: StateItem[], exchange: StateItem[]) =>
    rowsOf({ expected, exchange }, before).map(({ name, isChanged }) => [name, isChanged]);
  expect(changed(before.expected, before.exchange)).toEqual([
    ["a", false],
    ["S BOTH", false],
  ]);
  expect(changed(before.expected, [])).toEqual([
    ["a", true],
    ["S BOTH", false],
  ]);
  expect(changed([], before.exchange)).toEqual([
    ["a", true],
    ["S BOTH", true],
  ]);
});

test("two orders with one name are one row with both values", () => {
  const exchange = [order("a", "OPEN"), order("a", "FILLED")];
  expect(rowsOf({ expected: [], exchange }, undefined)).toMatchObject([
    { exchange: "OPEN; FILLED" },
  ]);
});
