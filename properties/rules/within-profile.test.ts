import { expect, test } from "vitest";
import { profileNamed, profileWith } from "../../src/test-fixtures/profiles.ts";
import { allProperties } from "../all.ts";
import { fail } from "../property.ts";
import { idsOf } from "./rule.ts";
import {
  judgedWithin,
  rulesNotJudged,
  safetyLeftOut,
  unknownNames,
  whyNotJudged,
} from "./within-profile.ts";

const ids = (profile: Parameters<typeof rulesNotJudged>[0]) =>
  idsOf(rulesNotJudged(profile).map(({ rule }) => rule));
const left = (name: string) => profileWith({ without: [{ name, reason: "it has none" }] });
const violation = { run: 0, expected: "one", actual: "two" };

test("a rule is not judged where the profile does not have what it needs", () => {
  expect(ids(profileWith({ limits: ["maxOrdersPerAction"] }))).toEqual([
    "R31",
    "R33",
    "R34",
    "R36",
    "R37",
    "R40",
    "R41",
    "R43",
  ]);
  expect(ids(profileNamed("flattens only"))).toEqual(["R7", "R35"]);
  expect(ids(profileNamed("cancels only"))).toContain("R46");
  expect(ids(profileNamed("one-way mode"))).toEqual([]);
  const [first] = rulesNotJudged(profileWith({ limits: [] }));
  expect(first?.reason).toBe("the profile does not have the limit cooldownSeconds");
});

const skipped = (profile: Parameters<typeof whyNotJudged>[1]) =>
  allProperties
    .filter((property) => whyNotJudged(property, profile) !== null)
    .map(({ name }) => name);

test("a property is not judged where none of its rules is", () => {
  expect(skipped(profileWith({ limits: [] }))).toEqual([
    "limits-hold",
    "attempts-are-bounded",
    "cooldown-holds",
  ]);
  expect(skipped(profileWith({ limits: ["maxOrdersPerAction"] }))).not.toContain("limits-hold");
  expect(skipped(left("limits-hold"))).toEqual(["limits-hold"]);
});

test.each(["R42", "limits-hold/max-orders", "limits-hold"])(
  "without %s its check is no failure",
  (name) => {
    const profile = left(name);
    expect(judgedWithin(profile, "limits-hold", () => fail("max-orders", violation)).kind).toBe(
      "discarded",
    );
    const other = judgedWithin(profile, "limits-hold", () => fail("max-symbols", violation));
    expect(other.kind).toBe(name === "limits-hold" ? "discarded" : "fail");
    expect(ids(profile)).toContain("R42");
  },
);

const judge = (variant: string) =>
  judgedWithin(left("R20"), "every-mismatch-is-reported", () =>
    fail("missing-mismatch", violation, variant),
  ).kind;

test("a rule about one type of mismatch leaves the others", () => {
  expect(judge("ORDER_MISSING_ON_EXCHANGE OPEN/none")).toBe("discarded");
  expect(judge("ORDER_EXISTS_UNEXPECTED none/OPEN")).toBe("fail");
});

test("safety rules that are left out have a list of their own", () => {
  expect(safetyLeftOut(left("R25")).map(({ reason }) => reason)).toEqual(["it has none"]);
  expect(safetyLeftOut(left("R42"))).toEqual([]);
  expect(safetyLeftOut(profileNamed("cancels only"))).toEqual([]);
});

test("a name that names nothing is unknown", () => {
  expect(unknownNames(left("R42"), allProperties)).toEqual([]);
  expect(unknownNames(left("R420"), allProperties)).toEqual(["R420"]);
  expect(unknownNames(left("limits-hold/max-order"), allProperties)).toEqual([
    "limits-hold/max-order",
  ]);
});

test("a rule that shares all its checks with one that is left out is not judged either", () => {
  expect(ids(left("R36"))).toEqual(["R36", "R37"]);
  expect(ids(left("R20"))).toEqual(["R20"]);
  expect(ids(left("every-mismatch-is-reported"))).toEqual(["R19", "R20", "R24"]);
});

test.each([
  ["every-mismatch-is-reported/missing-mismatch", ["R18", "R21"]],
  ["R24", ["R18", "R21"]],
  ["R20", []],
  ["one-call-per-intent/duplicate-call", ["R45"]],
  ["live-needs-all-five-gates/call-behind-closed-gate", ["R1"]],
])("a safety rule of which %s leaves out a check is named", (name, rules) => {
  expect(idsOf(safetyLeftOut(left(name)).map(({ rule }) => rule))).toEqual(rules);
});
