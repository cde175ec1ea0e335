import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import { selectProperties, selectWithout } from "./select-properties.ts";

const namesOf = (...written: readonly string[]) =>
  selectProperties(written).map(({ name }) => name);

test("no name selects all, and a name or a pattern those that it fits", () => {
  expect(selectProperties([])).toBe(allProperties);
  expect(namesOf("limits-hold")).toEqual(["limits-hold"]);
  expect(namesOf("audit-*", "limits-hold")).toEqual([
    "limits-hold",
    "audit-equals-effects",
    "audit-accounts-for-every-effect",
  ]);
  expect(namesOf("*")).toHaveLength(allProperties.length);
  expect(namesOf("**-hold*")).toEqual(["limits-hold", "cooldown-holds"]);
});

test.each([
  ["limit-hold", "did you mean limits-hold?"],
  ["orders-beats-positions", "did you mean orders-beat-positions?"],
  ["xyz", "there are\n  dry-run-makes-no-port-calls"],
  ["nothing-*", "there is no property 'nothing-*'"],
  ["limits.hold", "there is no property 'limits.hold'"],
  ["S*", "there is no property 'S*'"],
  ["limits-hold*hold", "there is no property 'limits-hold*hold'"],
  [`${"*".repeat(40)}Q`, "there is no property '*****"],
])("'%s' is no property: %s", (written, text) => {
  expect(() => selectProperties([written])).toThrow(text);
});

test("--without leaves properties out, by name or pattern, but never all", () => {
  const rest = selectWithout([], ["audit-*", "limits-hold"]);
  expect(rest).toHaveLength(allProperties.length - 3);
  expect(selectWithout(["audit-*"], ["audit-equals-effects"])).toHaveLength(1);
  expect(selectWithout(["audit-*"], [])).toHaveLength(2);
  expect(() => selectWithout(["limits-hold"], ["limits-*"])).toThrow("no property is left");
  expect(() => selectWithout([], ["no-such"])).toThrow("--without: there is no property");
});
