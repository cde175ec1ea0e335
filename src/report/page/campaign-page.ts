/** The page of a campaign, from its JSON report alone. */
import { counted } from "../../domain/counted.ts";
import { reportedFailures, verdictKinds } from "../../fuzz/batch-result.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { describeFrequency, splitKnown } from "../../fuzz/campaign-verdict.ts";
import { toCounterexample } from "../../fuzz/counterexample.ts";
import { findingsOf } from "../../fuzz/findings.ts";
import { fingerprintOf, groupByCheck } from "../../fuzz/fingerprint.ts";
import {
  describeCases,
  describeCoverage,
  describeNotSelected,
  describeReachedMost,
  withUnjudged,
} from "../campaign-text.ts";
import { sameWords, targetOf } from "../repeat-command.ts";
import { shellCommand } from "../shell-command.ts";
import { coverageData } from "./coverage-data.ts";
import { counterexampleData } from "./failure-data.ts";
import { gateData } from "./gate-data.ts";
import type { Fact, PageData, PageFailure } from "./page-data.ts";
import { printableDeep } from "./printable-deep.ts";

/** `program` starts the command line, such as `npx reconcile-harness`. */
export function campaignPage(report: CampaignReport, program: string): PageData {
  const { campaign, result, verdict, reasons } = report;
  const findings = findingsOf(report);
  const ordered = findings.flatMap(({ head, others }) => [head, ...others]);
  const places = new Map(ordered.map((failure, at) => [failure, at]));
  return printableDeep({
    kind: "campaign",
    subject: campaign.target,
    verdict,
    sentence: sentenceOf(report, findings.length),
    command: shellCommand(program, sameWords(report)),
    facts: factsOf(report),
    reasons: verdict === "inconclusive" ? reasons : unshown(report),
    reached: reachedOf(report),
    notCovered: report.notCovered,
    absent: absentParts(report),
    failures: ordered.map((failure) => pageFailure(failure, report, program)),
    findings: findings.map(({ head, others }) =>
      [head, ...others].map((failure) => places.get(failure) ?? 0),
    ),
    gates: gateData(report),
    coverage: coverageData(report),
    properties: campaign.properties.map(({ name, statement, severity }) => {
      const tally = result.tallies[name];
      const counts = verdictKinds.map((kind) => [kind, tally?.[kind] ?? 0] as const);
      return { name, statement, severity, counts: Object.fromEntries(counts) };
    }),
    strength: null,
  });
}

type Reported = ReturnType<typeof findingsOf>[number]["head"];

function pageFailure(failure: Reported, report: CampaignReport, program: string): PageFailure {
  const { campaign, result } = report;
  const counterexample = toCounterexample(failure, report);
  const { id, fingerprint } = counterexample;
  const command = shellCommand(program, ["replay", id, ...targetOf(report)]);
  const data = counterexampleData(counterexample, failure.timelines ?? null, command);
  const property = campaign.properties.find(({ name }) => name === failure.property);
  return {
    ...data,
    severity: property?.severity ?? null,
    notes: [`failed ${describeFrequency(result, fingerprint)}`, ...data.notes],
  };
}

function sentenceOf(report: CampaignReport, findings: number): string {
  const { verdict, campaign, reasons } = report;
  if (verdict === "inconclusive") {
    return withUnjudged(`${counted(reasons.length, "reason")} against a verdict`, campaign);
  }
  if (verdict === "pass") {
    return withUnjudged(`no property failed${describeNotSelected(campaign)}`, campaign);
  }
  const { fresh, known } = splitKnown(report);
  const checks = counted(groupByCheck(fresh, String).length, "check");
  if (fresh.length === 0 && known.length > 0) return withUnjudged("only known failures", campaign);
  const found = findings === 0 ? "" : `${counted(findings, "finding")}: `;
  return withUnjudged(`${found}${checks} failed`, campaign);
}

/** Failures without a scenario, and those that saved ones explain. */
function unshown({ reasons, result }: CampaignReport): string[] {
  const shown = new Set([...reportedFailures(result).values()].map(fingerprintOf));
  return reasons.filter(
    (reason) => ![...shown].some((name) => reason.startsWith(`${name} failed`)),
  );
}

function factsOf({
  campaign,
  result,
  timing,
  stopped,
  shard,
  canaryCaught,
}: CampaignReport): Fact[] {
  return [
    { name: "seed", value: `${campaign.seed}` },
    { name: "cases", value: describeCases(result.cases) },
    { name: "judged by", value: counted(campaign.properties.length, "property", "properties") },
    { name: "time", value: `${(timing.elapsedMs / 1_000).toFixed(1)} s` },
    ...(stopped === null ? [] : [{ name: "stopped", value: stopped }]),
    ...(shard === null ? [] : [{ name: "shard", value: `${shard.index} of ${shard.total}` }]),
    ...(canaryCaught ? [] : [{ name: "canary", value: "NOT CAUGHT" }]),
  ];
}

function reachedOf({ campaign, result, shard, timing }: CampaignReport): Fact[] {
  return [
    { name: "reached", value: describeReachedMost(result.maximums) },
    ...(shard === null ? [{ name: "covered", value: describeCoverage(campaign, result) }] : []),
    { name: "started", value: timing.startedAt },
    { name: "harness", value: campaign.harness },
  ];
}

function absentParts({ result, repeat }: CampaignReport): string[] {
  const failures = [...reportedFailures(result).values()].filter(({ flaky }) => !flaky);
  const shown = failures.filter(({ timelines }) => timelines !== undefined).length;
  const missing = failures.length - shown;
  return [
    ...(missing === 0
      ? []
      : [`${counted(missing, "counterexample")} without a timeline; replay shows it`]),
    ...(result.cases.enumeration > 0 && Object.keys(result.gateCases).length === 0
      ? ["the matrix of gates: the report is of an earlier version"]
      : []),
    ...(repeat === undefined
      ? ["options in its commands, such as --bail and --target: the report names none"]
      : []),
  ];
}
