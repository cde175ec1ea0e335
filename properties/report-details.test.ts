/** The details of a report: rejected parts, figures, the strategy of a flatten, and the run id. */
import { expect, test } from "vitest";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { defineTarget } from "../src/target/define-target.ts";
import type { ReportedRun } from "../src/target/reported-run.ts";
import { longPosition, manyOrders, type Parts } from "../src/test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { allProperties } from "./all.ts";
import { missingFigure } from "./oracle/expected-figures.ts";
import { plantedBug } from "./planted-bugs/all.ts";
import { targetOf } from "./planted-bugs/planted-bug.ts";

/** The metamorphic properties judge plans, which the answers below do not have. */
const properties = allProperties.filter(({ kind }) => kind === "run");

async function failuresOf(target: Target, parts: Parts): Promise<string[]> {
  const { verdicts } = await judgeCase(scenarioWith(parts), target, properties);
  return verdicts.flatMap((verdict, at) =>
    verdict.kind === "fail" ? [`${properties[at]?.name}/${verdict.check}`] : [],
  );
}

const oneRun = (part: object): NonNullable<Parts["steps"]> => [
  { kind: "snapshot", ...part },
  { kind: "reconcile" },
];
const failedPositions = oneRun({ positions: { kind: "failed" } });
const held = { positions: [longPosition], prices: { BTCUSDT: "50000" } };
const rejected = { kind: "reject", code: -2_011, message: "Unknown order sent." } as const;
const twice: Parts["steps"] = [...oneRun({}), ...oneRun({})];

test.each<[string, Parts]>([
  ["rejected-positions-not-named", { steps: failedPositions }],
  ["rejected-part-swapped", { steps: failedPositions }],
  ["failed-part-named-as-stale", { steps: failedPositions }],
  ["limit-named-for-notional", { config: { maxFlattenNotionalUsdt: "49" }, exchange: held }],
  ["order-limit-named-for-symbol-limit", { config: { maxSymbolsPerAction: 0 }, exchange: held }],
  [
    "cooldown-named-for-its-remainder",
    {
      gates: openGates,
      config: { cooldownSeconds: 60, maxOrdersPerAction: 1 },
      exchange: { orders: manyOrders },
      steps: [...oneRun({}), { kind: "advance-clock", ms: 1 }, ...oneRun({})],
    },
  ],
  [
    "rejection-code-not-named",
    {
      gates: openGates,
      exchange: held,
      steps: [{ kind: "set-port-faults", faults: [rejected] }, ...oneRun({})],
    },
  ],
  [
    "flatten-signed-by-last-strategy",
    { config: { allowedStrategies: ["grid", "mm"] }, exchange: held },
  ],
  ["run-id-used-twice", { config: { auditEnabled: true }, steps: twice }],
])("%s is detected", async (name, parts) => {
  const bug = plantedBug(name);
  const routed: Parts = { ...parts, config: { action: "cancel_then_flatten", ...parts.config } };
  expect(await failuresOf(shippedPipeline, routed)).toEqual([]);
  expect(await failuresOf(targetOf(bug), routed)).toContain(bug.expectedFailure);
});

const answering = (run: ReportedRun, ...parts: readonly ("rejectedParts" | "details")[]) =>
  defineTarget({ name: "a bot", reports: ["results", ...parts], reconcile: () => run });
const stale = [{ part: "positions", reason: "snapshot_stale" }] as const;

test("rejected parts are judged only where a target declares them", async () => {
  const check = "blocked-remediations-name-the-first-reason/wrong-rejected-part";
  const wrong: ReportedRun = { results: [], rejectedParts: [...stale] };
  const steps = { steps: failedPositions };
  expect(await failuresOf(answering(wrong), steps)).toEqual([]);
  expect(await failuresOf(answering(wrong, "rejectedParts"), steps)).toEqual([check]);
  const missing = answering({ results: [] }, "rejectedParts");
  expect(await failuresOf(missing, steps)).toEqual(["every-run-answers/invalid-answer"]);
});

test("figures are judged only where a target declares details", async () => {
  const { type, positionSide } = {
    type: "POSITION_NONZERO_UNEXPECTED",
    positionSide: "BOTH",
  } as const;
  const mismatch = { type, symbol: longPosition.symbol, positionSide };
  const reason = "notional_exceeds_limit";
  const run = (detail: string): ReportedRun => ({
    results: [{ mismatch, outcome: { status: "blocked", kind: "flatten", reason, detail } }],
  });
  const parts: Parts = {
    config: { action: "flatten", maxFlattenNotionalUsdt: "49" },
    exchange: held,
  };
  expect(await failuresOf(answering(run("too large")), parts)).toEqual([]);
  expect(await failuresOf(answering(run("50.00 is more than 49"), "details"), parts)).toEqual([]);
  expect(await failuresOf(answering(run("50 is more than 490"), "details"), parts)).toEqual([
    "blocked-remediations-name-the-first-reason/wrong-figure",
  ]);
});

/** The reply to the first of three cancels takes a second, and the second one gets a ban after two more. */
const bannedLate: Parts = {
  gates: openGates,
  config: { action: "cancel_all" },
  exchange: { orders: manyOrders },
  steps: [
    {
      kind: "set-port-faults",
      faults: [
        { kind: "accept", takesMs: 1_000 },
        { kind: "rate-limit", banMs: 60_000, takesMs: 2_000 },
      ],
    },
    ...oneRun({}),
  ],
};

test("the rest of a ban counts from the reply that named it, also where a reply takes time", async () => {
  const bug = plantedBug("rest-of-a-ban-from-the-start-of-the-run");
  expect(await failuresOf(shippedPipeline, bannedLate)).toEqual([]);
  expect(await failuresOf(targetOf(bug), bannedLate)).toEqual([bug.expectedFailure]);
  const { verdicts } = await judgeCase(scenarioWith(bannedLate), targetOf(bug), properties);
  expect(verdicts.find(({ kind }) => kind === "fail")).toMatchObject({
    check: "wrong-figure",
    variant: "rate_limited",
    violation: { expected: expect.stringMatching(/: rate_limited with 58000$/) },
  });
});

test.each([
  ["50.00 USDT is more than 49", ["50", "49"], null],
  ["the exchange rejected it: -2011", [-2_011], null],
  ["the exchange rejected it: 2011", [-2_011], -2_011],
  ["12 symbols", [1], 1],
  ["", [1], 1],
  ["", [], null],
])("%j names %j, but for %s", (text, figures, missing) => {
  expect(missingFigure(text, figures)).toBe(missing);
});
