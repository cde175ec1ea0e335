import { allProperties } from "../properties/all.ts";
/** Judges a target inside a team's own vitest: one test a property. */
import { beforeAll, describe, test } from "vitest";
import { partByNeeds, selectProperties } from "./fuzz/campaign-context.ts";
import { fuzzTarget, fuzzTargetDefaults } from "./fuzz/fuzz-target.ts";
import type { FuzzTargetOptions } from "./fuzz/fuzz-target.ts";
import type { Failure } from "./fuzz/batch-result.ts";
import type { CampaignReport } from "./fuzz/campaign-report.ts";
import { counterexampleOf, finderOf } from "./fuzz/counterexample.ts";
import type { Property } from "../properties/property.ts";
import { saveCounterexample } from "./fuzz/counterexample-files.ts";
import { showCase } from "./fuzz/failure-view.ts";
import { describeNeeds } from "./fuzz/skipped-property.ts";
import type { Target } from "./simulation/target.ts";
import { renderCounterexample } from "./report/counterexample-report.ts";

export type TestTargetOptions = FuzzTargetOptions & {
  /** How long the one campaign of all tests may take, in milliseconds; default 120000. */
  readonly timeoutMs?: number;
};

/**
 * Registers a test for each property, and a skipped one, by name, for each that needs what the target does not
 * report. They share one campaign: regressions first, then the enumerated cases, then random ones of a seed.
 */
export function testTarget(target: Target, options: TestTargetOptions = {}): void {
  const { histories = fuzzTargetDefaults.histories } = options;
  const hasHistories = target.supportsHistories !== false && histories > 0;
  const asked = selectProperties(options.properties ?? []);
  const { properties, leftOut } = partByNeeds(asked, target, hasHistories);
  describe(`${target.name}, seed ${options.seed ?? fuzzTargetDefaults.seed}`, () => {
    let report: CampaignReport | null = null;
    beforeAll(async () => {
      report = await fuzzTarget(target, options);
    }, options.timeoutMs ?? 120_000);
    test.each(properties)("$name: $statement", async (property) => {
      if (report === null) throw new Error("the campaign did not end");
      await expectToHold(property, report, target, options);
    });
    test("the campaign reached what it has to reach, and the target answered", () => {
      if (report?.verdict === "inconclusive") throw new Error(report.reasons.join("\n"));
    });
    for (const { name, needs } of leftOut) {
      test.skip(`${name} (not judged: ${describeNeeds(needs)})`);
    }
  });
}

/** Throws with every counterexample, made small and saved as a regression. */
async function expectToHold(
  { name, statement }: Property,
  report: CampaignReport,
  target: Target,
  options: TestTargetOptions,
): Promise<void> {
  const { failures, failing, tallies } = report.result;
  const found = Object.values(failures).filter(({ property }) => property === name);
  const told: string[] = [];
  for (const failure of found) {
    told.push(await tell(failure, statement, report, target, options));
  }
  const unstable = Object.keys(failing).filter(
    (fingerprint) => fingerprint.startsWith(`${name}/`) && failures[fingerprint] === undefined,
  );
  told.push(...unstable.map((fingerprint) => `${fingerprint} failed once and did not fail twice`));
  if (told.length > 0) throw new Error(`\n${told.join("\n")}`);
  if ((tallies[name]?.judged ?? 0) === 0) throw new Error(`${name} judged no case`);
}

async function tell(
  failure: Failure,
  statement: string,
  report: CampaignReport,
  target: Target,
  options: TestTargetOptions,
): Promise<string> {
  const counterexample = counterexampleOf(failure, statement, finderOf(report));
  const folder = options.regressions ?? fuzzTargetDefaults.regressions;
  const path = saveCounterexample(counterexample, folder);
  const property = allProperties.find(({ name }) => name === failure.property);
  const shown = await showCase(failure.scenario, target, property);
  const again = `run this test again; ${path} is tried first`;
  return renderCounterexample(counterexample, shown, again);
}
