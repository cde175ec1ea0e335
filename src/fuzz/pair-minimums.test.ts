import { expect, test } from "vitest";
import { pairsByTheme, reachablePairs, tooFewPairs, unseenPairs } from "./pair-minimums.ts";

const campaign = (parts: object = {}) => ({
  supportsSequences: true,
  supportsConditionalOrders: true,
  profile: null,
  cases: { sequences: 2_000 },
  ...parts,
});
const cases = (random: number, sequences: number) => ({
  regressions: 0,
  enumeration: 0,
  random,
  sequences,
});
const all = reachablePairs(campaign());
const reached = (count: number) => Object.fromEntries(all.slice(0, count).map((name) => [name, 1]));
const unmet = (count: number, random: number, sequences: number) =>
  tooFewPairs({ pairs: reached(count), cases: cases(random, sequences) }, campaign());

test("a default campaign needs every pair, and names the first that it missed", () => {
  expect(unmet(256, 10_000, 2_000)).toEqual([]);
  expect(unmet(255, 10_000, 2_000)).toEqual([
    "pairs of theme and fault: 255 of 256; at least 256 are required; never together: restart with crash",
  ]);
  expect(unmet(250, 10_000, 2_000)[0]).toMatch(/list truncated, .*, .*, and 3 more$/);
});

test("a shorter campaign needs fewer, and one below the library's defaults none", () => {
  expect(unmet(179, 9_999, 2_000)).toEqual([]);
  expect(unmet(178, 10_000, 1_999)).toHaveLength(1);
  expect(unmet(178, 2_000, 500)).toHaveLength(1);
  expect(unmet(0, 1_999, 500)).toEqual([]);
  expect(unmet(0, 2_000, 499)).toEqual([]);
});

test("a target reaches only the pairs that its cases can have", () => {
  const withoutConditional = reachablePairs(campaign({ supportsConditionalOrders: false }));
  expect(withoutConditional).toHaveLength(15 * 16);
  const single = campaign({ supportsSequences: false, cases: { sequences: 0 } });
  expect(reachablePairs(single)).toHaveLength(12 * 15);
  expect([...pairsByTheme(single).keys()]).not.toContain("restart");
  expect(tooFewPairs({ pairs: {}, cases: cases(10_000, 0) }, single)[0]).toContain("0 of 180");
  expect(unseenPairs(reached(255), campaign())).toEqual(["restart with crash"]);
});
