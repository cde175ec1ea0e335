import { expect, test } from "vitest";
import { LivePermit } from "./live-permit.ts";

const closedGate = { gate: "executor_armed", source: "ARMED", expected: "1", actual: "0" } as const;

test("no permit is minted while a gate is closed", () => {
  expect(LivePermit.mint([closedGate])).toBeNull();
  expect(LivePermit.mint([])).toBeInstanceOf(LivePermit);
});

test.each([
  ["nothing", null],
  ["undefined", undefined],
  ["true", true],
  ["an empty object", {}],
  ["an object with the same fields", { minted: true, "#minted": true }],
  ["an object of the class's prototype", Object.create(LivePermit.prototype)],
  ["a copy of a permit", structuredClone(LivePermit.mint([]))],
])("%s is no permit", (_, value: unknown) => {
  expect(LivePermit.isGenuine(value)).toBe(false);
});

test("a minted permit is genuine", () => {
  expect(LivePermit.isGenuine(LivePermit.mint([]))).toBe(true);
});
