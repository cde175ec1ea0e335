import { expect, test } from "vitest";
import { LivePermit, mintLivePermit } from "./live-permit.ts";

const closedGate = { gate: "executor_armed", source: "ARMED", expected: "1", actual: "0" } as const;

test("no permit is minted while a gate is closed", () => {
  expect(mintLivePermit([closedGate])).toBeNull();
  expect(mintLivePermit([])).toBeInstanceOf(LivePermit);
});

test.each([
  ["nothing", null],
  ["undefined", undefined],
  ["true", true],
  ["an empty object", {}],
  ["an object with the same fields", { minted: true, "#minted": true }],
  ["an object of the class's prototype", Object.create(LivePermit.prototype)],
  ["a copy of a permit", structuredClone(mintLivePermit([]))],
])("%s is no permit", (_, value: unknown) => {
  expect(LivePermit.isGenuine(value)).toBe(false);
});

test("a minted permit is genuine", () => {
  expect(LivePermit.isGenuine(mintLivePermit([]))).toBe(true);
});
