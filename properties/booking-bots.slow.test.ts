/** Whole campaigns on bots that book fills in their own code: a correct one passes, and a wrong one fails. */
import { expect, test } from "vitest";
import { fuzzTarget } from "../src/fuzz/fuzz-target.ts";
import { bookingBot } from "../src/test-fixtures/booking-bot.ts";

test("a bot that books each fill once passes a campaign", async () => {
  const { verdict, reasons, result } = await fuzzTarget(bookingBot(), { sequences: 2_000 });
  expect({ verdict, reasons, failed: result.failureCounts }).toEqual({
    verdict: "pass",
    reasons: [],
    failed: {},
  });
});

test("a bot that books each fill twice fails", async () => {
  const { verdict, result } = await fuzzTarget(bookingBot(2n), { bail: true });
  expect(verdict).toBe("fail");
  const failures = Object.values(result.failures);
  expect(failures.map(({ property, check }) => `${property}/${check}`)).toEqual([
    "snapshots-never-override-newer-updates/wrong-expected-position",
  ]);
  const steps = failures[0]?.scenario.steps.map(({ kind }) => kind);
  expect(steps).toEqual(["order-update", "reconcile"]);
});
