/** The report of a campaign as JUnit XML: one test case per property, and one for the campaign. */
import junit from "junit-report-builder";
import { judgedCases, reportedFailures } from "../fuzz/batch-result.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { describeHidden, groupByCheck, knownFailures } from "../fuzz/fingerprint.ts";
import {
  describeDifference,
  describeFrequency,
  failedFingerprints,
} from "../fuzz/campaign-verdict.ts";

export function renderCampaignJunit(report: CampaignReport): string {
  const { campaign, result, verdict, reasons } = report;
  // Its types declare the builder as a default export; in fact it is the whole module.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test reads the XML back
  const builder = (junit as unknown as typeof junit.default).newBuilder();
  const suite = builder.testSuite().name("reconcile-harness fuzz");
  for (const { name, statement } of campaign.properties) {
    const testCase = suite.testCase().className("properties").name(name);
    const failed = failedFingerprints(result).filter((key) => key.startsWith(`${name}/`));
    if (failed.length > 0) {
      const lines = groupByCheck(failed, String).flatMap((group) => [
        ...group.shown.map((fingerprint) => describeFailure(report, fingerprint)),
        ...describeHidden(group),
      ]);
      testCase.failure([statement, ...lines].join("\n"), "fail");
    } else if (judgedCases(result.tallies[name]) === 0) {
      testCase.error("no case was judged", "inconclusive");
    }
  }
  for (const { name } of campaign.skippedProperties) {
    suite.testCase().className("properties").name(name).skipped();
  }
  const campaignCase = suite.testCase().className("campaign").name("coverage, canary and target");
  const open = verdict === "inconclusive" ? reasons : describeDifference(result);
  if (open.length > 0) campaignCase.error(open.join("\n"), "inconclusive");
  return `${builder.build().trimEnd()}\n`;
}

function describeFailure({ campaign, result }: CampaignReport, fingerprint: string): string {
  const known = knownFailures(campaign.known)(fingerprint) ? "; known" : "";
  const violation = reportedFailures(result).get(fingerprint)?.violation;
  const detail =
    violation === undefined
      ? known
      : `: expected ${violation.expected}; actual ${violation.actual}`;
  return `${fingerprint} failed ${describeFrequency(result, fingerprint)}${detail}`;
}
