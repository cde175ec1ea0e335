import { expect, test } from "vitest";
import { countPermits, isGenuinePermit, mintPermit, revokePermit } from "./live-permit.ts";
import type { LivePermit } from "./live-permit.ts";

const closedGate = { gate: "executor_armed", source: "ARMED", expected: "1", actual: "0" } as const;

function minted(): LivePermit {
  const permit = mintPermit([]);
  if (permit === null) throw new Error("no permit");
  return permit;
}

test("no permit is minted while a gate is closed", () => {
  expect(mintPermit([closedGate])).toBeNull();
});

test("a minted permit is genuine until its run ends", () => {
  const permit = minted();
  expect(isGenuinePermit(permit)).toBe(true);
  revokePermit(permit);
  expect(isGenuinePermit(permit)).toBe(false);
});

test("the end of a run does not fail for a permit that was not minted", () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a forged permit
  const forged = {} as LivePermit;
  revokePermit(forged);
  expect(isGenuinePermit(forged)).toBe(false);
});

test("a permit of an earlier run is not genuine in a later one", () => {
  const permit = minted();
  expect(isGenuinePermit(permit, countPermits() - 1)).toBe(true);
  expect(isGenuinePermit(permit, countPermits())).toBe(false);
});

test.each<[string, (permit: LivePermit) => unknown]>([
  ["nothing", () => null],
  ["undefined", () => undefined],
  ["true", () => true],
  ["an empty object", () => ({})],
  ["a frozen object", () => Object.freeze({})],
  ["an object with the same fields", () => ({ minted: true, "#minted": true })],
  ["a copy", (permit) => structuredClone(permit)],
  ["a copy of its fields", (permit) => Object.assign({}, permit)],
  ["an object with it as prototype", (permit) => Object.setPrototypeOf({}, permit) as unknown],
  ["an object without prototype, as it is", () => Object.setPrototypeOf({}, null) as unknown],
  ["a proxy", (permit) => new Proxy(permit, {})],
])("%s is no permit", (_, make) => {
  expect(isGenuinePermit(make(minted()))).toBe(false);
});

test("a permit has no constructor and no method", () => {
  const permit = minted();
  expect("constructor" in permit).toBe(false);
  const prototype = Reflect.getPrototypeOf(permit) ?? {};
  expect(Object.isFrozen(prototype)).toBe(true);
  expect(Reflect.ownKeys(prototype)).toEqual([]);
  expect(Reflect.getPrototypeOf(prototype)).toBeNull();
  expect(Reflect.ownKeys(permit)).toEqual([]);
  expect(Object.isFrozen(permit)).toBe(true);
});
