/** Whole campaigns on correct bots that split a close by the market lot size. */
import { expect, test } from "vitest";
import { fuzzTarget } from "../src/fuzz/fuzz-target.ts";
import { splittingBot, type Split } from "../src/test-fixtures/splitting-bot.ts";

/** The last two parts have the same sum, but are as equal as the step permits. */
const balanced: Split = (parts, step) => {
  const [last, before, ...others] = parts.toReversed();
  if (last === undefined || before === undefined) return parts;
  const half = (last + before) / 2n;
  const smaller = half - (half % step);
  return [...others.toReversed(), last + before - smaller, smaller];
};

test.each<[string, Split]>([
  ["the rest last", (parts) => parts],
  ["the last two parts equal", balanced],
])("a bot that splits a close by the market lot size, %s, passes a campaign", async (_, split) => {
  const { verdict, reasons, result } = await fuzzTarget(splittingBot(split), { seed: 3 });
  expect({ verdict, reasons, failed: result.failureCounts }).toEqual({
    verdict: "pass",
    reasons: [],
    failed: {},
  });
});
