import { expect, test } from "vitest";
import { allRules } from "../../properties/rules/all.ts";
import { profileWith } from "../test-fixtures/profiles.ts";
import { suggestProfile } from "./suggest-profile.ts";

const brokenBy = (
  property: string,
  check: string,
  variant: string,
  ...numbers: readonly number[]
) => ({
  broken: [
    {
      failed: { property, check, variant, violation: { run: 1, expected: "one", actual: "two" } },
      rules: allRules.filter(({ number }) => numbers.includes(number)),
    },
  ],
});

test("a rule is left out so that no safety rule goes with it", () => {
  const missing = ["every-mismatch-is-reported", "missing-mismatch"] as const;
  const suggested = suggestProfile(
    brokenBy(...missing, "ORDER_MISSING_ON_EXCHANGE OPEN/none", 20, 24),
  );
  expect(suggested?.without?.map(({ name }) => name)).toEqual(["R20"]);
  expect(suggestProfile(brokenBy(...missing, "ORDER_EXISTS_UNEXPECTED none/OPEN", 18, 24))).toBe(
    null,
  );
});

test("the value of a limit that the bot does not have goes with the limit", () => {
  const current = profileWith({ config: { maxOrdersPerAction: 10, cooldownSeconds: 5 } });
  const suggested = suggestProfile(
    brokenBy("limits-hold", "max-orders", "cancel/live", 42),
    current,
  );
  expect(suggested?.limits).not.toContain("maxOrdersPerAction");
  expect(suggested?.config).toEqual({ cooldownSeconds: 5 });
});
