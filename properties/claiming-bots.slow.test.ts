/** A whole campaign on a correct bot whose instances claim intents, and take no lease. */
import { expect, test } from "vitest";
import { fuzzTarget } from "../src/fuzz/fuzz-target.ts";
import { claimingBot } from "../src/test-fixtures/claiming-bot.ts";

test("a bot whose instances claim intents instead of a lease passes a campaign", async () => {
  const { verdict, reasons, result } = await fuzzTarget(claimingBot(), { seed: 5 });
  expect({ verdict, reasons, failed: result.failureCounts }).toEqual({
    verdict: "pass",
    reasons: [],
    failed: {},
  });
});
