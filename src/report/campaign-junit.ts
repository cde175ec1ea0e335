/** The report of a campaign as JUnit XML: a test case a property, and one for what was reached. */
import junit from "junit-report-builder";
import { judgedCases } from "../fuzz/batch-result.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";

export function renderCampaignJunit(report: CampaignReport): string {
  // Its types call the builder a default export; in fact it is the whole module.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test reads the XML back
  const builder = (junit as unknown as typeof junit.default).newBuilder();
  const suite = builder.testSuite().name("reconcile-harness fuzz");
  const { campaign, result, verdict, reasons } = report;
  for (const { name, statement } of campaign.properties) {
    const testCase = suite.testCase().className("properties").name(name);
    const failures = Object.values(result.failures).filter(({ property }) => property === name);
    const broken = Object.keys(result.failureCounts).filter((key) => key.startsWith(`${name}/`));
    if (broken.length + failures.length > 0) {
      const told = failures.map(
        ({ check, violation }) =>
          `${check}: expected ${violation.expected}; actual ${violation.actual}`,
      );
      testCase.failure([statement, ...broken, ...told].join("\n"), "fail");
    } else if (judgedCases(result.tallies[name]) === 0) {
      testCase.error("no case was judged", "inconclusive");
    }
  }
  const campaignCase = suite.testCase().className("campaign").name("coverage, canary and target");
  if (verdict === "inconclusive") campaignCase.error(reasons.join("\n"), "inconclusive");
  return `${builder.build().trimEnd()}\n`;
}
