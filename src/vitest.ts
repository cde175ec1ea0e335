import { allProperties } from "../properties/all.ts";
/** Judges a target inside a team's own vitest: one test a property. */
import { beforeAll, describe, test } from "vitest";
import { selectApplicable, selectProperties } from "./fuzz/campaign-context.ts";
import { fuzzTarget, fuzzTargetDefaults } from "./fuzz/fuzz-target.ts";
import type { FuzzTargetOptions } from "./fuzz/fuzz-target.ts";
import { judgedCases } from "./fuzz/batch-result.ts";
import type { Failure } from "./fuzz/batch-result.ts";
import type { CampaignReport } from "./fuzz/campaign-report.ts";
import { counterexampleOf, provenanceOf } from "./fuzz/counterexample.ts";
import type { Property } from "../properties/property.ts";
import { saveCounterexample } from "./fuzz/counterexample-files.ts";
import { viewFailure } from "./fuzz/failure-view.ts";
import { describeMissing } from "./fuzz/skipped-property.ts";
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
  const { sequences = fuzzTargetDefaults.sequences } = options;
  const hasSequences = target.supportsSequences !== false && sequences > 0;
  const asked = selectProperties(options.properties ?? []);
  const { properties, skippedProperties } = selectApplicable(asked, target, hasSequences);
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
    for (const { name, missing } of skippedProperties) {
      test.skip(`${name} (not judged: ${describeMissing(missing)})`);
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
  const { failures, failureCounts, tallies } = report.result;
  const found = Object.values(failures).filter(({ property }) => property === name);
  const told: string[] = [];
  for (const failure of found) {
    told.push(await tell(failure, statement, report, target, options));
  }
  const unstable = Object.keys(failureCounts).filter(
    (fingerprint) => fingerprint.startsWith(`${name}/`) && failures[fingerprint] === undefined,
  );
  told.push(...unstable.map((fingerprint) => `${fingerprint} failed once and did not fail twice`));
  if (told.length > 0) throw new Error(`\n${told.join("\n")}`);
  if (judgedCases(tallies[name]) === 0) throw new Error(`${name} judged no case`);
}

async function tell(
  failure: Failure,
  statement: string,
  report: CampaignReport,
  target: Target,
  options: TestTargetOptions,
): Promise<string> {
  const counterexample = counterexampleOf(failure, statement, provenanceOf(report));
  const folder = options.regressions ?? fuzzTargetDefaults.regressions;
  const path = saveCounterexample(counterexample, folder);
  const property = allProperties.find(({ name }) => name === failure.property);
  const shown = await viewFailure(failure.scenario, target, property);
  const again = `run this test again; ${path} is tried first`;
  return renderCounterexample(counterexample, shown, again);
}
