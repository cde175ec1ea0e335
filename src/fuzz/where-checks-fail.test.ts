import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import type { Property, Requirement } from "../../properties/property.ts";
import { checksThatCannotFail, describeSkippedCheck } from "./where-checks-fail.ts";

function propertyNamed(name: string): Property {
  const found = allProperties.find((property) => property.name === name);
  if (found === undefined) throw new Error(`there is no property ${name}`);
  return found;
}

const inProcess = {};
const aProcess = { takeCallsOutsideRuns: () => [] };

/** The capabilities that are missing for a check, or null where it can fail. */
function missingFor(
  check: string,
  capabilities: readonly Requirement[],
  target: typeof aProcess | typeof inProcess = inProcess,
): readonly Requirement[] | null {
  const [property = ""] = check.split("/");
  const skipped = checksThatCannotFail(propertyNamed(property), capabilities, target);
  return skipped.find(({ name }) => name === check)?.missing ?? null;
}

test.each<[string, readonly Requirement[], readonly Requirement[] | null]>([
  ["limits-hold/max-orders", [], null],
  ["live-needs-all-five-gates/wrong-mode", [], ["mode"]],
  ["live-needs-all-five-gates/wrong-mode", ["mode"], null],
  ["live-needs-all-five-gates/wrong-mode", ["mode", "sequences"], null],
  ["audit-equals-effects/event-after-crash", [], ["audit", "sequences"]],
  ["audit-equals-effects/event-after-crash", ["audit"], ["sequences"]],
  ["audit-equals-effects/event-after-crash", ["audit", "sequences"], null],
  ["reported-counts-equal-effects/planned-count-differs-from-results", ["counts"], ["results"]],
])("%s with %j misses %j", (check, capabilities, missing) => {
  expect(missingFor(check, capabilities)).toEqual(missing);
  expect(missingFor(check, capabilities, aProcess)).toEqual(missing);
});

test("a check that no planted bug fails can fail only on a process", () => {
  const name = "port-calls-happen-inside-a-run/call-not-served";
  expect(missingFor(name, ["sequences"])).toEqual([]);
  expect(missingFor(name, ["sequences"], aProcess)).toBeNull();
});

test("a check that was not measured may fail", () => {
  const own = { ...propertyNamed("limits-hold"), name: "of a user" };
  expect(checksThatCannotFail(own, [], inProcess)).toEqual([]);
});

test.each<[readonly Requirement[], string]>([
  [[], "p/c cannot fail: the target is no process"],
  [["results"], "p/c cannot fail: the target does not report results"],
  [["audit", "sequences"], "p/c cannot fail: there are no sequences"],
])("without %j the reason is named", (missing, text) => {
  expect(describeSkippedCheck({ name: "p/c", missing })).toBe(text);
});
