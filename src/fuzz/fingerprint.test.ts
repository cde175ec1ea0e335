import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import { fail, pass } from "../../properties/property.ts";
import {
  describeHidden,
  failedChecks,
  fingerprintOf,
  groupByCheck,
  isExplainedBy,
  isSameCheck,
  knownFailures,
  knownNameOf,
} from "./fingerprint.ts";

const maxOrders = { property: "limits-hold", check: "max-orders" };
const variant = { ...maxOrders, variant: "cancel/live" };

test("a fingerprint has the variant only where there is one", () => {
  expect(fingerprintOf(variant)).toBe("limits-hold/max-orders (cancel/live)");
  expect(fingerprintOf({ ...maxOrders, variant: "" })).toBe("limits-hold/max-orders");
});

test("the variants of a check are one group, of which three are shown and the others counted", () => {
  const names = ["p/a (1)", "p/b (x (y))", "p/a (2)", "p/a", "p/a (3)", "p/a (4)", "p/b (z)"];
  const groups = groupByCheck(names, (name) => name);
  expect(groups).toEqual([
    { shown: ["p/a (1)", "p/a (2)", "p/a"], others: ["p/a (3)", "p/a (4)"] },
    { shown: ["p/b (x (y))", "p/b (z)"], others: [] },
  ]);
  expect(groups.map(describeHidden)).toEqual([["and 2 more variants"], []]);
});

test("a saved failure explains its own variant, or every one where none was recorded", () => {
  const saved = knownFailures([knownNameOf(variant)]);
  expect(saved("limits-hold/max-orders (cancel/live)")).toBe(true);
  expect(saved("limits-hold/max-orders (flatten/live)")).toBe(false);
  expect(saved("limits-hold/max-orders")).toBe(false);
  const any = knownFailures([knownNameOf({ ...maxOrders, variant: null })]);
  expect(any("limits-hold/max-orders (flatten/live)")).toBe(true);
  expect(any("limits-hold/max-orders")).toBe(true);
  expect(any("limits-hold/max-symbols")).toBe(false);
  expect(knownFailures([])("limits-hold/max-orders")).toBe(false);
});

test.each([
  [variant, true],
  [{ ...maxOrders, variant: null }, true],
  [{ ...variant, variant: "flatten/live" }, false],
  [{ ...variant, variant: "" }, false],
  [{ ...variant, check: "max-symbols" }, false],
  [{ ...variant, property: "cooldown-holds" }, false],
  [{ property: "cooldown-holds", check: "max-orders", variant: null }, false],
])("%j explains it: %s", (saved, isExplained) => {
  expect(isExplainedBy(variant, saved)).toBe(isExplained);
});

test("the same check has the same property", () => {
  expect(isSameCheck(maxOrders, { ...maxOrders })).toBe(true);
  expect(isSameCheck(maxOrders, { ...maxOrders, property: "p" })).toBe(false);
  expect(isSameCheck(maxOrders, { ...maxOrders, check: "c" })).toBe(false);
});

test("failed checks have the name of the property at their place", () => {
  const violation = { run: 0, expected: "e", actual: "a" };
  const failed = failedChecks([pass, fail("check", violation, "v"), pass], allProperties);
  expect(failed).toEqual([
    {
      property: allProperties[1]?.name,
      check: "check",
      variant: "v",
      violation: { ...violation, run: 1 },
    },
  ]);
});
