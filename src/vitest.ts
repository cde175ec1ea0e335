/** Judges a target in a team's own vitest suite: one test for each property. */
import { beforeAll, describe, test } from "vitest";
import { safetyLeftOut } from "../properties/rules/within-profile.ts";
import type { Property } from "../properties/property.ts";
import { printable, printableJson } from "./domain/printable-text.ts";
import { selectApplicable } from "./fuzz/campaign-context.ts";
import { selectProperties } from "./fuzz/select-properties.ts";
import {
  fuzzTargetDefaults,
  runTargetCampaign,
  type FuzzTargetOptions,
} from "./fuzz/fuzz-target.ts";
import { judgedCases, reportedFailures } from "./fuzz/batch-result.ts";
import type { CampaignReport } from "./fuzz/campaign-report.ts";
import { describeDifference, describeFrequency } from "./fuzz/campaign-verdict.ts";
import { toCounterexample, type Counterexample } from "./fuzz/counterexample.ts";
import { FailureSaver } from "./fuzz/failure-saver.ts";
import { describeHidden, fingerprintOf, groupByCheck, knownFailures } from "./fuzz/fingerprint.ts";
import { showFailure } from "./fuzz/failure-timelines.ts";
import { parseDuration } from "./fuzz/limits.ts";
import { describeSystemError } from "./input/whole-file.ts";
import { describeSkipped } from "./fuzz/skipped-property.ts";
import type { Target } from "./simulation/target.ts";
import { renderCounterexample } from "./report/counterexample-report.ts";

/** The options of `fuzz`, and the time-out of the tests. */
export type TestTargetOptions = FuzzTargetOptions & {
  /** The time-out in milliseconds of the campaign that all tests share; default 120000, or a minute after `maxTime`. */
  readonly timeoutMs?: number;
};

/**
 * Registers one test for each property, skipped where the property requires more than the target reports.
 * All tests share one campaign: regressions first, then enumerated cases, then random cases. A counterexample is saved.
 *
 * @param declared What is judged.
 * @param options The size of the campaign, and what it judges. Other input that cannot be used fails the tests.
 * @throws `BadInputError` for a property that is unknown, and for a wrong `maxTime`
 */
export function testTarget(declared: Target, options: TestTargetOptions = {}): void {
  const { profile } = options;
  const target = profile === undefined ? declared : { ...declared, profile };
  const { sequences = fuzzTargetDefaults.sequences } = options;
  const hasSequences = target.supportsSequences !== false && sequences > 0;
  const selected = selectProperties(options.properties ?? []);
  const { properties, skippedProperties } = selectApplicable(selected, target, hasSequences);
  const maxTimeMs = parseDuration("maxTime", options.maxTime) ?? 0;
  const timeoutMs = options.timeoutMs ?? Math.max(120_000, maxTimeMs + 60_000);
  const saver = new FailureSaver(options.regressions ?? fuzzTargetDefaults.regressions);
  describe(`${target.name}, seed ${options.seed ?? fuzzTargetDefaults.seed}`, () => {
    let report: CampaignReport | null = null;
    beforeAll(async () => {
      report = await runTargetCampaign(target, options, (found) => saver.trySave(found));
    }, timeoutMs);
    // No `test.each`: it quotes and truncates names.
    for (const property of properties) {
      // oxlint-disable-next-line vitest/valid-title -- every name is a text
      test(property.name, async () => {
        if (report === null) throw new Error("the campaign did not end");
        await expectPass(property, report, target, saver);
      });
    }
    test("the campaign reached its coverage minimums without target errors", () => {
      if (report === null) return;
      const { verdict, reasons, result } = report;
      const open = verdict === "inconclusive" ? reasons : describeDifference(result);
      if (open.length > 0) throw new Error(open.join("\n"));
    });
    for (const { rule, reason } of target.profile === undefined
      ? []
      : safetyLeftOut(target.profile)) {
      test.skip(`safety rule R${rule.number} (not judged: ${reason})`);
    }
    for (const skipped of skippedProperties) {
      test.skip(`${skipped.name} (not judged: ${describeSkipped(skipped)})`);
    }
  });
}

/** Throws with every shrunk counterexample, and saves each as a regression. */
async function expectPass(
  property: Property,
  report: CampaignReport,
  target: Target,
  saver: FailureSaver,
): Promise<void> {
  const { name } = property;
  const { failureCounts, tallies } = report.result;
  const failures = reportedFailures(report.result);
  const messages: string[] = [];
  const own = [...failures.values()].filter((failed) => failed.property === name);
  for (const group of groupByCheck(own, fingerprintOf)) {
    for (const failure of group.shown) {
      const counterexample = toCounterexample(failure, report);
      const saved = save(counterexample, saver);
      const isFlaky = failure.flaky !== undefined;
      const timelines = isFlaky ? null : await showFailure(failure, target);
      messages.push(`${renderCounterexample(counterexample, timelines)}${saved}`);
    }
    for (const failure of group.others) {
      save(toCounterexample(failure, report), saver);
    }
    messages.push(...describeHidden(group));
  }
  // A known failure is not shrunk, and a port call at the end of the target has no scenario.
  const unreported = Object.keys(failureCounts).filter(
    (fingerprint) => fingerprint.startsWith(`${name}/`) && !failures.has(fingerprint),
  );
  const isKnown = knownFailures(report.campaign.known);
  for (const fingerprint of unreported) {
    const why = describeFrequency(report.result, fingerprint);
    messages.push(`${fingerprint} failed ${why}${isKnown(fingerprint) ? "; known" : ""}`);
  }
  if (messages.length > 0) throw new Error(`\n${messages.join("\n")}`);
  if (judgedCases(tallies[name]) === 0) throw new Error(`${name} judged no case`);
}

/** The next step for the reader. A folder that cannot be written does not hide the failure. */
function save(counterexample: Counterexample, saver: FailureSaver): string {
  try {
    return `Run this test again; it replays ${saver.save(counterexample)} first.`;
  } catch (error) {
    const reason = `${printable(saver.folder)} cannot be written: ${describeSystemError(error)}`;
    return `It was not saved, because ${reason}. Its JSON:\n${printableJson(counterexample)}`;
  }
}
