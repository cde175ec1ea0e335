import { expect, test } from "vitest";
import type { RunProperty, Verdict } from "../../properties/property.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { campaignContext } from "./campaign-context.ts";
import { ObservationLines, planObservations } from "./observations.ts";

const violation = { run: 1, expected: "no call", actual: "a call" };
const failed: Verdict = { kind: "fail", check: "c", variant: "", violation };

/** The lines of one case with a verdict; the sample has it or not. */
async function linesOf(verdict: Verdict, isSampled = true): Promise<object[]> {
  const property: RunProperty = {
    kind: "run",
    name: "p",
    statement: "P holds.",
    severity: "money",
    checks: ["c"],
    judge: () => verdict,
  };
  const scenario = scenarioWith({ gates: openGates });
  const observation = await runScenario(scenario, shippedPipeline);
  const observed = { scenario, observation };
  const targetError = { kind: "exception", message: "it threw" } as const;
  const lines = new ObservationLines({ every: 2, runStart: 9, seed: 1 }, [property]);
  lines.start();
  lines.add(
    { observed, verdicts: [verdict], targetError },
    "random:1",
    "random",
    isSampled ? 2 : 1,
  );
  return lines.lines.map((line) => JSON.parse(line) as object);
}

test.each<[Verdict, string, string, object]>([
  [{ kind: "pass" }, "passed", "", {}],
  [failed, "failed", "c: expected no call; actual a call", { check: "c" }],
  [{ kind: "discarded", reason: "no order" }, "gave_up", "no order", {}],
  // A case in which the target broke is judged by no property, so it is no pass.
  [{ kind: "errored" }, "gave_up", "it threw", {}],
])("the verdict %j is the status %s, with its reason", async (verdict, status, reason, details) => {
  const metadata = { severity: "money", selected: "sample", ...details };
  const [line, ...others] = await linesOf(verdict);
  expect(line).toMatchObject({ property: "p", status, status_reason: reason });
  expect(line).toHaveProperty("metadata", metadata);
  expect(others).toEqual([]);
});

test("a property that was not sampled has no line, and outside the sample only a failure has one", async () => {
  expect(await linesOf({ kind: "skipped" })).toEqual([]);
  expect(await linesOf({ kind: "pass" }, false)).toEqual([]);
  expect(await linesOf(failed, false)).toMatchObject([{ metadata: { selected: "failure" } }]);
});

test("the sample of a long campaign meets the cases of each property that compares runs", () => {
  const inputs = { seed: 1, sequences: 0, regressions: [], propertyNames: [], linesEvery: 0 };
  for (const runs of [10_000, 20_000, 30_000, 50_000, 100_000]) {
    const { plan } = campaignContext({ ...inputs, runs }, shippedPipeline);
    const { every } = planObservations(plan, 40, 9);
    expect((runs * 40) / every).toBeLessThanOrEqual(20_000);
    // They judge every 4th to 100th case, from some case on: each rest must be among the numbers of the sample.
    const numbers = Array.from({ length: 3_000 }, (_, at) => every * (at + 1));
    for (const sampled of [4, 20, 30, 100]) {
      const rests = new Set(numbers.map((number) => number % sampled));
      expect({ runs, every, sampled, rests: rests.size }).toEqual({
        runs,
        every,
        sampled,
        rests: sampled,
      });
    }
  }
});
