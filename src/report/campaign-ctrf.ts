/** The report of a campaign in the Common Test Report Format: one test for each property, and one for the campaign. */
import { judgedCases, reportedFailures } from "../fuzz/batch-result.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import {
  describeDifference,
  describeFrequency,
  failedFingerprints,
} from "../fuzz/campaign-verdict.ts";
import { idsOf } from "../../properties/rules/rule.ts";
import { rulesOf } from "../../properties/rules/all.ts";

/** The version of the format that is written. */
const specVersion = "0.0.0";

type CtrfTest = {
  readonly name: string;
  readonly status: "passed" | "failed" | "skipped" | "other";
  /** Unknown for a property: one case is judged by all of them. In milliseconds. */
  readonly duration: number;
  readonly suite: readonly string[];
  readonly rawStatus: string;
  readonly message?: string;
  readonly trace?: string;
  readonly filePath?: string;
  readonly extra?: object;
};

/** `scenarioFiles` has the file of each failure that was saved, by its fingerprint. */
export function renderCampaignCtrf(
  report: CampaignReport,
  scenarioFiles: ReadonlyMap<string, string>,
): string {
  const { campaign, timing } = report;
  const tests = [
    ...campaign.properties.map((property) => testOf(property, report, scenarioFiles)),
    ...campaign.skippedProperties.map(({ name }): CtrfTest => {
      return { name, status: "skipped", duration: 0, suite: ["properties"], rawStatus: "skipped" };
    }),
    testOfCampaign(report),
  ];
  const count = (status: CtrfTest["status"]) => tests.filter((one) => one.status === status).length;
  const start = Date.parse(timing.startedAt);
  const document = {
    reportFormat: "CTRF",
    specVersion,
    timestamp: timing.startedAt,
    generatedBy: "reconcile-harness",
    results: {
      tool: { name: "reconcile-harness", version: campaign.harness },
      summary: {
        tests: tests.length,
        passed: count("passed"),
        failed: count("failed"),
        skipped: count("skipped"),
        pending: 0,
        other: count("other"),
        start,
        stop: start + timing.elapsedMs,
      },
      tests,
      environment: { extra: { target: campaign.target, seed: campaign.seed } },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function testOf(
  { name, statement, severity }: CampaignReport["campaign"]["properties"][number],
  report: CampaignReport,
  scenarioFiles: ReadonlyMap<string, string>,
): CtrfTest {
  const { result } = report;
  const shared = { name, duration: 0, suite: ["properties"] };
  const extra = { severity, rules: idsOf(rulesOf(name)), cases: result.tallies[name] };
  const failed = failedFingerprints(result).filter((key) => key.startsWith(`${name}/`));
  const [first] = failed;
  if (first === undefined) {
    return judgedCases(result.tallies[name]) === 0
      ? {
          ...shared,
          status: "other",
          rawStatus: "inconclusive",
          message: "no case was judged",
          extra,
        }
      : { ...shared, status: "passed", rawStatus: "pass", extra };
  }
  const reported = reportedFailures(result);
  const failures = failed.flatMap((key) => reported.get(key) ?? []);
  const trace = failures.map(({ violation }) => {
    return `expected: ${violation.expected}\nactual: ${violation.actual}`;
  });
  const [file] = failed.flatMap((key) => scenarioFiles.get(key) ?? []);
  const lines = failed.map((key) => `${key} failed ${describeFrequency(result, key)}`);
  return {
    ...shared,
    status: "failed",
    rawStatus: "fail",
    message: [statement, ...lines].join("\n"),
    trace: trace.join("\n\n"),
    ...(file !== undefined && { filePath: file }),
    extra: { ...extra, isFlaky: failures.some(({ flaky }) => flaky !== undefined) },
  };
}

/** What no property shows: coverage, the canary and the target. */
function testOfCampaign({ verdict, reasons, result, timing }: CampaignReport): CtrfTest {
  const open = verdict === "inconclusive" ? reasons : describeDifference(result);
  const shared = {
    name: "coverage, canary and target",
    duration: timing.elapsedMs,
    suite: ["campaign"],
  };
  return open.length === 0
    ? { ...shared, status: "passed", rawStatus: "pass" }
    : { ...shared, status: "other", rawStatus: "inconclusive", message: open.join("\n") };
}
