/** Bots that split a close by the market lot size: each wrong one fails by the check of its fault. */
import { expect, test } from "vitest";
import { runScenario } from "../src/simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import type { MismatchResult } from "../src/domain/run-report.ts";
import { defaultDecisions } from "../src/pipeline/decisions.ts";
import { openGates, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { splittingBot, type Split } from "../src/test-fixtures/splitting-bot.ts";
import { allProperties } from "./all.ts";
import { everyMismatchIsReported } from "./every-mismatch-is-reported.ts";
import { firstVerdict } from "./property.ts";

const scenario = scenarioWith({
  gates: openGates,
  config: { maxAttemptsPerIntent: 9 },
  exchange: {
    positions: [{ symbol: "BTCUSDT", quantity: "1.25" }],
    prices: { BTCUSDT: "100" },
    filters: { BTCUSDT: { stepSize: "0.1", maxMarketQuantity: "0.5" } },
  },
});

/** The checks that fail in one run of 1.25, which has the parts 0.5, 0.5 and 0.2. */
async function failedChecks(target: Target): Promise<string[]> {
  const observed = { scenario, observation: await runScenario(scenario, target) };
  return allProperties.flatMap((property) => {
    const verdict =
      property.kind === "run"
        ? firstVerdict((failures) => property.judge(observed, failures))
        : null;
    return verdict?.kind === "fail" ? [`${property.name}/${verdict.check}`] : [];
  });
}

const unit = 10n ** 18n;

test.each<[string, Split, string]>([
  [
    "the sum too large",
    (parts) => parts.map(() => parts[0] ?? 0n),
    "flatten-only-reduces/split-exceeds-position",
  ],
  [
    "a part over the maximum",
    ([one = 0n, two = 0n, rest = 0n]) => [one + rest / 2n, two + rest / 2n],
    "orders-fit-the-filters/above-market-maximum",
  ],
  [
    "a part off the step",
    ([one = 0n, two = 0n, rest = 0n]) => [one, two, rest + unit / 20n],
    "orders-fit-the-filters/off-step",
  ],
  [
    "the last part missing",
    (parts) => parts.slice(0, -1),
    "permitted-remediations-are-executed/missing-remediation",
  ],
  [
    "a smaller last part",
    ([one = 0n, two = 0n, rest = 0n]) => [one, two, rest / 2n],
    "permitted-remediations-are-executed/wrong-remediation",
  ],
  [
    "a part too many",
    ([one = 0n, two = 0n, rest = 0n]) => [one, two, rest / 2n, rest / 2n],
    "one-call-per-intent/extra-part",
  ],
  [
    "a part sent twice",
    ([one = 0n, two = 0n, rest = 0n]) => [one, two, rest, rest],
    "one-call-per-intent/duplicate-call",
  ],
])("a bot that splits with %s fails", async (_, split, check) => {
  expect(await failedChecks(splittingBot())).toEqual([]);
  expect(await failedChecks(splittingBot(split))).toContain(check);
});

test("a bot that sends one id twice fails", async () => {
  const { requestFor } = defaultDecisions;
  const oneId = splittingBot((parts) => parts, {
    requestFor: (mismatch, config, nowMs, _, part) => requestFor(mismatch, config, nowMs, 1, part),
  });
  expect(await failedChecks(oneId)).toEqual(["flatten-orders-name-their-owner/duplicate-id"]);
});

test("a bot that does not split fails", async () => {
  const wholePosition = splittingBot((parts) => [parts.reduce((sum, part) => sum + part, 0n)]);
  expect(await failedChecks(wholePosition)).toContain(
    "orders-fit-the-filters/above-market-maximum",
  );
});

type Results = readonly MismatchResult[];

test.each<[string, (results: Results) => Results, string, string[]]>([
  [
    "the rest without a result",
    (results) => results.slice(0, -1),
    "missing-result",
    ["3 results of POSITION_NONZERO_UNEXPECTED BTCUSDT BOTH", "2 results of"],
  ],
  [
    "a result too many",
    (results) => [...results, ...results.slice(-1)],
    "extra-result",
    ["3 results of POSITION_NONZERO_UNEXPECTED BTCUSDT BOTH", "4 results of"],
  ],
])("a report with %s fails by a name of its own", async (_, change, check, [expected, actual]) => {
  const bot: Target = {
    ...shippedPipeline,
    reconcile: async (inputs, services) => {
      const report = await shippedPipeline.reconcile(inputs, services);
      return "results" in report ? { ...report, results: change(report.results) } : report;
    },
  };
  const observed = { scenario, observation: await runScenario(scenario, bot) };
  const verdict = firstVerdict((failures) => everyMismatchIsReported.judge(observed, failures));
  expect(verdict).toMatchObject({
    kind: "fail",
    check,
    violation: { expected, actual: expect.stringContaining(actual ?? "") },
  });
});
