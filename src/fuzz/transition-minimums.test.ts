import { expect, test } from "vitest";
import { portFaultKinds } from "../domain/port-fault.ts";
import { snapshotPartKinds } from "../scenario/snapshot-part.ts";
import { stepKinds } from "../scenario/step.ts";
import { instanceShares } from "./instances.ts";
import { situationShares } from "./order-situations.ts";
import { requiredEntries } from "./transition-coverage.ts";
import { unmetTransitions, unseenTransitions } from "./transition-minimums.ts";
import { wholeSupport } from "./support.ts";

const unmet = (sequences: number, transitions = {}) => unmetTransitions(transitions, sequences);
const unmetEntries = (sequences: number) => unmet(sequences).filter((text) => text.includes("%"));

/** Every entry often enough for four times as many sequences, without those that `isLeftOut` selects. */
const reachedWithout = (isLeftOut: (name: string) => boolean, count = 500) =>
  Object.fromEntries(
    [...requiredEntries.keys()].filter((name) => !isLeftOut(name)).map((name) => [name, count]),
  );

/** Selects the names that match, but the first `kept` of them. */
function allBut(kept: number, pattern: RegExp): (name: string) => boolean {
  let left = kept;
  return (name) => {
    if (!pattern.test(name)) return false;
    left -= 1;
    return left < 0;
  };
}

test("a kind of step that never occurs is unmet at any length", () => {
  expect(unmet(1)).toHaveLength(stepKinds.length);
  expect(unmet(1)).toContain("sequences: crash: 0 of 1; at least 5 % are required");
  expect(unmet(1, Object.fromEntries(stepKinds.map((kind) => [kind, 1])))).toEqual([]);
});

test("a rare entry that never occurs is unmet where chance can no longer explain it", () => {
  const parts = 2 * snapshotPartKinds.length;
  const fills = Object.keys({ ...situationShares, ...instanceShares }).length;
  expect(unmetEntries(200)).toHaveLength(stepKinds.length);
  expect(unmetEntries(300)).toContain(
    "sequences: an order update with a new fill: 0 of 300; at least 4 % are required",
  );
  expect(unmetEntries(5_000)).toHaveLength(stepKinds.length + parts + fills);
  // Three kinds are rare, so the pairs with one of them need more sequences.
  const [kinds, faults] = [stepKinds.length, portFaultKinds.length];
  const pairs = (kinds - 3) ** 2;
  // All kinds but set-position-mode before a call, and all but three after it.
  const [before, after] = [faults * (kinds - 1), faults * (kinds - 3)];
  const others = kinds + parts + fills;
  expect(unmetEntries(12_000)).toHaveLength(others + pairs);
  expect(unmetEntries(200_000)).toHaveLength(others + pairs + before);
  expect(unmetEntries(220_000)).toHaveLength(others + pairs + before + after);
  expect(unmetEntries(300_000)).toHaveLength(others + kinds ** 2 - 4 + before + after);
  expect(unmetEntries(9_000_000)).toHaveLength(others + kinds ** 2 - 4 + before + after);
});

/** Steps of conditional orders, and of two instances, have minimums of their own. */
const usual = "(?!.*((place-conditional|trigger)-order|overlapping))";
const pair = new RegExp(`^${usual}[a-z-]+ > `);
const conditionalPair = /^(?!.*overlapping)(?=.*(place-conditional|trigger)-order)[a-z-]+ > /;
const instancePair = /^(?=.*overlapping)[a-z-]+ > /;
const beforeOrAfter = new RegExp(`^${usual}port [a-z-]+, (before|after) `);
const between = new RegExp(`^${usual}port .* > `);

test.each<[string, RegExp, number, number, number]>([
  ["pairs of steps", pair, 500, 255, 358],
  ["pairs of steps", pair, 2_000, 285, 358],
  ["pairs of steps with conditional orders", conditionalPair, 500, 45, 79],
  ["pairs of steps with conditional orders", conditionalPair, 2_000, 60, 79],
  ["pairs of steps with two instances", instancePair, 500, 12, 43],
  ["pairs of steps with two instances", instancePair, 2_000, 25, 43],
  ["port faults before or after a step", beforeOrAfter, 500, 40, 296],
  ["port faults before or after a step", beforeOrAfter, 2_000, 65, 296],
  ["port faults between two steps", between, 500, 30, 2_736],
  ["port faults between two steps", between, 2_000, 65, 2_736],
  ["port faults between two steps", between, 30_000, 800, 2_736],
  ["port faults between two steps", between, 300_000, 2_000, 2_736],
  ...portFaultKinds.map((fault): [string, RegExp, number, number, number] => [
    `port ${fault} before or after a step`,
    new RegExp(`^${usual}port ${fault}, (before|after) `),
    2_000,
    3,
    37,
  ]),
])("%s: %s, with %i sequences: %i are required", (name, pattern, sequences, least, all) => {
  const text = `sequences: ${name}: ${least - 1} of ${all}; at least ${least} are required`;
  expect(unmet(sequences, reachedWithout(allBut(least - 1, pattern), sequences / 4))).toContain(
    text,
  );
  const enough = unmet(sequences, reachedWithout(allBut(least, pattern), sequences / 4));
  expect(enough.filter((reason) => reason.startsWith(`sequences: ${name}:`))).toEqual([]);
  expect(
    unmet(sequences - 1, reachedWithout(allBut(least - 1, pattern), sequences / 4)),
  ).not.toContain(text);
});

test.each(stepKinds)(
  "with 2,000 sequences some port fault is required before or after %s",
  (kind) => {
    const isNext = (name: string) =>
      /^port [a-z-]+, (before|after) /.test(name) && name.endsWith(` ${kind}`);
    const all = kind.startsWith("reconcile") ? 8 : 16;
    expect(unmet(2_000, reachedWithout(isNext))).toEqual([
      `sequences: port faults before or after ${kind}: 0 of ${all}; at least 1 are required`,
    ]);
  },
);

test("nothing is unmet where every entry was reached", () => {
  expect(
    unmet(
      2_000,
      reachedWithout(() => false),
    ),
  ).toEqual([]);
});

test("unseen transitions are listed by name", () => {
  const left = ["crash", "crash > crash"];
  expect(unseenTransitions(reachedWithout((name) => left.includes(name)))).toEqual(left);
});

const isConditional = (name: string) => /(place-conditional|trigger)-order/.test(name);

test("a target that does not know conditional orders need not reach their steps", () => {
  const transitions = reachedWithout(isConditional);
  expect(unmetTransitions(transitions, 2_000).length).toBeGreaterThan(0);
  expect(
    unmetTransitions(transitions, 2_000, false, {
      ...wholeSupport,
      supportsConditionalOrders: false,
    }),
  ).toEqual([]);
});

const isAboutInstances = (name: string) =>
  name.includes("overlapping") || name.includes("two inst");

test("a target with one instance need not reach the steps of two", () => {
  const transitions = reachedWithout(isAboutInstances);
  expect(unmetTransitions(transitions, 2_000).length).toBeGreaterThan(0);
  expect(
    unmetTransitions(transitions, 2_000, false, { ...wholeSupport, supportsInstances: false }),
  ).toEqual([]);
});
