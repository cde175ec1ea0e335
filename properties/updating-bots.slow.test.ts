/** Whole campaigns on bots that take in the order updates of a run: a correct one passes, and a too eager one fails. */
import { expect, test } from "vitest";
import { fuzzTarget } from "../src/fuzz/fuzz-target.ts";
import { updatingBot } from "../src/test-fixtures/updating-bot.ts";

test("a bot that leaves out what an update in the run made needless passes a campaign", async () => {
  const skipped = { count: 0 };
  const bot = updatingBot(false, skipped);
  const { verdict, reasons, result } = await fuzzTarget(bot, { sequences: 3_000, seed: 2 });
  expect({ verdict, reasons, failed: result.failureCounts }).toEqual({
    verdict: "pass",
    reasons: [],
    failed: {},
  });
  expect(skipped.count).toBeGreaterThan(0);
});

test("a bot that leaves out a cancel after the update of another order fails", async () => {
  const { verdict, result } = await fuzzTarget(updatingBot(true), {
    bail: true,
    sequences: 3_000,
    seed: 2,
  });
  expect(verdict).toBe("fail");
  const failures = Object.values(result.failures);
  expect(failures.map(({ property, check }) => `${property}/${check}`)).toEqual([
    "permitted-remediations-are-executed/missing-remediation",
  ]);
});
